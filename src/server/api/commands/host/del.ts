import { formatPosition } from '../../../config/problem.js'
import { type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { inConfiguration, keyArguments, keyOf } from './host-arguments.js'
import { hostWords, NO_MAP } from './host-words.js'

export const reservationDel = command({
  name: 'reservation-del',
  access: 'write',
  services: ['dhcp4', 'dhcp6'],
  hook: 'host_cmds',
  summary: 'A reservation goes, named by its subnet and an address, or by its subnet and its identifier.',
  arguments: keyArguments,
  withoutArguments: NO_MAP,
  example: { 'subnet-id': 1, 'ip-address': '192.0.2.202' },
  exclusive: true,
  run({ rooms, generation, written }: Context<ConfigurationRooms>, given) {
    const { subnetId, key } = keyOf(given, generation, formatPosition(written!.at))
    if (!inConfiguration(given['operation-target']))
      throw new CommandError('Unable to delete a host because there is no hosts-database configured.')
    const [found] = rooms.hosts.find(subnetId, key)
    if (found === undefined) return { result: hostWords[generation].delNothing, text: 'Host not deleted (not found).' }
    rooms.hosts.remove(found)
    return { result: Result.success, text: 'Host deleted.' }
  },
})
