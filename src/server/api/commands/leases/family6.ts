import { isPending } from '../../../../now.js'
import { ipv4, ipv6 } from '../../../../wire/address.js'
import { formatPosition } from '../../../config/problem.js'
import { LeaseKind } from '../../../lease/lease.js'
import { oneOf, uint32, whole } from '../../argument-type.js'
import { needed, optional, readArguments } from '../../arguments.js'
import { CommandError } from '../../command-error.js'
import { leaseAddress } from './address-argument.js'
import type { LeaseFamily } from './family.js'
import { restArguments } from './given.js'
import { duid, hardwareAddress, pairs } from './identifier-text.js'

const described = {
  'ip-address': leaseAddress(ipv6, ipv4, 'IPv6'),
  duid: needed(duid, "Its client's DUID."),
  type: optional(oneOf('IA_NA', 'IA_PD'), 'IA_NA, an address, unless told; IA_PD: a prefix.', {
    wrongValue: written => `Incorrect lease type: ${written}, the only supported values are: na, ta and pd`,
  }),
  'prefix-len': optional(whole(0, 128), 'Length of the prefix; addresses have none.'),
  'subnet-id': optional(uint32, 'Its subnet; for an address the one that holds it, unless told.', {
    suggest: 'subnet',
  }),
  iaid: needed(uint32, "Number of the client's identity association."),
  'hw-address': optional(hardwareAddress, "Its client's hardware address."),
  'preferred-lft': optional(uint32, 'Preferred lifetime, seconds; the valid lifetime of the subnet unless told.'),
  ...restArguments,
} as const

export const family6: LeaseFamily<bigint> = {
  digit: 6,
  ip: 'IPv6',
  kind: ipv6,
  other: ipv4,
  lease: described,
  read(written) {
    const given = readArguments(described, written)
    const address = given['ip-address']
    const prefix = given.type === 'IA_PD'
    const prefixLength = prefix ? given['prefix-len'] : 128
    if (prefixLength === undefined)
      throw new CommandError(`missing parameter 'prefix-len' (${formatPosition(written.at)})`)
    if (prefix && (given['subnet-id'] ?? 0) === 0)
      throw new CommandError(
        'Subnet-id is 0 or not specified. This is allowed for address leases only, not prefix leases.',
      )
    // RFC 8415 21.22: bits beyond the length are 0; with others the prefix is another one than it seems
    if (ipv6.network(address, prefixLength) !== address)
      throw new CommandError(`The prefix ${ipv6.format(address)}/${prefixLength} has bits beyond its length.`)
    return {
      kind: prefix ? LeaseKind.pd : LeaseKind.na,
      address,
      prefixLength,
      subnetId: given['subnet-id'] ?? 0,
      clientId: given.duid,
      hardware: given['hw-address'] ?? new Uint8Array(0),
      iaid: given.iaid,
      preferredLifetime: given['preferred-lft'],
      rest: given,
    }
  },
  json: ({ kind, prefixLength, clientId, hardware, iaid, preferredLifetime }) => ({
    duid: pairs(clientId),
    'hw-address': hardware.length === 0 ? undefined : pairs(hardware),
    iaid,
    'preferred-lft': preferredLifetime,
    'prefix-len': kind === LeaseKind.pd ? prefixLength : undefined,
    type: kind === LeaseKind.pd ? 'IA_PD' : 'IA_NA',
  }),
  name: ({ kind, address, prefixLength }) =>
    kind === LeaseKind.pd ? `prefix ${ipv6.format(address)}/${prefixLength}` : `address ${ipv6.format(address)}`,
  kindOf: type => kinds[type ?? 'IA_NA'],
  at(store, address, kind) {
    if (kind === LeaseKind.pd) return store.prefixesAt(address)
    const lease = store.byAddress(address, kind, 128)
    if (isPending(lease)) return lease.then(found => (found === undefined ? [] : [found]))
    return lease === undefined ? [] : [lease]
  },
  identifiers: { duid: (store, identifier, scope, iaid, kind) => store.byIa(identifier, iaid, kind, scope) },
  lists: [
    { argument: 'duid', type: duid, example: '1a:1b:1c:1d:1e:1f:20:21:22:23:24', query: client => ({ client }) },
    {
      argument: 'hw-address',
      type: hardwareAddress,
      since: '3',
      example: '1a:1b:1c:1d:1e:1f',
      query: hardware => ({ hardware }),
    },
  ],
  examples: {
    address: '2001:db8:2::3',
    lease: { 'subnet-id': 66, 'ip-address': '2001:db8:2::3', duid: '1a:1b:1c:1d:1e:1f:20:21:22:23:24', iaid: 1234 },
    subnetId: 66,
  },
}

/** Temporary addresses (RFC 8415 21.5) are not served. */
const kinds = { IA_NA: LeaseKind.na, IA_TA: undefined, IA_PD: LeaseKind.pd, V4: undefined } as const
