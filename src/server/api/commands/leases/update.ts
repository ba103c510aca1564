import type { Address } from '../../../lease/lease.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import { changeLeases, leaseAt, replaceLease } from './change.js'
import { leaseDescribed } from './describe.js'
import { leaseDialects } from './dialect.js'
import type { LeaseFamily } from './family.js'
import { looked } from './no-arguments.js'
import type { LeaseRooms } from './rooms.js'

/** lease4-update, lease6-update */
export function leaseUpdate<A extends Address>(family: LeaseFamily<A>): Command<LeaseRooms<A>> {
  const { digit, ip, examples } = family
  const name = `lease${digit}-update`
  return command({
    name,
    access: 'write',
    services: ['dhcp4', 'dhcp6'],
    hook: 'lease_cmds',
    summary: `Replace an ${ip} lease by another one of the same address.`,
    arguments: family.lease,
    withoutArguments: looked('get', `no parameters specified for ${name} command`),
    example: { ...examples.lease, hostname: 'newhostname.example.org', 'force-create': true },
    async run({ rooms, written, generation }: Context<LeaseRooms<A>>) {
      const dialect = leaseDialects[generation]
      const given = family.read(written!)
      const lease = leaseDescribed(family, rooms, given, dialect)
      const was = await leaseAt(family, rooms, lease)
      if (was !== undefined || given.rest['force-create'] !== true) {
        await replaceLease(rooms, family, dialect, was, lease)
        return { result: Result.success, text: `${ip} lease updated.` }
      }
      if (!(await changeLeases(rooms, [{ was, is: lease }])))
        throw new CommandError('lost race between calls to get and add', dialect.conflict)
      return { result: Result.success, text: `${ip} lease added.` }
    },
  })
}
