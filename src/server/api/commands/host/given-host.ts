import { withoutEntries } from '../../../config/edit/tree-edit.js'
import { listIn, textIn, textItems } from '../../../config/read.js'
import type { MapTree, Tree } from '../../../config/tree.js'
import { CommandError } from '../../command-error.js'
import type { ConfigurationRooms, SubnetEntry } from '../configuration-rooms.js'
import { checkSubnetId, MOST } from './host-arguments.js'

/** The reservation that a command brings, without the id of its subnet; undefined: the id is not there. */
export function givenHost(map: MapTree): { readonly map: MapTree; readonly subnetId: number | undefined } {
  const value = map.entries.get('subnet-id')?.value
  return { map: withoutEntries(map, 'subnet-id'), subnetId: value && subnetIdIn(value) }
}

function subnetIdIn(value: Tree): number {
  if (value.kind !== 'integer') throw new CommandError("'subnet-id' parameter is not integer.")
  if (value.exact !== undefined || value.value < 0 || value.value > MOST)
    throw new CommandError(
      `subnet-id: ${value.exact ?? value.value} is invalid, must be between 0 and ${MOST} (inclusive).`,
    )
  return value.value
}

/**
 * The subnet is there, and the addresses lie in it.
 *
 * @throws CommandError in Kea's words
 */
export function checkPlace(subnetId: number, map: MapTree, rooms: ConfigurationRooms): void {
  checkSubnetId(subnetId, rooms)
  if (subnetId === 0) return
  const { subnet } = rooms.subnetById(subnetId)!
  for (const address of addressesOf(map, rooms))
    if (rooms.holds(subnetId, address) === false)
      throw new CommandError(
        `specified reservation '${address}' is not matching the ${rooms.family.ip} subnet prefix '${subnet}'`,
      )
}

function addressesOf(map: MapTree, { family: { reservedAddresses } }: ConfigurationRooms): readonly string[] {
  const one = textIn(map, reservedAddresses)
  return one === undefined ? textItems(listIn(map, reservedAddresses)).map(({ value }) => value) : [one]
}

/** What Kea 3 says to a reservation without the id of its subnet: where it might belong. Undefined: it is global. */
export function hintOf(map: MapTree, rooms: ConfigurationRooms): string | undefined {
  const addresses = addressesOf(map, rooms)
  const missing = "Mandatory 'subnet-id' parameter missing."
  if (addresses.length === 0) {
    const prefixes = textItems(listIn(map, 'prefixes')).length > 0
    return prefixes ? `${missing} Prefixes are not attached to subnets so no hint is available.` : undefined
  }
  const four = rooms.family.family === 4
  const common = addresses
    .map(address => rooms.subnetsHolding(address) ?? [])
    .reduce((all, some) => all.filter(({ id }) => some.some(other => other.id === id)))
  const [open] = common.filter(({ guarded }) => !guarded)
  const chosen = open ?? common[0]
  const they = four ? `The address '${addresses[0]}' belongs` : 'Reserved IPv6 addresses belong'
  if (chosen === undefined)
    return four
      ? `${missing} ${they} to no configured subnet.`
      : `${missing} Reserved IPv6 addresses do not belong to a common configured subnet.`
  const guarded = open === undefined ? 'guarded subnet' : 'subnet'
  return `${missing} ${they} to ${guarded} '${chosen.subnet}' id ${chosen.id}${others(common)}.`
}

const others = (common: readonly SubnetEntry[]): string => (common.length > 1 ? ' and others' : '')
