import { InboundBatch } from './inbound-batch.js'
import type { Sys } from './sys.js'

/** Datagrams one recvmmsg may bring, and so the size of the batch between two flushes. */
export const BATCH = 512
/** Bytes of a received datagram or frame. */
export const SLOT = 2048

const HEADER = 64 // struct mmsghdr: msghdr 56, msg_len 4, padding 4
const VECTOR = 16
const NAME = 32 // sockaddr_in 16, sockaddr_in6 28, sockaddr_ll 20
const CONTROL = 64 // one in6_pktinfo or tpacket_auxdata needs 40
const MSG_TRUNC = 0x20

/**
 * What the kernel receives into: mmsghdr[], iovec[], names, control messages and data in one off-heap block. One arena
 * serves all links of a thread, since a batch lives only while the sink runs. Untouched slots cost no memory.
 *
 * Slot 0 is for the datagram that libuv has read before it called back.
 */
export class ReceiveArena {
  readonly bytes: Buffer
  readonly batch: InboundBatch
  readonly #words: Uint32Array
  readonly #sys: Sys
  readonly #base: number
  readonly #names: number
  readonly #controls: number
  readonly #data: number
  #used = BATCH

  constructor(sys: Sys) {
    this.#sys = sys
    const slots = BATCH + 1
    const vectors = HEADER * slots
    this.#names = vectors + VECTOR * slots
    this.#controls = this.#names + NAME * slots
    this.#data = this.#controls + CONTROL * slots
    this.bytes = Buffer.allocUnsafeSlow(this.#data + SLOT * slots)
    this.batch = new InboundBatch(this.bytes, slots)
    this.#words = new Uint32Array(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length >>> 2)
    this.#base = sys.addressOf(this.bytes)
    this.bytes.fill(0, 0, this.#names)
    for (let i = 0; i < slots; i++) {
      const header = i * HEADER
      const vector = vectors + i * VECTOR
      this.#pointer(header, this.#names + i * NAME)
      this.#pointer(header + 16, vector)
      this.#words[(header + 24) >>> 2] = 1
      this.#pointer(header + 32, this.#controls + i * CONTROL)
      this.#pointer(vector, this.#data + i * SLOT)
      this.#words[(vector + 8) >>> 2] = SLOT
    }
  }

  nameAt(slot: number): number {
    return this.#names + slot * NAME
  }

  dataAt(slot: number): number {
    return this.#data + slot * SLOT
  }

  lengthOf(slot: number): number {
    return this.#words[(slot * HEADER + 56) >>> 2]!
  }

  isTruncated(slot: number): boolean {
    return (this.#words[(slot * HEADER + 48) >>> 2]! & MSG_TRUNC) !== 0
  }

  /** Offset of the payload of the slot's one control message, if it is of that level and type; else -1. */
  controlAt(slot: number, level: number, type: number): number {
    const at = this.#controls + slot * CONTROL
    const words = this.#words
    if (words[(slot * HEADER + 40) >>> 2]! < 16) return -1
    return words[(at + 8) >>> 2] === level && words[(at + 12) >>> 2] === type ? at + 16 : -1
  }

  word(at: number): number {
    return this.#words[at >>> 2]!
  }

  /** Fill slots 1, 2, ... with what the socket holds: how many, or -errno (EAGAIN: it is empty). */
  receive(fd: number): number {
    this.#prepare()
    const n = this.#sys.receiveMany(fd, this.#base + HEADER, BATCH)
    this.#used = Math.max(n, 0)
    return n
  }

  /** The kernel wrote over these lengths when it filled the slots. */
  #prepare(): void {
    const words = this.#words
    for (let i = 1; i <= this.#used; i++) {
      words[(i * HEADER + 8) >>> 2] = NAME
      words[(i * HEADER + 40) >>> 2] = CONTROL
    }
  }

  #pointer(at: number, target: number): void {
    const address = this.#base + target
    this.#words[at >>> 2] = address >>> 0
    this.#words[(at + 4) >>> 2] = Math.floor(address / 0x100000000)
  }
}
