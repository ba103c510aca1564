import type { Plan } from '../../../engine/plan.js'
import type { Address, LeaseKind } from '../../../lease/lease.js'
import type { Statistics } from '../../../stats/stat.js'
import type { Clock } from '../../../time/clock.js'

/** What the commands work on. Asked for at each command: a reload changes plan and counters. */
export interface LeaseStatisticsRooms<A extends Address> {
  readonly plan: Pick<Plan<A>, 'subnets'>
  readonly statistics: Pick<Statistics, 'find'>
  readonly leases: LeaseFigures
  readonly clock: Pick<Clock, 'now'>
}

/** Leases in use: LeaseCounters. */
export interface LeaseFigures {
  leasesOf(kind: LeaseKind, subnetId: number): { readonly assigned: number; readonly declined: number }
}

/** A service that has none of them: both services take the commands of both families, as Kea's do. */
export function noLeaseStatistics<A extends Address>(clock: Pick<Clock, 'now'>): LeaseStatisticsRooms<A> {
  return {
    plan: { subnets: new Map() },
    statistics: { find: () => undefined },
    leases: { leasesOf: () => ({ assigned: 0, declined: 0 }) },
    clock,
  }
}
