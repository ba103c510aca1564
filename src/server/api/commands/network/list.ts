import { type Command, command } from '../../command.js'
import { Result } from '../../command-error.js'
import type { DeclaredFamily } from '../command-family.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'

export const networkList = ({ digit, service, ip }: DeclaredFamily): Command<ConfigurationRooms> =>
  command({
    name: `network${digit}-list`,
    access: 'read',
    services: [service],
    hook: 'subnet_cmds',
    summary: `The names of all ${ip} shared networks.`,
    arguments: {},
    example: undefined,
    returns: '`shared-networks`: a list of maps with their names.',
    run({ rooms }: { readonly rooms: ConfigurationRooms }) {
      const networks = rooms.networks().map(name => ({ name }))
      const { length } = networks
      return {
        result: length === 0 ? Result.empty : Result.success,
        text: `${length} ${ip} network${length === 1 ? '' : 's'} found`,
        arguments: { 'shared-networks': networks },
      }
    },
  })
