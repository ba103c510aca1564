import { type Lease, LeaseKind } from '../../lease/lease.js'
import { isFree } from '../../lease/ownership.js'
import { admits, poolHolding, type SubnetPlan } from '../../subnet/plan.js'
import { hostIn } from '../find-hosts.js'
import { leaseOf } from './allocate6.js'
import type { Association } from './association.js'
import { poolIn } from './eligible.js'
import type { Exchange6 } from './exchange6.js'
import { logExtended, logReserved, logReservedHeld } from './log-allocation.js'
import type { Rooms6 } from './rooms6.js'

/**
 * What is reserved for the client in the subnets of its link: what this association holds of it already, else the first
 * that nobody has. One association takes one of several reserved addresses (prefixes), so the next one finds the next.
 */
export function grantReserved(rooms: Rooms6, x: Exchange6, association: Association): boolean {
  if (x.hosts.length === 0) return false
  const { leases } = association
  return (
    (leases.length > 0 && inSubnets(rooms, x, association, holdReserved)) ||
    inSubnets(rooms, x, association, takeReserved)
  )
}

/** How a reserved address or prefix is granted; false: it is not. */
type Way = (
  rooms: Rooms6,
  x: Exchange6,
  association: Association,
  plan: SubnetPlan<bigint>,
  address: bigint,
  length: number,
) => boolean

function inSubnets(rooms: Rooms6, x: Exchange6, association: Association, way: Way): boolean {
  const home = x.subnet!
  if (inSubnet(rooms, x, association, home, way)) return true
  const { subnets } = x.network!
  for (let i = 0; i < subnets.length; i++) {
    const sibling = subnets[i]!
    if (sibling === home || !admits(sibling, x.classes)) continue
    if (inSubnet(rooms, x, association, sibling, way)) return true
  }
  return false
}

function inSubnet(rooms: Rooms6, x: Exchange6, association: Association, plan: SubnetPlan<bigint>, way: Way): boolean {
  const host = hostIn(x, plan)
  if (host === undefined) return false
  const { kind } = x.plan.decided
  const { prefix, prefixLength } = plan.subnet
  if (association.kind === LeaseKind.pd) {
    for (let i = 0; i < host.prefixes.length; i++) {
      const own = host.prefixes[i]!
      if (way(rooms, x, association, plan, own.prefix, own.length)) return true
    }
    return false
  }
  for (let i = 0; i < host.addresses.length; i++) {
    const address = host.addresses[i]!
    // a global reservation may be of another link
    if (host.subnetId === 0 && !kind.contains(prefix, prefixLength, address)) continue
    if (way(rooms, x, association, plan, address, kind.bits)) return true
  }
  return false
}

/** The association has it. It may have several, so the search goes on as if it had not. */
function holdReserved(
  rooms: Rooms6,
  x: Exchange6,
  association: Association,
  plan: SubnetPlan<bigint>,
  address: bigint,
  length: number,
): boolean {
  const { leases } = association
  for (let i = 0; i < leases.length; i++) {
    const lease = leases[i]!
    if (lease.address !== address || lease.prefixLength !== length || x.isPromised(address)) continue
    give(association, plan, address, length, lease).extended = true
    logReservedHeld(rooms, x, lease)
    logExtended(rooms, x, lease)
  }
  return false
}

/** Nobody has it, nor any part of it. */
function takeReserved(
  rooms: Rooms6,
  x: Exchange6,
  association: Association,
  plan: SubnetPlan<bigint>,
  address: bigint,
  length: number,
): boolean {
  const { kind } = association
  if (association.grantCount > 0) return true
  if (x.isPromised(address)) return false
  const lease = leaseOf(rooms, x, kind, address, length)
  // somebody got it before it was reserved: they keep it until it ends
  if (!isFree(lease, x.seconds) || isPartOfLease(rooms, x, plan, kind, address, length)) return false
  give(association, plan, address, length, lease)
  logReserved(rooms, x, kind, address, length)
  return true
}

/** A reserved prefix may lie in a bigger one that was delegated from a pool before it was reserved. */
function isPartOfLease(
  rooms: Rooms6,
  x: Exchange6,
  plan: SubnetPlan<bigint>,
  kind: LeaseKind,
  prefix: bigint,
  length: number,
): boolean {
  if (kind !== LeaseKind.pd) return false
  const pool = poolHolding(plan.pdPools, prefix)
  if (pool === undefined || pool.prefixLength >= length) return false
  const whole = x.plan.decided.kind.network(prefix, pool.prefixLength)
  return !isFree(leaseOf(rooms, x, kind, whole, pool.prefixLength), x.seconds)
}

function give(
  association: Association,
  plan: SubnetPlan<bigint>,
  address: bigint,
  length: number,
  was: Lease<bigint> | undefined,
) {
  const grant = association.grant()
  grant.address = address
  grant.prefixLength = length
  grant.was = was
  grant.subnet = plan
  grant.pool = poolIn(plan, association.kind, address, length)
  return grant
}
