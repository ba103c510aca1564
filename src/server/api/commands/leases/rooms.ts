import type { Now } from '../../../../now.js'
import type { Plan } from '../../../engine/plan.js'
import type { Address } from '../../../lease/lease.js'
import type { LeaseStore } from '../../../store/lease-store.js'
import type { Clock } from '../../../time/clock.js'

/** What lease commands work on. Asked for at each command: a reload changes plan and store. */
export interface LeaseRooms<A extends Address> {
  readonly store: LeaseStore<A>
  readonly plan: LeasePlan<A>
  readonly clock: Pick<Clock, 'seconds'>
  /** The lease file; undefined: leases are kept elsewhere, or in memory only. */
  readonly copies: LeaseCopies | undefined
  /** Run a change of leases that does not count in the cumulative statistics: LeaseCounters.quietly(). */
  quietly<T>(change: () => Now<T>): Now<T>
}

/** What they have to know of the configuration. */
export type LeasePlan<A extends Address> = Pick<Plan<A>, 'subnets' | 'hosts'>

/** Copies of the lease file. */
export interface LeaseCopies {
  /** The lease file itself, absolute. */
  readonly current: string
  /** Write all leases to a file; the lease file itself is cleaned up. Fails with what the system says. */
  copyTo(path: string): Promise<void>
}

/** A service that has none of them: both services take the commands of both families, as Kea's do. */
export function noLeases<A extends Address>(): LeaseRooms<A> {
  return {
    store: emptyStore(),
    plan: {
      subnets: new Map(),
      hosts: { empty: true, byIdentifier: () => [], byAddress: () => [], byPrefix: () => [] },
    },
    clock: { seconds: () => 0 },
    copies: undefined,
    quietly: change => change(),
  }
}

function emptyStore<A extends Address>(): LeaseStore<A> {
  return {
    can: { atomicBatch: true, countsInStore: true, sharedWithOthers: false },
    byAddress: () => undefined,
    byClientId: () => undefined,
    byHardware: () => undefined,
    byIa: () => [],
    prefixesAt: () => [],
    apply: () => false,
    settle: () => 'stale',
    page: () => [],
    walk: () => ({ count: 0, next: () => [], close: () => {} }),
    expired: () => [],
    held: () => [],
    flush: () => true,
    close: async () => {},
  }
}
