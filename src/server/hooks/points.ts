import type { Decided, Subnet } from '../config/decided.js'
import type { Address, Lease } from '../lease/lease.js'
import type { LeaseChange } from '../store/lease-store.js'
import { type Failure, Point } from './point.js'

/** A command that was answered. Listeners may replace `reply`. */
export interface CommandProcessed {
  readonly command: string
  readonly arguments: unknown
  reply: unknown
}

/** Which subnet a packet is in. Listeners may choose another, or none. */
export interface SubnetSelect<A extends Address, X> {
  readonly exchange: X
  selected: Subnet<A> | undefined
}

/** An identifier by which reservations are looked up, for a listener to make (flex-id). */
export interface HostIdentifier<X> {
  readonly exchange: X
  /** Undefined: no identifier of this kind. */
  identifier: Uint8Array | undefined
}

/** A lease about to be offered, given, extended, released or declined. Listeners may replace `lease`. */
export interface LeaseEvent<A extends Address, X> {
  readonly exchange: X
  /** As it is in the store; undefined: not there yet. */
  readonly was: Lease<A> | undefined
  /** As it would be. */
  lease: Lease<A>
}

/** Leases that an exchange changed in the store. */
export interface LeasesCommitted<A extends Address, X> {
  readonly exchange: X
  readonly changes: readonly LeaseChange<A>[]
}

/** A lease whose lifetime, or time of probation, is over. */
export interface LeaseExpired<A extends Address> {
  readonly lease: Lease<A>
}

/** Names and directions of a DNS update, which listeners may change. */
export interface DdnsUpdate<X> {
  readonly exchange: X
  hostname: string
  forward: boolean
  reverse: boolean
}

/** What differs between families in the names of points. */
export type PointDigit = 4 | 6

/**
 * The hook points of one server, in the order in which a packet meets them. X is the exchange of its family. Points
 * that only one family has never run in the other.
 */
export function createPoints<A extends Address, X>(digit: PointDigit, failed: Failure) {
  const point = <Args>(name: string): Point<Args> => new Point(name, failed)
  const told = <Args>(name: string): Point<Args> => new Point(name, failed, true)
  return {
    /** A configuration has come into force. Verdicts are ignored. */
    configured: told<Decided<A>>(`dhcp${digit}_srv_configured`),
    /** Bytes came in. skip: a listener has decoded them itself. */
    bufferReceive: point<X>(`buffer${digit}_receive`),
    /** A message was decoded. skip and drop: it is dropped. */
    pktReceive: point<X>(`pkt${digit}_receive`),
    /** A subnet was selected. skip: as if none were. drop: the packet is dropped. */
    subnetSelect: point<SubnetSelect<A, X>>(`subnet${digit}_select`),
    /** Reservations are about to be looked up. skip: not by what the listener made. */
    hostIdentifier: point<HostIdentifier<X>>(`host${digit}_identifier`),
    /** A lease is about to be offered or given. skip: it is not. */
    leaseSelect: point<LeaseEvent<A, X>>(`lease${digit}_select`),
    /** An OFFER is about to go out (DHCPv4). drop: it does not, the address is tried no more for now. */
    leaseOffer: point<LeaseEvent<A, X>>('lease4_offer'),
    /** A lease is about to be extended. skip: the store keeps it as it was. */
    leaseRenew: point<LeaseEvent<A, X>>(`lease${digit}_renew`),
    /** As leaseRenew, for REBIND (DHCPv6). */
    leaseRebind: point<LeaseEvent<A, X>>('lease6_rebind'),
    /** A client gives a lease back. skip: it keeps it. */
    leaseRelease: point<LeaseEvent<A, X>>(`lease${digit}_release`),
    /** A client declines an address. skip and drop: it stays as it was. */
    leaseDecline: point<LeaseEvent<A, X>>(`lease${digit}_decline`),
    /** The server itself found an address in use (DHCPv4). */
    leaseServerDecline: told<LeaseEvent<A, X>>('lease4_server_decline'),
    /** Name and directions of a DNS update are decided. */
    ddnsUpdate: point<DdnsUpdate<X>>(`ddns${digit}_update`),
    /** The store has the changes; the answer waits for those who listen. drop: it is not sent. */
    leasesCommitted: told<LeasesCommitted<A, X>>(`leases${digit}_committed`),
    /** An address was registered (DHCPv6, RFC 9686). */
    addrRegister: point<LeaseEvent<A, X>>('addr6_register'),
    /** The answer is complete. skip: a listener has encoded it itself. drop: it is not sent. */
    pktSend: point<X>(`pkt${digit}_send`),
    /** The answer's bytes are about to go out. skip and drop: they do not. */
    bufferSend: point<X>(`buffer${digit}_send`),
    /** A lease expired. skip: it is not reclaimed this time. */
    leaseExpire: point<LeaseExpired<A>>(`lease${digit}_expire`),
    /** A declined address has served its probation. skip: it stays declined. */
    leaseRecover: point<LeaseExpired<A>>(`lease${digit}_recover`),
    /** A configuration database sent changes. Verdicts are ignored. */
    backendUpdated: told<{ readonly entries: readonly unknown[] }>(`cb${digit}_updated`),
    /** A command was answered. */
    commandProcessed: point<CommandProcessed>('command_processed'),
  } as const
}

export type Points<A extends Address, X> = ReturnType<typeof createPoints<A, X>>
