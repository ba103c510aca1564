const NONE = new Uint8Array(0)

/**
 * A client identifier, DUID, hardware address or other key bytes, with their hash. Reused for every packet: set() copies
 * the bytes in, so it outlives the datagram it came from.
 */
export class Identity {
  readonly bytes: Buffer
  length = 0
  /** FNV-1a with a final mix, uint32. 0 bytes hash to a constant. */
  hash = 0
  #view: Uint8Array = NONE

  constructor(capacity = 256) {
    this.bytes = Buffer.alloc(capacity)
  }

  static of(bytes: Uint8Array): Identity {
    return new Identity(Math.max(1, bytes.length)).set(bytes, 0, bytes.length)
  }

  clear(): void {
    this.length = 0
    this.hash = 0
  }

  /** Copies source[start, end); what is longer than the capacity is cut (no client identifier is longer than 255). */
  set(source: Uint8Array, start: number, end: number): this {
    const { bytes } = this
    const length = Math.min(end - start, bytes.length)
    for (let i = 0; i < length; i++) bytes[i] = source[start + i]!
    this.length = length
    this.hash = hashBytes(bytes, 0, length)
    return this
  }

  equals(other: Uint8Array): boolean {
    return this.equalsAt(other, 0, other.length)
  }

  /** Compare with other[at, at + length). */
  equalsAt(other: Uint8Array, at: number, length: number): boolean {
    if (length !== this.length) return false
    const { bytes } = this
    for (let i = 0; i < length; i++) if (bytes[i] !== other[at + i]) return false
    return true
  }

  /**
   * The bytes, as a view that changes with the identity: for those who read it at once. Clients of one kind have
   * identifiers of one length, so the same view serves packet after packet.
   */
  get view(): Uint8Array {
    if (this.#view.length !== this.length) this.#view = this.bytes.subarray(0, this.length)
    return this.#view
  }

  /** A copy of the bytes that lives on. */
  copy(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length))
  }
}

/** The hash that Identity and the lease table's indexes share. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let h = 0x811c9dc5
  for (let i = start; i < end; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193)
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  return h >>> 0
}
