import { MemoryLink } from '../../src/net/memory-link.js'
import type { Generation } from '../../src/server/config/behaviours.js'
import { DhcpService } from '../../src/server/dhcp-service.js'
import type { Exchange4 } from '../../src/server/engine/v4/exchange4.js'
import type { Points } from '../../src/server/hooks/points.js'
import type { Lease } from '../../src/server/lease/lease.js'
import { MemorySink } from '../../src/server/log/memory-sink.js'
import { dhcp4, type ServiceFamily, type WalkSite } from '../../src/server/service-family.js'
import type { LeaseStore } from '../../src/server/store/lease-store.js'
import { Client4, type Client4Options, type Relay4 } from './client4.js'
import { memoryTransport } from './memory-transport.js'
import { addressBytes, addressText } from './packet4.js'
import { VirtualTime } from './virtual-time.js'

/** Virtual time whose slices run by themselves: a test that waits for the server need not turn the crank. */
class SteppedTime extends VirtualTime {
  override soon(run: () => void): void {
    setImmediate(run)
  }
}

/** A whole DHCPv4 service in this process, over a memory link and under virtual time. */
export class Engine4 {
  readonly time: VirtualTime
  readonly link: MemoryLink
  readonly log: MemorySink
  readonly service: DhcpService<number, Exchange4>
  /** Where a test listens as features do; there once the service has started. */
  points!: Points<number, Exchange4>
  #store!: () => LeaseStore<number>
  #text: string

  private constructor(config: object, generation: Generation | undefined, link: MemoryLink, faults: StoreFaults) {
    this.time = new SteppedTime()
    this.log = new MemorySink()
    this.link = link
    this.#text = textOf(config)
    const opened = [{ key: 'memory', link: this.link }]
    this.service = new DhcpService(
      this.#family(faults),
      {
        service: 'dhcp4',
        files: ['test.conf'],
        text: undefined,
        generation,
        port: undefined,
        clientPort: undefined,
        relayAtSource: false,
        dataDir: '/nonexistent',
        verbose: true,
        version: 'test',
      },
      {
        clock: this.time,
        logClock: this.time,
        timers: this.time,
        random: Math.random,
        read: () => this.#text,
        interfaces: () => [{ name: link.name, addresses: ['192.0.2.1'] }],
        openLinks: async (_options, already) => ({
          links: opened,
          opened: already.length > 0 ? [] : opened,
          gone: [],
          problems: [],
        }),
        logSink: this.log,
      },
    )
  }

  /** Start with the content of "Dhcp4"; leases are kept in memory, the link is eth0 with 192.0.2.1, unless told. */
  static async start(
    config: object,
    generation?: Generation,
    link = new MemoryLink({ name: 'eth0', localAddress: addressBytes('192.0.2.1') }),
    faults: StoreFaults = store => store,
  ): Promise<Engine4> {
    const engine = new Engine4(config, generation, link, faults)
    const problems = await engine.service.start()
    if (problems !== undefined) throw new Error(problems)
    return engine
  }

  client(options: Partial<Client4Options> & { readonly hardware: string }, relay?: Relay4): Client4 {
    return new Client4(memoryTransport(this.link), { server: '192.0.2.1', ...options }, relay)
  }

  /** The service's own family; its hook points and its store are within the test's reach. */
  #family(faults: StoreFaults): ServiceFamily<number, Exchange4> {
    return {
      ...dhcp4,
      walk: (site: WalkSite<number>) => {
        this.#store = () => site.store()
        const parts = dhcp4.walk({ ...site, store: () => faults(site.store()) })
        this.points = parts.points
        return parts
      },
    }
  }

  /** Every lease there is, by address. */
  async leases(): Promise<ReadonlyMap<string, Lease<number>>> {
    const found = await this.#store().page({}, undefined, 100_000)
    return new Map(found.map(lease => [textOfAddress(lease.address), lease]))
  }

  /** Another configuration; the problems when it is refused. */
  reload(config: object): Promise<string | undefined> {
    this.#text = textOf(config)
    return this.service.reload()
  }

  /** Let seconds pass, and what falls due be done. */
  async wait(seconds: number): Promise<void> {
    this.time.advance(seconds * 1000)
    for (let i = 0; i < 20; i++) await new Promise(resolve => setImmediate(resolve))
  }

  /** How often a message with this id was logged. */
  said(id: string): number {
    return this.log.lines.filter(line => line.includes(` ${id} `) || line.trimEnd().endsWith(` ${id}`)).length
  }

  statistic(name: string): number | undefined {
    return this.service.statistics.find(name)?.value
  }
}

/** What a test does to the store that the walk sees. */
export type StoreFaults = (store: LeaseStore<number>) => LeaseStore<number>

function textOfAddress(address: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(address)
  return addressText(bytes)
}

function textOf(config: object): string {
  return JSON.stringify({
    Dhcp4: {
      'interfaces-config': { interfaces: ['eth0'] },
      'lease-database': { type: 'memfile', persist: false },
      ...config,
    },
  })
}

/** One subnet on the link: 192.0.2.0/24 with the pool .10 to .19, and what else is said. */
export function subnet(more: object = {}): object {
  return { id: 1, subnet: '192.0.2.0/24', interface: 'eth0', pools: [{ pool: '192.0.2.10 - 192.0.2.19' }], ...more }
}
