import { describe, expect, it } from 'vitest'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { iaOption6 } from '../../../kit/packet6.js'

const DUID = '00:03:00:01:02:00:00:00:00:01'
const pools = [{ pool: '2001:db8:1::10 - 2001:db8:1::13' }]
const pdPools = [{ prefix: '2001:db8:8::', 'prefix-len': 54, 'delegated-len': 56 }]
const na = (iaid: number, ...hints: string[]) => ({ code: 3 as const, iaid, hints })
const pd = (iaid: number, ...hints: string[]) => ({ code: 25 as const, iaid, hints })

// Statuses and their texts are what kea-dhcp6 2.2.0 answers
describe('REQUEST (RFC 8415 18.3.2)', () => {
  it('writes what it gives: one lease for each address and prefix', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ 'pd-pools': pdPools })] }, '2.2')
    const reply = await engine.client({ duid: DUID, ias: [na(1), pd(2)] }).bind()
    expect([reply.address, reply.prefix]).toEqual(['2001:db8:1::10', '2001:db8:8::/56'])
    const leases = await engine.leases()
    const shared = { subnetId: 1, state: 0, validLifetime: 7200, preferredLifetime: 3600 }
    expect(leases.get('2001:db8:1::10')).toMatchObject({ ...shared, kind: 0, iaid: 1, prefixLength: 128 })
    expect(leases.get('2001:db8:8::')).toMatchObject({ ...shared, kind: 2, iaid: 2, prefixLength: 56 })
    expect(Buffer.from(leases.get('2001:db8:8::')!.clientId).toString('hex')).toBe(DUID.replaceAll(':', ''))
    expect(engine.statistic('subnet[1].assigned-nas')).toBe(1)
    expect(engine.statistic('subnet[1].assigned-pds')).toBe(1)
  })

  it('gives something else in place of an address that is not of the link', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] })
    const client = engine.client({ duid: DUID })
    const reply = await client.request((await client.solicit())!, { ias: [na(5, '2001:db8:77::1')] })
    expect(reply?.granted(3, 5)).toMatchObject([{ address: '2001:db8:1::11' }])
  })

  it('gives each association its own, and a status to those that nothing is left for', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ pools, 'pd-pools': pdPools })] })
    const client = engine.client({ duid: DUID, ias: [1, 2, 3, 4, 5].map(iaid => na(iaid)) })
    const wanted = [...[1, 2, 3, 4, 5].map(iaid => na(iaid)), ...[1, 2, 3, 4, 5].map(iaid => pd(iaid))]
    const reply = await client.request((await client.solicit())!, { ias: wanted })
    expect(new Set(reply?.granted(3).map(({ address }) => address)).size).toBe(4)
    expect(new Set(reply?.granted(25).map(({ address }) => address)).size).toBe(4)
    expect(reply?.statusOf(3, 5)).toEqual({ code: 2, text: 'Sorry, no address could be allocated.' })
    expect(reply?.statusOf(25, 5)).toEqual({ code: 6, text: 'Sorry, no prefixes could be allocated.' })
    expect((await engine.leases()).size).toBe(8)
    expect(engine.statistic('subnet[1].v6-allocation-fail-subnet')).toBe(3)
  })

  it('answers a repeated IAID once (RFC 8415 21.4)', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] })
    const client = engine.client({ duid: DUID })
    const reply = await client.request((await client.solicit())!, { ias: [na(7), na(7)] })
    expect(reply?.ias).toHaveLength(1)
    expect((await engine.leases()).size).toBe(1)
  })

  it('looks at no more than 32 associations of a message', async () => {
    const wide = subnet6({ pools: [{ pool: '2001:db8:1::/112' }] })
    const engine = await Engine6.start({ subnet6: [wide] })
    const options = Array.from({ length: 3000 }, (_, iaid) => iaOption6({ code: 3, iaid }))
    const reply = await engine.client({ duid: DUID, ias: [], options }).solicit()
    expect(reply?.ias).toHaveLength(32)
  })

  it('says that there is nothing on a link that is not configured', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ interface: 'eth9' })] })
    const client = engine.client({ duid: DUID, ias: [na(1), pd(2)] })
    const advertise = (await client.solicit())!
    const reply = await client.request(advertise, { ias: [na(1), pd(2)] })
    for (const answer of [advertise, reply]) {
      expect(answer?.statusOf(3, 1)).toEqual({ code: 2, text: 'Server could not select subnet for this client' })
      expect(answer?.statusOf(25, 2)).toEqual({ code: 6, text: 'Sorry, no subnet available.' })
    }
  })

  it('takes over what has ended, when nothing is free', async () => {
    const config = {
      'valid-lifetime': 100,
      'preferred-lifetime': 60,
      'expired-leases-processing': { 'reclaim-timer-wait-time': 0 },
      subnet6: [subnet6({ pools: [{ pool: '2001:db8:1::10 - 2001:db8:1::10' }] })],
    }
    const engine = await Engine6.start(config)
    await engine.client({ duid: DUID }).bind()
    const other = engine.client({ duid: '00:03:00:01:02:00:00:00:00:02' })
    expect((await other.solicit())?.statusOf(3, 1)?.code).toBe(2)
    await engine.wait(101)
    expect((await other.bind()).address).toBe('2001:db8:1::10')
    expect(engine.statistic('subnet[1].assigned-nas')).toBe(1)
    expect(engine.statistic('subnet[1].cumulative-assigned-nas')).toBe(2)
    expect(engine.statistic('reclaimed-leases')).toBe(1)
  })

  it('gives a client what it had when it comes back, while nobody else has it', async () => {
    const config = { 'valid-lifetime': 100, 'preferred-lifetime': 60, subnet6: [subnet6()] }
    const engine = await Engine6.start(config)
    const client = engine.client({ duid: DUID, ias: [na(1, '2001:db8:1::15')] })
    await client.bind()
    await engine.wait(500)
    expect((await client.solicit({ ias: [na(1)] }))?.address).toBe('2001:db8:1::15')
  })
})

describe('prefixes', () => {
  const config = {
    subnet6: [
      subnet6({
        'pd-pools': [
          { prefix: '2001:db8:8::', 'prefix-len': 48, 'delegated-len': 56 },
          { prefix: '2001:db8:9::', 'prefix-len': 48, 'delegated-len': 60 },
        ],
      }),
    ],
  }

  it('are of the length that the client would like (RFC 8168), where there is one', async () => {
    const engine = await Engine6.start(config)
    const client = engine.client({ duid: DUID, ias: [pd(1, '::/60')] })
    expect((await client.bind()).prefix).toBe('2001:db8:9::/60')
  })

  it('are those that the client names, when they are free', async () => {
    const engine = await Engine6.start(config)
    const ias = [pd(1, '2001:db8:8:700::/56')]
    expect((await engine.client({ duid: DUID, ias }).bind()).prefix).toBe('2001:db8:8:700::/56')
    const other = engine.client({ duid: '00:03:00:01:02:00:00:00:00:02', ias })
    expect((await other.bind()).prefix).not.toBe('2001:db8:8:700::/56')
  })
})

describe('a shared network', () => {
  // The answers are those of kea-dhcp6 2.2.0 with the same configuration
  const config = {
    'client-classes': [{ name: 'A', test: `option[1].hex == 0x${DUID.replaceAll(':', '')}` }],
    'shared-networks': [
      {
        name: 'n',
        interface: 'eth0',
        subnet6: [
          { id: 1, subnet: '2001:db8:1::/64', pools: [{ pool: '2001:db8:1::10 - 2001:db8:1::10' }] },
          { id: 2, subnet: '2001:db8:2::/64', pools: [{ pool: '2001:db8:2::10 - 2001:db8:2::10' }] },
          { id: 3, subnet: '2001:db8:3::/64', 'client-class': 'A', pools: [{ pool: '2001:db8:3::10/127' }] },
        ],
      },
    ],
  }

  it('is gone through subnet by subnet, without those that are for others', async () => {
    const engine = await Engine6.start(config)
    const other = engine.client({ duid: '00:03:00:01:02:00:00:00:00:02', ias: [na(1), na(2), na(3)] })
    const advertise = await other.solicit()
    expect(advertise?.granted(3).map(({ address }) => address)).toEqual(['2001:db8:1::10', '2001:db8:2::10'])
    expect(advertise?.statusOf(3, 3)?.code).toBe(2)
  })

  it('grants an address of the subnet that admits the client, whichever comes first', async () => {
    const engine = await Engine6.start(config)
    const ias = [na(1, '2001:db8:3::11')]
    expect((await engine.client({ duid: DUID, ias }).bind()).address).toBe('2001:db8:3::11')
    expect((await engine.leases()).get('2001:db8:3::11')?.subnetId).toBe(3)
  })
})
