import { mapsIn, textIn } from '../../../config/read.js'
import { command } from '../../command.js'
import { Result } from '../../command-error.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'

export const classList = command({
  name: 'class-list',
  access: 'read',
  services: ['dhcp4', 'dhcp6'],
  hook: 'class_cmds',
  summary: 'The names of all client classes, in the order in which they are tested.',
  arguments: {},
  example: undefined,
  returns: '`client-classes`: a list of maps with their names.',
  run({ rooms }: { readonly rooms: ConfigurationRooms }) {
    const classes = mapsIn(rooms.tree, 'client-classes').map(map => ({ name: textIn(map, 'name') }))
    const { length } = classes
    return {
      result: length === 0 ? Result.empty : Result.success,
      text: `${length} class${length === 1 ? '' : 'es'} found`,
      arguments: { 'client-classes': classes },
    }
  },
})
