import type { FreeSpace } from '../free-space.js'
import type { Address } from '../lease.js'
import type { PoolRange } from '../pool-range.js'

/** Numbers in [0, 1), like Math.random: passed in, so that a test knows what comes. */
export type Random = () => number

/** Which free address of a pool is handed out next. It never marks one as used: the lease does, through used(). */
export interface Allocator<A extends Address> {
  readonly capacity: number
  /** Free addresses at this moment. */
  readonly free: number
  /**
   * A free address, or undefined when there is none. Calling again goes on to others: a caller that turns candidates
   * down calls at most `free` times.
   */
  next(): A | undefined
  /** An address of the pool is now in use, or free again. Addresses outside are not looked at. */
  used(address: A, inUse: boolean): void
  isFree(address: A): boolean
  /** The same as used(), by place. Returns whether that changed anything. */
  usedAt(place: number, inUse: boolean): boolean
  /** Places from here on that were passed over as not free may be free now, though no used() said so. */
  reopened(from: number): void
}

/** What all allocators do alike: the range and the free space of one pool. */
export abstract class PoolAllocator<A extends Address> implements Allocator<A> {
  protected readonly range: PoolRange<A>
  protected readonly space: FreeSpace

  constructor(range: PoolRange<A>, space: FreeSpace) {
    this.range = range
    this.space = space
  }

  get capacity(): number {
    return this.space.capacity
  }

  get free(): number {
    return this.space.free
  }

  isFree(address: A): boolean {
    const place = this.range.placeOf(address)
    return place >= 0 && this.space.isFree(place)
  }

  next(): A | undefined {
    if (this.space.free === 0) return undefined
    const place = this.choose()
    return place < 0 ? undefined : this.range.addressAt(place)
  }

  used(address: A, inUse: boolean): void {
    const place = this.range.placeOf(address)
    if (place >= 0) this.usedAt(place, inUse)
  }

  usedAt(place: number, inUse: boolean): boolean {
    if (!this.space.setUsed(place, inUse)) return false
    this.changed(place, inUse)
    return true
  }

  reopened(_from: number): void {}

  /** A free place; there is at least one. */
  protected abstract choose(): number

  /** A place has become used or free. */
  protected abstract changed(place: number, inUse: boolean): void
}
