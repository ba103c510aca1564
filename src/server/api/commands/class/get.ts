import { classNamed } from '../../../config/edit/places.js'
import { text } from '../../argument-type.js'
import { needed } from '../../arguments.js'
import { command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { countName, onlyName } from '../only-item.js'

export const classGet = command({
  name: 'class-get',
  access: 'read',
  services: ['dhcp4', 'dhcp6'],
  hook: 'class_cmds',
  summary: 'One client class, by its name.',
  arguments: { name: needed(text, 'Its name.', { ...onlyName('class-get'), suggest: 'class' }) },
  count: countName('class-get'),
  example: { name: 'pxeclient' },
  returns: '`client-classes`: a list of the one class, as `config-get` shows it.',
  run({ rooms }: { readonly rooms: ConfigurationRooms }, { name }) {
    if (classNamed(rooms.tree, name) === undefined) throw new CommandError(`Class '${name}' not found`, Result.empty)
    return {
      result: Result.success,
      text: `Class '${name}' definition returned`,
      arguments: { 'client-classes': [rooms.shownClass(name)] },
    }
  },
})
