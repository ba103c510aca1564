import type { Lifetime } from '../../config/decided.js'
import { INFINITE, LeaseKind } from '../../lease/lease.js'
import { grantedLifetime, overridden } from '../../lease/lifetime.js'
import type { Association, Grant } from './association.js'
import type { Exchange6 } from './exchange6.js'

/** The share of the valid lifetime that is preferred where nothing sensible is configured (as Kea). */
const PREFERRED_SHARE = 0.625

/**
 * How long a lease is promised for: what the classes, else the subnet say, moved by the client's wish. Sets the grant's
 * valid and preferred lifetimes; the preferred one is never longer than the valid one (RFC 8415 21.6).
 */
export function setLifetimes(x: Exchange6, association: Association, grant: Grant): void {
  const { subnet } = grant.subnet!
  const hint = hintOf(association, grant.address)
  const valid = configured(x, subnet.valid, 'valid')
  const preferred = configured(x, subnet.preferred ?? subnet.valid, 'preferred')
  const scarce = isScarce(grant)
  grant.valid = scarce ? valid.min : grantedLifetime(valid, hint?.valid)
  grant.preferred = scarce ? preferred.min : grantedLifetime(preferred, hint?.preferred)
  if (grant.preferred === 0 || grant.preferred > grant.valid)
    grant.preferred = Math.trunc(grant.valid * PREFERRED_SHARE)
}

/** The client's wish for this address, else the first one of the association. */
function hintOf(association: Association, address: bigint) {
  const { hints, hintCount } = association
  for (let i = 0; i < hintCount; i++) if (hints[i]!.address === address) return hints[i]
  return hintCount > 0 ? hints[0] : undefined
}

function configured(x: Exchange6, subnet: Lifetime, which: 'valid' | 'preferred'): Lifetime {
  const { classes } = x.plan
  for (let i = 0; i < x.classes.count; i++) {
    const own = classes[x.classes.idAt(i)]?.[which]
    if (own?.default !== undefined) return overridden(subnet, own)
  }
  return subnet
}

/** A pool with the free lease queue is nearly used up: who comes new gets its lease for the shortest time. */
function isScarce({ subnet, pool, extended }: Grant): boolean {
  if (pool === undefined || extended) return false
  const { adaptiveThreshold, allocator, pdAllocator } = subnet!.subnet
  if (adaptiveThreshold === undefined || (pool.kind === LeaseKind.pd ? pdAllocator : allocator) !== 'flq') return false
  const { capacity, free } = pool.space
  return capacity - free >= capacity * adaptiveThreshold
}

/**
 * When the client comes back (RFC 8415 14.2): as configured, else shares of the shortest preferred lifetime in the
 * association. A T1 that does not come before T2 is left to the client (0), as in Kea; without an end both have none.
 */
export function setTimers(association: Association): void {
  const { grants, grantCount } = association
  let preferred = INFINITE
  let from: Grant | undefined
  for (let i = 0; i < grantCount; i++) {
    const grant = grants[i]!
    if (grant.subnet === undefined) continue
    from ??= grant
    if (grant.preferred < preferred) preferred = grant.preferred
  }
  association.answerT1 = 0
  association.answerT2 = 0
  if (from === undefined) return
  const { renewTimer, rebindTimer, calculateTeeTimes, t1Percent, t2Percent } = from.subnet!.subnet
  const t2 = rebindTimer ?? (calculateTeeTimes ? shareOf(preferred, t2Percent) : 0)
  const t1 = renewTimer ?? (calculateTeeTimes ? shareOf(preferred, t1Percent) : 0)
  association.answerT1 = t1 < t2 || t2 === INFINITE ? t1 : 0
  association.answerT2 = t2
}

function shareOf(lifetime: number, share: number): number {
  return lifetime === INFINITE ? INFINITE : Math.round(lifetime * share)
}
