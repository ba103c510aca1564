import { type Lease, LeaseKind } from '../../lease/lease.js'
import { admits, type PoolPlan, pdPoolOf, poolOf, type SubnetPlan, subnetHolding } from '../../subnet/plan.js'
import type { Exchange6 } from './exchange6.js'

/** The pool of the client's link that an address (a prefix of this length) comes from, and that admits the client. */
export function allowedPool(
  x: Exchange6,
  kind: LeaseKind,
  address: bigint,
  length: number,
): PoolPlan<bigint> | undefined {
  const own = poolAdmitting(x, x.subnet!, kind, address, length)
  if (own !== undefined) return own
  const { subnets } = x.network!
  for (let i = 0; i < subnets.length; i++) {
    const sibling = subnets[i]!
    if (sibling === x.subnet || !admits(sibling, x.classes)) continue
    const pool = poolAdmitting(x, sibling, kind, address, length)
    if (pool !== undefined) return pool
  }
  return undefined
}

function poolAdmitting(
  x: Exchange6,
  plan: SubnetPlan<bigint>,
  kind: LeaseKind,
  address: bigint,
  length: number,
): PoolPlan<bigint> | undefined {
  const pool = poolIn(plan, kind, address, length)
  return pool !== undefined && x.classes.passes(pool.guards) ? pool : undefined
}

/** The pool of a subnet that an address or prefix comes from, whoever it is for. */
export function poolIn(
  plan: SubnetPlan<bigint>,
  kind: LeaseKind,
  address: bigint,
  length: number,
): PoolPlan<bigint> | undefined {
  return kind === LeaseKind.pd ? pdPoolOf(plan, address, length) : poolOf(plan, address)
}

/** The subnet of the client's link that a lease is in, by its number, else by its address. */
export function subnetOfLease(x: Exchange6, lease: Lease<bigint>): SubnetPlan<bigint> | undefined {
  const { subnets } = x.network!
  for (let i = 0; i < subnets.length; i++) if (subnets[i]!.subnet.id === lease.subnetId) return subnets[i]
  return lease.kind === LeaseKind.pd ? undefined : subnetHolding(x.plan.decided.kind, x.network!, lease.address)
}
