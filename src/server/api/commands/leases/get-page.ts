import type { Address } from '../../../lease/lease.js'
import { type ArgumentType, big, Unfit } from '../../argument-type.js'
import { needed } from '../../arguments.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError } from '../../command-error.js'
import type { LeaseFamily } from './family.js'
import { extendedArgument, LeaseListing } from './lease-list.js'
import { looked } from './no-arguments.js'
import type { LeaseRooms } from './rooms.js'

/** lease4-get-page, lease6-get-page */
export function leaseGetPage<A extends Address>(family: LeaseFamily<A>): Command<LeaseRooms<A>> {
  const { digit, ip } = family
  const name = `lease${digit}-get-page`
  return command({
    name,
    access: 'read',
    services: ['dhcp4', 'dhcp6'],
    hook: 'lease_cmds',
    summary: `So many ${ip} leases after an address.`,
    arguments: {
      from: needed(pageStart(family), '"start", or the last address of the page before.', {
        missing: "'from' parameter not specified",
        wrongType: "'from' parameter must be a string",
      }),
      limit: needed(big, 'How many, 1 to 4294967295.', {
        missing: "'limit' parameter not specified",
        wrongType: "'limit' parameter must be a number",
      }),
      extended: extendedArgument,
    },
    withoutArguments: looked('get', `no parameters specified for the ${name} command`),
    example: { from: 'start', limit: 1024 },
    returns: '`leases`, in the order of their addresses, and their `count`. Fewer than `limit`: these were the last.',
    async run(context: Context<LeaseRooms<A>>, { from, limit, extended }) {
      if (limit === 0n) throw new CommandError('page size of retrieved leases must not be 0')
      if (limit < 0n || limit > 0xffffffffn)
        throw new CommandError('page size of retrieved leases must not be greater than 4294967295')
      const after = from === 'start' ? {} : { after: from }
      const listing = new LeaseListing(family, context, [{ ...after, limit: Number(limit) }], extended)
      return listing.reply({ count: await listing.begin() })
    },
  })
}

function pageStart<A extends Address>({ kind, other, ip }: LeaseFamily<A>): ArgumentType<'start' | A> {
  return {
    name: `"start" or ${ip} address`,
    schema: { type: 'string' },
    choices: ['start'],
    read(tree) {
      if (tree.kind !== 'string') return new Unfit('type')
      const { value } = tree
      const address = value === 'start' ? value : kind.parse(value)
      if (address !== undefined) return address
      if (other.parse(value) !== undefined)
        return new Unfit('value', `'from' parameter value ${value} is not an ${ip} address`)
      return new Unfit('value', `'from' parameter value is neither 'start' keyword nor a valid ${ip} address`)
    },
  }
}
