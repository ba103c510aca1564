import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Generation } from '../../../src/server/config/behaviours.js'
import type { Decided, Pool, Subnet } from '../../../src/server/config/decided.js'
import { LeaseKind, LeaseState } from '../../../src/server/lease/lease.js'
import { LeaseCounters } from '../../../src/server/stats/lease-counters.js'
import { names4 } from '../../../src/server/stats/names4.js'
import { StatisticsRegistry } from '../../../src/server/stats/registry.js'
import { ipv4 } from '../../../src/wire/address.js'
import { VirtualTime } from '../../kit/virtual-time.js'

const { v4 } = LeaseKind
const NONE = -1

/** Subnets with their pools, as ranges of pool ids to sizes. */
function decided(subnets: Record<number, Record<number, number>>): Decided<number> {
  return {
    kind: ipv4,
    subnets: Object.entries(subnets).map(([id, pools]) => ({
      id: Number(id),
      pools: Object.entries(pools).map(
        ([pool, size]) =>
          ({
            id: Number(pool),
            first: 0x0a000000,
            last: 0x0a000000 + size - 1,
            leaseLength: 32,
            kind: v4,
          }) as Pool<number>,
      ),
      pdPools: [],
    })) as unknown as Subnet<number>[],
  } as unknown as Decided<number>
}

function counting(generation: Generation = '3') {
  const statistics = new StatisticsRegistry(new VirtualTime())
  const counters = new LeaseCounters<number>(statistics, names4[generation])
  return { statistics, counters, at: (name: string) => statistics.find(name)?.value }
}

describe('a fresh server', () => {
  // statistic-get-all of a running Kea 2.2.0 with one subnet of 21 addresses
  test('2.2 lists what Kea 2.2 lists', () => {
    const { statistics, counters } = counting('2.2')
    counters.configure(decided({ 1: { 0: 21 } }))
    expect(Object.keys(statistics.all()).sort()).toEqual(
      [
        ...['cumulative-assigned-addresses', 'declined-addresses', 'pkt4-ack-received', 'pkt4-ack-sent'],
        ...['pkt4-decline-received', 'pkt4-discover-received', 'pkt4-inform-received', 'pkt4-nak-received'],
        ...['pkt4-nak-sent', 'pkt4-offer-received', 'pkt4-offer-sent', 'pkt4-parse-failed', 'pkt4-receive-drop'],
        ...['pkt4-received', 'pkt4-release-received', 'pkt4-request-received', 'pkt4-sent', 'pkt4-unknown-received'],
        ...['reclaimed-declined-addresses', 'reclaimed-leases', 'subnet[1].assigned-addresses'],
        ...['subnet[1].cumulative-assigned-addresses', 'subnet[1].declined-addresses'],
        ...['subnet[1].reclaimed-declined-addresses', 'subnet[1].reclaimed-leases', 'subnet[1].total-addresses'],
        ...['subnet[1].v4-reservation-conflicts', 'v4-allocation-fail', 'v4-allocation-fail-classes'],
        ...['v4-allocation-fail-no-pools', 'v4-allocation-fail-shared-network', 'v4-allocation-fail-subnet'],
        'v4-reservation-conflicts',
      ].sort(),
    )
    expect(statistics.find('subnet[1].total-addresses')?.value).toBe(21)
  })

  test('totals by subnet and pool', () => {
    const { counters, at } = counting()
    counters.configure(decided({ 1: { 0: 21, 7: 4 }, 2: {} }))
    expect([
      at('subnet[1].total-addresses'),
      at('subnet[1].pool[0].total-addresses'),
      at('subnet[1].pool[7].total-addresses'),
      at('subnet[2].total-addresses'),
    ]).toEqual([25, 21, 4, 0])
  })

  test('leases that were loaded are assigned, not cumulative', () => {
    const { counters, at } = counting()
    counters.configure(decided({ 1: { 0: 10 } }))
    counters.counted(v4, 1, 0, NONE, LeaseState.default)
    counters.loaded()
    counters.counted(v4, 1, 0, NONE, LeaseState.default)
    expect([at('subnet[1].assigned-addresses'), at('assigned-addresses')]).toEqual([2, 2])
    expect([
      at('subnet[1].cumulative-assigned-addresses'),
      at('subnet[1].pool[0].cumulative-assigned-addresses'),
      at('cumulative-assigned-addresses'),
    ]).toEqual([1, 1, 1])
  })
})

describe('states', () => {
  test('a declined address counts as assigned too; reclaimed, it counts in both reclaimed statistics', () => {
    const { counters, at } = counting()
    counters.configure(decided({ 1: { 0: 10 } }))
    counters.loaded()
    counters.counted(v4, 1, 0, NONE, LeaseState.default)
    counters.counted(v4, 1, 0, LeaseState.default, LeaseState.declined)
    expect([at('subnet[1].assigned-addresses'), at('subnet[1].declined-addresses'), at('declined-addresses')]).toEqual([
      1, 1, 1,
    ])
    counters.counted(v4, 1, 0, LeaseState.declined, NONE)
    counters.reclaimed(v4, 1, 0, true)
    const places = ['', 'subnet[1].', 'subnet[1].pool[0].']
    for (const place of places) {
      expect([place, at(`${place}declined-addresses`), at(`${place}assigned-addresses`)]).toEqual([place, 0, 0])
      expect([at(`${place}reclaimed-leases`), at(`${place}reclaimed-declined-addresses`)]).toEqual([1, 1])
    }
  })

  test('a renewal changes nothing, a lease that changes hands is one more given', () => {
    const { counters, at } = counting()
    counters.configure(decided({ 1: { 0: 10 } }))
    counters.loaded()
    counters.counted(v4, 1, 0, NONE, LeaseState.default)
    counters.counted(v4, 1, 0, LeaseState.default, LeaseState.default)
    counters.reassigned(v4, 1, 0)
    expect([at('subnet[1].assigned-addresses'), at('subnet[1].cumulative-assigned-addresses')]).toEqual([1, 2])
  })

  test('numbers are right again after statistic-reset and -remove', () => {
    const { statistics, counters, at } = counting()
    counters.configure(decided({ 1: { 0: 10 } }))
    counters.counted(v4, 1, 0, NONE, LeaseState.default)
    statistics.resetAll()
    counters.counted(v4, 1, 0, NONE, LeaseState.default)
    expect(at('subnet[1].assigned-addresses')).toBe(2)
    statistics.removeAll()
    counters.counted(v4, 1, 0, NONE, LeaseState.default)
    expect(at('subnet[1].assigned-addresses')).toBe(3)
  })
})

describe('subnets that come and go', () => {
  test('leases of a subnet that is not configured are listed as assigned, as in Kea', () => {
    const { statistics, counters } = counting('2.2')
    counters.configure(decided({ 1: { 0: 10 } }))
    counters.counted(v4, 99, 0, NONE, LeaseState.default)
    expect(Object.keys(statistics.all()).filter(name => name.startsWith('subnet[99]'))).toEqual([
      'subnet[99].assigned-addresses',
    ])
  })

  test('a removed subnet takes its statistics along; one that comes back knows its leases', () => {
    const { statistics, counters, at } = counting('2.2')
    counters.configure(decided({ 1: { 0: 10 }, 2: { 0: 10 } }))
    counters.counted(v4, 2, 0, NONE, LeaseState.default)
    counters.configure(decided({ 2: { 0: 10 } }))
    expect(Object.keys(statistics.all()).some(name => name.startsWith('subnet[1]'))).toBe(false)
    counters.configure(decided({ 1: { 0: 10 } }))
    expect(at('subnet[2].assigned-addresses')).toBe(1)
    expect(at('subnet[2].total-addresses')).toBeUndefined()
    counters.configure(decided({ 2: { 0: 5 } }))
    expect([at('subnet[2].assigned-addresses'), at('subnet[2].total-addresses')]).toEqual([1, 5])
  })

  test('a removed pool takes its statistics along, unless it has leases', () => {
    const { statistics, counters, at } = counting()
    counters.configure(decided({ 1: { 0: 10, 3: 5, 4: 5 } }))
    counters.counted(v4, 1, 4, NONE, LeaseState.default)
    counters.configure(decided({ 1: { 0: 10 } }))
    expect(Object.keys(statistics.all()).some(name => name.startsWith('subnet[1].pool[3]'))).toBe(false)
    expect(at('subnet[1].pool[4].assigned-addresses')).toBe(1)
    expect(at('subnet[1].pool[4].total-addresses')).toBeUndefined()
  })

  test('a reload keeps cumulative statistics', () => {
    const { counters, at } = counting()
    counters.loaded()
    counters.configure(decided({ 1: { 0: 10 } }))
    counters.counted(v4, 1, 0, NONE, LeaseState.default)
    counters.configure(decided({ 1: { 0: 12 } }))
    expect([at('subnet[1].cumulative-assigned-addresses'), at('subnet[1].total-addresses')]).toEqual([1, 12])
  })
})

test('after any history the statistics equal a recount', () => {
  const lease = fc.record({
    address: fc.nat(20),
    subnetId: fc.constantFrom(1, 2, 99),
    poolId: fc.constantFrom(0, 1),
    is: fc.constantFrom(NONE, 0, 1, 2, 3),
  })
  const step = fc.oneof(
    { weight: 9, arbitrary: lease },
    { weight: 1, arbitrary: fc.constantFrom<'all' | 'first'>('all', 'first') },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), steps => {
      const { counters, at } = counting()
      const leases = new Map<number, { subnetId: number; poolId: number; state: number }>()
      counters.configure(decided({ 1: { 0: 5, 1: 5 }, 2: { 0: 5 } }))
      for (const s of steps) {
        if (s === 'all' || s === 'first') {
          counters.configure(decided(s === 'all' ? { 1: { 0: 5, 1: 5 }, 2: { 0: 5 } } : { 1: { 0: 5 } }))
          continue
        }
        const before = leases.get(s.address)
        const { subnetId, poolId } = before ?? s
        counters.counted(v4, subnetId, poolId, before?.state ?? NONE, s.is)
        if (s.is === NONE) leases.delete(s.address)
        else leases.set(s.address, { subnetId, poolId, state: s.is })
      }
      const count = (place: (l: { subnetId: number; poolId: number }) => boolean, states: number[]): number =>
        [...leases.values()].filter(l => place(l) && states.includes(l.state)).length
      for (const id of [1, 2, 99]) {
        expect(at(`subnet[${id}].assigned-addresses`) ?? 0).toBe(count(l => l.subnetId === id, [0, 1]))
        expect(at(`subnet[${id}].declined-addresses`) ?? 0).toBe(count(l => l.subnetId === id, [1]))
        for (const pool of [0, 1]) {
          const inPool = (l: { subnetId: number; poolId: number }) => l.subnetId === id && l.poolId === pool
          expect(at(`subnet[${id}].pool[${pool}].assigned-addresses`) ?? 0).toBe(count(inPool, [0, 1]))
        }
      }
      expect(at('assigned-addresses')).toBe(count(() => true, [0, 1]))
      expect(at('declined-addresses')).toBe(count(() => true, [1]))
    }),
  )
})
