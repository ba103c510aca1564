import type { Now } from '../../now.js'
import type { Identity } from '../lease/identity.js'
import type { Address, LeaseScope } from '../lease/lease.js'
import type { Host, IdentifierKind } from './host.js'

/** Where reservations are looked up: the configuration now, databases and RADIUS behind the same face. */
export interface HostSource<A extends Address> {
  /** No reservation at all: lookups can be left out. */
  readonly empty: boolean
  /** Reservations of this identifier that are global (subnetId 0) or in one of the scope's subnets. */
  byIdentifier(kind: IdentifierKind, identifier: Identity, scope: LeaseScope | undefined): Now<readonly Host<A>[]>
  /** Reservations of this address in the subnet; several when ip-reservations-unique is false. */
  byAddress(subnetId: number, address: A): Now<readonly Host<A>[]>
  /** Reservations in the subnet of a prefix that shares an address with this one, whatever its length. */
  byPrefix(subnetId: number, prefix: A, length: number): Now<readonly Host<A>[]>
}
