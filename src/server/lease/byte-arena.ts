import type { LeaseRecord } from '../../lease-file/lease-record.js'

const PAGE_BYTES = 1 << 20
const UNIT = 8
const UNIT_BITS = 17
const UNIT_MASK = (1 << UNIT_BITS) - 1
/** Blocks up to this many units have a free list of their own size; bigger ones one a power of two. */
const EXACT = 64
/** Blocks over this many units get a page to themselves. */
const LARGEST = 8192

/**
 * The byte fields of all leases: client id, hardware address, hostname and user context of a lease stand in one block.
 * Blocks never change: a lease whose bytes change gets another block. Freed blocks are used again by blocks of the
 * same size. A reference is a page number and an offset in units of 8 bytes; 0 stands for four empty fields.
 *
 * A block begins with two words: client length 0-15, hardware length 16-23, high bits of the context length 24-31;
 * hostname length 0-15, low bits of the context length 16-31.
 */
export class ByteArena {
  private readonly pages: (Buffer | undefined)[] = []
  private readonly words: (Uint32Array | undefined)[] = []
  private readonly free = new Uint32Array(EXACT + 16)
  private readonly freePages: number[] = []
  private current = -1
  /** Units used of the current page. */
  private used = 0

  /** Copy the byte fields of the record; returns the reference. */
  store(record: LeaseRecord): number {
    const { clientLength, hardwareLength, hostnameLength, contextLength, bytes } = record
    const length = clientLength + hardwareLength + hostnameLength + contextLength
    if (length === 0) return 0
    const ref = this.take((length + 8 + UNIT - 1) >>> 3)
    const page = this.pages[ref >>> UNIT_BITS]!
    const at = (ref & UNIT_MASK) * UNIT
    const words = this.words[ref >>> UNIT_BITS]!
    words[at >>> 2] = clientLength | (hardwareLength << 16) | ((contextLength >>> 16) << 24)
    words[(at >>> 2) + 1] = hostnameLength | ((contextLength & 0xffff) << 16)
    let to = copy(bytes, record.clientAt, clientLength, page, at + 8)
    to = copy(bytes, record.hardwareAt, hardwareLength, page, to)
    to = copy(bytes, record.hostnameAt, hostnameLength, page, to)
    copy(bytes, record.contextAt, contextLength, page, to)
    return ref
  }

  /** Give the block back. Nobody may look at the reference from now on. */
  release(ref: number): void {
    if (ref === 0) return
    const number = ref >>> UNIT_BITS
    const units = (this.length(ref) + 8 + UNIT - 1) >>> 3
    if (units > LARGEST) {
      this.pages[number] = undefined
      this.words[number] = undefined
      this.freePages.push(number)
      return
    }
    const list = listOf(units)
    this.words[number]![(ref & UNIT_MASK) * 2] = this.free[list]!
    this.free[list] = ref
  }

  /** Point the record's byte fields at the block, without copying. */
  open(ref: number, into: LeaseRecord): void {
    if (ref === 0) {
      into.clientLength = into.hardwareLength = into.hostnameLength = into.contextLength = 0
      into.clientAt = into.hardwareAt = into.hostnameAt = into.contextAt = 0
      return
    }
    const words = this.words[ref >>> UNIT_BITS]!
    const at = (ref & UNIT_MASK) * UNIT
    const first = words[at >>> 2]!
    const second = words[(at >>> 2) + 1]!
    into.bytes = this.pages[ref >>> UNIT_BITS]!
    into.clientAt = at + 8
    into.clientLength = first & 0xffff
    into.hardwareAt = into.clientAt + into.clientLength
    into.hardwareLength = (first >>> 16) & 0xff
    into.hostnameAt = into.hardwareAt + into.hardwareLength
    into.hostnameLength = second & 0xffff
    into.contextAt = into.hostnameAt + into.hostnameLength
    into.contextLength = ((first >>> 24) << 16) | (second >>> 16)
  }

  private length(ref: number): number {
    const words = this.words[ref >>> UNIT_BITS]!
    const at = (ref & UNIT_MASK) * 2
    const first = words[at]!
    const second = words[at + 1]!
    return (first & 0xffff) + ((first >>> 16) & 0xff) + (second & 0xffff) + (((first >>> 24) << 16) | (second >>> 16))
  }

  private take(units: number): number {
    if (units > LARGEST) return (this.addPage(units * UNIT) << UNIT_BITS) >>> 0
    const list = listOf(units)
    const ref = this.free[list]!
    if (ref !== 0) {
      this.free[list] = this.words[ref >>> UNIT_BITS]![(ref & UNIT_MASK) * 2]!
      return ref
    }
    const size = list < EXACT ? units : 1 << (list - EXACT + 7)
    if (this.current < 0 || this.used + size > PAGE_BYTES / UNIT) {
      this.current = this.addPage(PAGE_BYTES)
      // Unit 0 of page 0 is never handed out: reference 0 means that there are no bytes
      this.used = this.current === 0 ? 1 : 0
    }
    const taken = ((this.current << UNIT_BITS) | this.used) >>> 0
    this.used += size
    return taken
  }

  private addPage(bytes: number): number {
    // Page 0 is always a shared one, so that no block of its own gets reference 0
    if (this.pages.length === 0 && bytes !== PAGE_BYTES) {
      this.current = this.addPage(PAGE_BYTES)
      this.used = 1
    }
    const number = this.freePages.pop() ?? this.pages.length
    // Shared memory for the reason that RowPages gives; a page of its own goes with its lease and is better counted
    const page = bytes === PAGE_BYTES ? Buffer.from(new SharedArrayBuffer(bytes)) : Buffer.allocUnsafeSlow(bytes)
    this.pages[number] = page
    this.words[number] = new Uint32Array(page.buffer, page.byteOffset, bytes >>> 2)
    return number
  }
}

/** Free list of a block size: one a unit up to EXACT, then one a power of two (128 units: EXACT, 256: EXACT + 1 ...). */
function listOf(units: number): number {
  return units < EXACT ? units : EXACT + Math.max(0, 25 - Math.clz32(units - 1))
}

function copy(source: Buffer, start: number, length: number, to: Buffer, at: number): number {
  if (length <= 32) for (let i = 0; i < length; i++) to[at + i] = source[start + i]!
  else source.copy(to, at, start, start + length)
  return at + length
}
