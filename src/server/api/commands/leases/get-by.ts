import { Identity } from '../../../lease/identity.js'
import type { Address } from '../../../lease/lease.js'
import { big, text, Unfit } from '../../argument-type.js'
import { needed, optional } from '../../arguments.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError } from '../../command-error.js'
import { leaseDialects } from './dialect.js'
import type { LeaseFamily, LeaseList } from './family.js'
import { extendedArgument, LeaseListing } from './lease-list.js'
import type { LeaseRooms } from './rooms.js'

const withoutArguments = 'Command arguments missing or a not a map.'
const returns = '`leases`, in the order of their addresses.'

/** lease4-get-by-hw-address, -client-id; lease6-get-by-duid, -hw-address */
export function leaseGetByIdentifier<A extends Address>(
  family: LeaseFamily<A>,
  { argument, type, since, example, query }: LeaseList<A>,
): Command<LeaseRooms<A>> {
  return command({
    name: `lease${family.digit}-get-by-${argument}`,
    access: 'read',
    services: ['dhcp4', 'dhcp6'],
    hook: 'lease_cmds',
    ...(since === undefined ? {} : { since }),
    summary: `All ${family.ip} leases of a ${type.name}.`,
    arguments: {
      [argument]: needed(type, 'Whose leases are wanted.', {
        missing: `'${argument}' parameter not specified`,
        wrongType: `'${argument}' parameter must be a string`,
      }),
      extended: extendedArgument,
    },
    withoutArguments,
    example: { [argument]: example },
    returns,
    run(context: Context<LeaseRooms<A>>, given) {
      const bytes = given[argument] as Buffer
      return new LeaseListing(
        family,
        context,
        [query(Identity.of(bytes))],
        given.extended as boolean | undefined,
      ).reply()
    },
  })
}

/** lease4-get-by-hostname, lease6-get-by-hostname */
export function leaseGetByHostname<A extends Address>(family: LeaseFamily<A>): Command<LeaseRooms<A>> {
  return command({
    name: `lease${family.digit}-get-by-hostname`,
    access: 'read',
    services: ['dhcp4', 'dhcp6'],
    hook: 'lease_cmds',
    summary: `All ${family.ip} leases of a host name, whatever its case.`,
    arguments: {
      hostname: needed(
        { ...text, read: tree => (tree.kind === 'string' && tree.value === '' ? new Unfit('value') : text.read(tree)) },
        'The name, as the leases have it.',
        {
          missing: "'hostname' parameter not specified",
          wrongType: "'hostname' parameter must be a string",
          wrongValue: "'hostname' parameter is empty",
        },
      ),
      extended: extendedArgument,
    },
    withoutArguments,
    example: { hostname: 'myhost.example.org' },
    returns,
    run: (context: Context<LeaseRooms<A>>, { hostname, extended }) =>
      new LeaseListing(family, context, [{ hostname }], extended).reply(),
  })
}

/** lease4-get-by-state, lease6-get-by-state */
export function leaseGetByState<A extends Address>(family: LeaseFamily<A>): Command<LeaseRooms<A>> {
  return command({
    name: `lease${family.digit}-get-by-state`,
    access: 'read',
    services: ['dhcp4', 'dhcp6'],
    hook: 'lease_cmds',
    since: '3',
    summary: `All ${family.ip} leases in a state.`,
    arguments: {
      state: needed(big, '0 in use, 1 declined, 2 expired and reclaimed, 3 released, 4 registered.', {
        missing: "'state' parameter not specified",
        wrongType: "'state' parameter must be a number",
      }),
      'subnet-id': optional(big, 'Only those of this subnet.', {
        wrongType: "'subnet-id' parameter must be a number",
        suggest: 'subnet',
      }),
      extended: extendedArgument,
    },
    withoutArguments,
    example: { state: 1 },
    returns,
    run(context: Context<LeaseRooms<A>>, { state, 'subnet-id': subnetId, extended }) {
      const { lastState, states } = leaseDialects[context.generation]
      if (state < 0n || state > lastState)
        throw new CommandError(`Invalid state value: ${state}, supported values are: ${states}`)
      // Kea: subnet-id 0 is no subnet in particular
      const where = subnetId === undefined || subnetId === 0n ? {} : { subnetId: Number(subnetId) }
      return new LeaseListing(family, context, [{ ...where, state: Number(state) }], extended).reply()
    },
  })
}
