import { ipv4 } from '../../../wire/address.js'
import type { PacketView, Span } from '../../classify/packet-view.js'
import type { Exchange4 } from './exchange4.js'

/** Fixed fields up to and including chaddr (RFC 2131 2), bytes. */
const HEADER = 44
/** The fixed fields (RFC 2131 2), bytes. */
const FIXED = 236

/** A DHCPv4 packet as class expressions see it. */
export class View4 implements PacketView {
  readonly relayCount = 0
  readonly #x: Exchange4
  // what the message does not hold itself: name and addresses, written here when asked for
  readonly #source = Buffer.alloc(4)
  readonly #destination = Buffer.alloc(4)
  #interface = ''
  #interfaceBytes: Buffer = Buffer.alloc(0)

  constructor(x: Exchange4) {
    this.#x = x
  }

  /** As Kea counts: the fixed fields and every option, without cookie, padding and END. */
  get messageLength(): number {
    const { query } = this.#x
    let length = FIXED
    for (let code = query.codeAfter(0); code > 0; code = query.codeAfter(code))
      if (query.find(code)) length += 2 + query.optionEnd - query.optionStart
    return length
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
    ipv4.write(this.#x.source, this.#source, 0)
    return fill(into, this.#source, 0, 4)
  }

  destination(into: Span): boolean {
    const { destination } = this.#x
    if (destination === undefined) return false
    ipv4.write(destination, this.#destination, 0)
    return fill(into, this.#destination, 0, 4)
  }

  header(into: Span): boolean {
    const { query } = this.#x
    return fill(into, query.arena, query.start, query.start + HEADER)
  }

  option(code: number, into: Span): boolean {
    const { query } = this.#x
    return query.find(code) && fill(into, query.optionBytes, query.optionStart, query.optionEnd)
  }

  relayHeader(): boolean {
    return false
  }

  relayOption(): boolean {
    return false
  }
}

function fill(into: Span, bytes: Uint8Array, start: number, end: number): true {
  into.bytes = bytes
  into.start = start
  into.end = end
  return true
}
