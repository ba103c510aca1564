import { offHeap, type Sys } from './sys.js'

const POLLIN = 1
const ENTRY = 8 // struct pollfd: fd, events, revents

/** Waits for sockets without the event loop, to the microsecond, for a thread that does nothing else. */
export class Readiness {
  readonly #sys: Sys
  readonly #entries: Buffer
  readonly #count: number
  readonly #time = offHeap(16)

  constructor(sys: Sys, descriptors: readonly number[]) {
    this.#sys = sys
    this.#count = descriptors.length
    this.#entries = offHeap(ENTRY * descriptors.length)
    for (const [i, fd] of descriptors.entries()) {
      this.#entries.writeInt32LE(fd, i * ENTRY)
      this.#entries.writeInt16LE(POLLIN, i * ENTRY + 4)
    }
  }

  /** Block this thread until one of them has something to read, at most `milliseconds`. True: one has. */
  wait(milliseconds: number): boolean {
    const seconds = Math.floor(milliseconds / 1000)
    // struct timespec of 64-bit systems; the upper halves stay zero
    this.#time.writeUInt32LE(seconds, 0)
    this.#time.writeUInt32LE(Math.round((milliseconds - seconds * 1000) * 1e6) % 1_000_000_000, 8)
    return this.#sys.waitReady(this.#entries, this.#count, this.#time) > 0
  }
}
