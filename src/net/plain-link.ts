import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { LinkCounters } from './counters.js'
import { InboundBatch } from './inbound-batch.js'
import { formatAddress, parseAddress } from './interfaces.js'
import type { Batch, Link, Out } from './link.js'
import { SlotRing } from './slot-ring.js'

export interface PlainLinkOptions {
  readonly name: string
  readonly index: number
  /** Address to bind to, 4 or 16 bytes; answers come from it. */
  readonly localAddress: Uint8Array
  readonly port: number
}

const MAX_DATAGRAM = 65535
const ADDRESS_ROOM = 16

/**
 * A link over node:dgram alone: no native module and no rights, but one datagram a time, and only what is sent to its
 * address: relays, and clients that have one. Rejects with Node's errors (EACCES, EADDRINUSE, EADDRNOTAVAIL).
 */
export async function openPlainLink(options: PlainLinkOptions): Promise<PlainLink> {
  const v6 = options.localAddress.length === 16
  const socket = createSocket({
    type: v6 ? 'udp6' : 'udp4',
    // Addresses are numbers already: no resolver, so that send() hands over at once and in order.
    lookup: (host, _options, done) => done(null, host, v6 ? 6 : 4),
  })
  const zone = v6 && isLinkLocal(options.localAddress) ? `%${options.name}` : ''
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind({ port: options.port, address: formatAddress(options.localAddress) + zone, exclusive: true }, () => {
      socket.off('error', reject)
      resolve()
    })
  })
  return new PlainLink(socket, options)
}

export class PlainLink implements Link {
  readonly name: string
  readonly index: number
  readonly addressLength: 4 | 16
  readonly localAddress: Uint8Array
  readonly reach = 'unicast'
  readonly reachesHardware = false
  readonly counters = new LinkCounters()
  readonly #socket: Socket
  readonly #ring = new SlotRing()
  readonly #batch = new InboundBatch(Buffer.alloc(ADDRESS_ROOM + MAX_DATAGRAM), 1)
  #sink: ((batch: Batch) => void) | undefined
  #closed = false

  /** `socket` is bound; see openPlainLink. */
  constructor(socket: Socket, options: PlainLinkOptions) {
    this.#socket = socket
    this.name = options.name
    this.index = options.index
    this.localAddress = options.localAddress
    this.addressLength = options.localAddress.length === 16 ? 16 : 4
    socket.on('message', (bytes, from) => this.#heard(bytes, from))
    socket.on('error', () => void this.counters.errors++)
  }

  listen(sink: (batch: Batch) => void): void {
    this.#sink = sink
  }

  slot(): Out | undefined {
    return this.#closed ? undefined : this.#ring.slot()
  }

  post(): void {
    this.#ring.post()
  }

  flush(durable: boolean): number {
    return this.#ring.flush(durable, out => this.#send(out))
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#socket.close()
  }

  #heard(bytes: Buffer, from: RemoteInfo): void {
    const batch = this.#batch
    const source = parseAddress(from.address)
    if (source === undefined || this.#sink === undefined) return
    batch.begin(this)
    batch.arena.set(source, 0)
    batch.arena.set(bytes, ADDRESS_ROOM)
    batch.add(ADDRESS_ROOM, ADDRESS_ROOM + bytes.length, 0, from.port)
    this.counters.received++
    this.#sink(batch)
  }

  #send(out: Out): void {
    if (this.#closed) return
    const to = out.arena.subarray(out.addressAt, out.addressAt + this.addressLength)
    const zone = isLinkLocal(to) ? `%${this.name}` : ''
    // dgram keeps the buffer until the kernel took it; the slot is used again before that.
    const bytes = Buffer.from(out.arena.subarray(out.start, out.end))
    this.#socket.send(bytes, out.port, formatAddress(to) + zone, error => {
      if (error === null) this.counters.sent++
      else this.counters.refused++
    })
  }
}

/** RFC 4291 2.5.6, fe80::/10: means nothing without its interface. */
function isLinkLocal(address: Uint8Array): boolean {
  return address.length === 16 && address[0] === 0xfe && (address[1]! & 0xc0) === 0x80
}
