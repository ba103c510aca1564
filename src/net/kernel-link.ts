import type { RemoteInfo, Socket } from 'node:dgram'
import type { Timers } from '../server/time/clock.js'
import { ipv4, ipv6 } from '../wire/address.js'
import { LinkCounters } from './counters.js'
import { checksumHolds, Frame, parseFrame } from './frame.js'
import type { Batch, Link, Out } from './link.js'
import { type ReceiveArena, SLOT } from './receive-arena.js'
import { Errno, type Sys } from './sys.js'
import { type RingOptions, TransmitRing } from './transmit-ring.js'
import { wakeByPacket, wakeByUdp } from './wake-up.js'

/** What every link over kernel sockets needs from outside. */
export interface KernelRoom {
  readonly sys: Sys
  /** Shared by the links of a thread. */
  readonly arena: ReceiveArena
  readonly timers: Timers
}

export interface KernelLinkOptions {
  readonly name: string
  readonly index: number
  readonly addressLength: 4 | 16
  readonly localAddress: Uint8Array | undefined
  readonly reach: Link['reach']
  /** Descriptor to receive on, and whether it brings datagrams or whole frames. */
  readonly receive: number
  readonly frames: boolean
  /** Descriptors that are closed with the link, besides `receive`. */
  readonly others: readonly number[]
  readonly ring: RingOptions
}

const SOL_IP = 0
const IP_PKTINFO = 8
const SOL_IPV6 = 41
const IPV6_PKTINFO = 50
const SOL_PACKET = 263
const PACKET_AUXDATA = 8
const TP_STATUS_CSUMNOTREADY = 1 << 3
const TP_STATUS_CSUM_VALID = 1 << 7

/** Milliseconds between attempts to send what the kernel's buffer had no room for, and how often that is tried. */
const RETRY_WAIT = 1
const RETRY_LIMIT = 250

/** A link over kernel sockets: woken by the event loop, drained by recvmmsg, answered by sendmmsg. */
export class KernelLink implements Link {
  readonly name: string
  readonly index: number
  readonly addressLength: 4 | 16
  readonly localAddress: Uint8Array | undefined
  readonly reach: Link['reach']
  readonly reachesHardware: boolean
  readonly counters = new LinkCounters()

  readonly #room: KernelRoom
  readonly #options: KernelLinkOptions
  readonly #ring: TransmitRing
  readonly #frame = new Frame()
  #sink: ((batch: Batch) => void) | undefined
  #socket: Socket | undefined
  #fd: number
  /** What #writeAddress() was given last, and the address it spells. */
  #lastText = ''
  readonly #lastAddress = new Uint8Array(16)
  #retries = 0
  #retrying = false
  #closed = false

  constructor(room: KernelRoom, options: KernelLinkOptions) {
    this.#room = room
    this.#options = options
    this.name = options.name
    this.index = options.index
    this.addressLength = options.addressLength
    this.localAddress = options.localAddress
    this.reach = options.reach
    this.reachesHardware = options.ring.frames !== undefined
    this.#fd = options.receive
    this.#ring = new TransmitRing(room.sys, options.ring, this.counters)
  }

  listen(sink: (batch: Batch) => void): void {
    this.#sink = sink
    if (this.#socket !== undefined || this.#closed) return
    const { sys } = this.#room
    // A receive error (ENETDOWN when the interface goes down) ends nothing: the socket hears again when it is up.
    const onError = (): void => void this.counters.errors++
    if (this.#options.frames) {
      const woken = wakeByPacket(sys, this.#fd, first => this.#wokenByFrame(first), onError)
      this.#socket = woken.socket
      this.#fd = woken.fd
    } else {
      const v6 = this.addressLength === 16
      this.#socket = wakeByUdp(sys, this.#fd, v6, (first, from) => this.#wokenByDatagram(first, from), onError)
    }
  }

  /** What to wait for when nobody listens: see drain(). */
  get descriptor(): number {
    return this.#fd
  }

  /**
   * For a thread that waits by itself instead of listen(): hand over what the socket holds now. How many datagrams.
   * `sink` is not called for none.
   */
  drain(sink: (batch: Batch) => void): number {
    const { batch } = this.#room.arena
    this.#sink = sink
    batch.begin(this)
    if (this.#options.frames) this.#addFrames(this.#drain())
    else this.#addDatagrams(this.#drain())
    this.#deliver()
    return batch.count
  }

  slot(): Out | undefined {
    if (this.#closed) return undefined
    const out = this.#ring.next()
    if (out === undefined) this.counters.lost++
    return out
  }

  post(): void {
    this.#ring.post()
  }

  flush(durable: boolean): number {
    const dropped = this.#ring.seal(durable)
    if (!this.#retrying && !this.#closed) this.#send()
    return dropped
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    const { sys } = this.#room
    if (this.#socket !== undefined) this.#socket.close()
    else sys.close(this.#fd)
    for (const fd of this.#options.others) sys.close(fd)
  }

  #send(): void {
    if (this.#ring.send()) {
      this.#retries = 0
      return
    }
    // Bounded: an interface whose queue never moves must not hold the answers of later clients.
    if (++this.#retries > RETRY_LIMIT) {
      this.#retries = 0
      this.#ring.abandon()
      return
    }
    this.#retrying = true
    this.#room.timers.after(RETRY_WAIT, () => {
      this.#retrying = false
      if (!this.#closed) this.#send()
    })
  }

  #wokenByDatagram(first: Buffer, from: RemoteInfo): void {
    const { arena } = this.#room
    const { batch } = arena
    batch.begin(this)
    if (first.length <= SLOT) {
      const at = arena.dataAt(0)
      const sourceAt = arena.nameAt(0) + 8
      first.copy(arena.bytes, at)
      this.#writeAddress(from.address, sourceAt)
      batch.add(at, at + first.length, sourceAt, from.port)
    } else this.counters.truncated++
    this.#addDatagrams(this.#drain())
    this.#deliver()
  }

  #addDatagrams(n: number): void {
    const { arena } = this.#room
    const { batch } = arena
    const v6 = this.addressLength === 16
    for (let slot = 1; slot <= n; slot++) {
      if (arena.isTruncated(slot)) {
        this.counters.truncated++
        continue
      }
      const start = arena.dataAt(slot)
      const name = arena.nameAt(slot)
      const port = (arena.bytes[name + 2]! << 8) | arena.bytes[name + 3]!
      const i = batch.add(start, start + arena.lengthOf(slot), name + (v6 ? 8 : 4), port)
      // in_pktinfo: interface, local address, destination; in6_pktinfo: destination, interface
      const info = v6 ? arena.controlAt(slot, SOL_IPV6, IPV6_PKTINFO) : arena.controlAt(slot, SOL_IP, IP_PKTINFO)
      if (info >= 0) batch.destinationAt[i] = v6 ? info : info + 8
    }
  }

  #wokenByFrame(first: Buffer): void {
    const { arena } = this.#room
    arena.batch.begin(this)
    if (first.length <= SLOT) {
      const at = arena.dataAt(0)
      first.copy(arena.bytes, at)
      this.#addFrame(at, first.length, false)
    } else this.counters.truncated++
    this.#addFrames(this.#drain())
    this.#deliver()
  }

  #addFrames(n: number): void {
    const { arena } = this.#room
    for (let slot = 1; slot <= n; slot++) {
      if (arena.isTruncated(slot)) {
        this.counters.truncated++
        continue
      }
      // The kernel tells when it has checked the sum, or when a sender on this host has not computed it.
      const info = arena.controlAt(slot, SOL_PACKET, PACKET_AUXDATA)
      const trusted = info >= 0 && (arena.word(info) & (TP_STATUS_CSUMNOTREADY | TP_STATUS_CSUM_VALID)) !== 0
      this.#addFrame(arena.dataAt(slot), arena.lengthOf(slot), trusted)
    }
  }

  #addFrame(at: number, length: number, trusted: boolean): void {
    const { bytes, batch } = this.#room.arena
    const frame = this.#frame
    if (!parseFrame(bytes, at, at + length, frame) || !(trusted || checksumHolds(bytes, frame))) {
      this.counters.malformed++
      return
    }
    const i = batch.add(frame.payloadStart, frame.payloadEnd, frame.sourceAt, frame.sourcePort)
    batch.destinationAt[i] = frame.destinationAt
    batch.hardwareAt[i] = frame.hardwareAt
    batch.hardwareLength[i] = 6
  }

  #drain(): number {
    const n = this.#room.arena.receive(this.#fd)
    if (n >= 0) return n
    if (n !== -Errno.EAGAIN && n !== -Errno.EINTR) this.counters.errors++
    return 0
  }

  #deliver(): void {
    const { batch } = this.#room.arena
    if (batch.count === 0) return
    this.counters.received += batch.count
    this.#sink?.(batch)
  }

  /** The address of the datagram libuv has read comes as text; a relay's comes again and again. */
  #writeAddress(text: string, at: number): void {
    const { bytes } = this.#room.arena
    if (text !== this.#lastText) {
      this.#lastText = text
      const zone = text.indexOf('%')
      const plain = zone < 0 ? text : text.slice(0, zone)
      if (this.addressLength === 4) ipv4.write(ipv4.parse(plain) ?? 0, this.#lastAddress, 0)
      else ipv6.write(ipv6.parse(plain) ?? 0n, this.#lastAddress, 0)
    }
    for (let i = 0; i < this.addressLength; i++) bytes[at + i] = this.#lastAddress[i]!
  }
}
