import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Generation } from '../../../src/server/config/behaviours.js'
import { LeaseKind, LeaseState } from '../../../src/server/lease/lease.js'
import { LeaseCounters } from '../../../src/server/stats/lease-counters.js'
import { names6 } from '../../../src/server/stats/names6.js'
import { StatisticsRegistry } from '../../../src/server/stats/registry.js'
import { VirtualTime } from '../../kit/virtual-time.js'
import { decided6 } from '../config/loaded.js'

const { na, pd } = LeaseKind
const NONE = -1

function counting(subnets: object[], generation: Generation = '3') {
  const statistics = new StatisticsRegistry(new VirtualTime())
  const counters = new LeaseCounters<bigint>(statistics, names6[generation])
  const configure = (subnet6: object[]) => counters.configure(decided6({ subnet6 }, { generation }))
  configure(subnets)
  const names = (place: string): string[] =>
    Object.keys(statistics.all())
      .filter(name => name.startsWith(place))
      .map(name => name.slice(place.length))
  return { statistics, counters, configure, names, at: (name: string) => statistics.find(name)?.exact }
}

const subnet = {
  id: 1,
  subnet: '2001:db8::/64',
  pools: [{ pool: '2001:db8::/64', 'pool-id': 4 }],
  'pd-pools': [
    { prefix: '3000::', 'prefix-len': 48, 'delegated-len': 64 },
    { prefix: '3001::', 'prefix-len': 48, 'delegated-len': 56 },
    { prefix: '3002::', 'prefix-len': 16, 'delegated-len': 96, 'pool-id': 7 },
  ],
}

describe('totals', () => {
  test('are exact, however big', () => {
    const { at, statistics } = counting([subnet])
    expect(at('subnet[1].total-nas')).toBe(2n ** 64n)
    expect(at('subnet[1].pool[4].total-nas')).toBe(2n ** 64n)
    expect(at('subnet[1].total-pds')).toBe(2n ** 80n + 65536n + 256n)
    expect(at('subnet[1].pd-pool[7].total-pds')).toBe(2n ** 80n)
    // two pools of one id are one pool in the statistics
    expect(at('subnet[1].pd-pool[0].total-pds')).toBe(65536 + 256)
    expect(statistics.get('subnet[1].total-nas')['subnet[1].total-nas']![0]![0]).toBe(18446744073709551616n)
  })

  test('stay exact while samples are added and forgotten', () => {
    const { statistics } = counting([])
    const counter = statistics.counter('wide')
    const values = [2n ** 64n, 5n, 2n ** 64n + 1n, 2n ** 53n, 2n ** 53n - 1n, -(2n ** 63n)]
    for (const value of values) counter.set(value)
    const shown = statistics.get('wide').wide!.map(([value]) => value)
    expect(shown.map(BigInt)).toEqual([...values].reverse().concat(0n))
    expect(shown.map(value => typeof value)).toEqual([
      'bigint',
      'number',
      'bigint',
      'bigint',
      'number',
      'bigint',
      'number',
    ])
    for (let i = 0; i < 40; i++) counter.set(i)
    expect(statistics.get('wide').wide!.map(([value]) => value)).toEqual(Array.from({ length: 20 }, (_, i) => 39 - i))
    counter.set(2n ** 64n)
    counter.add(1)
    expect(typeof counter.exact).toBe('number')
    statistics.reset('wide')
    expect(counter.exact).toBe(0)
  })
})

describe('pools of generation 3', () => {
  // statistic-get-all of a Kea 3.0 with one pool of addresses; its manual for pools of prefixes
  test('list what Kea 3 lists', () => {
    const { names } = counting([subnet])
    expect(names('subnet[1].pool[4].').sort()).toEqual([
      'assigned-nas',
      'cumulative-assigned-nas',
      'declined-addresses',
      'reclaimed-declined-addresses',
      'reclaimed-leases',
      'total-nas',
    ])
    expect(names('subnet[1].pd-pool[7].').sort()).toEqual([
      'assigned-pds',
      'cumulative-assigned-pds',
      'reclaimed-leases',
      'total-pds',
    ])
  })

  test('count leases of their kind only, whatever ids they share', () => {
    const { counters, at } = counting([
      { ...subnet, pools: [{ pool: '2001:db8::/112' }], 'pd-pools': [subnet['pd-pools'][0]] },
    ])
    counters.loaded()
    counters.counted(na, 1, 0, NONE, LeaseState.default)
    counters.counted(pd, 1, 0, NONE, LeaseState.default)
    counters.counted(pd, 1, 0, NONE, LeaseState.default)
    for (const place of ['subnet[1].', 'subnet[1].pool[0].']) {
      expect([at(`${place}assigned-nas`), at(`${place}cumulative-assigned-nas`)]).toEqual([1, 1])
    }
    for (const place of ['subnet[1].', 'subnet[1].pd-pool[0].']) {
      expect([at(`${place}assigned-pds`), at(`${place}cumulative-assigned-pds`)]).toEqual([2, 2])
    }
    expect([at('cumulative-assigned-nas'), at('cumulative-assigned-pds')]).toEqual([1, 2])
    counters.counted(pd, 1, 0, LeaseState.default, LeaseState.expiredReclaimed)
    counters.reclaimed(pd, 1, 0, false)
    counters.reassigned(pd, 1, 0)
    expect([
      at('subnet[1].pd-pool[0].assigned-pds'),
      at('subnet[1].pd-pool[0].reclaimed-leases'),
      at('subnet[1].pd-pool[0].cumulative-assigned-pds'),
      at('subnet[1].pool[0].reclaimed-leases'),
      at('subnet[1].reclaimed-leases'),
      at('reclaimed-leases'),
    ]).toEqual([1, 1, 3, 0, 1, 1])
  })
})

describe('declined and registered addresses', () => {
  test('a declined address is assigned too, a registered one is not', () => {
    const { counters, at } = counting([subnet])
    counters.loaded()
    counters.counted(na, 1, 4, NONE, LeaseState.declined)
    counters.counted(na, 1, 4, NONE, LeaseState.registered)
    expect([
      at('subnet[1].assigned-nas'),
      at('subnet[1].declined-addresses'),
      at('declined-addresses'),
      at('subnet[1].registered-nas'),
      at('subnet[1].cumulative-registered-nas'),
      at('cumulative-registered-nas'),
    ]).toEqual([1, 1, 1, 1, 1, 1])
    counters.counted(na, 1, 4, LeaseState.registered, LeaseState.registered)
    counters.counted(na, 1, 4, LeaseState.registered, NONE)
    expect([at('subnet[1].registered-nas'), at('cumulative-registered-nas')]).toEqual([0, 1])
  })

  test('a subnet that comes back knows its registrations', () => {
    const { counters, at, configure } = counting([subnet])
    counters.counted(na, 1, 4, NONE, LeaseState.registered)
    configure([])
    counters.counted(na, 1, 4, NONE, LeaseState.registered)
    configure([subnet])
    expect([at('subnet[1].registered-nas'), at('subnet[1].cumulative-registered-nas')]).toEqual([2, 0])
  })

  test('Kea 2.2 knows nothing of registrations', () => {
    const { counters, names } = counting([subnet], '2.2')
    counters.counted(na, 1, 4, NONE, LeaseState.registered)
    expect(names('').filter(name => name.includes('registered'))).toEqual([])
  })
})

test('after any history the statistics of both kinds equal a recount', () => {
  const place = fc.record({ kind: fc.constantFrom(na, pd), subnetId: fc.constantFrom(1, 9), poolId: fc.nat(1) })
  const step = fc.record({ lease: fc.nat(15), place, is: fc.constantFrom(NONE, 0, 1, 2, 3, 4) })
  const two = {
    ...subnet,
    pools: [{ pool: '2001:db8::/66' }, { pool: '2001:db8:0:0:8000::/66', 'pool-id': 1 }],
    'pd-pools': subnet['pd-pools'].slice(0, 2).map((pool, i) => ({ ...pool, 'pool-id': i })),
  }
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const { counters, at } = counting([two])
      const leases = new Map<number, { kind: number; subnetId: number; poolId: number; state: number }>()
      for (const { lease, place, is: wanted } of steps) {
        const before = leases.get(lease)
        const { kind, subnetId, poolId } = before ?? place
        // nobody declines or registers a prefix (RFC 8415 18.3.8, RFC 9686)
        const is = kind === pd && (wanted === 1 || wanted === 4) ? 0 : wanted
        counters.counted(kind as typeof na, subnetId, poolId, before?.state ?? NONE, is)
        if (is === NONE) leases.delete(lease)
        else leases.set(lease, { kind, subnetId, poolId, state: is })
      }
      const count = (kind: number, id: number, pool: number | undefined, states: number[]): number =>
        [...leases.values()].filter(
          l => l.kind === kind && l.subnetId === id && (pool ?? l.poolId) === l.poolId && states.includes(l.state),
        ).length
      for (const id of [1, 9]) {
        expect(at(`subnet[${id}].assigned-nas`) ?? 0).toBe(count(na, id, undefined, [0, 1]))
        expect(at(`subnet[${id}].assigned-pds`) ?? 0).toBe(count(pd, id, undefined, [0]))
        expect(at(`subnet[${id}].declined-addresses`) ?? 0).toBe(count(na, id, undefined, [1]))
        expect(at(`subnet[${id}].registered-nas`) ?? 0).toBe(count(na, id, undefined, [4]))
        for (const pool of [0, 1]) {
          expect(at(`subnet[${id}].pool[${pool}].assigned-nas`) ?? 0).toBe(count(na, id, pool, [0, 1]))
          expect(at(`subnet[${id}].pd-pool[${pool}].assigned-pds`) ?? 0).toBe(count(pd, id, pool, [0]))
        }
      }
    }),
  )
})
