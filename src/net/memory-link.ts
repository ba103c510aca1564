import type { Timers } from '../server/time/clock.js'
import { InboundBatch } from './inbound-batch.js'
import type { Batch, Link, Out } from './link.js'
import { SlotRing } from './slot-ring.js'

/** A datagram on its way to a link. */
export interface Datagram {
  readonly bytes: Uint8Array
  /** Source address, 4 or 16 bytes. */
  readonly source: Uint8Array
  readonly sourcePort: number
  /** Undefined: the link does not know. */
  readonly destination?: Uint8Array | undefined
  /** Sender's link-layer address; undefined: the link does not know. */
  readonly hardware?: Uint8Array | undefined
}

/** An answer that left a link. */
export interface Answer {
  readonly bytes: Buffer
  /** Destination address, 4 or 16 bytes. */
  readonly address: Buffer
  readonly port: number
  /** Undefined: to be resolved, as a kernel does. */
  readonly hardware: Buffer | undefined
}

/** A copy of what stands in a slot. */
export function answerOf(out: Out, addressLength: number): Answer {
  const { arena } = out
  const hardware = Buffer.from(arena.subarray(out.hardwareAt, out.hardwareAt + out.hardwareLength))
  return {
    bytes: Buffer.from(arena.subarray(out.start, out.end)),
    address: Buffer.from(arena.subarray(out.addressAt, out.addressAt + addressLength)),
    port: out.port,
    hardware: out.hardwareLength > 0 ? hardware : undefined,
  }
}

export interface MemoryLinkOptions {
  readonly name?: string
  readonly index?: number
  readonly addressLength?: 4 | 16
  readonly localAddress?: Uint8Array
  readonly reach?: Link['reach']
  readonly reachesHardware?: boolean
}

/** A link without a kernel: tests deliver datagrams and read the answers. */
export class MemoryLink implements Link {
  readonly name: string
  readonly index: number
  readonly addressLength: 4 | 16
  readonly localAddress: Uint8Array | undefined
  readonly reach: Link['reach']
  readonly reachesHardware: boolean
  /** Answers in the order they left. Tests may empty it. */
  readonly answers: Answer[] = []
  /** Called for every answer, after it was put into `answers`. */
  onAnswer: ((answer: Answer) => void) | undefined
  closed = false
  readonly #ring = new SlotRing()
  #sink: ((batch: Batch) => void) | undefined

  constructor(options: MemoryLinkOptions = {}) {
    this.name = options.name ?? 'memory'
    this.index = options.index ?? 0
    this.addressLength = options.addressLength ?? 4
    this.localAddress = options.localAddress
    this.reach = options.reach ?? (this.addressLength === 4 ? 'broadcast' : 'multicast')
    this.reachesHardware = options.reachesHardware ?? this.addressLength === 4
  }

  listen(sink: (batch: Batch) => void): void {
    this.#sink = sink
  }

  /** Hand datagrams to whoever listens, as one batch. What arrives at a closed or deaf link is lost. */
  deliver(...datagrams: readonly Datagram[]): void {
    if (this.closed || this.#sink === undefined || datagrams.length === 0) return
    const batch = batchOf(this, datagrams)
    this.#sink(batch)
    // as the next datagrams would on a wire: who keeps more than it copied is found out
    batch.arena.fill(0xff)
  }

  slot(): Out | undefined {
    return this.closed ? undefined : this.#ring.slot()
  }

  post(): void {
    this.#ring.post()
  }

  flush(durable: boolean): number {
    return this.#ring.flush(durable, out => {
      if (this.closed) return
      const answer = answerOf(out, this.addressLength)
      this.answers.push(answer)
      this.onAnswer?.(answer)
    })
  }

  close(): void {
    this.closed = true
  }
}

/** Lay datagrams out in an arena of their own, as a batch that `link` heard. */
export function batchOf(link: Link, datagrams: readonly Datagram[]): InboundBatch {
  let size = 0
  for (const { bytes, hardware } of datagrams) size += bytes.length + 32 + (hardware?.length ?? 0)
  const batch = new InboundBatch(Buffer.alloc(size), datagrams.length)
  batch.begin(link)
  let at = 0
  const put = (bytes: Uint8Array): number => {
    batch.arena.set(bytes, at)
    at += bytes.length
    return at - bytes.length
  }
  for (const { bytes, source, sourcePort, destination, hardware } of datagrams) {
    const start = put(bytes)
    const i = batch.add(start, at, put(source), sourcePort)
    if (destination !== undefined) batch.destinationAt[i] = put(destination)
    if (hardware === undefined) continue
    batch.hardwareAt[i] = put(hardware)
    batch.hardwareLength[i] = hardware.length
  }
  return batch
}

/** One end of a cable: its address and the port its datagrams come from. */
export interface CableEnd extends MemoryLinkOptions {
  readonly localAddress: Uint8Array
  readonly port: number
}

/** Two links of which each hears what the other sends, at the next slice boundary and never inside a flush. */
export function memoryCable(timers: Timers, a: CableEnd, b: CableEnd): readonly [MemoryLink, MemoryLink] {
  const left = new MemoryLink(a)
  const right = new MemoryLink(b)
  const join = (from: MemoryLink, end: CableEnd, to: MemoryLink): void => {
    from.onAnswer = ({ bytes, address }) => {
      const datagram = { bytes, source: end.localAddress, sourcePort: end.port, destination: address }
      timers.soon(() => to.deliver(datagram))
    }
  }
  join(left, a, right)
  join(right, b, left)
  return [left, right]
}
