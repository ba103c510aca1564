import type { Identity } from './identity.js'

/** Kea's numbers, as they stand in lease files and API replies. */
export const LeaseState = { default: 0, declined: 1, expiredReclaimed: 2, released: 3, registered: 4 } as const
export type LeaseState = (typeof LeaseState)[keyof typeof LeaseState]

/** Kea's lease types: NA and PD in DHCPv6; every DHCPv4 lease is V4. */
export const LeaseKind = { na: 0, pd: 2, v4: 3 } as const
export type LeaseKind = (typeof LeaseKind)[keyof typeof LeaseKind]

/** A valid lifetime that never ends (RFC 2131 3.3), seconds. */
export const INFINITE = 0xffffffff

/** How a store spells addresses: the width of its columns and the text of its files. */
export type Address = number | bigint

/**
 * A lease as it was when it was found. Immutable. DHCPv4 leaves the v6 fields at their neutral values.
 * `clientId` is the DHCPv4 client identifier (option 61 payload) or the DHCPv6 DUID; empty: none.
 */
export interface Lease<A extends Address> {
  readonly kind: LeaseKind
  readonly address: A
  /** 32 or 128 for addresses; the delegated length for prefixes. */
  readonly prefixLength: number
  readonly subnetId: number
  readonly poolId: number
  readonly state: LeaseState
  /** Seconds; INFINITE never ends. */
  readonly validLifetime: number
  /** Seconds; 0 in DHCPv4. */
  readonly preferredLifetime: number
  /** Client last transaction time: seconds since 1970 when the lease was given or last extended. */
  readonly cltt: number
  /** DHCPv6 identity association; 0 in DHCPv4. */
  readonly iaid: number
  readonly clientId: Uint8Array
  readonly hardware: Uint8Array
  /** ARP hardware type; 1 is Ethernet. */
  readonly hardwareType: number
  /** Kea's bits for where a DHCPv6 server learnt the hardware address; 0 unknown. */
  readonly hardwareSource: number
  /** Lower case, '' for none. */
  readonly hostname: string
  readonly fqdnForward: boolean
  readonly fqdnReverse: boolean
  /** JSON text of a map, '' for none. */
  readonly userContext: string
}

/** When the lease ends, seconds since 1970; Infinity for an infinite lifetime. */
export function expiryOf(lease: { readonly cltt: number; readonly validLifetime: number }): number {
  return lease.validLifetime === INFINITE ? Number.POSITIVE_INFINITY : lease.cltt + lease.validLifetime
}

/** Kea's rule: a lease whose last second has passed is expired. */
export function isExpired(lease: { readonly cltt: number; readonly validLifetime: number }, seconds: number): boolean {
  return expiryOf(lease) < seconds
}

/** Does the lease belong to this client id (or DUID)? An empty identity owns nothing. */
export function ownedBy(lease: { readonly clientId: Uint8Array }, client: Identity): boolean {
  return client.length > 0 && client.equals(lease.clientId)
}

/** The subnets in which a client's lease may be looked for: those of one shared network. */
export interface LeaseScope {
  holds(subnetId: number): boolean
}
