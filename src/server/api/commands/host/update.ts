import { anyMap } from '../../argument-type.js'
import { needed } from '../../arguments.js'
import { type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { checkPlace, givenHost } from './given-host.js'
import { inConfiguration, operationTarget } from './host-arguments.js'

const EXPECTED = "invalid command: expected 'reservation'"

export const reservationUpdate = command({
  name: 'reservation-update',
  access: 'write',
  services: ['dhcp4', 'dhcp6'],
  hook: 'host_cmds',
  since: '3',
  summary: 'Another reservation in the place of the one with its subnet and identifier.',
  arguments: {
    reservation: needed(anyMap, 'The reservation, as in the configuration file, with `subnet-id` (0: global).', {
      missing: `${EXPECTED} as the sole parameter inside the 'arguments' map, didn't get it instead`,
      wrongType: `${EXPECTED} to be a map, got another type instead`,
    }),
    'operation-target': operationTarget,
  },
  example: { reservation: { 'subnet-id': 1, 'hw-address': '1a:1b:1c:1d:1e:1f', hostname: 'printer2' } },
  exclusive: true,
  run({ rooms }: Context<ConfigurationRooms>, { reservation, 'operation-target': target }) {
    const { map, subnetId } = givenHost(reservation)
    if (subnetId === undefined)
      throw new CommandError(
        "Mandatory 'subnet-id' parameter missing. Use `reservation-get-by-id' or 'reservation-get-by-address' to get the list of reservations with given identifier or address.",
      )
    checkPlace(subnetId, map, rooms)
    const wrong = inConfiguration(target) ? rooms.hosts.update(subnetId, map) : 'missing'
    if (wrong === 'missing') throw new CommandError('Host not updated (not found).')
    if (wrong !== undefined) throw new CommandError(wrong)
    return { result: Result.success, text: 'Host updated.' }
  },
})
