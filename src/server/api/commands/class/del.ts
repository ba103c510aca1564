import { classNamed } from '../../../config/edit/places.js'
import { withReplaced } from '../../../config/edit/tree-edit.js'
import { text } from '../../argument-type.js'
import { needed } from '../../arguments.js'
import { type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { refuse } from '../edit-words.js'
import { countName, onlyName } from '../only-item.js'
import { classGraph } from './class-graph.js'

export const classDel = command({
  name: 'class-del',
  access: 'write',
  services: ['dhcp4', 'dhcp6'],
  hook: 'class_cmds',
  summary: 'A client class goes, unless another one asks for its members.',
  arguments: { name: needed(text, 'Of the class.', { ...onlyName('class-del'), suggest: 'class' }) },
  count: countName('class-del'),
  example: { name: 'ipxe_efi_x64' },
  exclusive: true,
  async run({ rooms }: Context<ConfigurationRooms>, { name }) {
    const { tree } = rooms
    const map = classNamed(tree, name)
    if (map === undefined) throw new CommandError(`Class '${name}' not found`, Result.empty)
    const user = classGraph(tree, rooms).userOf(name)
    if (user !== undefined) throw new CommandError(`Class '${name}' is used by class '${user}'`)
    refuse(await rooms.edit(withReplaced(tree, 'client-classes', map, undefined)), undefined)
    return { result: Result.success, text: `Class '${name}' deleted` }
  },
})
