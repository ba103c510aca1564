/**
 * Fields of a lease's row in the table, in 32-bit words. A DHCPv4 row is 16 words: one cache line holds everything a
 * lookup reads. Links (wheel, chains) are slot + 1; 0: none.
 */
export const Field = {
  w0: 0,
  cltt: 1,
  valid: 2,
  subnet: 3,
  pool: 4,
  /** state 0-2, kind 3-4, fqdn forward 5, reverse 6, live 7, prefix length 8-15, hardware type 16-31. */
  flags: 5,
  /** Where the byte fields stand in the arena; 0: all four are empty. */
  bytes: 6,
  /** Changes whenever the row does. */
  version: 7,
  wheelNext: 8,
  wheelPrevious: 9,
  clientNext: 10,
  clientPrevious: 11,
  hardwareNext: 12,
  hardwarePrevious: 13,
  clientHash: 14,
  hardwareHash: 15,
  // DHCPv6 only
  w1: 16,
  w2: 17,
  w3: 18,
  preferred: 19,
  iaid: 20,
  hardwareSource: 21,
} as const

export const STRIDE_V4 = 16
export const STRIDE_V6 = 24

export const LIVE = 0x80

const PAGE_BITS = 14
const PAGE_ROWS = 1 << PAGE_BITS

/**
 * Rows of one size in pages that are never moved or copied, with reuse of freed ones. Pages are shared memory, which the
 * garbage collector does not count: they live as long as the table, and counted, their growth has it mark the heap again
 * and again.
 */
export class RowPages {
  readonly stride: number
  private readonly pages: Uint32Array[] = []
  private rows = 0
  /** slot + 1 of the first free row; the next one stands in its first word. */
  private free = 0

  constructor(stride: number) {
    this.stride = stride
  }

  /** Slots that were ever in use: 0 .. extent - 1. */
  get extent(): number {
    return this.rows
  }

  /** The page that holds the slot; the row begins at offset(slot). */
  page(slot: number): Uint32Array {
    return this.pages[slot >>> PAGE_BITS]!
  }

  offset(slot: number): number {
    return (slot & (PAGE_ROWS - 1)) * this.stride
  }

  get(slot: number, field: number): number {
    return this.pages[slot >>> PAGE_BITS]![(slot & (PAGE_ROWS - 1)) * this.stride + field]!
  }

  set(slot: number, field: number, value: number): void {
    this.pages[slot >>> PAGE_BITS]![(slot & (PAGE_ROWS - 1)) * this.stride + field] = value
  }

  /** A row that nobody uses. Its words are whatever they were. */
  take(): number {
    if (this.free !== 0) {
      const slot = this.free - 1
      this.free = this.get(slot, 0)
      return slot
    }
    const slot = this.rows++
    if (slot >>> PAGE_BITS === this.pages.length) this.pages.push(pageOf(PAGE_ROWS * this.stride))
    return slot
  }

  release(slot: number): void {
    this.set(slot, 0, this.free)
    this.set(slot, Field.flags, 0)
    this.free = slot + 1
  }
}

function pageOf(words: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(words * Uint32Array.BYTES_PER_ELEMENT))
}
