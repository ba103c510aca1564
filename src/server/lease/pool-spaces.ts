import type { AddressKind } from '../../wire/address.js'
import type { LeaseObserver } from '../store/lease-store.js'
import type { Allocator, Random } from './allocators/allocator.js'
import { FreeQueueAllocator } from './allocators/free-queue.js'
import { IterativeAllocator } from './allocators/iterative.js'
import { RandomAllocator } from './allocators/random.js'
import { freeSpace } from './free-space.js'
import { type Address, LeaseKind } from './lease.js'
import { PoolRange } from './pool-range.js'

/** What a pool says about itself; decided.ts's Pool is one. */
export interface PoolBounds<A extends Address> {
  readonly first: A
  readonly last: A
  readonly leaseLength: number
}

interface Entry<A extends Address> {
  readonly range: PoolRange<A>
  readonly allocator: Allocator<A>
}

/** The free queue names its places with 32 bits; bigger pools are served iteratively. */
const QUEUE_LIMIT = 2 ** 31

/**
 * The allocators of all pools of a configuration. As an observer of the lease store it tells each of them which of its
 * addresses are in use. To fill it: add() every pool, then have the store observe it (see MemfileStore.observe()).
 */
export class PoolSpaces<A extends Address> implements LeaseObserver<A> {
  private readonly kind: AddressKind<A>
  private readonly random: Random
  /** Ascending by first address. */
  private entries: Entry<A>[] = []
  /** reach[i]: the highest last address of entries[0 .. i]; pools of different subnets may overlap. */
  private reach: A[] = []
  private sorted = true

  constructor(kind: AddressKind<A>, random: Random) {
    this.kind = kind
    this.random = random
  }

  /** Make the allocator of one pool. All pools are added before the first lease is observed. */
  add(pool: PoolBounds<A>, algorithm: 'iterative' | 'random' | 'flq'): Allocator<A> {
    const range = new PoolRange(this.kind, pool.first, pool.last, pool.leaseLength)
    const space = freeSpace(range.capacity)
    let allocator: Allocator<A>
    if (algorithm === 'random') allocator = new RandomAllocator(range, space, this.random)
    else if (algorithm === 'flq' && range.capacity < QUEUE_LIMIT) allocator = new FreeQueueAllocator(range, space)
    else allocator = new IterativeAllocator(range, space)
    this.entries.push({ range, allocator })
    this.sorted = false
    return allocator
  }

  used(kind: LeaseKind, address: A, prefixLength: number, inUse: boolean): void {
    if (!this.sorted) this.sort()
    const { entries, reach } = this
    const prefix = kind === LeaseKind.pd
    for (let i = this.lastFrom(address); i >= 0 && reach[i]! >= address; i--) {
      const { range, allocator } = entries[i]!
      // A prefix pool hands out prefixes of one length; address pools hand out addresses
      if (prefix ? range.leaseLength === prefixLength : range.leaseLength === this.kind.bits)
        allocator.used(address, inUse)
    }
  }

  counted(): void {}

  /** The last pool that begins at or before the address; -1: none. */
  private lastFrom(address: A): number {
    const { entries } = this
    let low = 0
    let high = entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (entries[middle]!.range.first <= address) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  private sort(): void {
    this.entries.sort((a, b) => (a.range.first < b.range.first ? -1 : a.range.first > b.range.first ? 1 : 0))
    this.reach = []
    let highest: A | undefined
    for (const { range } of this.entries) {
      if (highest === undefined || range.last > highest) highest = range.last
      this.reach.push(highest)
    }
    this.sorted = true
  }
}
