import type { Lifetime } from '../config/decided.js'
import { type Address, INFINITE, isExpired, type Lease, LeaseState } from './lease.js'

/** The lifetime a client gets: its wish clamped to min..max, the default without a wish (or with 0, which is none). Seconds. */
export function grantedLifetime(configured: Lifetime, wish: number | undefined): number {
  if (wish === undefined || wish === 0) return configured.default
  if (wish < configured.min) return configured.min
  return wish > configured.max ? configured.max : wish
}

/** What a class says of a lifetime, over what the subnet says. Undefined where the class says nothing. */
export function overridden(
  subnet: Lifetime,
  own: { readonly min?: number; readonly default?: number; readonly max?: number } | undefined,
): Lifetime {
  if (own?.default === undefined) return subnet
  return { min: own.min ?? own.default, default: own.default, max: own.max ?? own.default }
}

/**
 * Seconds that are left of a lease that may be handed out again without a write, 0 when it may not: it is young enough
 * (cache-threshold, a share of its lifetime, and cache-max-age, seconds), and its lifetime is what it would get now.
 */
export function reusableFor<A extends Address>(
  lease: Lease<A>,
  lifetime: number,
  seconds: number,
  threshold: number | undefined,
  maxAge: number | undefined,
): number {
  if (lease.state !== LeaseState.default || lease.validLifetime !== lifetime || isExpired(lease, seconds)) return 0
  const age = seconds - lease.cltt
  const oldest = oldestReused(lifetime, threshold, maxAge)
  if (oldest === 0 || age < 0 || age > oldest) return 0
  return lifetime === INFINITE ? INFINITE : lifetime - age
}

/** The age up to which leases are reused, seconds; 0: they are not. A share that is none (0, or more than 1) says so too. */
function oldestReused(lifetime: number, threshold: number | undefined, maxAge: number | undefined): number {
  if (threshold === undefined) return maxAge ?? 0
  if (threshold <= 0 || threshold > 1) return 0
  return Math.min(Math.trunc(lifetime * threshold), maxAge ?? Number.POSITIVE_INFINITY)
}
