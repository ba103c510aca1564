import type { CountedSpace, FreeSpace } from './free-space.js'

/** Blocks of one size that are covered. */
interface Level {
  /** Places of a block, a power of two. */
  readonly size: number
  /** Block number -> how many cover it. */
  readonly blocks: Map<number, number>
}

/**
 * The free places of a pool of prefixes, some of which lie in prefixes that were delegated whole: leases of a length the
 * pool no longer has, or reserved ones. Such a lease covers a block of places, which may be billions: what it covers
 * is not marked place by place but passed over. Places in a covered block keep their own state beneath.
 */
export class CoveredSpace implements FreeSpace {
  readonly capacity: number
  private readonly space: CountedSpace
  /** Biggest blocks first. Blocks lie in each other or apart, as prefixes do. */
  private readonly levels: Level[] = []
  /** Places that are free but covered. */
  private hidden = 0

  constructor(space: CountedSpace) {
    this.capacity = space.capacity
    this.space = space
  }

  get free(): number {
    return this.space.free - this.hidden
  }

  isFree(place: number): boolean {
    return this.space.isFree(place) && this.coverEnd(place, 0) === 0
  }

  setUsed(place: number, used: boolean): boolean {
    if (!this.space.setUsed(place, used)) return false
    if (this.coverEnd(place, 0) > 0) this.hidden += used ? -1 : 1
    return true
  }

  nextFree(from: number): number {
    let place = this.space.nextFree(from)
    while (place >= 0) {
      const end = this.coverEnd(place, 0)
      if (end === 0) return place
      place = end < this.capacity ? this.space.nextFree(end) : -1
    }
    return -1
  }

  /** `size` places (a power of two, more than 1) from `from` on, a multiple of it, are covered once more, or once less. */
  cover(from: number, size: number, covered: boolean): void {
    const at = this.levelOf(size)
    const { blocks } = this.levels[at]!
    const block = from / size
    const count = (blocks.get(block) ?? 0) + (covered ? 1 : -1)
    if (count > 0) blocks.set(block, count)
    else blocks.delete(block)
    // within a bigger block that is covered nothing was to be had before, and nothing is now
    if (count === (covered ? 1 : 0) && this.coverEnd(from, 0, at) === 0) {
      const free = this.visible(from, Math.min(from + size, this.capacity), at + 1)
      this.hidden += covered ? free : -free
    }
    if (blocks.size === 0) this.levels.splice(at, 1)
  }

  /** Where the biggest covered block ends that holds the place, of levels first .. end - 1; 0: none does. */
  private coverEnd(place: number, first: number, end = this.levels.length): number {
    for (let i = first; i < end; i++) {
      const { size, blocks } = this.levels[i]!
      const block = Math.floor(place / size)
      if (blocks.has(block)) return (block + 1) * size
    }
    return 0
  }

  /** Free places of from .. end - 1 that no block of the levels from `first` on covers; those blocks lie in the range. */
  private visible(from: number, end: number, first: number): number {
    let count = this.space.freeWithin(from, end)
    for (let i = first; i < this.levels.length; i++) {
      const { size, blocks } = this.levels[i]!
      const hides = (block: number): void => {
        const at = block * size
        if (at < from || at >= end || this.coverEnd(at, first, i) > 0) return
        count -= this.space.freeWithin(at, Math.min(at + size, this.capacity))
      }
      const firstBlock = Math.floor(from / size)
      const lastBlock = Math.floor((end - 1) / size)
      if (lastBlock - firstBlock > blocks.size) for (const block of blocks.keys()) hides(block)
      else for (let block = firstBlock; block <= lastBlock; block++) if (blocks.has(block)) hides(block)
    }
    return count
  }

  private levelOf(size: number): number {
    const { levels } = this
    let at = 0
    while (at < levels.length && levels[at]!.size > size) at++
    if (levels[at]?.size !== size) levels.splice(at, 0, { size, blocks: new Map() })
    return at
  }
}
