import type { LeaseRecord } from '../lease-file/lease-record.js'
import { hashAddress } from '../server/lease/address-words.js'

const FIRST_TABLE = 1 << 12
/** Part of the table in use at most. */
const FULLEST = 0.7
/** Offsets stay below 255 * 2^32 (a tebibyte); this high byte says that the last row of the address deletes it. */
const GONE = 0xff

/**
 * Where the last row of each address stands: what a file of leases says now, in 13 bytes an address (25 in DHCPv6) and
 * a table of 4 to 12 more. The rows themselves stay in the file.
 */
export class LastRows {
  /** Addresses seen, those that were deleted too. */
  size = 0
  /** Addresses that have a lease. */
  live = 0
  /** The address of each slot, 32 bits an array, the least significant first: one in DHCPv4, four in DHCPv6. */
  readonly words: Uint32Array[]
  private low: Uint32Array
  private high: Uint8Array
  /** Slot + 1; 0: empty. */
  private table = new Int32Array(FIRST_TABLE)

  /** `expected`: room that is set aside; what is not used of it costs address space only. */
  constructor(width: 4 | 16, expected: number) {
    const room = Math.max(1024, expected)
    this.words = Array.from({ length: width / 4 }, () => new Uint32Array(room))
    this.low = new Uint32Array(room)
    this.high = new Uint8Array(room)
  }

  /** The last row so far of the record's address stands at `offset`. */
  set(record: LeaseRecord, offset: number): void {
    const slot = this.slotFor(record)
    if (this.high[slot] === GONE) this.live++
    this.low[slot] = offset
    this.high[slot] = offset / 0x1_0000_0000
  }

  /** Its last row so far deletes it. An address that has none stays unknown. */
  delete(record: LeaseRecord): void {
    const slot = this.find(record)
    if (slot < 0 || this.high[slot] === GONE) return
    this.high[slot] = GONE
    this.live--
  }

  /** Whether the row at `offset` is the lease that its address has now. */
  isLast(record: LeaseRecord, offset: number): boolean {
    const slot = this.find(record)
    return slot >= 0 && this.offset(slot) === offset
  }

  /** Whether the address has a lease now. */
  has(record: LeaseRecord): boolean {
    const slot = this.find(record)
    return slot >= 0 && this.high[slot] !== GONE
  }

  /** Where the lease of a slot stands; -1: it has been deleted. */
  offset(slot: number): number {
    const high = this.high[slot]!
    return high === GONE ? -1 : high * 0x1_0000_0000 + this.low[slot]!
  }

  /** The slot of the record's address; -1: it has not been seen. */
  find(record: LeaseRecord): number {
    const { table } = this
    const mask = table.length - 1
    for (let i = hashOf(record) & mask; ; i = (i + 1) & mask) {
      const slot = table[i]! - 1
      if (slot < 0 || this.isAt(slot, record)) return slot
    }
  }

  private slotFor(record: LeaseRecord): number {
    const known = this.find(record)
    if (known >= 0) return known
    if (this.size >= this.table.length * FULLEST) this.growTable()
    if (this.size === this.low.length) this.growSlots()
    const slot = this.size++
    const { words } = this
    words[0]![slot] = record.w0
    if (words.length === 4) {
      words[1]![slot] = record.w1
      words[2]![slot] = record.w2
      words[3]![slot] = record.w3
    }
    this.high[slot] = GONE
    place(this.table, hashOf(record), slot)
    return slot
  }

  private isAt(slot: number, record: LeaseRecord): boolean {
    const { words } = this
    if (words[0]![slot] !== record.w0) return false
    return (
      words.length === 1 ||
      (words[1]![slot] === record.w1 && words[2]![slot] === record.w2 && words[3]![slot] === record.w3)
    )
  }

  private growTable(): void {
    const table = new Int32Array(this.table.length * 2)
    const [w0, w1, w2, w3] = this.words as [Uint32Array, Uint32Array?, Uint32Array?, Uint32Array?]
    for (let slot = 0; slot < this.size; slot++)
      place(table, hashAddress(w0[slot]!, w1 ? w1[slot]! : 0, w2 ? w2[slot]! : 0, w3 ? w3[slot]! : 0, 0), slot)
    this.table = table
  }

  private growSlots(): void {
    const room = Math.ceil(this.low.length * 1.5)
    for (let i = 0; i < this.words.length; i++) this.words[i] = grown(this.words[i]!, new Uint32Array(room))
    this.low = grown(this.low, new Uint32Array(room))
    this.high = grown(this.high, new Uint8Array(room))
  }
}

function grown<T extends Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from)
  return to
}

function place(table: Int32Array, hash: number, slot: number): void {
  const mask = table.length - 1
  let i = hash & mask
  while (table[i] !== 0) i = (i + 1) & mask
  table[i] = slot + 1
}

function hashOf(record: LeaseRecord): number {
  return hashAddress(record.w0, record.w1, record.w2, record.w3, 0)
}
