import type { Address } from '../../../lease/lease.js'
import { needed } from '../../arguments.js'
import { type Command, command } from '../../command.js'
import { CommandError } from '../../command-error.js'
import { addressOf } from './address-argument.js'
import type { LeaseFamily } from './family.js'
import { looked } from './no-arguments.js'
import type { LeaseRooms } from './rooms.js'

/** lease4-resend-ddns, lease6-resend-ddns */
export function leaseResendDdns<A extends Address>(family: LeaseFamily<A>): Command<LeaseRooms<A>> {
  const { digit, ip, kind, other, examples } = family
  return command({
    name: `lease${digit}-resend-ddns`,
    access: 'write',
    services: ['dhcp4', 'dhcp6'],
    hook: 'lease_cmds',
    summary: `Enter the names of an ${ip} lease into the DNS again.`,
    arguments: {
      'ip-address': needed(addressOf(kind, ip), 'The address of the lease.', {
        missing: "'ip-address' parameter is missing.",
        wrongType: "'ip-address' is not a string.",
        wrongValue: written =>
          other.parse(written) === undefined
            ? `'${written}' is not a valid IP address.`
            : `Invalid ${ip} address specified: ${written}`,
        suggest: 'address',
      }),
    },
    // Kea 2.2 crashes here
    withoutArguments: looked('get', "'ip-address' parameter is missing."),
    example: { 'ip-address': examples.address },
    run() {
      throw new CommandError('DDNS updating is not enabled')
    },
  })
}
