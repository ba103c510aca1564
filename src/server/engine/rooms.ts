import type { Points } from '../hooks/points.js'
import type { Address } from '../lease/lease.js'
import type { LeaseCounters } from '../stats/lease-counters.js'
import type { LeaseStore } from '../store/lease-store.js'
import type { Loggers } from './loggers.js'
import type { PacketMessages } from './packet-messages.js'

/** What the steps of a walk are given of the rest of the house. X: the family's exchange, C: its packet counters. */
export interface Rooms<A extends Address, X, C> {
  /** Steps ask for it each time: a reload may change where leases are kept. */
  readonly store: LeaseStore<A>
  readonly counters: C
  readonly leaseCounters: LeaseCounters<A>
  readonly log: Loggers
  /** What the family says of any packet. */
  readonly say: PacketMessages
  /** The client and transaction as log messages name them. */
  labelOf(this: void, x: X): string
  readonly points: Points<A, X>
  /** Addresses promised to packets that are parked on their way. */
  readonly claims: Set<A>
  /** Addresses of this server's open sockets. */
  readonly ownAddresses: ReadonlySet<A>
  readonly ports: Ports
}

/** UDP ports: ours, where clients listen, and where relays do: at a port of their own, or at the one they sent from. */
export interface Ports {
  readonly server: number
  readonly client: number
  readonly relay: number | 'source'
}
