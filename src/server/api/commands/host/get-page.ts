import { uint32 } from '../../argument-type.js'
import { needed, optional } from '../../arguments.js'
import { type Context, command } from '../../command.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { anySubnetId, checkSubnetId } from './host-arguments.js'
import { hostWords, NO_MAP } from './host-words.js'
import { pageReply } from './listed-hosts.js'

export const reservationGetPage = command({
  name: 'reservation-get-page',
  access: 'read',
  services: ['dhcp4', 'dhcp6'],
  hook: 'host_cmds',
  summary: 'Reservations page by page, of a subnet or of all.',
  arguments: {
    limit: needed(uint32, 'How many at most.'),
    'subnet-id': anySubnetId,
    from: optional(uint32, '`from` of the last page; 0: the first page.'),
    'source-index': optional(uint32, '`source-index` of the last page. The configuration is source 0.'),
  },
  withoutArguments: NO_MAP,
  example: { 'subnet-id': 1, limit: 10 },
  returns:
    '`hosts`: the reservations; `count`: how many; `next`: `from` and `source-index` of the next page, absent behind the last one.',
  run({ rooms, generation }: Context<ConfigurationRooms>, given) {
    const { limit, 'subnet-id': id, from = 0, 'source-index': source = 0 } = given
    checkSubnetId(id, rooms)
    const fits = (host: { subnetId: number }): boolean => source === 0 && (id === undefined || host.subnetId === id)
    const { hosts, last } = rooms.hosts.page(from, limit, fits)
    const withSubnetId = id === undefined || hostWords[generation].subnetIdAlways
    const next = hosts.length === 0 ? {} : { next: { from: last, 'source-index': 0 } }
    return pageReply(hosts, rooms, next, withSubnetId)
  },
})
