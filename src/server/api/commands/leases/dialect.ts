import type { Generation } from '../../../config/behaviours.js'
import { LeaseState } from '../../../lease/lease.js'
import { Result } from '../../command-error.js'

/** What lease commands do differently from one Kea to the next. */
export interface LeaseDialect {
  /** Result of what contradicts the configuration or the leases there are. */
  readonly conflict: number
  /** A lease tells the pool it is counted in. */
  readonly poolIds: boolean
  /** States that a command may give a lease. */
  readonly lastState: LeaseState
  readonly states: string
}

export const leaseDialects: Readonly<Record<Generation, LeaseDialect>> = {
  '2.2': {
    conflict: Result.error,
    poolIds: false,
    lastState: LeaseState.expiredReclaimed,
    states: '0 (default), 1 (declined) and 2 (expired-reclaimed)',
  },
  '3': {
    conflict: Result.conflict,
    poolIds: true,
    lastState: LeaseState.registered,
    states: '0 (default), 1 (declined), 2 (expired-reclaimed), 3 (released) and 4 (registered)',
  },
}
