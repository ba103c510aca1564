import type { Address } from '../../lease/lease.js'
import type { FamilyKeywords } from '../decide/family.js'
import type { Decided } from '../decided.js'
import { mapsIn, textIn } from '../read.js'
import { rowsOf } from '../schema/rows.js'
import type { Sliced } from '../slices.js'
import type { MapTree } from '../tree.js'
import { shownClasses } from './classes.js'
import { shownDefinitions, shownOptions } from './options.js'
import { type Level, resolve } from './origin.js'
import { shownReservations } from './reservations.js'
import { shownNetwork, shownSubnets } from './scopes.js'
import { shownService } from './service.js'
import { type Form, isRemark, type Json, ordered, Shower } from './shower.js'

/** Subnets shown between two yields. */
const STEP = 8

/** Has a default in the reference, but Kea shows it only where it is written. */
const quiet: ReadonlySet<string> = new Set(['offer-lifetime'])

/**
 * The map under "Dhcp4" or "Dhcp6" as the server understands it, in the form that Kea's config-get answers with. `map` is what
 * `decided` was decided from. Keys are in alphabetical order; the same configuration always gives the same JSON.
 */
export function* configGet<A extends Address>(
  map: MapTree,
  decided: Decided<A>,
  family: FamilyKeywords<A>,
  form: Form = 'kea',
): Sliced<Json> {
  const shower = new Shower(decided, family, form)
  const { scope } = family
  const level: Level = { map, scope, name: 'the global scope' }
  const service = shownService(map, scope, shower)
  const shown: Json = { ...service }
  for (const [key, row] of scope.keywords) {
    const plainRow = row.shape.kind !== 'map' && row.shape.kind !== 'list' && row.shape.kind !== 'any-map'
    if (!plainRow || row.instead !== undefined || isRemark(key)) continue
    const resolved = resolve([level], key, shower.generation)
    if (resolved === undefined || (quiet.has(key) && resolved.origin.kind === 'default')) continue
    shown[key] = ordered(resolved.value)
  }
  shown['option-data'] = shownOptions(map, shower, decided.spaces)
  shown['option-def'] = shownDefinitions(map, shower)
  const classes = shownClasses(map, shower)
  if (classes.length > 0) shown['client-classes'] = classes
  const reservations = shownReservations(map, shower)
  if (reservations.length > 0) shown.reservations = reservations
  shown['shared-networks'] = yield* networks(level, shower)
  shown[family.subnets] = yield* subnets(level, shower)
  return shower.sorted(shown, map)
}

/** Kea lists shared networks by name. */
function* networks<A extends Address>(global: Level, shower: Shower<A>): Sliced<Json[]> {
  const scope = rowsOf(global.scope, 'shared-networks')
  const maps = [...mapsIn(global.map, 'shared-networks')]
  if (!shower.effective) maps.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const shown: Json[] = []
  for (const map of maps) {
    shown.push(shownNetwork([{ map, scope, name: `shared network ${nameOf(map)}` }, global], shower))
    yield
  }
  return shown
}

const nameOf = (map: MapTree): string => textIn(map, 'name') ?? ''

function* subnets<A extends Address>(global: Level, shower: Shower<A>): Sliced<Json[]> {
  const key = shower.family.subnets
  const scope = rowsOf(global.scope, key)
  const maps = mapsIn(global.map, key)
  const shown: Json[] = []
  for (let i = 0; i < maps.length; i += STEP) {
    shown.push(...shownSubnets(maps.slice(i, i + STEP), scope, [global], shower))
    yield
  }
  return shown.sort((a, b) => (a.id as number) - (b.id as number))
}
