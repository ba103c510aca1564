import type { Now } from '../../now.js'
import type { Identity } from '../lease/identity.js'
import type { Address, Lease, LeaseKind, LeaseScope } from '../lease/lease.js'

/**
 * Where leases are kept. Few verbs; policy (who may have what) lives above it. Every implementation runs
 * test/conformance/lease-store.ts.
 */
export interface LeaseStore<A extends Address> {
  readonly can: {
    /** apply() of several changes is all or nothing. */
    readonly atomicBatch: boolean
    /** The store can count leases by subnet and state. */
    readonly countsInStore: boolean
    /** Other servers write to the same leases: what was read may be old. */
    readonly sharedWithOthers: boolean
  }
  /** The lease of an address (of a delegated prefix: its first address and its length). */
  byAddress(address: A, kind: LeaseKind, prefixLength: number): Now<Lease<A> | undefined>
  /** A lease of this client identifier (DHCPv4) in one of the scope's subnets; the active one where there are several. */
  byClientId(client: Identity, scope: LeaseScope): Now<Lease<A> | undefined>
  /** A lease of this hardware address in one of the scope's subnets; the active one where there are several. */
  byHardware(hardware: Identity, scope: LeaseScope): Now<Lease<A> | undefined>
  /** All leases of a DUID and identity association in the scope's subnets (DHCPv6). */
  byIa(duid: Identity, iaid: number, kind: LeaseKind, scope: LeaseScope): Now<readonly Lease<A>[]>
  /**
   * Compare and set, all of `changes` or none: `was` must still be what the store holds (undefined: nothing), `is`
   * replaces it (undefined: deleted). False: somebody was faster, nothing was changed.
   */
  apply(changes: readonly LeaseChange<A>[]): Now<boolean>
  /** All prefixes that are delegated from this address on, the shortest length first; none in DHCPv4. */
  prefixesAt(address: A): Now<readonly Lease<A>[]>
  /**
   * apply() and flush() in one, for whoever does not take part in the packets' batches: what others have applied and not
   * flushed yet keeps its own fate. 'stale': as false of apply(). 'unwritten': as false of flush().
   */
  settle(changes: readonly LeaseChange<A>[]): Now<'done' | 'stale' | 'unwritten'>
  /** Up to `limit` leases in address order, after the given address (undefined: from the first). */
  page(filter: LeaseFilter, after: A | undefined, limit: number): Now<readonly Lease<A>[]>
  /** All leases that match, in address order, for whoever wants many of them: the store is gone through once. */
  walk(query: LeaseQuery<A>): Now<LeaseWalk<A>>
  /**
   * Leases in state default or declined (or registered) whose lifetime ended before `seconds`, oldest first, at most
   * `limit`.
   * Reclamation reads these; no scan of the table.
   */
  expired(seconds: number, limit: number): Now<readonly Lease<A>[]>
  /** Leases kept after reclamation or release (states 2, 3) whose hold ended: expiry before `seconds`. */
  held(seconds: number, limit: number): Now<readonly Lease<A>[]>
  /**
   * True: all applied so far is as durable as configured. False: the changes since the last flush could not be
   * written and are undone.
   */
  flush(): Now<boolean>
  close(): Promise<void>
}

export interface LeaseChange<A extends Address> {
  readonly was: Lease<A> | undefined
  readonly is: Lease<A> | undefined
}

export interface LeaseFilter {
  readonly subnetId?: number
  readonly state?: number
  readonly hostname?: string
}

/** What a walk looks for; what is left out may be anything. */
export interface LeaseQuery<A extends Address> extends LeaseFilter {
  /** Client identifier (DHCPv4) or DUID. */
  readonly client?: Identity
  readonly hardware?: Identity
  /** Only leases after this address. */
  readonly after?: A
  /** No more than these, the lowest ones (and the others of the last address). */
  readonly limit?: number
}

/** Leases that were found, one page after the other. */
export interface LeaseWalk<A extends Address> {
  /** How many were found. Those that are deleted before it is their turn do not come. */
  readonly count: number
  /** The next ones, `count` at most, as they are now; none: these were all. */
  next(count: number): Now<readonly Lease<A>[]>
  /** To be called once, at the end or before. */
  close(): void
}

/** What a pool's allocator wants to know: told by the store at every change, synchronously. */
export interface LeaseObserver<A extends Address> {
  /** `address` is now in use (state default, declined or registered) or free again (deleted, reclaimed, released). */
  used(kind: LeaseKind, address: A, prefixLength: number, inUse: boolean): void
  /** A lease of this subnet and pool went from state `was` to state `is`; -1: there was / is none. */
  counted(kind: LeaseKind, subnetId: number, poolId: number, was: number, is: number): void
}
