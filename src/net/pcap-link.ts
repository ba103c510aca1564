import { Frame, parseFrame, parsePacket } from './frame.js'
import { InboundBatch } from './inbound-batch.js'
import type { Batch, Link, Out } from './link.js'
import { type Answer, answerOf } from './memory-link.js'
import { LinkType, type Pcap, type PcapRecord, readPcap } from './pcap-file.js'
import { SlotRing } from './slot-ring.js'

export interface PcapLinkOptions {
  readonly name?: string
  readonly addressLength: 4 | 16
  /** Server's UDP port: what was sent to it is delivered. */
  readonly port: number
  readonly localAddress?: Uint8Array
  /** Takes the answers. */
  readonly onAnswer?: (answer: Answer) => void
}

/** A link that hears what a capture holds: replays of other people's traffic. */
export class PcapLink implements Link {
  readonly name: string
  readonly index = 0
  readonly addressLength: 4 | 16
  readonly localAddress: Uint8Array | undefined
  readonly reach: Link['reach']
  readonly reachesHardware: boolean
  /** What is wrong with the file; '' for nothing. */
  readonly problem: string
  readonly #file: Buffer
  readonly #pcap: Pcap
  readonly #options: PcapLinkOptions
  readonly #ring = new SlotRing()
  readonly #frame = new Frame()
  #next = 0
  #sink: ((batch: Batch) => void) | undefined

  constructor(file: Buffer, options: PcapLinkOptions) {
    this.#file = file
    this.#options = options
    this.#pcap = readPcap(file)
    this.problem = this.#pcap.problem || unsupported(this.#pcap.linkType)
    if (unsupported(this.#pcap.linkType) !== '') this.#next = this.#pcap.records.length
    this.name = options.name ?? 'pcap'
    this.addressLength = options.addressLength
    this.localAddress = options.localAddress
    this.reach = options.addressLength === 4 ? 'broadcast' : 'multicast'
    this.reachesHardware = options.addressLength === 4
  }

  listen(sink: (batch: Batch) => void): void {
    this.#sink = sink
  }

  /** Deliver the next messages, at most `limit`, as one batch. How many; 0 at the end of the capture. */
  play(limit = 512): number {
    const batch = new InboundBatch(this.#file, limit)
    batch.begin(this)
    const { records } = this.#pcap
    while (batch.count < limit && this.#next < records.length) this.#add(batch, records[this.#next++]!)
    if (batch.count > 0) this.#sink?.(batch)
    return batch.count
  }

  slot(): Out | undefined {
    return this.#ring.slot()
  }

  post(): void {
    this.#ring.post()
  }

  flush(durable: boolean): number {
    return this.#ring.flush(durable, out => this.#options.onAnswer?.(answerOf(out, this.addressLength)))
  }

  close(): void {
    this.#next = this.#pcap.records.length
  }

  #add(batch: InboundBatch, { start, end }: PcapRecord): void {
    const frame = this.#frame
    const parse = this.#pcap.linkType === LinkType.ethernet ? parseFrame : parsePacket
    if (!parse(this.#file, start, end, frame)) return
    if (frame.destinationPort !== this.#options.port || frame.addressLength !== this.addressLength) return
    const i = batch.add(frame.payloadStart, frame.payloadEnd, frame.sourceAt, frame.sourcePort)
    batch.destinationAt[i] = frame.destinationAt
    if (frame.hardwareAt < 0) return
    batch.hardwareAt[i] = frame.hardwareAt
    batch.hardwareLength[i] = 6
  }
}

function unsupported(linkType: number): string {
  const known: readonly number[] = Object.values(LinkType)
  return known.includes(linkType) ? '' : `link type ${linkType} is not understood; Ethernet and raw IP are`
}
