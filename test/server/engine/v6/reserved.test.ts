import { describe, expect, it } from 'vitest'
import { Engine6, subnet6 } from '../../../kit/engine6.js'

const ONE = '00:03:00:01:02:00:00:00:00:01'
const TWO = '00:03:00:01:02:00:00:00:00:02'
const pools = [{ pool: '2001:db8:1::10 - 2001:db8:1::13' }]
const pdPools = [{ prefix: '2001:db8:8::', 'prefix-len': 54, 'delegated-len': 56 }]
const na = (iaid: number, ...hints: string[]) => ({ code: 3 as const, iaid, hints })
const pd = (iaid: number, ...hints: string[]) => ({ code: 25 as const, iaid, hints })
const several = {
  duid: ONE,
  'ip-addresses': ['2001:db8:1::10', '2001:db8:1::200'],
  prefixes: ['2001:db8:8:100::/56', '2001:db8:99::/60'],
}
const subnetOf = (reservations: object[], more: object = {}) =>
  subnet6({ pools, 'pd-pools': pdPools, reservations, ...more })

// Which client gets what: as kea-dhcp6 2.2.0 with the same configuration
describe('reservations', () => {
  it('give each association one of what is reserved, and others something from the pools', async () => {
    const engine = await Engine6.start({ subnet6: [subnetOf([several])] })
    const reply = await engine.client({ duid: ONE, ias: [na(1), na(2), na(3), pd(4), pd(5), pd(6)] }).bind()
    expect(reply.granted(3).map(({ address }) => address)).toEqual([
      '2001:db8:1::10',
      '2001:db8:1::200',
      '2001:db8:1::11',
    ])
    expect(reply.granted(25).map(({ address }) => address)).toEqual([
      '2001:db8:8:100::/56',
      '2001:db8:99::/60',
      '2001:db8:8::/56',
    ])
  })

  it('are given to no other client, whatever it names', async () => {
    const engine = await Engine6.start({ subnet6: [subnetOf([several])] })
    const ias = [na(1, '2001:db8:1::10'), na(2, '2001:db8:1::200'), pd(3, '2001:db8:8:100::/56')]
    const reply = await engine.client({ duid: TWO, ias }).bind()
    expect(reply.granted(3).map(({ address }) => address)).toEqual(['2001:db8:1::11', '2001:db8:1::12'])
    expect(reply.granted(25).map(({ address }) => address)).toEqual(['2001:db8:8::/56'])
  })

  it('move a client that had something from the pools', async () => {
    const engine = await Engine6.start({ subnet6: [subnetOf([])] })
    const client = engine.client({ duid: ONE })
    await client.bind()
    await engine.reload({ subnet6: [subnetOf([{ duid: ONE, 'ip-addresses': ['2001:db8:1::500'] }])] })
    expect((await client.renew())?.granted(3, 1).map(({ address, valid }) => [address, valid > 0])).toEqual([
      ['2001:db8:1::500', true],
      ['2001:db8:1::10', false],
    ])
    expect([...(await engine.leases()).keys()]).toEqual(['2001:db8:1::500'])
  })

  it('take a lease from a client that had it before; its new owner waits until it is free', async () => {
    const engine = await Engine6.start({ subnet6: [subnetOf([])] })
    const holder = engine.client({ duid: TWO, ias: [na(1), pd(2)] })
    await holder.bind()
    const owner = { duid: ONE, 'ip-addresses': ['2001:db8:1::10'], prefixes: ['2001:db8:8::/56'] }
    await engine.reload({ subnet6: [subnetOf([owner])] })
    const waiting = engine.client({ duid: ONE, ias: [na(1), pd(2)] })
    const meanwhile = await waiting.solicit()
    expect([meanwhile?.address, meanwhile?.prefix]).toEqual(['2001:db8:1::11', '2001:db8:8:100::/56'])
    const reply = await holder.renew()
    expect(reply?.granted(3, 1).map(({ valid }) => valid > 0)).toEqual([true, false])
    expect(reply?.granted(3, 1)[1]?.address).toBe('2001:db8:1::10')
    expect(reply?.granted(25, 2)[1]).toMatchObject({ address: '2001:db8:8::/56', valid: 0 })
    expect(engine.said('ALLOC_ENGINE_V6_REVOKED_ADDR_LEASE')).toBe(1)
    expect(engine.said('ALLOC_ENGINE_V6_REVOKED_PREFIX_LEASE')).toBe(1)
    const bound = await waiting.bind()
    expect([bound.address, bound.prefix]).toEqual(['2001:db8:1::10', '2001:db8:8::/56'])
  })

  it('are not looked for in pools that are promised to be free of them', async () => {
    const reservations = [{ duid: ONE, 'ip-addresses': ['2001:db8:1::10'] }]
    const engine = await Engine6.start({ subnet6: [subnetOf(reservations, { 'reservations-out-of-pool': true })] })
    expect((await engine.client({ duid: TWO }).bind()).address).toBe('2001:db8:1::10')
  })

  it('may be global', async () => {
    const engine = await Engine6.start({
      'reservations-global': true,
      'reservations-in-subnet': false,
      reservations: [several],
      subnet6: [subnetOf([])],
    })
    const reply = await engine.client({ duid: ONE, ias: [na(1), pd(2)] }).bind()
    expect([reply.address, reply.prefix]).toEqual(['2001:db8:1::10', '2001:db8:8:100::/56'])
  })

  it('that are global are given only where the address belongs (RFC 8415 18.3.2)', async () => {
    const elsewhere = { duid: ONE, 'ip-addresses': ['2001:db8:77::10'] }
    const engine = await Engine6.start({
      'reservations-global': true,
      reservations: [elsewhere],
      subnet6: [subnetOf([])],
    })
    expect((await engine.client({ duid: ONE }).bind()).address).toBe('2001:db8:1::10')
  })
})
