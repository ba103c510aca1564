import { requestedLeaseTime } from '../../../wire/v4/options.js'
import type { Lifetime } from '../../config/decided.js'
import { INFINITE } from '../../lease/lease.js'
import { grantedLifetime, overridden } from '../../lease/lifetime.js'
import type { Exchange4 } from './exchange4.js'

/** How long the address is promised for: what the classes, else the subnet say, moved by the client's wish (option 51). */
export function lifetimeOf(x: Exchange4): number {
  // RFC 1534 2: BOOTP clients know of no end
  if (x.classes.has(x.plan.builtin.bootp)) return INFINITE
  const configured = configuredLifetime(x)
  return isScarce(x) ? configured.min : grantedLifetime(configured, requestedLeaseTime(x.query))
}

/**
 * A pool with the free lease queue is nearly used up (adaptive-lease-time-threshold): who comes new gets its address for
 * the shortest time.
 */
function isScarce(x: Exchange4): boolean {
  const { adaptiveThreshold, allocator } = x.subnet!.subnet
  if (adaptiveThreshold === undefined || allocator !== 'flq' || x.outcome !== 'take' || x.pool === undefined)
    return false
  const { capacity, free } = x.pool.space
  return capacity - free >= capacity * adaptiveThreshold
}

/** Seconds that an offered address is kept for its client: what the classes, else the subnet say; 0: not at all. */
export function offerLifetimeOf(x: Exchange4): number {
  const { classes, keepsOffers } = x.plan
  if (!keepsOffers) return 0
  for (let i = 0; i < x.classes.count; i++) {
    const own = classes[x.classes.idAt(i)]?.offerLifetime
    if (own !== undefined) return own
  }
  return x.subnet!.subnet.offerLifetime
}

function configuredLifetime(x: Exchange4): Lifetime {
  const { classes } = x.plan
  const { valid } = x.subnet!.subnet
  for (let i = 0; i < x.classes.count; i++) {
    const own = classes[x.classes.idAt(i)]?.valid
    if (own?.default !== undefined) return overridden(valid, own)
  }
  return valid
}
