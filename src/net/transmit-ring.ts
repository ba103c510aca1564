import type { LinkCounters } from './counters.js'
import { buildFrame, FRAME_HEADERS, type FrameSource } from './frame.js'
import type { Out } from './link.js'
import { AF_INET, AF_INET6, writeLinkAddress } from './sockets.js'
import { Errno, type Sys } from './sys.js'

/** Slots: two batches, so that one can be filled while the kernel has not taken the other yet. */
const SLOTS = 1024
/** Bytes from one slot's payload to the next, headroom for a frame's headers included. */
const STRIDE = 2048 + 320
const HEADROOM = 64

const HEADER = 64 // struct mmsghdr
const VECTOR = 16
const NAME = 32
const CONTROL = 48 // cmsghdr 16 + in6_pktinfo 20, padded
const LINK_ADDRESS = 20

const IP_PKTINFO = 8
const SOL_IPV6 = 41
const IPV6_PKTINFO = 50

export interface RingOptions {
  /** Socket for answers that the kernel routes. */
  readonly udp: number
  /** Packet socket for answers to a hardware address; -1 for none. */
  readonly raw: number
  readonly addressLength: 4 | 16
  /** Interface index that answers leave by and that link-local destinations are on; 0: by the routing table. */
  readonly index: number
  /** Interface of raw frames. */
  readonly rawIndex: number
  /** Source address of answers; undefined: the kernel's choice. */
  readonly source: Uint8Array | undefined
  /** Who frames come from; undefined when raw is -1. */
  readonly frames: FrameSource | undefined
  /** Bytes of the longest answer that may be sent by a frame. */
  readonly frameLimit: number
}

/**
 * Answers from where they are encoded to sendmmsg: mmsghdr[], iovec[], addresses, control messages and payloads in one
 * off-heap block. Slots are taken in order; head is the next to send, tail the next to fill. When all is sent, both
 * go back to the first slot, so a quiet link keeps to few pages of memory.
 */
export class TransmitRing {
  readonly bytes: Buffer
  readonly #words: Uint32Array
  readonly #base: number
  readonly #slots: Slot[] = []
  readonly #vectors = HEADER * SLOTS
  readonly #names = this.#vectors + VECTOR * SLOTS
  readonly #controls = this.#names + NAME * SLOTS
  readonly #linkAddress = this.#controls + CONTROL * SLOTS
  readonly #payloads = this.#linkAddress + 64
  #head = 0
  #tail = 0
  #sealed = 0

  constructor(
    readonly sys: Pick<Sys, 'addressOf' | 'sendMany'>,
    readonly options: RingOptions,
    readonly counters: LinkCounters,
  ) {
    this.bytes = Buffer.allocUnsafeSlow(this.#payloads + STRIDE * SLOTS)
    this.#words = new Uint32Array(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length >>> 2)
    this.#base = sys.addressOf(this.bytes)
    this.bytes.fill(0, this.#linkAddress, this.#payloads)
    writeLinkAddress(this.bytes, this.#linkAddress, options.rawIndex)
  }

  /** Slots that wait for the kernel or for a flush. */
  get waiting(): number {
    return this.#tail - this.#head
  }

  /** The next free slot, cleared: what an answer that was begun and dropped left in it is gone. Undefined: none is free. */
  next(): Out | undefined {
    if (this.#tail - this.#head === SLOTS) return undefined
    const slot = this.#at(this.#tail)
    slot.clear()
    return slot
  }

  /** Take the slot of next() into the batch. */
  post(): void {
    const slot = this.#at(this.#tail)
    const { options } = this
    slot.fresh = false
    slot.dropped = false
    const frames = options.frames
    // Only Ethernet is spoken here; other hardware is left to the kernel.
    slot.raw = frames !== undefined && slot.hardwareLength === 6 && slot.end - slot.start <= options.frameLimit
    if (slot.raw) buildFrame(this.bytes, slot.start, slot.end, frames!, slot.addressAt, slot.port)
    else {
      this.bytes[slot.nameAt + 2] = slot.port >>> 8
      this.bytes[slot.nameAt + 3] = slot.port
    }
    this.#describe(slot)
    this.#tail++
  }

  /** Everything posted may leave now; with `durable` false, what rests on lease changes does not. How many were dropped. */
  seal(durable: boolean): number {
    let dropped = 0
    if (!durable) {
      for (let i = this.#sealed; i < this.#tail; i++) {
        const slot = this.#at(i)
        if (!slot.rests) continue
        slot.dropped = true
        dropped++
      }
    }
    this.#sealed = this.#tail
    return dropped
  }

  /** Send what is sealed as far as the kernel takes it. False: its buffer is full, try again later. */
  send(): boolean {
    const { sys, options, counters } = this
    while (this.#head < this.#sealed) {
      const first = this.#at(this.#head)
      if (first.dropped) {
        this.#head++
        continue
      }
      const run = this.#run(first)
      const fd = first.raw ? options.raw : options.udp
      const n = sys.sendMany(fd, this.#base + first.index * HEADER, run)
      if (n > 0) {
        counters.sent += n
        this.#head += n
      } else if (n === -Errno.EAGAIN || n === -Errno.ENOBUFS) return false
      else if (n !== -Errno.EINTR) {
        // The first message of the run failed (no route, too long, filtered): the others must not wait for it.
        counters.refused++
        this.#head++
      }
    }
    this.#rewind()
    return true
  }

  /** Give up what the kernel has not taken. */
  abandon(): void {
    this.counters.lost += this.#sealed - this.#head
    this.#head = this.#sealed
    this.#rewind()
  }

  #rewind(): void {
    if (this.#head !== this.#tail) return
    // The slot that was handed out by next() but not posted stays what slot() returned: keep its place.
    if (this.#slots[this.#tail % SLOTS]?.fresh) return
    this.#head = this.#tail = this.#sealed = 0
  }

  /** How many slots from `first` on can go in one call: same socket, none dropped, no wrap. */
  #run(first: Slot): number {
    const most = Math.min(this.#sealed - this.#head, SLOTS - first.index)
    let n = 1
    while (n < most) {
      const slot = this.#slots[first.index + n]!
      if (slot.raw !== first.raw || slot.dropped) break
      n++
    }
    return n
  }

  #at(i: number): Slot {
    const index = i % SLOTS
    return this.#slots[index] ?? this.#lay(index)
  }

  /** First use of a slot: everything that does not change from answer to answer. */
  #lay(index: number): Slot {
    const { bytes, options } = this
    const header = index * HEADER
    const vector = this.#vectors + index * VECTOR
    const name = this.#names + index * NAME
    const control = this.#controls + index * CONTROL
    const payload = this.#payloads + index * STRIDE + HEADROOM
    const v6 = options.addressLength === 16
    bytes.fill(0, header, header + HEADER)
    bytes.fill(0, vector, vector + VECTOR)
    bytes.fill(0, name, name + NAME)
    bytes.fill(0, control, control + CONTROL)
    this.#pointer(header + 16, vector)
    this.#words[(header + 24) >>> 2] = 1
    bytes.writeUInt16LE(v6 ? AF_INET6 : AF_INET, name)
    if (v6) bytes.writeUInt32LE(options.index, name + 24)
    if (v6) layPktinfo6(bytes, control, options)
    else layPktinfo4(bytes, control, options)
    const slot = new Slot(bytes, index, payload, payload - HEADROOM + STRIDE, name, name + (v6 ? 8 : 4))
    this.#slots[index] = slot
    return slot
  }

  /** Write what differs from answer to answer into the slot's mmsghdr and iovec. */
  #describe(slot: Slot): void {
    const words = this.#words
    const header = slot.index * HEADER
    const vector = this.#vectors + slot.index * VECTOR
    const start = slot.raw ? slot.start - FRAME_HEADERS : slot.start
    this.#pointer(vector, start)
    words[(vector + 8) >>> 2] = slot.end - start
    const v6 = this.options.addressLength === 16
    if (slot.raw) {
      this.#pointer(header, this.#linkAddress)
      words[(header + 8) >>> 2] = LINK_ADDRESS
      words[(header + 40) >>> 2] = 0
    } else {
      this.#pointer(header, slot.nameAt)
      words[(header + 8) >>> 2] = v6 ? 28 : 16
      this.#pointer(header + 32, this.#controls + slot.index * CONTROL)
      words[(header + 40) >>> 2] = this.options.source === undefined ? 0 : v6 ? 40 : 32
    }
  }

  #pointer(at: number, target: number): void {
    const address = this.#base + target
    this.#words[at >>> 2] = address >>> 0
    this.#words[(at + 4) >>> 2] = Math.floor(address / 0x100000000)
  }
}

/** cmsghdr and struct in_pktinfo: interface, source address (ipi_spec_dst), unused. */
function layPktinfo4(bytes: Buffer, at: number, { source, index }: RingOptions): void {
  if (source === undefined) return
  bytes.writeUInt32LE(28, at)
  bytes.writeInt32LE(IP_PKTINFO, at + 12)
  bytes.writeInt32LE(index, at + 16)
  bytes.set(source, at + 20)
}

/** cmsghdr and struct in6_pktinfo (RFC 3542 6.1): source address, interface. */
function layPktinfo6(bytes: Buffer, at: number, { source, index }: RingOptions): void {
  if (source === undefined) return
  bytes.writeUInt32LE(36, at)
  bytes.writeInt32LE(SOL_IPV6, at + 8)
  bytes.writeInt32LE(IPV6_PKTINFO, at + 12)
  bytes.set(source, at + 16)
  bytes.writeInt32LE(index, at + 32)
}

class Slot implements Out {
  end: number
  port = 0
  /** Where buildFrame expects the destination's Ethernet address. */
  readonly hardwareAt: number
  hardwareLength = 0
  rests = false
  /** Handed out and cleared, not posted. */
  fresh = false
  raw = false
  dropped = false

  constructor(
    readonly arena: Buffer,
    readonly index: number,
    readonly start: number,
    readonly limit: number,
    readonly nameAt: number,
    readonly addressAt: number,
  ) {
    this.end = start
    this.hardwareAt = start - FRAME_HEADERS
  }

  clear(): void {
    this.end = this.start
    this.port = 0
    this.hardwareLength = 0
    this.rests = false
    this.fresh = true
  }
}
