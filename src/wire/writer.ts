/** Without the argument checks of Buffer.fill, which cost more than the filling. */
const { fill } = Uint8Array.prototype

/** Writes network-order fields into a fixed window of a buffer. Never grows: `overflow` tells that something did not fit. */
export class Writer {
  bytes: Buffer
  at: number
  limit: number
  /** Set when a write did not fit. What was written up to `at` stays valid. */
  overflow = false

  constructor(bytes: Buffer = Buffer.alloc(0), at = 0, limit: number = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.limit = limit
  }

  /** Point at another window; used to reuse one Writer for every packet. */
  reset(bytes: Buffer, at: number, limit: number): this {
    this.bytes = bytes
    this.at = at
    this.limit = limit
    this.overflow = false
    return this
  }

  /** True when n more bytes fit; sets `overflow` when not. */
  room(n: number): boolean {
    if (this.at + n <= this.limit) return true
    this.overflow = true
    return false
  }

  u8(value: number): void {
    if (this.room(1)) this.bytes[this.at++] = value
  }

  u16(value: number): void {
    if (!this.room(2)) return
    const { bytes, at } = this
    bytes[at] = value >>> 8
    bytes[at + 1] = value
    this.at = at + 2
  }

  u32(value: number): void {
    if (!this.room(4)) return
    const { bytes, at } = this
    bytes[at] = value >>> 24
    bytes[at + 1] = value >>> 16
    bytes[at + 2] = value >>> 8
    bytes[at + 3] = value
    this.at = at + 4
  }

  /** Copy source[start, end). Short runs by a loop: a typed array `set` costs more than 16 byte stores. */
  copy(source: Uint8Array, start = 0, end = source.length): void {
    const length = end - start
    if (!this.room(length)) return
    const { bytes, at } = this
    if (length <= 16) for (let i = 0; i < length; i++) bytes[at + i] = source[start + i]!
    else bytes.set(start === 0 && end === source.length ? source : source.subarray(start, end), at)
    this.at = at + length
  }

  zero(length: number): void {
    if (!this.room(length)) return
    const { bytes, at } = this
    if (length <= 16) for (let i = 0; i < length; i++) bytes[at + i] = 0
    else fill.call(bytes, 0, at, at + length)
    this.at = at + length
  }
}
