import type { Writer } from '../writer.js'
import { MAX_RELAYS, MessageType, Option, RELAY_HEADER } from './codes.js'
import { beginOption, endOption, putOption } from './encode.js'
import type { Message6 } from './message.js'
import { findRelayOption } from './relay.js'

/** What a relay gets back: its interface (RFC 8415 19.3) and its port (RFC 8357 5.2). Ascending, as Kea writes them. */
const ECHOED = [Option.interfaceId, Option.relaySourcePort] as const

/**
 * The Relay-reply headers around an answer, mirrored from the relay messages that the query came in (RFC 8415 19.3).
 * open() writes them, then the answer is written behind, then close() sets the lengths: nothing is copied twice. Reuse one
 * object for all answers.
 */
export class RelayReply {
  readonly #marks = new Uint32Array(MAX_RELAYS)
  #depth = 0

  /** Write the headers; nothing for a query that came without a relay. False, and writer.overflow set: no room. */
  open(writer: Writer, query: Message6): boolean {
    this.#depth = 0
    for (let index = 0; index < query.relayCount; index++) if (!this.#openOne(writer, query, index)) return false
    return true
  }

  /** Set the lengths of the relay-msg options. */
  close(writer: Writer): void {
    for (let index = this.#depth - 1; index >= 0; index--) endOption(writer, this.#marks[index]!)
  }

  #openOne(writer: Writer, query: Message6, index: number): boolean {
    if (!writer.room(RELAY_HEADER)) return false
    const { arena } = query
    const from = query.relayAt(index)
    writer.u8(MessageType.relayReply)
    // hop-count, link-address and peer-address go back as they came
    const { bytes, at } = writer
    for (let i = 1; i < RELAY_HEADER; i++) bytes[at + i - 1] = arena[from + i]!
    writer.at = at + RELAY_HEADER - 1
    for (let i = 0; i < ECHOED.length; i++) {
      const code = ECHOED[i]!
      if (!findRelayOption(query, index, code)) continue
      if (!putOption(writer, code, arena, query.optionStart, query.optionEnd)) return false
    }
    const mark = beginOption(writer, Option.relayMessage)
    if (mark < 0) return false
    this.#marks[index] = mark
    this.#depth = index + 1
    return true
  }
}
