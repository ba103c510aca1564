import type { Generation } from '../../../config/behaviours.js'
import { withEntry } from '../../../config/edit/tree-edit.js'
import { formatPosition } from '../../../config/problem.js'
import { textIn, wholeIn } from '../../../config/read.js'
import { rowsOf } from '../../../config/schema/rows.js'
import type { ListTree, MapTree } from '../../../config/tree.js'
import type { Reply } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { DeclaredFamily } from '../command-family.js'
import type { ConfigurationRooms, SubnetEntry } from '../configuration-rooms.js'
import { checkKeywords } from '../edit-words.js'
import { type ItemWords, onlyItem } from '../only-item.js'

/** Kea's words for the list of the one subnet that a command brings. */
export const subnetWords = (command: string, { subnets }: DeclaredFamily): ItemWords => ({
  command,
  key: subnets,
  many: 'subnets',
  one: 'subnet',
  item: 'subnet information',
})

/** The subnet that a command brings. Reservations have commands of their own. */
export function givenSubnet(list: ListTree, words: ItemWords): MapTree {
  const map = onlyItem(list, words)
  if (map.entries.has('reservations')) {
    const hint = words.command.endsWith('-add') && !words.command.includes('delta')
    throw new CommandError(
      `must not specify host reservations with '${words.command}'.${hint ? " Use 'reservation-add' to add a reservation to a subnet" : ''}`,
    )
  }
  return map
}

const FAILED = 'subnet configuration failed'

/** What is told of a subnet before it is decided. */
export function checkSubnet(map: MapTree, rooms: ConfigurationRooms): void {
  checkKeywords(map, rowsOf(rooms.family.scope, rooms.family.subnets))
  if (!map.entries.has('subnet')) {
    const text = `mandatory 'subnet' parameter is missing for a subnet being configured`
    throw new CommandError(`${FAILED}: ${text} (${formatPosition(map.at)})`)
  }
}

/** The subnet that a command is to change: its id stands in what the command brings. */
export function subnetToChange(map: MapTree, command: string, rooms: ConfigurationRooms): SubnetEntry {
  const value = map.entries.get('id')?.value
  if (value === undefined) throw new CommandError(`must specify subnet id with '${command}' command.`)
  const id = wholeIn(map, 'id')
  if (id === undefined) throw new CommandError("'id' parameter is not an integer")
  if (id < 1 || id > MOST) throw new CommandError(`The 'id' value (${id}) is not within expected range: (1 - ${MOST})`)
  checkSubnet(map, rooms)
  const found = rooms.subnetById(id)
  if (found === undefined) throw new CommandError(`Can't find subnet '${id}' to update`)
  return found
}

const MOST = 4294967294

/** The map with an id. Kea 3 wants one; before, the lowest free one is taken. */
export function withId(map: MapTree, rooms: ConfigurationRooms, generation: Generation): MapTree {
  if ((wholeIn(map, 'id') ?? 0) !== 0) return map
  if (generation === '3') throw new CommandError(`${FAILED}: missing parameter 'id' (${formatPosition(map.at)})`)
  let id = 1
  while (rooms.subnetById(id) !== undefined) id++
  return withEntry(map, 'id', { kind: 'integer', at: map.at, value: id })
}

/** The reply to a command that changed a subnet. */
export function subnetReply(map: MapTree, text: string): Reply {
  const subnet = (textIn(map, 'subnet') ?? '').replaceAll(/\s/g, '')
  return { result: Result.success, text, arguments: { subnets: [{ id: wholeIn(map, 'id'), subnet }] } }
}
