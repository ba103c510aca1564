import type { AddressKind } from '../../wire/address.js'
import type { LeaseObserver } from '../store/lease-store.js'
import type { Allocator, Random } from './allocators/allocator.js'
import { FreeQueueAllocator } from './allocators/free-queue.js'
import { IterativeAllocator } from './allocators/iterative.js'
import { RandomAllocator } from './allocators/random.js'
import { CoveredSpace } from './covered-space.js'
import { type FreeSpace, freeSpace } from './free-space.js'
import { type Address, LeaseKind } from './lease.js'
import { PoolList } from './pool-list.js'
import { type PoolBounds, PoolRange } from './pool-range.js'
import { PrefixUse } from './prefix-use.js'

/** The free queue names its places with 32 bits; bigger pools are served iteratively. */
const QUEUE_LIMIT = 2 ** 31

/**
 * The allocators of all pools of a configuration. As an observer of the lease store it tells each of them which of its
 * addresses or prefixes are in use. To fill it: add() every pool, then have the store observe it (see
 * MemfileStore.observe()).
 */
export class PoolSpaces<A extends Address> implements LeaseObserver<A> {
  private readonly kind: AddressKind<A>
  private readonly random: Random
  private readonly addresses = new PoolList<A, Allocator<A>>()
  private readonly prefixes = new PoolList<A, PrefixUse<A>>()
  /** The same by their allocators. */
  private readonly delegations = new Map<Allocator<A>, PrefixUse<A>>()

  constructor(kind: AddressKind<A>, random: Random) {
    this.kind = kind
    this.random = random
  }

  /** Make the allocator of one pool. All pools are added before the first lease is observed. */
  add(pool: PoolBounds<A>, algorithm: 'iterative' | 'random' | 'flq'): Allocator<A> {
    const range = new PoolRange(this.kind, pool)
    const counted = freeSpace(range.capacity)
    if (pool.kind !== LeaseKind.pd) {
      const allocator = this.allocator(range, counted, algorithm)
      this.addresses.add(pool, allocator)
      return allocator
    }
    const space = new CoveredSpace(counted)
    const allocator = this.allocator(range, space, algorithm)
    const use = new PrefixUse(range, allocator, space)
    this.delegations.set(allocator, use)
    this.prefixes.add(pool, use)
    return allocator
  }

  /**
   * Without the pools of these allocators, and with all of `fresh`, which was told of all leases: at this moment the
   * store must cease to tell `fresh` of them.
   */
  replace(gone: ReadonlySet<unknown>, fresh: PoolSpaces<A>): void {
    this.addresses.replace(gone as ReadonlySet<Allocator<A>>, fresh.addresses)
    const uses = new Set([...this.delegations].filter(([allocator]) => gone.has(allocator)).map(([, use]) => use))
    this.prefixes.replace(uses, fresh.prefixes)
    for (const allocator of gone) this.delegations.delete(allocator as Allocator<A>)
    for (const [allocator, use] of fresh.delegations) this.delegations.set(allocator, use)
  }

  used(kind: LeaseKind, address: A, prefixLength: number, inUse: boolean): void {
    if (kind !== LeaseKind.pd) {
      const { addresses } = this
      for (let i = addresses.lastFrom(address); addresses.reaches(i, address); i--)
        if (addresses.holds(i, address)) addresses.at(i).used(address, inUse)
      return
    }
    const { prefixes } = this
    const last = this.kind.broadcast(address, prefixLength)
    for (let i = prefixes.lastFrom(last); prefixes.reaches(i, address); i--)
      if (prefixes.holds(i, address)) prefixes.at(i).used(address, prefixLength, inUse)
  }

  counted(): void {}

  private allocator(range: PoolRange<A>, space: FreeSpace, algorithm: 'iterative' | 'random' | 'flq'): Allocator<A> {
    if (algorithm === 'random') return new RandomAllocator(range, space, this.random)
    if (algorithm === 'flq' && range.capacity < QUEUE_LIMIT) return new FreeQueueAllocator(range, space)
    return new IterativeAllocator(range, space)
  }
}
