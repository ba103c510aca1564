/**
 * Reads network-order fields from a window of a buffer, front to back. Reading past the window gives zeros and sets
 * `failed`, so that a parser can read a whole structure and check once.
 */
export class Reader {
  bytes: Buffer
  at: number
  end: number
  /** A read went past the window. */
  failed = false

  constructor(bytes: Buffer = Buffer.alloc(0), at = 0, end: number = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  /** Point at another window; used to reuse one Reader for every packet. */
  reset(bytes: Buffer, at: number, end: number): this {
    this.bytes = bytes
    this.at = at
    this.end = end
    this.failed = false
    return this
  }

  /** Bytes left in the window. */
  get left(): number {
    return this.end - this.at
  }

  u8(): number {
    const at = this.#take(1)
    return at < 0 ? 0 : this.bytes[at]!
  }

  u16(): number {
    const at = this.#take(2)
    return at < 0 ? 0 : (this.bytes[at]! << 8) | this.bytes[at + 1]!
  }

  u32(): number {
    const at = this.#take(4)
    if (at < 0) return 0
    const { bytes } = this
    return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
  }

  /** Step over n bytes; returns where they begin, -1 (and `failed`) when there are not as many. */
  skip(n: number): number {
    return this.#take(n)
  }

  /** A copy of n bytes; empty (and `failed`) when there are not as many. */
  copy(n: number): Buffer {
    const at = this.#take(n)
    return at < 0 ? Buffer.alloc(0) : Buffer.from(this.bytes.subarray(at, at + n))
  }

  #take(n: number): number {
    const { at } = this
    if (n < 0 || at + n > this.end) {
      this.failed = true
      this.at = this.end
      return -1
    }
    this.at = at + n
    return at
  }
}
