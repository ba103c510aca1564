import { putOption } from '../../../wire/v6/encode.js'
import type { Writer } from '../../../wire/writer.js'

interface Entry {
  code: number
  bytes: Uint8Array
  start: number
  end: number
}

const EMPTY = new Uint8Array(0)

/** The options of an answer before they are written, ascending by code; several of one code in the order they were added. */
export class ReplyOptions6 {
  readonly #entries: Entry[] = []
  #count = 0

  clear(): void {
    this.#count = 0
  }

  get empty(): boolean {
    return this.#count === 0
  }

  has(code: number): boolean {
    for (let i = 0; i < this.#count; i++) if (this.#entries[i]!.code === code) return true
    return false
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

  /** Write the options with codes from `from` up to, not including, `to`. */
  write(writer: Writer, from: number, to: number): void {
    for (let i = 0; i < this.#count; i++) {
      const { code, bytes, start, end } = this.#entries[i]!
      if (code >= from && code < to) putOption(writer, code, bytes, start, end)
    }
  }
}
