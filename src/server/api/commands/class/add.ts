import { classNamed } from '../../../config/edit/places.js'
import { withItem } from '../../../config/edit/tree-edit.js'
import { type Context, command } from '../../command.js'
import { CommandError } from '../../command-error.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { refuse } from '../edit-words.js'
import { countOf, onlyList } from '../only-item.js'
import { classWords, givenClass } from './given-class.js'

const words = classWords('class-add')

export const classAdd = command({
  name: 'class-add',
  access: 'write',
  services: ['dhcp4', 'dhcp6'],
  hook: 'class_cmds',
  summary: 'A new client class, behind those there are: it may ask for membership of any of them.',
  arguments: { 'client-classes': onlyList(words, 'The class, as in the configuration file.') },
  count: countOf(words),
  example: { 'client-classes': [{ name: 'ipxe_efi_x64', test: 'option[93].hex == 0x0009' }] },
  exclusive: true,
  async run({ rooms }: Context<ConfigurationRooms>, given) {
    const { map, name } = givenClass(given['client-classes'], words, rooms)
    const { tree } = rooms
    if (classNamed(tree, name) !== undefined) throw new CommandError(`Class '${name}' already exists`)
    refuse(await rooms.edit(withItem(tree, 'client-classes', map)), undefined)
    return { result: 0, text: `Class '${name}' added` }
  },
})
