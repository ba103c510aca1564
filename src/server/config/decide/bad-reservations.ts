import type { Generation } from '../behaviours.js'
import { Report } from '../problem.js'
import { mapsIn } from '../read.js'
import type { Scope } from '../schema/keyword.js'
import { rowsOf } from '../schema/rows.js'
import { runAtOnce, type Sliced } from '../slices.js'
import type { MapTree, Tree } from '../tree.js'
import { validate } from '../validate.js'
import type { FamilyKeywords } from './family.js'

/** What is said of a reservation that is left out, beside what is wrong with it. */
export const LEFT_OUT = 'the reservation is left out'

/**
 * The map without reservations whose keywords or values are wrong; what is wrong with them is a warning. Those that are
 * wrong in other ways (duplicates, addresses outside of the subnet) are left out when they are decided.
 */
export function* withoutBadReservations(
  map: MapTree,
  family: Pick<FamilyKeywords<never>, 'scope' | 'subnets'>,
  generation: Generation,
  report: Report,
): Sliced<MapTree> {
  const rows = rowsOf(family.scope, 'reservations')
  const sieve = new Sieve(rows, generation, report)
  const networks = mapsIn(map, 'shared-networks')
  const replaced = new Map<Tree, Tree>()
  for (const network of networks) {
    const inside = new Map<Tree, Tree>()
    for (const subnet of mapsIn(network, family.subnets)) {
      inside.set(subnet, sieve.sift(subnet))
      yield
    }
    replaced.set(network, withItems(network, family.subnets, inside))
  }
  for (const subnet of mapsIn(map, family.subnets)) {
    replaced.set(subnet, sieve.sift(subnet))
    yield
  }
  return withItems(withItems(sieve.sift(map), 'shared-networks', replaced), family.subnets, replaced)
}

class Sieve {
  constructor(
    private readonly rows: Scope,
    private readonly generation: Generation,
    private readonly report: Report,
  ) {}

  sift(map: MapTree): MapTree {
    const bad = new Map<Tree, Tree | undefined>()
    for (const host of mapsIn(map, 'reservations')) {
      const own = new Report()
      runAtOnce(validate(host, this.rows, 'reservations', this.generation, own))
      if (own.errors === 0) continue
      bad.set(host, undefined)
      this.report.demote(own, LEFT_OUT)
    }
    return bad.size === 0 ? map : withItems(map, 'reservations', bad)
  }
}

/** The map with items of one of its lists replaced, or taken out (undefined). */
function withItems(map: MapTree, key: string, replaced: ReadonlyMap<Tree, Tree | undefined>): MapTree {
  const entry = map.entries.get(key)
  if (entry?.value.kind !== 'list') return map
  const items = entry.value.items.flatMap(item => {
    const instead = replaced.has(item) ? replaced.get(item) : item
    return instead === undefined ? [] : [instead]
  })
  if (
    items.length === entry.value.items.length &&
    items.every((item, i) => item === (entry.value.kind === 'list' && entry.value.items[i]))
  )
    return map
  const entries = new Map(map.entries)
  entries.set(key, { ...entry, value: { ...entry.value, items } })
  return { ...map, entries }
}
