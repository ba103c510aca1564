import type { Timers } from '../server/time/clock.js'
import type { Batch, Inbound, Link, Out } from './link.js'
import { type Answer, answerOf, batchOf, type Datagram } from './memory-link.js'
import { SlotRing } from './slot-ring.js'

/** How bad the wire is. Probabilities 0..1, each drawn for every datagram in either direction. */
export interface Faults {
  readonly loss?: number
  readonly duplication?: number
  /** Probability that a datagram is delayed, and so overtaken by others. */
  readonly reordering?: number
  /** Milliseconds that a delayed datagram takes at most. */
  readonly delay?: number
}

/**
 * Another link, seen through a wire that loses, duplicates, delays and reorders, in both directions. The same `random`
 * sequence (numbers in [0, 1)) gives the same faults.
 */
export class FaultLink implements Link {
  readonly #inner: Link
  readonly #timers: Timers
  readonly #random: () => number
  readonly #faults: Required<Faults>
  readonly #ring = new SlotRing()
  #sink: ((batch: Batch) => void) | undefined
  #closed = false

  constructor(inner: Link, faults: Faults, timers: Timers, random: () => number) {
    this.#inner = inner
    this.#timers = timers
    this.#random = random
    this.#faults = { loss: 0, duplication: 0, reordering: 0, delay: 100, ...faults }
  }

  get name(): string {
    return this.#inner.name
  }

  get index(): number {
    return this.#inner.index
  }

  get addressLength(): 4 | 16 {
    return this.#inner.addressLength
  }

  get localAddress(): Uint8Array | undefined {
    return this.#inner.localAddress
  }

  get reach(): Link['reach'] {
    return this.#inner.reach
  }

  get reachesHardware(): boolean {
    return this.#inner.reachesHardware
  }

  listen(sink: (batch: Batch) => void): void {
    this.#sink = sink
    this.#inner.listen(batch => {
      const now: Datagram[] = []
      for (let i = 0; i < batch.count; i++) {
        const datagram = datagramOf(batch.at(i), this.addressLength)
        this.#suffer(
          () => now.push(datagram),
          () => this.#deliver([datagram]),
        )
      }
      this.#deliver(now)
    })
  }

  slot(): Out | undefined {
    return this.#closed ? undefined : this.#ring.slot()
  }

  post(): void {
    this.#ring.post()
  }

  flush(durable: boolean): number {
    const dropped = this.#ring.flush(durable, out => {
      const answer = answerOf(out, this.addressLength)
      this.#suffer(
        () => this.#pass(answer),
        () => {
          this.#pass(answer)
          this.#inner.flush(true)
        },
      )
    })
    this.#inner.flush(true)
    return dropped
  }

  close(): void {
    this.#closed = true
    this.#inner.close()
  }

  /** Decide what becomes of one datagram: nothing, once, twice; at once or later. */
  #suffer(now: () => void, later: () => void): void {
    const { loss, duplication, reordering, delay } = this.#faults
    if (this.#random() < loss) return
    const copies = this.#random() < duplication ? 2 : 1
    for (let i = 0; i < copies; i++) {
      if (this.#random() >= reordering) now()
      else this.#timers.after(Math.ceil(this.#random() * delay), () => void (this.#closed || later()))
    }
  }

  #deliver(datagrams: readonly Datagram[]): void {
    if (datagrams.length > 0 && !this.#closed) this.#sink?.(batchOf(this, datagrams))
  }

  #pass(answer: Answer): void {
    const out = this.#inner.slot()
    if (out === undefined) return
    out.arena.set(answer.bytes, out.start)
    out.end = out.start + answer.bytes.length
    out.arena.set(answer.address, out.addressAt)
    out.port = answer.port
    if (answer.hardware !== undefined) out.arena.set(answer.hardware, out.hardwareAt)
    out.hardwareLength = answer.hardware?.length ?? 0
    this.#inner.post()
  }
}

/** A copy that outlives the batch. */
function datagramOf(inbound: Inbound, addressLength: number): Datagram {
  const { arena } = inbound
  const copy = (at: number, length: number): Buffer => Buffer.from(arena.subarray(at, at + length))
  return {
    bytes: copy(inbound.start, inbound.end - inbound.start),
    source: copy(inbound.sourceAt, addressLength),
    sourcePort: inbound.sourcePort,
    destination: inbound.destinationAt < 0 ? undefined : copy(inbound.destinationAt, addressLength),
    hardware: inbound.hardwareAt < 0 ? undefined : copy(inbound.hardwareAt, inbound.hardwareLength),
  }
}
