const SEGMENTS = 256
const FIRST_CAPACITY = 16
/** Searches for what is not there look at some six entries at this load; fuller costs time, emptier memory. */
const FULLEST = 0.75
const GROWTH = 1.5
/** The bits of a hash below those that choose the segment. */
const LOW = 0xffffff

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

/**
 * Entries stand in the order of their hashes as far as they can: a hash's home is its share of the capacity, so that the
 * capacity can be any number and growth be gentle.
 */
export class IndexSegment {
  /** Pairs of slot + 1 (0: empty) and hash. */
  private entries = new Uint32Array(FIRST_CAPACITY * 2)
  private capacity = FIRST_CAPACITY
  /** Home of a hash: its low bits times this. */
  private scale = FIRST_CAPACITY / (LOW + 1)
  private most = Math.floor(FIRST_CAPACITY * FULLEST)
  private count = 0

  /** Position of the first entry of this hash; -1: none. */
  first(hash: number): number {
    return this.seek(((hash & LOW) * this.scale) | 0, hash)
  }

  /** The entry of the same hash after this position; -1: none. */
  next(position: number, hash: number): number {
    return this.seek(position + 1 === this.capacity ? 0 : position + 1, hash)
  }

  slot(position: number): number {
    return this.entries[position * 2]! - 1
  }

  /** Let the entry lead to another slot of the same hash. */
  redirect(position: number, slot: number): void {
    this.entries[position * 2] = slot + 1
  }

  add(hash: number, slot: number): void {
    if (this.count >= this.most) this.grow()
    this.place(hash, slot + 1)
    this.count++
  }

  /** Take the entry out and close the gap (backward shift), so that searches never meet a tombstone. */
  remove(position: number): void {
    const { entries, capacity, scale } = this
    let gap = position
    for (
      let i = position + 1 === capacity ? 0 : position + 1;
      entries[i * 2] !== 0;
      i = i + 1 === capacity ? 0 : i + 1
    ) {
      const home = ((entries[i * 2 + 1]! & LOW) * scale) | 0
      // how far from its home the entry stands, and how far from the gap: it may not go before its home
      const strayed = i - home + (i < home ? capacity : 0)
      const toGap = i - gap + (i < gap ? capacity : 0)
      if (strayed < toGap) continue
      entries[gap * 2] = entries[i * 2]!
      entries[gap * 2 + 1] = entries[i * 2 + 1]!
      gap = i
    }
    entries[gap * 2] = 0
    this.count--
  }

  private seek(from: number, hash: number): number {
    const { entries, capacity } = this
    for (let i = from; entries[i * 2] !== 0; i = i + 1 === capacity ? 0 : i + 1)
      if (entries[i * 2 + 1] === hash) return i
    return -1
  }

  private place(hash: number, link: number): void {
    const { entries, capacity } = this
    let i = ((hash & LOW) * this.scale) | 0
    while (entries[i * 2] !== 0) i = i + 1 === capacity ? 0 : i + 1
    entries[i * 2] = link
    entries[i * 2 + 1] = hash
  }

  private grow(): void {
    const old = this.entries
    this.capacity = Math.ceil(this.capacity * GROWTH)
    this.entries = new Uint32Array(this.capacity * 2)
    this.scale = this.capacity / (LOW + 1)
    this.most = Math.floor(this.capacity * FULLEST)
    for (let i = 0; i < old.length; i += 2) if (old[i] !== 0) this.place(old[i + 1]!, old[i]!)
  }
}
