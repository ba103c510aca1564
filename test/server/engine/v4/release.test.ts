import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'

const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }
const two = { hardware: '02:00:00:00:00:02', clientId: 'auto' }
const tiny = subnet({ pools: [{ pool: '192.0.2.10 - 192.0.2.11' }] })

describe('RELEASE', () => {
  it('keeps the lease for its client, who gets the address again, while others get it only when they must', async () => {
    const engine = await Engine4.start({ subnet4: [tiny] })
    const client = engine.client(one)
    await client.bind()
    await client.release()
    expect((await engine.leases()).get('192.0.2.10')?.state).toBe(3)
    expect(engine.statistic('subnet[1].assigned-addresses')).toBe(0)
    expect(engine.said('DHCP4_RELEASE')).toBe(1)
    expect((await engine.client(two).bind()).address).toBe('192.0.2.11')
    expect((await client.bind()).address).toBe('192.0.2.10')
    expect(engine.statistic('subnet[1].assigned-addresses')).toBe(2)
    expect(engine.statistic('subnet[1].cumulative-assigned-addresses')).toBe(3)
  })

  it('forgets the lease after hold-reclaimed-time', async () => {
    const processing = { 'hold-reclaimed-time': 100, 'flush-reclaimed-timer-wait-time': 10 }
    const engine = await Engine4.start({ 'expired-leases-processing': processing, subnet4: [tiny] })
    const client = engine.client(one)
    await client.bind()
    await client.release()
    await engine.wait(95)
    expect((await engine.leases()).size).toBe(1)
    await engine.wait(30)
    expect((await engine.leases()).size).toBe(0)
  })

  it.each([
    ['Kea 2.2 does', { 'hold-reclaimed-time': 3600 }, '2.2'],
    ['nothing is held', { 'hold-reclaimed-time': 0 }, '3'],
    ['nothing would flush it', { 'flush-reclaimed-timer-wait-time': 0 }, '3'],
  ] as const)('deletes the lease where %s', async (_what, processing, generation) => {
    const engine = await Engine4.start({ 'expired-leases-processing': processing, subnet4: [tiny] }, generation)
    const client = engine.client(one)
    await client.bind()
    await client.release()
    expect((await engine.leases()).size).toBe(0)
  })

  it('of a lease without end is no reason to keep it', async () => {
    const forever = { 'valid-lifetime': 0xffffffff }
    const engine = await Engine4.start({ subnet4: [{ ...tiny, ...forever }] })
    const client = engine.client(one)
    await client.bind()
    await client.release()
    expect((await engine.leases()).size).toBe(0)
  })

  it('by somebody else changes nothing', async () => {
    const engine = await Engine4.start({ subnet4: [tiny] })
    const owner = engine.client(one)
    await owner.bind()
    const thief = engine.client(two)
    thief.lease = owner.lease
    await thief.release()
    expect(engine.said('DHCP4_RELEASE_FAIL_WRONG_CLIENT')).toBe(1)
    expect((await owner.renew())?.type).toBe('ACK')
  })

  it('of what is not leased, or twice, changes nothing', async () => {
    const engine = await Engine4.start({ subnet4: [tiny] })
    const client = engine.client(one)
    await client.bind()
    const held = client.lease
    await client.release()
    client.lease = held
    await client.release()
    client.lease = { address: '192.0.2.11', serverId: '192.0.2.1' }
    await client.release()
    expect(engine.said('DHCP4_RELEASE_FAIL_NO_LEASE')).toBe(2)
  })

  it('is counted and never answered', async () => {
    const engine = await Engine4.start({ subnet4: [tiny] })
    const client = engine.client(one)
    await client.bind()
    await client.release()
    expect(engine.statistic('pkt4-release-received')).toBe(1)
    expect(engine.link.answers).toHaveLength(0)
  })
})

describe('DECLINE', () => {
  it('takes the address out of use for the probation period', async () => {
    const engine = await Engine4.start({ 'decline-probation-period': 1000, subnet4: [tiny] })
    const client = engine.client({ ...one, options: [] })
    await client.bind()
    await client.decline()
    const lease = (await engine.leases()).get('192.0.2.10')
    expect(lease).toMatchObject({ state: 1, validLifetime: 1000, hostname: '' })
    expect(lease?.hardware).toHaveLength(0)
    expect(lease?.clientId).toHaveLength(0)
    expect(engine.statistic('subnet[1].declined-addresses')).toBe(1)
    expect(engine.statistic('subnet[1].assigned-addresses')).toBe(1)
    expect((await client.bind()).address).toBe('192.0.2.11')
    expect(await engine.client(two).discover()).toBeUndefined()
    await engine.wait(1020)
    expect(engine.statistic('subnet[1].declined-addresses')).toBe(0)
    expect(engine.statistic('reclaimed-declined-addresses')).toBe(1)
    expect(engine.said('ALLOC_ENGINE_V4_DECLINED_RECOVERED')).toBe(1)
    expect((await engine.client(two).bind()).address).toBe('192.0.2.10')
  })

  it('by somebody else, or of what is not leased, changes nothing', async () => {
    const engine = await Engine4.start({ subnet4: [tiny] })
    const owner = engine.client(one)
    await owner.bind()
    const thief = engine.client(two)
    thief.lease = owner.lease
    await thief.decline()
    thief.lease = { address: '192.0.2.11', serverId: '192.0.2.1' }
    await thief.decline()
    expect(engine.said('DHCP4_DECLINE_LEASE_MISMATCH')).toBe(1)
    expect(engine.said('DHCP4_DECLINE_LEASE_NOT_FOUND')).toBe(1)
    expect((await owner.renew())?.type).toBe('ACK')
    expect(engine.statistic('declined-addresses')).toBe(0)
  })
})
