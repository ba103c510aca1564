import { isPending, type Now } from '../../../now.js'
import { admits, type PoolPlan, poolOf, type SubnetPlan, subnetHolding } from '../../subnet/plan.js'
import { moveTo, reservedForOther } from '../find-hosts.js'
import type { Exchange4 } from './exchange4.js'

/** The pool of the client's link that holds the address and admits the client, with its subnet. */
export function allowedPool(x: Exchange4, address: number): PoolPlan<number> | undefined {
  const own = poolAdmitting(x, x.subnet!, address)
  if (own !== undefined) return own
  for (const sibling of x.network!.subnets) {
    if (sibling === x.subnet || !admits(sibling, x.classes)) continue
    const pool = poolAdmitting(x, sibling, address)
    if (pool !== undefined) return pool
  }
  return undefined
}

/** compatibility.exclude-first-last-24: some clients take addresses that end in .0 or .255 for broadcasts. */
export function excludesEnds(x: Exchange4, plan: SubnetPlan<number>): boolean {
  return x.plan.decided.global.compatibility.excludeFirstLast24 && plan.subnet.prefixLength <= 24
}

/** Does the address end in .0 or .255? */
export function isFirstOrLast(address: number): boolean {
  const last = address & 255
  return last === 0 || last === 255
}

/** Is the address in any pool of the client's link, whoever that is for? */
export function isPooled(x: Exchange4, address: number): boolean {
  for (const { pools } of x.network!.subnets)
    for (const { pool } of pools) if (address >= pool.first && address <= pool.last) return true
  return false
}

function poolAdmitting(x: Exchange4, plan: SubnetPlan<number>, address: number): PoolPlan<number> | undefined {
  if (isFirstOrLast(address) && excludesEnds(x, plan)) return undefined
  const pool = poolOf(plan, address)
  return pool !== undefined && x.classes.passes(pool.guards) ? pool : undefined
}

/** Is the address kept for another client, in whichever subnet of the link it lies? */
export function isReservedForOther(x: Exchange4, address: number): Now<boolean> {
  if (x.plan.hosts.empty) return false
  const plan = subnetHolding(x.plan.decided.kind, x.network!, address)
  return plan !== undefined && reservedForOther(x, plan, address, poolOf(plan, address) !== undefined)
}

/** Grant an address: the exchange moves to its subnet and pool. */
export function grant(x: Exchange4, outcome: 'extend' | 'take', address: number): void {
  const plan = subnetHolding(x.plan.decided.kind, x.network!, address)
  if (plan !== undefined) moveTo(x, plan)
  x.pool = poolOf(x.subnet!, address)
  x.outcome = outcome
  x.granted = address
}

/** `value` now, or when it comes: the branch that is common costs no promise. */
export function whenKnown(value: Now<boolean>, then: (value: boolean) => undefined): Now<undefined> {
  return isPending(value) ? value.then(then) : then(value)
}
