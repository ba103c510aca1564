import { type Context, command } from '../../command.js'
import { CommandError } from '../../command-error.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { identifier, identifierKey, identifierType, inConfiguration, operationTarget } from './host-arguments.js'
import { NO_MAP } from './host-words.js'
import { hostJson, hostsReply } from './listed-hosts.js'

export const reservationGetById = command({
  name: 'reservation-get-by-id',
  access: 'read',
  services: ['dhcp4', 'dhcp6'],
  hook: 'host_cmds',
  summary: 'Reservations of a client, in whatever subnet.',
  arguments: { 'identifier-type': identifierType, identifier, 'operation-target': operationTarget },
  withoutArguments: NO_MAP,
  example: { 'identifier-type': 'hw-address', identifier: '01:02:03:04:05:06' },
  returns: '`hosts`: the reservations, as in the configuration file, with `subnet-id`.',
  run({ rooms, written }: Context<ConfigurationRooms>, given) {
    if (written?.entries.has('subnet-id') === true)
      throw new CommandError("'subnet-id' is forbidden in reservation-get-by-id")
    const { 'identifier-type': type, identifier: value } = given
    if (type === undefined) throw new CommandError("'identifier-type' is either missing or not a string.")
    if (value === undefined) throw new CommandError("'identifier' is either missing or not a string.")
    const key = identifierKey(type, value)
    const found = inConfiguration(given['operation-target']) ? rooms.hosts.find(undefined, key) : []
    return hostsReply(
      found.map(host => hostJson(host, true)),
      rooms,
    )
  },
})
