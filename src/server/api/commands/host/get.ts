import { formatPosition } from '../../../config/problem.js'
import { type Context, command } from '../../command.js'
import { Result } from '../../command-error.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { inConfiguration, keyArguments, keyOf } from './host-arguments.js'
import { hostWords, NO_MAP } from './host-words.js'
import { hostJson } from './listed-hosts.js'

export const reservationGet = command({
  name: 'reservation-get',
  access: 'read',
  services: ['dhcp4', 'dhcp6'],
  hook: 'host_cmds',
  summary: 'One reservation, by its subnet and an address, or by its subnet and its identifier.',
  arguments: keyArguments,
  withoutArguments: NO_MAP,
  example: { 'subnet-id': 4, 'identifier-type': 'hw-address', identifier: '01:02:03:04:05:06' },
  returns: 'The reservation, as in the configuration file; in Kea 3 with `subnet-id`.',
  run({ rooms, generation, written }: Context<ConfigurationRooms>, given) {
    const { subnetId, key } = keyOf(given, generation, formatPosition(written!.at))
    const [found] = inConfiguration(given['operation-target']) ? rooms.hosts.find(subnetId, key) : []
    const { getNothing, subnetIdAlways } = hostWords[generation]
    if (found === undefined) return { result: getNothing, text: 'Host not found.' }
    return { result: Result.success, text: 'Host found.', arguments: hostJson(found, subnetIdAlways) }
  },
})
