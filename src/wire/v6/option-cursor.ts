import { OPTION_HEADER } from './codes.js'
import type { Message6 } from './message.js'

/**
 * Walks over options in the order they came, those of a message or those nested in an option: over() it, then next()
 * until false. Reuse one cursor for all packets. What is cut short ends the walk.
 */
export class OptionCursor {
  bytes: Buffer = Buffer.alloc(0)
  /** The option that next() stopped at: its payload is bytes[start, end). */
  code = 0
  start = 0
  end = 0
  #at = 0
  #limit = 0

  /** Stand before the first option of bytes[start, end). */
  over(bytes: Buffer, start: number, end: number): this {
    this.bytes = bytes
    this.#at = start
    this.#limit = end
    return this
  }

  /** Stand before the first option of the client's message. */
  overMessage(message: Message6): this {
    return this.over(message.arena, message.optionsAt, message.optionsEnd)
  }

  /** Step to the next option; false: there is none. */
  next(): boolean {
    const { bytes } = this
    const at = this.#at
    const start = at + OPTION_HEADER
    if (start > this.#limit) return false
    const end = start + ((bytes[at + 2]! << 8) | bytes[at + 3]!)
    if (end > this.#limit) return false
    this.code = (bytes[at]! << 8) | bytes[at + 1]!
    this.start = start
    this.end = end
    this.#at = end
    return true
  }

  /** Step to the next option with this code; false: there is none. */
  nextOf(code: number): boolean {
    while (this.next()) if (this.code === code) return true
    return false
  }
}

/**
 * Offset of the payload of the first option with this code in bytes[start, end); its length stands in the two bytes
 * before: optionEndAt(). -1: not there.
 */
export function optionAt(bytes: Uint8Array, start: number, end: number, code: number): number {
  let at = start
  while (at + OPTION_HEADER <= end) {
    const payload = at + OPTION_HEADER
    const next = payload + ((bytes[at + 2]! << 8) | bytes[at + 3]!)
    if (next > end) return -1
    if (((bytes[at]! << 8) | bytes[at + 1]!) === code) return payload
    at = next
  }
  return -1
}

/** Where the payload ends that optionAt() found. */
export function optionEndAt(bytes: Uint8Array, payload: number): number {
  return payload + ((bytes[payload - 2]! << 8) | bytes[payload - 1]!)
}
