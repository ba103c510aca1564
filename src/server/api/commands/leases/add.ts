import type { Address } from '../../../lease/lease.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import { changeLeases, leaseAt } from './change.js'
import { leaseDescribed } from './describe.js'
import { leaseDialects } from './dialect.js'
import type { LeaseFamily } from './family.js'
import { looked } from './no-arguments.js'
import type { LeaseRooms } from './rooms.js'

/** lease4-add, lease6-add */
export function leaseAdd<A extends Address>(family: LeaseFamily<A>): Command<LeaseRooms<A>> {
  const { digit, ip } = family
  return command({
    name: `lease${digit}-add`,
    access: 'write',
    services: ['dhcp4', 'dhcp6'],
    hook: 'lease_cmds',
    summary: `Add an ${ip} lease.`,
    arguments: family.lease,
    withoutArguments: looked('get', 'no parameters specified for the command'),
    example: family.examples.lease,
    async run({ rooms, written, generation }: Context<LeaseRooms<A>>) {
      const dialect = leaseDialects[generation]
      const lease = leaseDescribed(family, rooms, family.read(written!), dialect)
      const already = (await leaseAt(family, rooms, lease)) !== undefined
      if (already || !(await changeLeases(rooms, [{ was: undefined, is: lease }])))
        throw new CommandError(`${ip} lease already exists.`, dialect.conflict)
      return {
        result: Result.success,
        text: `Lease for ${family.name(lease)}, subnet-id ${lease.subnetId} added.`,
      }
    },
  })
}
