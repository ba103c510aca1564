import { anyMap } from '../../argument-type.js'
import { needed } from '../../arguments.js'
import { type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { checkPlace, givenHost, hintOf } from './given-host.js'
import { inConfiguration, operationTarget } from './host-arguments.js'
import { hostWords, NO_MAP } from './host-words.js'

export const reservationAdd = command({
  name: 'reservation-add',
  access: 'write',
  services: ['dhcp4', 'dhcp6'],
  hook: 'host_cmds',
  summary: 'A new reservation, which counts for the next packet of its client.',
  arguments: {
    reservation: needed(anyMap, 'The reservation, as in the configuration file, with `subnet-id` (0: global).'),
    'operation-target': operationTarget,
  },
  withoutArguments: NO_MAP,
  example: { reservation: { 'subnet-id': 1, 'hw-address': '1a:1b:1c:1d:1e:1f', hostname: 'printer' } },
  exclusive: true,
  run({ rooms, generation }: Context<ConfigurationRooms>, { reservation, 'operation-target': target }) {
    const { map, subnetId } = givenHost(reservation)
    const { hints } = hostWords[generation]
    if (subnetId === undefined) {
      const hint = hints ? hintOf(map, rooms) : "Mandatory 'subnet-id' parameter missing."
      if (hint !== undefined) throw new CommandError(hint)
    }
    checkPlace(subnetId ?? 0, map, rooms)
    if (!inConfiguration(target)) throw new CommandError('Host database not available, cannot add host.')
    const wrong = rooms.hosts.add(subnetId ?? 0, map)
    if (wrong !== undefined) throw new CommandError(wrong)
    const assumed = subnetId === undefined ? ' subnet-id not specified, assumed global (subnet-id 0).' : ''
    return { result: Result.success, text: `Host added.${assumed}` }
  },
})
