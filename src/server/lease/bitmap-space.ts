import { countBits } from './bit-count.js'
import type { CountedSpace } from './free-space.js'

/**
 * A bitmap of free places with bitmaps above it, each bit saying whether a word below has a bit: the next free place is
 * found by looking at a few words, however full the space is. Made so that a /8 takes 2.2 MB.
 */
export class BitmapSpace implements CountedSpace {
  readonly capacity: number
  private count: number
  /** levels[0] has a bit a place; levels[k] has a bit a word of levels[k - 1]. The last one is a single word. */
  private readonly levels: Uint32Array[] = []

  constructor(capacity: number) {
    this.capacity = capacity
    this.count = capacity
    let bits = capacity
    do {
      const words = Math.max(1, Math.ceil(bits / 32))
      const level = new Uint32Array(words).fill(0xffffffff)
      const tail = bits & 31
      if (tail !== 0 || bits === 0) level[words - 1] = bits === 0 ? 0 : 2 ** tail - 1
      this.levels.push(level)
      bits = words
    } while (bits > 1)
  }

  get free(): number {
    return this.count
  }

  isFree(place: number): boolean {
    return ((this.levels[0]![place >>> 5]! >>> (place & 31)) & 1) === 1
  }

  setUsed(place: number, used: boolean): boolean {
    if (this.isFree(place) !== used) return false
    this.count += used ? -1 : 1
    let at = place
    for (const level of this.levels) {
      const word = at >>> 5
      const before = level[word]!
      const after = used ? before & ~(1 << (at & 31)) : before | (1 << (at & 31))
      level[word] = after
      // The word above only knows whether there is any bit here
      if (used ? after !== 0 : before !== 0) break
      at = word
    }
    return true
  }

  nextFree(from: number): number {
    const { levels } = this
    let at = from
    for (let k = 0; k < levels.length; k++) {
      const level = levels[k]!
      const word = at >>> 5
      if (word >= level.length) return -1
      const bits = level[word]! & (-1 << (at & 31))
      if (bits === 0) {
        at = word + 1
        continue
      }
      at = (word << 5) + lowest(bits)
      while (k-- > 0) at = (at << 5) + lowest(levels[k]![at]!)
      return at
    }
    return -1
  }

  freeWithin(from: number, end: number): number {
    return countBits(this.levels[0]!, from, end)
  }
}

function lowest(bits: number): number {
  return 31 - Math.clz32(bits & -bits)
}
