import type { FreeSpace } from '../free-space.js'
import type { Address } from '../lease.js'
import type { PoolRange } from '../pool-range.js'
import { PoolAllocator, type Random } from './allocator.js'

/** Candidates in a row that are thrown; a search that turns down more goes on in order, so that it meets them all. */
const THROWS = 16

/** Any free address, so that clients cannot be guessed from each other (RFC 7707 4.1.3). */
export class RandomAllocator<A extends Address> extends PoolAllocator<A> {
  private readonly random: Random
  private cursor = 0
  private turnedDown = 0

  constructor(range: PoolRange<A>, space: FreeSpace, random: Random) {
    super(range, space)
    this.random = random
  }

  protected choose(): number {
    if (this.turnedDown < Math.min(THROWS, this.free / 2)) this.cursor = this.throwOne()
    this.turnedDown++
    let place = this.space.nextFree(this.cursor)
    if (place < 0) place = this.space.nextFree(0)
    this.cursor = place + 1 < this.capacity ? place + 1 : 0
    return place
  }

  /** Somewhere in the pool: a free place as often as there are some, so that no place is likelier for its neighbours. */
  private throwOne(): number {
    let place = 0
    for (let i = 0; i < 4; i++) {
      // Two draws: one has 2^32 values at least, a pool up to 2^53
      const high = Math.floor(this.random() * 2 ** 26)
      place = Math.min(this.capacity - 1, Math.floor(((high + this.random()) / 2 ** 26) * this.capacity))
      if (this.space.isFree(place)) return place
    }
    return place
  }

  protected changed(_place: number, inUse: boolean): void {
    if (inUse) this.turnedDown = 0
  }
}
