import { isPending, type Now } from '../../now.js'
import type { Exchange } from '../engine/exchange.js'
import { moveTo, reservedForOther } from '../engine/find-hosts.js'
import { admits, type NetworkPlan, type PoolPlan, type SubnetPlan } from '../subnet/plan.js'
import type { Address } from './lease.js'

/** What a search for a free address came to. */
export interface Search<A extends Address> {
  /** Undefined: there is none. */
  address: A | undefined
  pool: PoolPlan<A> | undefined
  /** Addresses that were looked at. */
  attempts: number
  /** Subnets of the link whose pools were all full, and those that had no pool for this client. */
  fullSubnets: number
  unmatchedSubnets: number
  /** Candidates that may be looked at: as many as were free when the search began. */
  limit: number
}

/**
 * A free address on the client's link: the subnet chosen for it first, then its siblings; in each the pools whose guards
 * admit the client, in the order of the file. Candidates reserved for others are passed over. `claimed` are addresses
 * that another packet, still on its way, was promised.
 */
export function pickFree<A extends Address>(
  x: Exchange<A>,
  claimed: (address: A) => boolean,
  search: Search<A>,
): Now<Search<A>> {
  search.address = undefined
  search.pool = undefined
  search.attempts = 0
  search.fullSubnets = 0
  search.unmatchedSubnets = 0
  search.limit = 0
  const subnets = subnetsOf(x, x.network!)
  for (const plan of subnets) for (const pool of plan.pools) search.limit += pool.space.free
  return searchFrom(x, subnets, 0, claimed, search)
}

function subnetsOf<A extends Address>(x: Exchange<A>, network: NetworkPlan<A>): readonly SubnetPlan<A>[] {
  if (network.subnets.length === 1) return network.subnets
  return [x.subnet!, ...network.subnets.filter(plan => plan !== x.subnet && admits(plan, x.classes))]
}

function searchFrom<A extends Address>(
  x: Exchange<A>,
  subnets: readonly SubnetPlan<A>[],
  first: number,
  claimed: (address: A) => boolean,
  search: Search<A>,
): Now<Search<A>> {
  for (let i = first; i < subnets.length; i++) {
    const plan = subnets[i]!
    let matched = false
    for (const pool of plan.pools) {
      if (!x.classes.passes(pool.guards)) continue
      matched = true
      // every free address at most once: what is left is reserved for others
      for (let left = pool.space.free; left > 0 && search.attempts < search.limit; left--) {
        const candidate = pool.space.next()
        if (candidate === undefined) break
        search.attempts++
        if (claimed(candidate)) continue
        const taken = reservedForOther(x, plan, candidate, true)
        if (isPending(taken)) return searchOn(x, subnets, i, claimed, search, pool, candidate, taken)
        if (taken === true) continue
        return found(x, search, pool, candidate)
      }
    }
    if (matched) search.fullSubnets++
    else search.unmatchedSubnets++
  }
  return search
}

/** The same where reservations are in a database: wait for the verdict on one candidate, then go on. */
async function searchOn<A extends Address>(
  x: Exchange<A>,
  subnets: readonly SubnetPlan<A>[],
  index: number,
  claimed: (address: A) => boolean,
  search: Search<A>,
  pool: PoolPlan<A>,
  candidate: A,
  pending: Promise<boolean>,
): Promise<Search<A>> {
  if (!(await pending)) return found(x, search, pool, candidate)
  return searchFrom(x, subnets, index, claimed, search)
}

function found<A extends Address>(x: Exchange<A>, search: Search<A>, pool: PoolPlan<A>, address: A): Search<A> {
  moveTo(x, pool.subnet)
  search.address = address
  search.pool = pool
  return search
}
