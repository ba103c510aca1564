import type { PacketView, Span } from '../../src/server/classify/packet-view.js'

/** Where a packet came from, for expressions that ask. */
export interface Origin {
  readonly interfaceName?: string
  readonly source?: readonly number[]
  readonly destination?: readonly number[]
}

/** The plainest PacketView: whole bytes of a DHCP message, searched anew for every question. */
export class PlainPacket implements PacketView {
  readonly messageLength: number
  readonly relayCount: number
  readonly #family: 'v4' | 'v6'
  readonly #bytes: Buffer
  readonly #origin: Origin
  /** Where each relay header starts and ends; nearest to the server first. */
  readonly #relays: { start: number; end: number }[] = []
  #start = 0
  #end: number

  constructor(family: 'v4' | 'v6', bytes: Buffer, origin: Origin = {}) {
    this.#family = family
    this.#bytes = bytes
    this.#origin = origin
    this.#end = bytes.length
    this.messageLength = family === 'v6' ? bytes.length : length4(bytes)
    if (family === 'v6') this.#unwrap()
    this.relayCount = this.#relays.length
  }

  interfaceName(into: Span): boolean {
    return give(Buffer.from(this.#origin.interfaceName ?? ''), into)
  }

  source(into: Span): boolean {
    return give(Buffer.from(this.#origin.source ?? []), into)
  }

  destination(into: Span): boolean {
    return give(Buffer.from(this.#origin.destination ?? []), into)
  }

  header(into: Span): boolean {
    const length = this.#family === 'v4' ? 44 : 4
    if (this.#end - this.#start < length) return false
    return this.#give(this.#start, this.#start + length, into)
  }

  option(code: number, into: Span): boolean {
    if (this.#family === 'v6') return this.#option6(this.#start + 4, this.#end, code, into)
    const bytes = this.#bytes
    for (let at = 240; at + 1 < this.#end && bytes[at] !== 255; ) {
      if (bytes[at] === 0) {
        at++
        continue
      }
      const next = at + 2 + bytes[at + 1]!
      if (next > this.#end) return false
      if (bytes[at] === code) return this.#give(at + 2, next, into)
      at = next
    }
    return false
  }

  relayHeader(index: number, into: Span): boolean {
    const { start } = this.#relays[index]!
    return this.#give(start, start + 34, into)
  }

  relayOption(index: number, code: number, into: Span): boolean {
    const { start, end } = this.#relays[index]!
    return this.#option6(start + 34, end, code, into)
  }

  #unwrap(): void {
    const inner: Span = { bytes: this.#bytes, start: 0, end: 0 }
    while (this.#bytes[this.#start] === 12 && this.#end - this.#start >= 34 && this.#relays.length < 32) {
      const relay = { start: this.#start, end: this.#end }
      if (!this.#option6(relay.start + 34, relay.end, 9, inner)) return
      this.#relays.push(relay)
      this.#start = inner.start
      this.#end = inner.end
    }
  }

  #option6(start: number, end: number, code: number, into: Span): boolean {
    for (let at = start; at + 4 <= end; ) {
      const next = at + 4 + this.#bytes.readUInt16BE(at + 2)
      if (next > end) return false
      if (this.#bytes.readUInt16BE(at) === code) return this.#give(at + 4, next, into)
      at = next
    }
    return false
  }

  #give(start: number, end: number, into: Span): boolean {
    into.bytes = this.#bytes
    into.start = start
    into.end = end
    return true
  }
}

/** The fixed fields and every option, without cookie, padding and END. */
function length4(bytes: Buffer): number {
  let length = 236
  for (let at = 240; at + 1 < bytes.length && bytes[at] !== 255; ) {
    const size = bytes[at] === 0 ? 1 : 2 + bytes[at + 1]!
    if (bytes[at] !== 0) length += size
    at += size
  }
  return length
}

function give(bytes: Buffer, into: Span): boolean {
  into.bytes = bytes
  into.start = 0
  into.end = bytes.length
  return bytes.length > 0
}

/** A DHCPv4 option: code, length, payload. */
export function option4(code: number, payload: Uint8Array | readonly number[] | string): Buffer {
  const bytes = Buffer.from(payload as string)
  return Buffer.concat([Buffer.from([code, bytes.length]), bytes])
}

/** A DHCPv6 option: code and length of 16 bits, payload. */
export function option6(code: number, payload: Uint8Array | readonly number[] | string): Buffer {
  const bytes = Buffer.from(payload as string)
  const head = Buffer.alloc(4)
  head.writeUInt16BE(code, 0)
  head.writeUInt16BE(bytes.length, 2)
  return Buffer.concat([head, bytes])
}

/** A DHCPv4 message (op 1, Ethernet) with these options behind the magic cookie. */
export function message4(
  fields: { xid?: number; giaddr?: readonly number[]; hardware?: readonly number[] },
  ...options: readonly Buffer[]
): Buffer {
  const head = Buffer.alloc(240)
  head.set([1, 1, 6, fields.giaddr === undefined ? 0 : 1])
  head.writeUInt32BE(fields.xid ?? 1, 4)
  head.set(fields.giaddr ?? [], 24)
  head.set(fields.hardware ?? [], 28)
  head.set([0x63, 0x82, 0x53, 0x63], 236)
  return Buffer.concat([head, ...options, Buffer.from([255])])
}

/** A Relay-forward around `inner`: hop count, link-address, peer-address, options, and `inner` as option 9. */
export function relayForward6(
  hops: number,
  link: Uint8Array,
  peer: Uint8Array,
  inner: Uint8Array,
  ...options: readonly Buffer[]
): Buffer {
  return Buffer.concat([Buffer.from([12, hops]), link, peer, ...options, option6(9, inner)])
}
