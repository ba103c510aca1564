const SEGMENTS = 256
const FIRST_CAPACITY = 16

/**
 * From a 32-bit hash to slots. 256 open-addressed segments, each growing alone, with the hashes stored: growth moves a
 * few thousand entries without looking at a single row, so that no packet waits for it. Removal leaves no tombstones.
 */
export class HashIndex {
  private readonly segments: IndexSegment[]

  constructor() {
    this.segments = Array.from({ length: SEGMENTS }, () => new IndexSegment())
  }

  /** The segment where entries of this hash stand: walk it with first() and next(). */
  segment(hash: number): IndexSegment {
    return this.segments[hash >>> 24]!
  }
}

export class IndexSegment {
  /** Pairs of slot + 1 (0: empty) and hash. */
  private entries = new Uint32Array(FIRST_CAPACITY * 2)
  private mask = FIRST_CAPACITY - 1
  private count = 0

  /** Position of the first entry of this hash; -1: none. */
  first(hash: number): number {
    return this.seek(hash & this.mask, hash)
  }

  /** The entry of the same hash after this position; -1: none. */
  next(position: number, hash: number): number {
    return this.seek((position + 1) & this.mask, hash)
  }

  slot(position: number): number {
    return this.entries[position * 2]! - 1
  }

  /** Let the entry lead to another slot of the same hash. */
  redirect(position: number, slot: number): void {
    this.entries[position * 2] = slot + 1
  }

  add(hash: number, slot: number): void {
    if (this.count * 4 >= (this.mask + 1) * 3) this.grow()
    this.place(hash, slot + 1)
    this.count++
  }

  /** Take the entry out and close the gap (backward shift), so that searches never meet a tombstone. */
  remove(position: number): void {
    const { entries, mask } = this
    let gap = position
    for (let i = (gap + 1) & mask; entries[i * 2] !== 0; i = (i + 1) & mask) {
      const home = entries[i * 2 + 1]! & mask
      if (((i - home) & mask) < ((i - gap) & mask)) continue
      entries[gap * 2] = entries[i * 2]!
      entries[gap * 2 + 1] = entries[i * 2 + 1]!
      gap = i
    }
    entries[gap * 2] = 0
    this.count--
  }

  private seek(from: number, hash: number): number {
    const { entries, mask } = this
    for (let i = from; entries[i * 2] !== 0; i = (i + 1) & mask) if (entries[i * 2 + 1] === hash) return i
    return -1
  }

  private place(hash: number, link: number): void {
    const { entries, mask } = this
    let i = hash & mask
    while (entries[i * 2] !== 0) i = (i + 1) & mask
    entries[i * 2] = link
    entries[i * 2 + 1] = hash
  }

  private grow(): void {
    const old = this.entries
    this.entries = new Uint32Array(old.length * 2)
    this.mask = this.mask * 2 + 1
    for (let i = 0; i < old.length; i += 2) if (old[i] !== 0) this.place(old[i + 1]!, old[i]!)
  }
}
