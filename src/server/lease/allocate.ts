import { isPending, type Now } from '../../now.js'
import type { Exchange } from '../engine/exchange.js'
import { moveTo, prefixReservedForOther, reservedForOther } from '../engine/find-hosts.js'
import { admits, type NetworkPlan, type PoolPlan, type SubnetPlan } from '../subnet/plan.js'
import { type Address, LeaseKind } from './lease.js'
import { lengthRank, WORST_RANK } from './length-rank.js'

/** What a search for something free came to. */
export interface Search<A extends Address> {
  /** An address, or the first one of a prefix. Undefined: there is none. */
  address: A | undefined
  /** Where it comes from; its `prefixLength` is the candidate's. */
  pool: PoolPlan<A> | undefined
  /** Candidates that were looked at. */
  attempts: number
  /** Subnets of the link whose pools were all full, and those that had no pool for this client. */
  fullSubnets: number
  unmatchedSubnets: number
  /** Candidates that may be looked at: as many as were free when the search began. */
  limit: number
}

/** Which pools of a subnet are looked into. */
export type PoolsOf<A extends Address> = (plan: SubnetPlan<A>) => readonly PoolPlan<A>[]

/** What a search is told beside the packet. Made once; a search changes nothing of it. */
export interface SearchTerms<A extends Address> {
  readonly poolsOf: PoolsOf<A>
  /** Was it promised already: to another packet that is on its way, or to another association of this one? */
  claimed(address: A, prefixLength: number): boolean
}

/**
 * Something free on the client's link: the subnet chosen for it first, then its siblings; in each the pools whose guards
 * admit the client, in the order of the file. Candidates reserved for others are passed over. `hint` is the length of
 * prefix that the client would like, 0: any. Pools of better lengths (see lengthRank) come first, wherever on the link
 * they are.
 */
export function pickFree<A extends Address>(
  x: Exchange<A>,
  terms: SearchTerms<A>,
  search: Search<A>,
  hint = 0,
): Now<Search<A>> {
  const { poolsOf } = terms
  search.address = undefined
  search.pool = undefined
  search.attempts = 0
  search.fullSubnets = 0
  search.unmatchedSubnets = 0
  search.limit = 0
  const subnets = subnetsOf(x, x.network!)
  for (const plan of subnets) for (const pool of poolsOf(plan)) search.limit += pool.space.free
  return searchFrom(x, subnets, 0, bestRank(subnets, poolsOf, hint, -1), hint, terms, search)
}

/** The addresses of a subnet. */
export function addressPools<A extends Address>(plan: SubnetPlan<A>): readonly PoolPlan<A>[] {
  return plan.pools
}

/** The prefixes of a subnet. */
export function prefixPools<A extends Address>(plan: SubnetPlan<A>): readonly PoolPlan<A>[] {
  return plan.pdPools
}

function subnetsOf<A extends Address>(x: Exchange<A>, network: NetworkPlan<A>): readonly SubnetPlan<A>[] {
  if (network.subnets.length === 1) return network.subnets
  return [x.subnet!, ...network.subnets.filter(plan => plan !== x.subnet && admits(plan, x.classes))]
}

/** The best rank of a pool that is worse than `than`; WORST_RANK: there is none. */
function bestRank<A extends Address>(
  subnets: readonly SubnetPlan<A>[],
  poolsOf: PoolsOf<A>,
  hint: number,
  than: number,
): number {
  if (hint === 0) return than < 0 ? 0 : WORST_RANK
  let best = WORST_RANK
  for (const plan of subnets)
    for (const { prefixLength } of poolsOf(plan)) {
      const rank = lengthRank(prefixLength, hint)
      if (rank > than && rank < best) best = rank
    }
  return best
}

function searchFrom<A extends Address>(
  x: Exchange<A>,
  subnets: readonly SubnetPlan<A>[],
  first: number,
  firstRank: number,
  hint: number,
  terms: SearchTerms<A>,
  search: Search<A>,
): Now<Search<A>> {
  const { poolsOf } = terms
  let from = first
  for (let rank = firstRank; rank < WORST_RANK; rank = bestRank(subnets, poolsOf, hint, rank)) {
    for (let i = from; i < subnets.length; i++) {
      const plan = subnets[i]!
      for (const pool of poolsOf(plan)) {
        if (lengthRank(pool.prefixLength, hint) !== rank || !x.classes.passes(pool.guards)) continue
        // every free one at most once: what is left is reserved for others
        for (let left = pool.space.free; left > 0 && search.attempts < search.limit; left--) {
          const candidate = pool.space.next()
          if (candidate === undefined) break
          search.attempts++
          if (terms.claimed(candidate, pool.prefixLength)) continue
          const taken = isOthers(x, plan, pool, candidate)
          if (isPending(taken)) return searchOn(x, subnets, i, rank, hint, terms, search, pool, candidate, taken)
          if (taken === true) continue
          return found(x, search, pool, candidate)
        }
      }
    }
    from = 0
  }
  return notFound(x, subnets, poolsOf, search)
}

function isOthers<A extends Address>(
  x: Exchange<A>,
  plan: SubnetPlan<A>,
  pool: PoolPlan<A>,
  candidate: A,
): Now<boolean> {
  return pool.kind === LeaseKind.pd
    ? prefixReservedForOther(x, plan, candidate, pool.prefixLength, true)
    : reservedForOther(x, plan, candidate, true)
}

/** The same where reservations are in a database: wait for the verdict on one candidate, then go on. */
async function searchOn<A extends Address>(
  x: Exchange<A>,
  subnets: readonly SubnetPlan<A>[],
  index: number,
  rank: number,
  hint: number,
  terms: SearchTerms<A>,
  search: Search<A>,
  pool: PoolPlan<A>,
  candidate: A,
  pending: Promise<boolean>,
): Promise<Search<A>> {
  if (!(await pending)) return found(x, search, pool, candidate)
  return searchFrom(x, subnets, index, rank, hint, terms, search)
}

function found<A extends Address>(x: Exchange<A>, search: Search<A>, pool: PoolPlan<A>, address: A): Search<A> {
  moveTo(x, pool.subnet)
  search.address = address
  search.pool = pool
  return search
}

function notFound<A extends Address>(
  x: Exchange<A>,
  subnets: readonly SubnetPlan<A>[],
  poolsOf: PoolsOf<A>,
  search: Search<A>,
): Search<A> {
  for (const plan of subnets) {
    if (poolsOf(plan).some(pool => x.classes.passes(pool.guards))) search.fullSubnets++
    else search.unmatchedSubnets++
  }
  return search
}
