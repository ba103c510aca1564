const SEGMENTS = 256
const FIRST_CAPACITY = 16
const FIRST_SLACK = 8
/** A search looks at some three entries at this load; fuller costs time, emptier memory. */
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
 * Entries stand in the order of their hashes, each at its home or behind it with no gap between. A hash's home is its
 * share of the capacity, so that the capacity can be any number and growth be gentle. Order lets a search for what is
 * not there, the usual case with a new client, end at the first greater hash; growth is one pass from front to back.
 */
export class IndexSegment {
  /** Pairs of slot + 1 (0: empty) and hash. Of one segment, signed hashes have the order of unsigned ones. */
  private entries = new Int32Array((FIRST_CAPACITY + FIRST_SLACK) * 2)
  /** Homes there are. Behind them stands slack for what strays over the end; its last place is always empty. */
  private capacity = FIRST_CAPACITY
  /** Home of a hash: its low bits times this. */
  private scale = FIRST_CAPACITY / (LOW + 1)
  private most = Math.floor(FIRST_CAPACITY * FULLEST)
  private count = 0

  /** Position of the first entry of this hash; -1: none. */
  first(hash: number): number {
    const { entries } = this
    const key = hash | 0
    for (let i = ((key & LOW) * this.scale) | 0; entries[i * 2] !== 0; i++) {
      const there = entries[i * 2 + 1]!
      if (there >= key) return there === key ? i : -1
    }
    return -1
  }

  /** The entry of the same hash after this position; -1: none. */
  next(position: number, hash: number): number {
    const { entries } = this
    const i = position + 1
    return entries[i * 2] !== 0 && entries[i * 2 + 1] === (hash | 0) ? i : -1
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
    let { entries } = this
    const key = hash | 0
    let at = ((key & LOW) * this.scale) | 0
    while (entries[at * 2] !== 0 && entries[at * 2 + 1]! <= key) at++
    let end = at
    while (entries[end * 2] !== 0) end++
    if ((end + 1) * 2 === entries.length) entries = this.extend()
    for (let i = end * 2; i > at * 2; i -= 2) {
      entries[i] = entries[i - 2]!
      entries[i + 1] = entries[i - 1]!
    }
    entries[at * 2] = slot + 1
    entries[at * 2 + 1] = key
    this.count++
  }

  /** Take the entry out and move those behind it that are not at home, so that searches never meet a tombstone. */
  remove(position: number): void {
    const { entries, scale } = this
    let gap = position
    for (let i = gap + 1; entries[i * 2] !== 0 && (((entries[i * 2 + 1]! & LOW) * scale) | 0) < i; i++) {
      entries[gap * 2] = entries[i * 2]!
      entries[gap * 2 + 1] = entries[i * 2 + 1]!
      gap = i
    }
    entries[gap * 2] = 0
    this.count--
  }

  /** Twice the slack: hashes that crowd at the end, by chance or on purpose, must not make the capacity grow. */
  private extend(): Int32Array<ArrayBuffer> {
    const slack = this.entries.length / 2 - this.capacity
    const entries = new Int32Array((this.capacity + slack * 2) * 2)
    entries.set(this.entries)
    this.entries = entries
    return entries
  }

  /** The slack suffices as it is: with more homes less strays over the end. */
  private grow(): void {
    const old = this.entries
    const slack = old.length / 2 - this.capacity
    const capacity = Math.ceil(this.capacity * GROWTH)
    const entries = new Int32Array((capacity + slack) * 2)
    const scale = capacity / (LOW + 1)
    let free = 0
    for (let i = 0; i < old.length; i += 2) {
      const link = old[i]!
      if (link === 0) continue
      const key = old[i + 1]!
      const home = ((key & LOW) * scale) | 0
      const at = Math.max(home, free)
      entries[at * 2] = link
      entries[at * 2 + 1] = key
      free = at + 1
    }
    this.entries = entries
    this.capacity = capacity
    this.scale = scale
    this.most = Math.floor(capacity * FULLEST)
  }
}
