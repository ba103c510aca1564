import { formatPosition } from '../../../config/problem.js'
import { textIn } from '../../../config/read.js'
import { rowsOf } from '../../../config/schema/rows.js'
import type { ListTree, MapTree } from '../../../config/tree.js'
import { CommandError } from '../../command-error.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { checkKeywords } from '../edit-words.js'
import { type ItemWords, onlyItem } from '../only-item.js'

/** Kea's words for the list of the one class that a command brings. */
export const classWords = (command: string): ItemWords => ({
  command,
  key: 'client-classes',
  many: 'classes',
  one: 'class',
  item: 'class definition',
})

/** The class that a command brings, and its name. */
export function givenClass(
  list: ListTree,
  words: ItemWords,
  rooms: ConfigurationRooms,
): { readonly map: MapTree; readonly name: string } {
  const map = onlyItem(list, words)
  const rows = rowsOf(rooms.family.scope, 'client-classes')
  checkKeywords(map, rows, key => `unsupported client class parameter '${key}'`)
  const name = textIn(map, 'name')
  if (name === undefined) throw new CommandError(`missing parameter 'name' (${formatPosition(map.at)})`)
  return { map, name }
}
