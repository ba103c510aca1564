import type { Address } from '../../../lease/lease.js'
import type { LeaseQuery } from '../../../store/lease-store.js'
import { type ArgumentType, Unfit } from '../../argument-type.js'
import { optional } from '../../arguments.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError } from '../../command-error.js'
import type { LeaseFamily } from './family.js'
import { extendedArgument, LeaseListing } from './lease-list.js'
import { looked } from './no-arguments.js'
import type { LeaseRooms } from './rooms.js'

/** lease4-get-all, lease6-get-all */
export function leaseGetAll<A extends Address>(family: LeaseFamily<A>): Command<LeaseRooms<A>> {
  const { digit, ip, examples } = family
  return command({
    name: `lease${digit}-get-all`,
    access: 'read',
    services: ['dhcp4', 'dhcp6'],
    hook: 'lease_cmds',
    summary: `All ${ip} leases, or those of some subnets.`,
    arguments: {
      subnets: optional(subnetIds, 'The subnets whose leases are wanted; all leases without any arguments.', {
        wrongType: "'subnets' parameter must be a list",
        wrongValue: 'listed subnet identifiers must be numbers',
        suggest: 'subnet',
      }),
      extended: extendedArgument,
    },
    withoutArguments: looked('get', ''),
    example: { subnets: [examples.subnetId] },
    returns: '`leases`: in the order of their addresses, subnet by subnet where subnets were asked for.',
    run(context: Context<LeaseRooms<A>>, { subnets, extended }) {
      const { written } = context
      if (subnets === undefined && written !== undefined && extended !== true)
        throw new CommandError("'subnets' parameter not specified")
      const queries: readonly LeaseQuery<A>[] = subnets?.map(subnetId => ({ subnetId })) ?? [{}]
      return new LeaseListing(family, context, queries, extended).reply()
    },
  })
}

/** Numbers that no subnet has are passed over: nothing is found. */
const subnetIds: ArgumentType<readonly number[]> = {
  name: 'list of subnets',
  schema: { type: 'array', items: { type: 'integer' } },
  read(tree) {
    if (tree.kind !== 'list') return new Unfit('type')
    const ids: number[] = []
    for (const item of tree.items) {
      if (item.kind !== 'integer') return new Unfit('value')
      ids.push(item.value)
    }
    return ids
  },
}
