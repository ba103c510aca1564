import { Option } from '../../../wire/v4/codes.js'
import { putOption } from '../../../wire/v4/encode.js'
import type { Writer } from '../../../wire/writer.js'

const EMPTY = new Uint8Array(0)

/**
 * The options of an answer, one payload a code, before they are written. Payloads that somebody else holds (configured
 * options, the query) are only pointed at; what the server makes itself stands in a scratch buffer.
 */
export class ReplyOptions {
  readonly #present = new Uint32Array(8)
  readonly #bytes: Uint8Array[] = new Array<Uint8Array>(256).fill(EMPTY)
  readonly #start = new Uint32Array(256)
  readonly #end = new Uint32Array(256)
  readonly scratch = Buffer.alloc(2048)
  #used = 0

  clear(): void {
    const present = this.#present
    for (let i = 0; i < 8; i++) present[i] = 0
    this.#used = 0
  }

  has(code: number): boolean {
    return (this.#present[code >>> 5]! & (1 << (code & 31))) !== 0
  }

  /** Point the option at bytes[start, end), which must stay as they are until the answer is written. */
  set(code: number, bytes: Uint8Array, start: number, end: number): void {
    this.#present[code >>> 5]! |= 1 << (code & 31)
    this.#bytes[code] = bytes
    this.#start[code] = start
    this.#end[code] = end
  }

  /** Copy bytes[start, end) into the answer's own scratch buffer. False: no room; the option is left out. */
  copy(code: number, bytes: Uint8Array, start = 0, end = bytes.length): boolean {
    const at = this.#room(end - start)
    if (at < 0) return false
    this.scratch.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), at)
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

  /** A copy of the payload; undefined: not there. For features: the walk itself points at payloads. */
  payload(code: number): Buffer | undefined {
    if (!this.has(code)) return undefined
    return Buffer.from(this.#bytes[code]!.subarray(this.#start[code]!, this.#end[code]!))
  }

  remove(code: number): void {
    this.#present[code >>> 5]! &= ~(1 << (code & 31))
  }

  get empty(): boolean {
    const present = this.#present
    for (let i = 0; i < 8; i++) if (present[i] !== 0) return false
    return true
  }

  /** Write the options with codes from `from` up to, not including, `to`, ascending; but for those the caller places. */
  write(writer: Writer, from: number, to: number): void {
    const present = this.#present
    for (let word = from >>> 5; word < 8; word++) {
      let bits = present[word]!
      while (bits !== 0) {
        const bit = bits & -bits
        bits ^= bit
        const code = word * 32 + 31 - Math.clz32(bit)
        if (code < from || code === Option.messageType || code === Option.relayAgent) continue
        if (code >= to) return
        putOption(writer, code, this.#bytes[code]!, this.#start[code]!, this.#end[code]!)
      }
    }
  }

  #room(length: number): number {
    const at = this.#used
    if (at + length > this.scratch.length) return -1
    this.#used = at + length
    return at
  }
}
