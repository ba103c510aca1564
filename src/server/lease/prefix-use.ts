import type { Allocator } from './allocators/allocator.js'
import type { CoveredSpace } from './covered-space.js'
import type { Address } from './lease.js'
import type { PoolRange } from './pool-range.js'

/** More places than any pool has: a block that holds them all. */
const WHOLE = 2 ** 53

/**
 * Tells the allocator of a pool of prefixes which of them overlap with leases, whatever the lengths of those are: one of
 * the pool's own length takes one place, a longer one (several of them) the place it lies in, a shorter one all the
 * places in it. Lengths differ after a change of delegated-len, and with reserved prefixes.
 */
export class PrefixUse<A extends Address> {
  private readonly range: PoolRange<A>
  private readonly allocator: Allocator<A>
  private readonly space: CoveredSpace
  /** Leases in a place beyond the first one. */
  private readonly more = new Map<number, number>()

  constructor(range: PoolRange<A>, allocator: Allocator<A>, space: CoveredSpace) {
    this.range = range
    this.allocator = allocator
    this.space = space
  }

  /** A prefix that overlaps with the pool is delegated, or no longer. Told once for each change of a lease. */
  used(prefix: A, length: number, inUse: boolean): void {
    const { range } = this
    if (length < range.leaseLength) this.cover(prefix, length, inUse)
    else {
      const place = range.placeOf(prefix)
      if (place >= 0) this.take(place, inUse)
    }
  }

  private take(place: number, inUse: boolean): void {
    const { more } = this
    const others = more.get(place) ?? 0
    if (inUse) {
      if (!this.allocator.usedAt(place, true)) more.set(place, others + 1)
    } else if (others === 0) this.allocator.usedAt(place, false)
    else if (others === 1) more.delete(place)
    else more.set(place, others - 1)
  }

  private cover(prefix: A, length: number, inUse: boolean): void {
    const { range, space, allocator } = this
    const last = range.kind.broadcast(prefix, length)
    const whole = prefix <= range.first && last >= range.last
    const from = whole ? 0 : range.placeOf(prefix)
    // beyond what the pool hands out
    if (from < 0) return
    space.cover(from, whole ? WHOLE : 2 ** (range.leaseLength - length), inUse)
    if (!inUse) allocator.reopened(from)
  }
}
