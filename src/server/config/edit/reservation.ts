import type { Host } from '../../host/host.js'
import type { MemoryHosts } from '../../host/memory.js'
import type { Address } from '../../lease/lease.js'
import type { FamilyKeywords } from '../decide/family.js'
import { decideHost, sameAddress, sameClient } from '../decide/hosts.js'
import { siteOf } from '../decide/site.js'
import type { Decided, Subnet } from '../decided.js'
import type { Report } from '../problem.js'
import { mapsIn } from '../read.js'
import { rowsOf } from '../schema/rows.js'
import { runAtOnce } from '../slices.js'
import type { MapTree } from '../tree.js'
import { validate } from '../validate.js'
import { type SubnetPlace, withSubnet } from './places.js'
import { withItem, withReplaced } from './tree-edit.js'

/**
 * One reservation decided in its subnet (undefined: it is global), in the time it takes to look at one. Undefined: it
 * is wrong, and `report` says why.
 */
export function decideReservation<A extends Address>(
  map: MapTree,
  subnet: Subnet<A> | undefined,
  decided: Decided<A>,
  family: FamilyKeywords<A>,
  report: Report,
): Host<A> | undefined {
  const before = report.errors
  runAtOnce(validate(map, rowsOf(family.scope, 'reservations'), 'reservations', decided.behaviours.generation, report))
  if (report.errors > before) return undefined
  return decideHost(map, subnet, siteOf(decided, family, report))
}

/** Why a reservation cannot stand beside those there are (but for `instead`, which it replaces), in Kea's words. */
export function conflictOf<A extends Address>(
  host: Host<A>,
  hosts: MemoryHosts<A>,
  decided: Decided<A>,
  family: FamilyKeywords<A>,
  instead?: Host<A>,
): string | undefined {
  const { subnetId } = host
  const other = (found: readonly Host<A>[]): boolean =>
    found.some(candidate => candidate !== instead && candidate.subnetId === subnetId)
  if (other(hosts.everyIdentifier(host.identifier, host.identifierBytes))) return sameClient(host, family)
  if (!decided.global.ipReservationsUnique) return undefined
  const { kind } = family
  for (const address of host.addresses)
    if (other(hosts.byAddress(subnetId, address))) return sameAddress(kind.format(address), subnetId, family)
  for (const range of host.prefixes)
    if (other(hosts.ofPrefix(subnetId, range)))
      return sameAddress(`${kind.format(range.prefix)}/${range.length}`, subnetId, family)
  return undefined
}

/** The tree with one more reservation; `place`: its subnet, undefined: it is global. */
export function withReservation<A extends Address>(
  tree: MapTree,
  place: SubnetPlace | undefined,
  map: MapTree,
  family: FamilyKeywords<A>,
): MapTree {
  if (place === undefined) return withItem(tree, 'reservations', map)
  return withSubnet(tree, place, withItem(place.map, 'reservations', map), family)
}

/** The tree with another map in the place of a reservation; undefined: without it. Itself when it is not there. */
export function withReplacedReservation<A extends Address>(
  tree: MapTree,
  place: SubnetPlace | undefined,
  host: Host<A>,
  is: MapTree | undefined,
  family: FamilyKeywords<A>,
): MapTree {
  const around = place?.map ?? tree
  const map = reservationMap(around, host)
  if (map === undefined) return tree
  const changed = withReplaced(around, 'reservations', map, is)
  return place === undefined ? changed : withSubnet(tree, place, changed, family)
}

/** The map that a reservation was decided from; `around`: its subnet's map, or the whole. */
export function reservationMap<A extends Address>(around: MapTree, { position }: Host<A>): MapTree | undefined {
  return mapsIn(around, 'reservations').find(({ at }) => at === position)
}
