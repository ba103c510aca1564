import { InboundBatch } from '../../src/net/inbound-batch.js'
import type { Batch, Out } from '../../src/net/link.js'
import { MemoryLink } from '../../src/net/memory-link.js'
import { SlotRing } from '../../src/net/slot-ring.js'
import { DhcpService } from '../../src/server/dhcp-service.js'
import type { Traveller } from '../../src/server/engine/dispatcher.js'
import type { Address } from '../../src/server/lease/lease.js'
import { MemorySink } from '../../src/server/log/memory-sink.js'
import type { ServiceFamily } from '../../src/server/service-family.js'
import { SystemClock } from '../../src/server/time/system-clock.js'
import { SystemTimers } from '../../src/server/time/system-timers.js'

/** A link whose answers are looked at only when somebody asks, so that what is measured is the server. */
class SilentLink extends MemoryLink {
  readonly #slots = new SlotRing()
  hear: ((out: Out) => void) | undefined

  override slot(): Out {
    return this.#slots.slot()
  }

  override post(): void {
    this.#slots.post()
  }

  override flush(durable: boolean): number {
    return this.#slots.flush(durable, this.hear ?? nothing)
  }
}

const nothing = (): void => {}

/** What a family's bench stands on. */
export interface BenchSite {
  /** Of the server's link, network order. */
  readonly localAddress: Uint8Array
  /** The same as text. */
  readonly address: string
  /** The whole configuration file. */
  readonly config: object
  /** Where the message type of an answer stands. */
  readonly typeAt: number
}

/** Dispatcher and walk of a service: all of a server but its sockets and its file. */
export class WalkBench<A extends Address, X extends Traveller> {
  readonly link: SilentLink
  readonly #service: DhcpService<A, X>
  readonly #typeAt: number
  #sink!: (batch: Batch) => void

  constructor(family: ServiceFamily<A, X>, { localAddress, address, config, typeAt }: BenchSite) {
    const addressLength = localAddress.length === 4 ? 4 : 16
    const link = new SilentLink({ name: 'eth0', localAddress, addressLength })
    const text = JSON.stringify(config)
    this.link = link
    this.#typeAt = typeAt
    const listen = link.listen.bind(link)
    link.listen = sink => {
      this.#sink = sink
      listen(sink)
    }
    const opened = [{ key: 'memory', link }]
    this.#service = new DhcpService(
      family,
      {
        service: family.space === 'dhcp4' ? 'dhcp4' : 'dhcp6',
        files: ['bench.conf'],
        text: undefined,
        generation: undefined,
        port: undefined,
        clientPort: undefined,
        relayAtSource: false,
        dataDir: '/nonexistent',
        verbose: false,
        version: 'bench',
      },
      {
        clock: new SystemClock(),
        logClock: new SystemClock(),
        timers: new SystemTimers(),
        random: Math.random,
        read: () => text,
        interfaces: () => [{ name: 'eth0', addresses: [address] }],
        files: { read: () => undefined, write: () => {} },
        openLinks: async (_options, already) => ({
          links: opened,
          opened: already.length > 0 ? [] : opened,
          gone: [],
          problems: [],
        }),
        logSink: new MemorySink(),
      },
    )
  }

  async start(): Promise<void> {
    const problems = await this.#service.start()
    if (problems !== undefined) throw new Error(problems)
  }

  send(batch: Batch): void {
    this.#sink(batch)
  }

  /** Message types of the answers to one batch. */
  ask(batch: Batch): number[] {
    const types: number[] = []
    this.link.hear = out => types.push(out.arena[out.start + this.#typeAt]!)
    this.send(batch)
    this.link.hear = undefined
    return types
  }
}

/** A packet that a link is to hand over: its bytes, and the IP addresses around it in network order. */
export interface BenchPacket {
  readonly bytes: Buffer
  readonly source: Uint8Array
  readonly sourcePort: number
  readonly destination: Uint8Array
}

/** Packets 0 to `count` - 1 in batches of `size`, laid out once: what a link hands over costs nothing here. */
export function batches(
  link: MemoryLink,
  count: number,
  size: number,
  packet: (n: number) => BenchPacket,
): InboundBatch[] {
  const made: InboundBatch[] = []
  for (let first = 0; first < count; first += size) {
    const batch = new InboundBatch(Buffer.alloc(size * 640), size)
    batch.begin(link)
    let at = 0
    const put = (bytes: Uint8Array): number => {
      batch.arena.set(bytes, at)
      at += bytes.length
      return at - bytes.length
    }
    for (let n = first; n < first + size; n++) {
      const { bytes, source, sourcePort, destination } = packet(n)
      const start = put(bytes)
      const i = batch.add(start, start + bytes.length, put(source), sourcePort)
      batch.destinationAt[i] = put(destination)
    }
    made.push(batch)
  }
  return made
}
