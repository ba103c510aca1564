import type { Position } from '../config/tree.js'
import type { Address } from '../lease/lease.js'
import type { OptionScope } from '../options/scope.js'

/** Kinds of identifier by which a reservation knows its client, with Kea's names. */
export const identifierKinds = ['hw-address', 'duid', 'circuit-id', 'client-id', 'flex-id'] as const
export type IdentifierKind = (typeof identifierKinds)[number]

/** A host reservation as decided. */
export interface Host<A extends Address> {
  readonly identifier: IdentifierKind
  readonly identifierBytes: Uint8Array
  /** 0: a global reservation. */
  readonly subnetId: number
  /** Reserved addresses; none, one in DHCPv4, several in DHCPv6. */
  readonly addresses: readonly A[]
  /** Reserved prefixes; none in DHCPv4. */
  readonly prefixes: readonly ReservedPrefix<A>[]
  /** As written; '' for none. */
  readonly hostname: string
  readonly classes: readonly string[]
  readonly options: OptionScope | undefined
  /** Fixed fields of DHCPv4; undefined: not set here. */
  readonly boot: BootFields
  /** JSON text, '' for none. */
  readonly userContext: string
  /** Where it stands in the configuration; absent: it comes from elsewhere. */
  readonly position?: Position
}

export interface PrefixRange<A extends Address> {
  /** Without bits beyond the length. */
  readonly prefix: A
  readonly length: number
}

export interface ReservedPrefix<A extends Address> extends PrefixRange<A> {
  /** What of it the client may not use, since its uplink lies there (RFC 6603); absent: it may use all. */
  readonly excluded?: PrefixRange<A>
}

/** siaddr, sname and file of RFC 2131; undefined: inherited. */
export interface BootFields {
  readonly nextServer: number | undefined
  readonly serverHostname: string | undefined
  readonly bootFileName: string | undefined
}
