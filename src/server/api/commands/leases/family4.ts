import { isPending } from '../../../../now.js'
import { ipv4, ipv6 } from '../../../../wire/address.js'
import { type Lease, LeaseKind } from '../../../lease/lease.js'
import { uint32 } from '../../argument-type.js'
import { needed, optional, readArguments } from '../../arguments.js'
import { leaseAddress } from './address-argument.js'
import type { LeaseFamily } from './family.js'
import { restArguments } from './given.js'
import { clientIdentifier, hardwareAddress, pairs } from './identifier-text.js'

const NONE = new Uint8Array(0)

const described = {
  'ip-address': leaseAddress(ipv4, ipv6, 'IPv4'),
  'hw-address': needed(hardwareAddress, "Its client's hardware address."),
  'subnet-id': optional(uint32, 'Its subnet; the one that holds the address unless told.', { suggest: 'subnet' }),
  'client-id': optional(clientIdentifier, "Its client's identifier."),
  ...restArguments,
} as const

export const family4: LeaseFamily<number> = {
  digit: 4,
  ip: 'IPv4',
  kind: ipv4,
  other: ipv6,
  lease: described,
  read(written) {
    const given = readArguments(described, written)
    return {
      kind: LeaseKind.v4,
      address: given['ip-address'],
      prefixLength: 32,
      subnetId: given['subnet-id'] ?? 0,
      clientId: given['client-id'] ?? NONE,
      hardware: given['hw-address'],
      iaid: 0,
      preferredLifetime: 0,
      rest: given,
    }
  },
  json: ({ clientId, hardware }) => ({
    'client-id': clientId.length === 0 ? undefined : pairs(clientId),
    'hw-address': hardware.length === 0 ? undefined : pairs(hardware),
  }),
  name: lease => `address ${ipv4.format(lease.address)}`,
  kindOf: () => LeaseKind.v4,
  at(store, address) {
    const lease = store.byAddress(address, LeaseKind.v4, 32)
    return isPending(lease) ? lease.then(listOf) : listOf(lease)
  },
  identifiers: {
    'hw-address': (store, identifier, scope) => {
      const lease = store.byHardware(identifier, scope)
      return isPending(lease) ? lease.then(listOf) : listOf(lease)
    },
    'client-id': (store, identifier, scope) => {
      const lease = store.byClientId(identifier, scope)
      return isPending(lease) ? lease.then(listOf) : listOf(lease)
    },
  },
  lists: [
    {
      argument: 'hw-address',
      type: hardwareAddress,
      example: '1a:1b:1c:1d:1e:1f',
      query: hardware => ({ hardware }),
    },
    {
      argument: 'client-id',
      type: clientIdentifier,
      example: '01:1a:1b:1c:1d:1e:1f',
      query: client => ({ client }),
    },
  ],
  examples: {
    address: '192.0.2.202',
    lease: { 'ip-address': '192.0.2.202', 'hw-address': '1a:1b:1c:1d:1e:1f' },
    subnetId: 1,
  },
}

const listOf = (lease: Lease<number> | undefined): readonly Lease<number>[] => (lease === undefined ? [] : [lease])
