import { type Command, command } from '../../command.js'
import { Result } from '../../command-error.js'
import type { DeclaredFamily } from '../command-family.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'

export const subnetList = ({ digit, service, ip }: DeclaredFamily): Command<ConfigurationRooms> =>
  command({
    name: `subnet${digit}-list`,
    access: 'read',
    services: [service],
    hook: 'subnet_cmds',
    summary: `All ${ip} subnets, by id.`,
    arguments: {},
    example: undefined,
    returns: '`subnets`: id and prefix of each, in Kea 3 the name of its shared network, too.',
    run({ rooms, generation }: { readonly rooms: ConfigurationRooms; readonly generation: string }) {
      const subnets = rooms.subnets().map(({ id, subnet, network }) => ({
        id,
        ...(generation === '3' ? { 'shared-network-name': network ?? null } : {}),
        subnet,
      }))
      const { length } = subnets
      return {
        result: length === 0 ? Result.empty : Result.success,
        text: `${length} ${ip} subnet${length === 1 ? '' : 's'} found`,
        arguments: { subnets },
      }
    },
  })
