import { describe, expect, it } from 'vitest'
import { LeaseState } from '../../../../src/server/lease/lease.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'

const DUID = '00:03:00:01:02:00:00:00:00:01'
const OTHER = '00:03:00:01:02:00:00:00:00:02'
const delegating = subnet6({ 'pd-pools': [{ prefix: '2001:db8:8::', 'prefix-len': 54, 'delegated-len': 56 }] })
const both = [
  { code: 3, iaid: 1 },
  { code: 25, iaid: 2 },
] as const

// statuses as the installed kea-dhcp6 2.2 answers them
describe('RELEASE (RFC 8415 18.3.7)', () => {
  it('deletes the leases of the client, each association with its status, with one for all', async () => {
    const engine = await Engine6.start({ subnet6: [delegating] }, '2.2')
    const client = engine.client({ duid: DUID, ias: both })
    await client.bind()
    expect((await engine.leases()).size).toBe(2)
    const reply = await client.release()
    expect(reply?.type).toBe('REPLY')
    expect(reply?.status).toMatchObject({ code: 0, text: 'Summary status for all processed IA_NAs' })
    expect(reply?.ias.map(ia => [ia.code, ia.iaid, ia.options.map(({ code }) => code)])).toEqual([
      [3, 1, [13]],
      [25, 2, [13]],
    ])
    expect((await engine.leases()).size).toBe(0)
    expect(engine.statistic('subnet[1].assigned-nas')).toBe(0)
    expect(engine.statistic('subnet[1].assigned-pds')).toBe(0)
    await engine.service.stop()
  })

  it('keeps them for their return in generation 3, and gives them to it again', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] }, '3')
    const client = engine.client({ duid: DUID })
    const address = (await client.bind()).address
    await client.release()
    expect([...(await engine.leases()).values()]).toMatchObject([{ state: LeaseState.released, validLifetime: 0 }])
    expect(engine.statistic('subnet[1].assigned-nas')).toBe(0)
    await engine.client({ duid: OTHER }).solicit()
    expect((await client.solicit())?.address).toBe(address)
    await engine.service.stop()
  })

  it.each([
    [
      'an address that nobody has',
      DUID,
      1,
      '2001:db8:1::1f',
      "Sorry, no known leases for this duid/iaid, can't release.",
    ],
    [
      'an address of somebody else',
      OTHER,
      1,
      '2001:db8:1::10',
      "This address does not belong to you, you can't release it",
    ],
    ['the address of another association', DUID, 9, '2001:db8:1::10', 'This is your address, but you used wrong IAID'],
    ['no address', DUID, 1, undefined, 'You did not include an address in your RELEASE'],
  ])('says NoBinding to %s, and changes nothing', async (_what, duid, iaid, address, text) => {
    const engine = await Engine6.start({ subnet6: [subnet6()] }, '2.2')
    const owner = engine.client({ duid: DUID })
    const { serverId = '' } = await owner.bind()
    const ias = [{ code: 3 as const, iaid, hints: address === undefined ? [] : [address] }]
    const reply = await engine.client({ duid }).say('RELEASE', { serverId, ias })
    expect(reply?.statusOf(3, iaid)).toMatchObject({ code: 3, text })
    expect(reply?.status).toMatchObject({ code: 3 })
    expect([...(await engine.leases()).keys()]).toEqual(['2001:db8:1::10'])
    await engine.service.stop()
  })

  it('releases what is the client’s of an association that names other addresses too', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] })
    const client = engine.client({ duid: DUID })
    const { serverId = '' } = await client.bind()
    const ias = [{ code: 3 as const, iaid: 1, hints: ['2001:db8:1::1f', '2001:db8:1::10'] }]
    const reply = await client.say('RELEASE', { serverId, ias })
    expect(reply?.statusOf(3, 1)?.code).toBe(0)
    expect(engine.statistic('subnet[1].assigned-nas')).toBe(0)
    await engine.service.stop()
  })

  it('fails where a listener at lease6_release says skip: the lease stays', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] }, '2.2')
    const client = engine.client({ duid: DUID })
    await client.bind()
    engine.points.leaseRelease.add(() => 'skip')
    const reply = await client.release()
    expect(reply?.statusOf(3, 1)).toMatchObject({ code: 1, text: 'Server failed to release a lease' })
    expect((await engine.leases()).size).toBe(1)
    await engine.service.stop()
  })
})

describe('DECLINE (RFC 8415 18.3.8)', () => {
  it('keeps the address from everybody for the probation period, and its owner gets another', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()], 'decline-probation-period': 600 }, '2.2')
    const client = engine.client({ duid: DUID })
    await client.bind()
    const reply = await client.decline()
    expect(reply?.statusOf(3, 1)).toMatchObject({
      code: 0,
      text: 'Lease declined. Hopefully the next one will be better.',
    })
    expect(reply?.status).toBeUndefined()
    expect((await engine.leases()).get('2001:db8:1::10')).toMatchObject({
      state: LeaseState.declined,
      validLifetime: 600,
      preferredLifetime: 0,
    })
    expect(engine.statistic('declined-addresses')).toBe(1)
    expect((await client.solicit())?.address).toBe('2001:db8:1::11')
    await engine.wait(700)
    expect(engine.statistic('declined-addresses')).toBe(0)
    await engine.service.stop()
  })

  it.each([
    ['an address that nobody has', DUID, 1, '2001:db8:1::1f', 'Server does not know about such an address.'],
    [
      'an address of somebody else',
      OTHER,
      1,
      '2001:db8:1::10',
      "This address does not belong to you, you can't decline it",
    ],
    ['the address of another association', DUID, 9, '2001:db8:1::10', 'This is your address, but you used wrong IAID'],
    ['no address', DUID, 1, undefined, 'No addresses sent in IA_NA'],
  ])('says NoBinding to %s', async (_what, duid, iaid, address, text) => {
    const engine = await Engine6.start({ subnet6: [subnet6()] }, '2.2')
    const owner = engine.client({ duid: DUID })
    const { serverId = '' } = await owner.bind()
    const ias = [{ code: 3 as const, iaid, hints: address === undefined ? [] : [address] }]
    const reply = await engine.client({ duid }).say('DECLINE', { serverId, ias })
    expect(reply?.statusOf(3, iaid)).toMatchObject({ code: 3, text })
    expect(engine.statistic('declined-addresses')).toBe(0)
    await engine.service.stop()
  })

  it('passes prefixes over', async () => {
    const engine = await Engine6.start({ subnet6: [delegating] }, '2.2')
    const client = engine.client({ duid: DUID, ias: [{ code: 25, iaid: 2 }] })
    await client.bind()
    const reply = await client.decline()
    expect(reply?.ias).toEqual([])
    expect((await engine.leases()).get('2001:db8:8::')).toMatchObject({ state: LeaseState.default })
    await engine.service.stop()
  })
})

describe('CONFIRM (RFC 8415 18.3.3)', () => {
  const shared = {
    'shared-networks': [
      {
        name: 'link',
        interface: 'eth0',
        subnet6: [
          { id: 1, subnet: '2001:db8:1::/64', pools: [{ pool: '2001:db8:1::10 - 2001:db8:1::1f' }] },
          { id: 2, subnet: '2001:db8:2::/64', pools: [{ pool: '2001:db8:2::10 - 2001:db8:2::1f' }] },
        ],
      },
    ],
  }

  it.each([
    ['an address of the link', ['2001:db8:1::5'], 0, 'All addresses are on-link'],
    ['addresses of both subnets of the link', ['2001:db8:1::5', '2001:db8:2::5'], 0, 'All addresses are on-link'],
    ['one address of elsewhere', ['2001:db8:1::5', '2001:db8:9::1'], 4, 'Address 2001:db8:9::1 is not on link.'],
  ])('of %s', async (_what, hints, code, text) => {
    const engine = await Engine6.start(shared)
    const reply = await engine.client({ duid: DUID }).say('CONFIRM', { ias: [{ code: 3, iaid: 1, hints }] })
    expect(reply?.type).toBe('REPLY')
    expect(reply?.status).toMatchObject({ code, text })
    expect(reply?.ias).toEqual([])
    await engine.service.stop()
  })

  it('without an address is not answered', async () => {
    const engine = await Engine6.start(shared)
    const silence = { ias: [{ code: 3 as const, iaid: 1 }], expectSilence: true }
    expect(await engine.client({ duid: DUID }).say('CONFIRM', silence)).toBeUndefined()
    await engine.service.stop()
  })
})
