/** Sub-buckets of an octave: values are kept to 1/64 of themselves, under 1.6 %. */
const SUB_BITS = 6
const SUB = 1 << SUB_BITS
/** 2^31 microseconds are 36 minutes; what is longer counts as that. */
const LIMIT = 2 ** 31 - 1
const BUCKETS = SUB * (31 - SUB_BITS + 1)

/** Counts durations in log-linear buckets of microseconds: exact below 64, within 1.6 % above. Mergeable. */
export class Histogram {
  readonly counts: Float64Array
  total = 0
  /** Microseconds; 0 without values. */
  max = 0

  constructor(counts: Float64Array = new Float64Array(BUCKETS)) {
    this.counts = counts
    for (const count of counts) this.total += count
  }

  /** A duration in milliseconds; negative ones count as zero. */
  add(milliseconds: number): void {
    const value = milliseconds <= 0 ? 0 : Math.min(Math.round(milliseconds * 1000), LIMIT)
    this.counts[bucketOf(value)]!++
    this.total++
    if (value > this.max) this.max = value
  }

  merge(other: Histogram): void {
    for (let i = 0; i < BUCKETS; i++) this.counts[i]! += other.counts[i]!
    this.total += other.total
    this.max = Math.max(this.max, other.max)
  }

  clear(): void {
    this.counts.fill(0)
    this.total = 0
    this.max = 0
  }

  /** Milliseconds that `share` (0..1) of the values do not exceed; 0 without values. */
  quantile(share: number): number {
    if (this.total === 0) return 0
    const rank = Math.max(1, Math.ceil(share * this.total))
    let seen = 0
    for (let i = 0; i < BUCKETS; i++) {
      seen += this.counts[i]!
      // the bucket's upper end, but never more than was seen
      if (seen >= rank) return Math.min(upperEnd(i), this.max) / 1000
    }
    return this.max / 1000
  }
}

function bucketOf(value: number): number {
  if (value < SUB) return value
  const octave = 31 - Math.clz32(value) - SUB_BITS
  return (octave + 1) * SUB + ((value >>> octave) - SUB)
}

function upperEnd(bucket: number): number {
  if (bucket < SUB) return bucket
  const octave = Math.floor(bucket / SUB) - 1
  return (SUB + (bucket % SUB) + 1) * 2 ** octave - 1
}
