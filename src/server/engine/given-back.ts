import { LeaseDraft } from '../lease/draft.js'
import { type Address, INFINITE, type Lease, LeaseState } from '../lease/lease.js'
import type { Exchange } from './exchange.js'

/** What becomes of a lease that its client releases: kept for the client's return, or deleted (undefined). */
export function givenBack<A extends Address>(x: Exchange<A>, lease: Lease<A>): LeaseDraft<A> | undefined {
  const { behaviours, expired } = x.plan.decided
  // without the second timer nobody would ever take the lease away; one without end is not worth waiting for
  const affinity = expired.hold > 0 && expired.flushWait > 0 && lease.validLifetime !== INFINITE
  if (!behaviours.releaseKeepsLease || !affinity) return undefined
  const is = LeaseDraft.kept(lease, LeaseState.released, x.seconds, 0)
  is.preferredLifetime = 0
  return is
}
