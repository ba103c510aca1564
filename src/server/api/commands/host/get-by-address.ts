import { text } from '../../argument-type.js'
import { needed } from '../../arguments.js'
import { type Context, command } from '../../command.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { anySubnetId, checkSubnetId, inConfiguration, operationTarget } from './host-arguments.js'
import { NO_MAP } from './host-words.js'
import { hostJson, hostsReply } from './listed-hosts.js'

export const reservationGetByAddress = command({
  name: 'reservation-get-by-address',
  access: 'read',
  services: ['dhcp4', 'dhcp6'],
  hook: 'host_cmds',
  since: '3',
  summary: 'Reservations of an address, in a subnet or anywhere.',
  arguments: {
    'ip-address': needed(text, 'The address.', { suggest: 'address' }),
    'subnet-id': anySubnetId,
    'operation-target': operationTarget,
  },
  withoutArguments: NO_MAP,
  example: { 'subnet-id': 1, 'ip-address': '192.0.2.202' },
  returns: '`hosts`: the reservations, as in the configuration file, with `subnet-id`.',
  run({ rooms }: Context<ConfigurationRooms>, given) {
    const { 'ip-address': address, 'subnet-id': id } = given
    checkSubnetId(id, rooms)
    const found = inConfiguration(given['operation-target']) ? rooms.hosts.find(id, { address }) : []
    return hostsReply(
      found.map(host => hostJson(host, true)),
      rooms,
    )
  },
})
