import { text } from '../../argument-type.js'
import { needed } from '../../arguments.js'
import { type Command, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { DeclaredFamily } from '../command-family.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { countName, onlyName } from '../only-item.js'

export const networkGet = ({ digit, service, ip }: DeclaredFamily): Command<ConfigurationRooms> => {
  const name = `network${digit}-get`
  return command({
    name,
    access: 'read',
    services: [service],
    hook: 'subnet_cmds',
    summary: `One ${ip} shared network with its subnets, by its name.`,
    arguments: { name: needed(text, 'Its name.', { ...onlyName(name), suggest: 'shared-network' }) },
    count: countName(name),
    example: { name: 'floor13' },
    returns: '`shared-networks`: a list of the one network, as `config-get` shows it.',
    run({ rooms }: { readonly rooms: ConfigurationRooms }, { name: wanted }) {
      if (!rooms.networks().includes(wanted))
        throw new CommandError(`No '${wanted}' shared network found`, Result.empty)
      return {
        result: Result.success,
        text: `Info about ${ip} shared network '${wanted}' returned`,
        arguments: { 'shared-networks': [rooms.shownNetwork(wanted)] },
      }
    },
  })
}
