import { type Context, command } from '../../command.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { checkSubnetId, inConfiguration, operationTarget, subnetId } from './host-arguments.js'
import { hostWords, NO_MAP } from './host-words.js'
import { longHostsReply } from './listed-hosts.js'

export const reservationGetAll = command({
  name: 'reservation-get-all',
  access: 'read',
  services: ['dhcp4', 'dhcp6'],
  hook: 'host_cmds',
  summary: 'All reservations of a subnet, or all global ones.',
  arguments: { 'subnet-id': subnetId, 'operation-target': operationTarget },
  withoutArguments: NO_MAP,
  example: { 'subnet-id': 1 },
  returns: '`hosts`: the reservations, as in the configuration file; in Kea 3 with `subnet-id`.',
  run({ rooms, generation }: Context<ConfigurationRooms>, { 'subnet-id': id, 'operation-target': target }) {
    checkSubnetId(id, rooms)
    const here = inConfiguration(target)
    return longHostsReply(rooms, host => here && host.subnetId === id, hostWords[generation].subnetIdAlways)
  },
})
