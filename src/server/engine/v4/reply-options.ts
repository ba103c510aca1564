import { Option } from '../../../wire/v4/codes.js'
import { putOption } from '../../../wire/v4/encode.js'
import type { Writer } from '../../../wire/writer.js'
import { AnswerOptions } from '../answer-options.js'

const EMPTY = new Uint8Array(0)

/** The options of a DHCPv4 answer: one payload a code. */
export class ReplyOptions extends AnswerOptions {
  readonly #present = new Uint32Array(8)
  readonly #bytes: Uint8Array[] = new Array<Uint8Array>(256).fill(EMPTY)
  readonly #start = new Uint32Array(256)
  readonly #end = new Uint32Array(256)

  override clear(): void {
    super.clear()
    const present = this.#present
    for (let i = 0; i < 8; i++) present[i] = 0
  }

  has(code: number): boolean {
    return (this.#present[code >>> 5]! & (1 << (code & 31))) !== 0
  }

  set(code: number, bytes: Uint8Array, start: number, end: number): void {
    this.#present[code >>> 5]! |= 1 << (code & 31)
    this.#bytes[code] = bytes
    this.#start[code] = start
    this.#end[code] = end
  }

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
}
