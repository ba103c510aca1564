/** Bytes that the server makes itself for one answer: names, vendor options, what features add. */
const SCRATCH = 2048

/**
 * The options of an answer before they are written. Payloads that somebody else holds (configured options, the query) are
 * only pointed at; what the server makes itself stands in a scratch buffer. How codes are kept is the family's.
 */
export abstract class AnswerOptions {
  readonly scratch = Buffer.alloc(SCRATCH)
  #used = 0

  abstract has(code: number): boolean
  /** Point the option at bytes[start, end), which must stay as they are until the answer is written. */
  abstract set(code: number, bytes: Uint8Array, start: number, end: number): void
  /** Take out every option of this code. */
  abstract remove(code: number): void
  /** A copy of the payload; undefined: not there. For features: the walk itself points at payloads. */
  abstract payload(code: number): Buffer | undefined
  abstract get empty(): boolean

  clear(): void {
    this.#used = 0
  }

  /** Copy bytes[start, end) into the answer's own scratch buffer. False: no room; the option is left out. */
  copy(code: number, bytes: Uint8Array, start = 0, end = bytes.length): boolean {
    const at = this.keep(bytes, start, end)
    if (at < 0) return false
    this.set(code, this.scratch, at, at + end - start)
    return true
  }

  /** An option of four bytes, network order. */
  u32(code: number, value: number): void {
    const at = this.#room(4)
    if (at < 0) return
    const { scratch } = this
    scratch[at] = value >>> 24
    scratch[at + 1] = value >>> 16
    scratch[at + 2] = value >>> 8
    scratch[at + 3] = value
    this.set(code, scratch, at, at + 4)
  }

  /** Copy bytes[start, end) into the scratch buffer. Returns where they stand; -1: no room. */
  protected keep(bytes: Uint8Array, start: number, end: number): number {
    const at = this.#room(end - start)
    if (at >= 0) this.scratch.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), at)
    return at
  }

  #room(length: number): number {
    const at = this.#used
    if (at + length > this.scratch.length) return -1
    this.#used = at + length
    return at
  }
}
