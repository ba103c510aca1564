import type { Address } from '../../../lease/lease.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import { leaseDialects } from './dialect.js'
import type { LeaseFamily } from './family.js'
import { extendedJson, leaseJson } from './lease-json.js'
import { extendedArgument } from './lease-list.js'
import { type LookupGiven, lookUp, lookupArguments } from './lookup.js'
import type { LeaseRooms } from './rooms.js'

/** lease4-get, lease6-get */
export function leaseGet<A extends Address>(family: LeaseFamily<A>): Command<LeaseRooms<A>> {
  const { digit, ip } = family
  return command({
    name: `lease${digit}-get`,
    access: 'read',
    services: ['dhcp4', 'dhcp6'],
    hook: 'lease_cmds',
    summary: `One ${ip} lease, by its address, or by its client and subnet.`,
    arguments: { ...lookupArguments(family), extended: extendedArgument },
    withoutArguments: 'Parameters missing or are not a map.',
    example: { 'ip-address': family.examples.address },
    returns: 'The lease.',
    async run(
      { rooms, generation }: Context<LeaseRooms<A>>,
      given: LookupGiven<A> & { extended: boolean | undefined },
    ) {
      const lease = await lookUp(family, rooms, given, 'Query')
      if (lease === undefined) throw new CommandError('Lease not found.', Result.empty)
      const dialect = leaseDialects[generation]
      const shown =
        given.extended === true
          ? await extendedJson(family, lease, dialect, rooms.plan)
          : leaseJson(family, lease, dialect)
      return { result: Result.success, text: `${ip} lease found.`, arguments: shown }
    },
  })
}
