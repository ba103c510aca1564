import { putOption } from '../../../wire/v6/encode.js'
import type { Writer } from '../../../wire/writer.js'
import { AnswerOptions } from '../answer-options.js'

interface Entry {
  code: number
  bytes: Uint8Array
  start: number
  end: number
}

const EMPTY = new Uint8Array(0)

/** The options of a DHCPv6 answer: ascending by code; several of one code in the order they were added. */
export class ReplyOptions6 extends AnswerOptions {
  readonly #entries: Entry[] = []
  #count = 0

  override clear(): void {
    super.clear()
    this.#count = 0
  }

  get empty(): boolean {
    return this.#count === 0
  }

  /** How many there are. */
  get count(): number {
    return this.#count
  }

  /** Code of one of them, 0 <= index < count. */
  codeAt(index: number): number {
    return this.#entries[index]!.code
  }

  /** A copy of its payload. */
  payloadAt(index: number): Buffer {
    const { bytes, start, end } = this.#entries[index]!
    return Buffer.from(bytes.subarray(start, end))
  }

  has(code: number): boolean {
    return this.#first(code) >= 0
  }

  payload(code: number): Buffer | undefined {
    const at = this.#first(code)
    return at < 0 ? undefined : this.payloadAt(at)
  }

  /** The only option of this code. */
  set(code: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.has(code)) this.remove(code)
    this.add(code, bytes, start, end)
  }

  remove(code: number): void {
    const entries = this.#entries
    let kept = 0
    for (let i = 0; i < this.#count; i++) {
      const entry = entries[i]!
      if (entry.code === code) continue
      // the entries change places, so that none is lost
      entries[i] = entries[kept]!
      entries[kept++] = entry
    }
    this.#count = kept
  }

  /** Point another option of this code at bytes[start, end), which must stay as they are until the answer is written. */
  add(code: number, bytes: Uint8Array, start = 0, end = bytes.length): void {
    const entries = this.#entries
    if (this.#count === entries.length) entries.push({ code: 0, bytes: EMPTY, start: 0, end: 0 })
    let at = this.#count++
    const entry = entries[at]!
    for (; at > 0 && entries[at - 1]!.code > code; at--) entries[at] = entries[at - 1]!
    entries[at] = entry
    entry.code = code
    entry.bytes = bytes
    entry.start = start
    entry.end = end
  }

  /** The same with a copy of the bytes. False: no room; the option is left out. */
  addCopy(code: number, bytes: Uint8Array): boolean {
    const at = this.keep(bytes, 0, bytes.length)
    if (at >= 0) this.add(code, this.scratch, at, at + bytes.length)
    return at >= 0
  }

  /** Write the options with codes from `from` up to, not including, `to`. */
  write(writer: Writer, from: number, to: number): void {
    for (let i = 0; i < this.#count; i++) {
      const { code, bytes, start, end } = this.#entries[i]!
      if (code >= from && code < to) putOption(writer, code, bytes, start, end)
    }
  }

  #first(code: number): number {
    for (let i = 0; i < this.#count; i++) if (this.#entries[i]!.code === code) return i
    return -1
  }
}
