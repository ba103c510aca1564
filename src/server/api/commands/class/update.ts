import { classNamed } from '../../../config/edit/places.js'
import { withReplaced } from '../../../config/edit/tree-edit.js'
import { type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { refuse } from '../edit-words.js'
import { countOf, onlyList } from '../only-item.js'
import { classGraph } from './class-graph.js'
import { classWords, givenClass } from './given-class.js'

const words = classWords('class-update')

export const classUpdate = command({
  name: 'class-update',
  access: 'write',
  services: ['dhcp4', 'dhcp6'],
  hook: 'class_cmds',
  summary: 'Another client class in the place of the one with its name.',
  arguments: { 'client-classes': onlyList(words, 'The class, as in the configuration file.') },
  count: countOf(words),
  example: { 'client-classes': [{ name: 'ipxe_efi_x64', test: 'option[93].hex == 0x0017' }] },
  exclusive: true,
  async run({ rooms }: Context<ConfigurationRooms>, given) {
    const { map, name } = givenClass(given['client-classes'], words, rooms)
    const { tree } = rooms
    const before = classNamed(tree, name)
    if (before === undefined) throw new CommandError(`Class '${name}' is not found`, Result.empty)
    const after = withReplaced(tree, 'client-classes', before, map)
    // those above it were tested before hosts are known, those below after, or the other way round
    if (classGraph(tree, rooms).restsOnKnown(name) !== classGraph(after, rooms).restsOnKnown(name))
      throw new CommandError(
        `modification of the class '${name}' would affect its dependency on the KNOWN and/or UNKNOWN built-in classes. Such modification is not allowed because there may be other classes depending on those built-ins via the updated class`,
      )
    refuse(await rooms.edit(after), undefined)
    return { result: Result.success, text: `Class '${name}' updated` }
  },
})
