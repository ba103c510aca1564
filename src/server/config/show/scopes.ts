import type { Address } from '../../lease/lease.js'
import type { Pool, PrefixPool } from '../decided.js'
import { mapIn, mapsIn, textIn } from '../read.js'
import type { Scope } from '../schema/keyword.js'
import { rowsOf } from '../schema/rows.js'
import type { MapTree } from '../tree.js'
import { shownOptions } from './options.js'
import { type Level, outermost, resolve, saysNothing } from './origin.js'
import { shownReservations } from './reservations.js'
import { isRemark, type Json, ordered, type Shower } from './shower.js'
import { writtenIn } from './written.js'

/** What Kea copies into networks and subnets when it reads a file, and therefore shows there. */
const copied: ReadonlySet<string> = new Set([
  'valid-lifetime',
  'min-valid-lifetime',
  'max-valid-lifetime',
  'preferred-lifetime',
  'min-preferred-lifetime',
  'max-preferred-lifetime',
  'renew-timer',
  'rebind-timer',
  'calculate-tee-times',
  't1-percent',
  't2-percent',
  'cache-threshold',
  'cache-max-age',
  'store-extended-info',
  'allocator',
  'pd-allocator',
])

/** Keywords that stand for lists of maps, and those that are made; the rest are simple values. */
const structural: ReadonlySet<string> = new Set([
  'id',
  'subnet',
  'subnet4',
  'subnet6',
  'pools',
  'pool',
  'pd-pools',
  'prefix',
  'reservations',
  'option-data',
  'relay',
])

/** A shared network with the subnets on it, by id. `levels`: the network itself and what is around it. */
export function shownNetwork<A extends Address>(levels: readonly Level[], shower: Shower<A>): Json {
  const { map, scope } = levels[0]!
  const key = shower.family.subnets
  return shower.sorted(
    {
      ...simpleValues(levels, shower),
      relay: shownRelay(levels, shower),
      'option-data': shownOptions(map, shower, shower.site.spaces),
      [key]: shownSubnets(mapsIn(map, key), rowsOf(scope, key), levels, shower),
    },
    map,
  )
}

/** Subnets by id; `around` are the levels that they lie in. */
export function shownSubnets<A extends Address>(
  maps: readonly MapTree[],
  scope: Scope,
  around: readonly Level[],
  shower: Shower<A>,
): Json[] {
  const subnets = maps.flatMap(map => {
    const subnet = shower.subnetOf(map)
    return subnet === undefined ? [] : [{ map, subnet }]
  })
  subnets.sort((a, b) => a.subnet.id - b.subnet.id)
  return subnets.map(({ map, subnet }) => {
    const levels = [{ map, scope, name: `subnet ${textIn(map, 'subnet')}` }, ...around]
    return shower.sorted(
      {
        ...simpleValues(levels, shower),
        id: subnet.id,
        subnet: textIn(map, 'subnet')?.replaceAll(/\s/g, ''),
        pools: shownPools(map, 'pools', subnet.pools, levels, shower),
        ...(scope.keywords.has('pd-pools')
          ? { 'pd-pools': shownPools(map, 'pd-pools', subnet.pdPools, levels, shower) }
          : {}),
        relay: shownRelay(levels, shower),
        'option-data': shownOptions(map, shower, shower.site.spaces),
        reservations: shownReservations(map, shower),
      },
      map,
    )
  })
}

function shownPools<A extends Address>(
  map: MapTree,
  key: 'pools' | 'pd-pools',
  pools: readonly (Pool<A> | PrefixPool<A>)[],
  around: readonly Level[],
  shower: Shower<A>,
): Json[] {
  const scope = rowsOf(around[0]!.scope, key)
  const maps = mapsIn(map, key)
  return pools.flatMap(pool => {
    const written = maps.find(entry => entry.at === pool.position)
    if (written === undefined) return []
    const levels = [
      { map: written, scope, name: `pool ${textIn(written, 'pool') ?? textIn(written, 'prefix')}` },
      ...around,
    ]
    const values = simpleValues(levels, shower)
    if (values['pool-id'] === 0) delete values['pool-id']
    const options = shownOptions(written, shower, shower.site.spaces)
    return [shower.sorted({ ...values, ...placeOf(pool, shower), 'option-data': options }, written)]
  })
}

/** What says where a pool lies. */
function placeOf<A extends Address>(pool: Pool<A> | PrefixPool<A>, shower: Shower<A>): Json {
  return 'prefixLength' in pool ? { prefix: shower.family.kind.format(pool.first) } : { pool: rangeText(pool, shower) }
}

/** "first-last", or "prefix/length" where the addresses are exactly a prefix's. */
function rangeText<A extends Address>({ first, last }: Pool<A>, { family: { kind } }: Shower<A>): string {
  for (let length = kind.bits; length >= 0; length--)
    if (kind.network(first, length) !== first) break
    else if (kind.broadcast(first, length) === last) return `${kind.format(first)}/${length}`
  return `${kind.format(first)}-${kind.format(last)}`
}

function shownRelay<A extends Address>(levels: readonly Level[], { generation }: Shower<A>): Json {
  const relay = resolve(levels, 'relay', generation)?.value as Json | undefined
  const addresses = relay?.['ip-addresses'] ?? (relay?.['ip-address'] === undefined ? [] : [relay['ip-address']])
  return { 'ip-addresses': addresses }
}

/** The keywords of one scope that hold a value and not a list of maps. */
function simpleValues<A extends Address>(levels: readonly Level[], shower: Shower<A>): Json {
  const values: Json = {}
  for (const [key, row] of levels[0]!.scope.keywords) {
    if (row.instead !== undefined || structural.has(key) || isRemark(key)) continue
    const inherited = row.inherited === true && outermost(levels, key) !== levels[0]
    if (!shower.effective && !keaShows(key, levels[0]!.map, inherited)) continue
    const resolved = resolve(levels, key, shower.generation)
    if (resolved !== undefined && !saysNothing(key, resolved)) values[key] = ordered(resolved.value)
  }
  return values
}

/** What is written there, what Kea copies there, and what has a default of its own there. */
function keaShows(key: string, map: MapTree, inherited: boolean): boolean {
  return !inherited || copied.has(key) || writtenIn(map, key) !== undefined
}

/** A map that stands under a keyword, and its rows. */
export function innerMap(map: MapTree, scope: Scope, key: string): { map: MapTree | undefined; scope: Scope } {
  return { map: mapIn(map, key), scope: rowsOf(scope, key) }
}
