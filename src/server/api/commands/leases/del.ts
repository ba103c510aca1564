import type { Address } from '../../../lease/lease.js'
import { flag } from '../../argument-type.js'
import { optional } from '../../arguments.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import { changeLeases } from './change.js'
import type { LeaseFamily } from './family.js'
import { type LookupGiven, lookUp, lookupArguments } from './lookup.js'
import type { LeaseRooms } from './rooms.js'

/** lease4-del, lease6-del */
export function leaseDel<A extends Address>(family: LeaseFamily<A>): Command<LeaseRooms<A>> {
  const { digit, ip } = family
  return command({
    name: `lease${digit}-del`,
    access: 'write',
    services: ['dhcp4', 'dhcp6'],
    hook: 'lease_cmds',
    summary: `Delete an ${ip} lease, named by its address, or by its client and subnet.`,
    arguments: {
      ...lookupArguments(family),
      'update-ddns': optional(flag, 'Also take its names out of the DNS.', {
        wrongType: "'update-ddns' is not a boolean",
      }),
    },
    withoutArguments: 'Parameters missing or are not a map.',
    example: { 'ip-address': family.examples.address },
    async run({ rooms }: Context<LeaseRooms<A>>, given: LookupGiven<A>) {
      const was = await lookUp(family, rooms, given, 'Delete')
      if (was === undefined || !(await changeLeases(rooms, [{ was, is: undefined }])))
        throw new CommandError(`${ip} lease not found.`, Result.empty)
      return { result: Result.success, text: `${ip} lease deleted.` }
    },
  })
}
