import { text } from '../../argument-type.js'
import { needed } from '../../arguments.js'
import { type Context, command } from '../../command.js'
import { CommandError } from '../../command-error.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { anySubnetId, checkSubnetId, inConfiguration, operationTarget } from './host-arguments.js'
import { hostWords, NO_MAP } from './host-words.js'
import { longHostsReply } from './listed-hosts.js'

export const reservationGetByHostname = command({
  name: 'reservation-get-by-hostname',
  access: 'read',
  services: ['dhcp4', 'dhcp6'],
  hook: 'host_cmds',
  summary: 'Reservations of a host name, whatever its case, in a subnet or anywhere.',
  arguments: {
    hostname: needed(text, 'The name.'),
    'subnet-id': anySubnetId,
    'operation-target': operationTarget,
  },
  withoutArguments: NO_MAP,
  example: { hostname: 'foobar.example.org', 'subnet-id': 1 },
  returns: '`hosts`: the reservations, as in the configuration file, with `subnet-id` where the command had none.',
  run({ rooms, generation }: Context<ConfigurationRooms>, given) {
    const { hostname, 'subnet-id': id } = given
    if (hostname === '') throw new CommandError('Empty hostname')
    checkSubnetId(id, rooms)
    const wanted = hostname.toLowerCase()
    const here = inConfiguration(given['operation-target'])
    const fits = (host: { subnetId: number; hostname: string }): boolean =>
      here && (id === undefined || host.subnetId === id) && host.hostname.toLowerCase() === wanted
    return longHostsReply(rooms, fits, id === undefined || hostWords[generation].subnetIdAlways)
  },
})
