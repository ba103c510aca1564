import type { ClassSet } from './class-set.js'
import type { PacketView, Span } from './packet-view.js'

const EMPTY = Buffer.alloc(0)
const SCRATCH = 4096
/** No value may grow past this: a few nested concat() of long options stay far below. */
const SCRATCH_LIMIT = 1 << 20

/**
 * What one evaluation works on: the packet, its classes, and one register in which every string expression leaves its
 * value as bytes[start, end). One per exchange, reused for every packet; evaluation allocates nothing.
 */
export class Frame implements Span {
  packet: PacketView
  readonly classes: ClassSet
  bytes: Uint8Array = EMPTY
  start = 0
  end = 0
  /** Why the evaluation has no result, in Kea's words; '': it has one. */
  failure = ''
  /** Where computed values are built. Values stay where they are until the evaluation ends. */
  scratch: Buffer = Buffer.allocUnsafeSlow(SCRATCH)
  #top = 0

  constructor(packet: PacketView, classes: ClassSet) {
    this.packet = packet
    this.classes = classes
  }

  /** Forget the last evaluation. */
  reset(): void {
    this.failure = ''
    this.#top = 0
  }

  empty(): void {
    this.bytes = EMPTY
    this.start = 0
    this.end = 0
  }

  set(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes
    this.start = start
    this.end = end
  }

  /** The first failure is the one to report; the value is empty from here on. */
  fail(text: string): void {
    if (this.failure === '') this.failure = text
    this.empty()
  }

  /**
   * Take `length` bytes of scratch and make them the register. Returns their offset in `scratch`, or -1 after a
   * failure: the value would be absurdly long.
   */
  build(length: number): number {
    let at = this.#top
    if (at + length > this.scratch.length) {
      const size = Math.max(this.scratch.length * 2, length)
      if (size > SCRATCH_LIMIT) {
        this.fail('The value is too long.')
        return -1
      }
      // What was built before stays valid: registers saved meanwhile hold the old buffer.
      this.scratch = Buffer.allocUnsafeSlow(size)
      at = 0
    }
    this.#top = at + length
    this.set(this.scratch, at, this.#top)
    return at
  }

  /** A number as Kea gives it: 4 bytes, network order. */
  number(value: number): void {
    const at = this.build(4)
    if (at < 0) return
    const { scratch } = this
    scratch[at] = value >>> 24
    scratch[at + 1] = value >>> 16
    scratch[at + 2] = value >>> 8
    scratch[at + 3] = value
  }
}
