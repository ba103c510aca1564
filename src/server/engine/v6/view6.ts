import { MESSAGE_HEADER, RELAY_HEADER } from '../../../wire/v6/codes.js'
import { findRelayOption } from '../../../wire/v6/relay.js'
import type { PacketView, Span } from '../../classify/packet-view.js'
import type { Exchange6 } from './exchange6.js'

/** A DHCPv6 packet as class expressions see it. */
export class View6 implements PacketView {
  readonly #x: Exchange6
  #interface = ''
  #interfaceBytes: Buffer = Buffer.alloc(0)

  constructor(x: Exchange6) {
    this.#x = x
  }

  get messageLength(): number {
    return this.#x.query.length
  }

  get relayCount(): number {
    return this.#x.query.relayCount
  }

  interfaceName(into: Span): boolean {
    const { name } = this.#x.link
    if (name !== this.#interface) {
      this.#interface = name
      this.#interfaceBytes = Buffer.from(name)
    }
    return fill(into, this.#interfaceBytes, 0, this.#interfaceBytes.length)
  }

  source(into: Span): boolean {
    return fill(into, this.#x.sourceBytes, 0, 16)
  }

  destination(into: Span): boolean {
    return this.#x.destination !== undefined && fill(into, this.#x.destinationBytes, 0, 16)
  }

  header(into: Span): boolean {
    const { query } = this.#x
    return fill(into, query.arena, query.messageAt, query.messageAt + MESSAGE_HEADER)
  }

  option(code: number, into: Span): boolean {
    const { query } = this.#x
    return query.find(code) && fill(into, query.arena, query.optionStart, query.optionEnd)
  }

  relayHeader(index: number, into: Span): boolean {
    const { query } = this.#x
    if (index < 0 || index >= query.relayCount) return false
    const at = query.relayAt(index)
    return fill(into, query.arena, at, at + RELAY_HEADER)
  }

  relayOption(index: number, code: number, into: Span): boolean {
    const { query } = this.#x
    if (index < 0 || index >= query.relayCount || !findRelayOption(query, index, code)) return false
    return fill(into, query.arena, query.optionStart, query.optionEnd)
  }
}

function fill(into: Span, bytes: Uint8Array, start: number, end: number): true {
  into.bytes = bytes
  into.start = start
  into.end = end
  return true
}
