import type { Now } from '../../../../now.js'
import type { AddressKind } from '../../../../wire/address.js'
import type { MapTree } from '../../../config/tree.js'
import type { Identity } from '../../../lease/identity.js'
import type { Address, Lease, LeaseKind, LeaseScope } from '../../../lease/lease.js'
import type { LeaseQuery, LeaseStore } from '../../../store/lease-store.js'
import type { ArgumentType } from '../../argument-type.js'
import type { ArgumentMap } from '../../arguments.js'
import type { JsonMap } from '../../json/json.js'
import type { LeaseGiven } from './given.js'

/** What lease commands have to know of DHCPv4 and DHCPv6; everything else of them is written once. */
export interface LeaseFamily<A extends Address> {
  readonly digit: 4 | 6
  /** "IPv4" */
  readonly ip: string
  readonly kind: AddressKind<A>
  /** How an address of the other family is told from no address at all. */
  readonly other: AddressKind<number> | AddressKind<bigint>
  /** The arguments that describe a lease, in the order in which they are checked. */
  readonly lease: ArgumentMap
  /** A lease as described. Throws CommandError. */
  read(written: MapTree): LeaseGiven<A>
  /** What only this family's leases tell, beside the fields that all have. */
  json(lease: Lease<A>): JsonMap
  /** "address" or "prefix", and how it is written. */
  name(lease: Lease<A>): string
  /** The kind of lease that `type` asks for; undefined: there are no such leases. */
  kindOf(type: LeaseType | undefined): LeaseKind | undefined
  /** The leases of that address. */
  at(store: LeaseStore<A>, address: A, kind: LeaseKind): Now<readonly Lease<A>[]>
  /** How single leases are looked up by identifier; undefined: not in this family. */
  readonly identifiers: Readonly<Partial<Record<IdentifierName, IdentifierLookup<A>>>>
  /** lease*-get-by-...: what is asked for, and the key that the store is walked with. */
  readonly lists: readonly LeaseList<A>[]
  /** What the reference shows; all of them belong together. */
  readonly examples: {
    readonly address: string
    readonly lease: Readonly<Record<string, unknown>>
    readonly subnetId: number
  }
}

/** Values of the argument `type`. */
export type LeaseType = 'IA_NA' | 'IA_TA' | 'IA_PD' | 'V4'

export type IdentifierName = 'hw-address' | 'client-id' | 'duid'

/** How a lease is found by an identifier; `iaid` and `kind` mean something in DHCPv6 only. */
export type IdentifierLookup<A extends Address> = (
  store: LeaseStore<A>,
  identifier: Identity,
  scope: LeaseScope,
  iaid: number,
  kind: LeaseKind,
) => Now<readonly Lease<A>[]>

/** A command that lists the leases of one client. */
export interface LeaseList<A extends Address> {
  readonly argument: IdentifierName
  readonly type: ArgumentType<Buffer>
  /** Only Kea 3 has it. */
  readonly since?: '3'
  readonly example: string
  query(identifier: Identity): LeaseQuery<A>
}
