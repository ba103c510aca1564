import type { MemoryLink } from '../../src/net/memory-link.js'
import type { Generation } from '../../src/server/config/behaviours.js'
import { DhcpService } from '../../src/server/dhcp-service.js'
import type { Traveller } from '../../src/server/engine/dispatcher.js'
import type { Points } from '../../src/server/hooks/points.js'
import type { Address, Lease } from '../../src/server/lease/lease.js'
import { MemorySink } from '../../src/server/log/memory-sink.js'
import type { ServiceFamily, WalkSite } from '../../src/server/service-family.js'
import type { LeaseStore } from '../../src/server/store/lease-store.js'
import { VirtualTime } from './virtual-time.js'

/** Virtual time whose slices run by themselves: a test that waits for the server need not turn the crank. */
class SteppedTime extends VirtualTime {
  override soon(run: () => void): void {
    setImmediate(run)
  }
}

/** What a test does to the store that the walk sees. */
export type StoreFaults<A extends Address> = (store: LeaseStore<A>) => LeaseStore<A>

/** What an engine under test stands on. */
export interface EngineSite<A extends Address> {
  readonly link: MemoryLink
  /** The address of the link, as text. */
  readonly address: string
  /** The configuration file. */
  readonly text: string
  readonly generation: Generation | undefined
  readonly faults: StoreFaults<A>
  /** Files that an earlier service has left; default: none. */
  readonly files?: Map<string, string>
}

/** A whole service in this process, over a memory link and under virtual time. */
export class Engine<A extends Address, X extends Traveller> {
  readonly time: VirtualTime
  readonly link: MemoryLink
  readonly log: MemorySink
  readonly service: DhcpService<A, X>
  /** What the service keeps for its next start: path and text. */
  readonly files: Map<string, string>
  /** Of the interface eth0; undefined: it has none. */
  readonly hardware: { readonly type: number; readonly address: Uint8Array } | undefined
  /** Where a test listens as features do; there once the service has started. */
  points!: Points<A, X>
  /** What the walk was set up with; there once the service has started. */
  site!: WalkSite<A>
  readonly #kind: ServiceFamily<A, X>['kind']
  #store!: () => LeaseStore<A>
  protected text: string

  protected constructor(
    family: ServiceFamily<A, X>,
    { link, address, text, generation, faults, files = new Map() }: EngineSite<A>,
  ) {
    this.time = new SteppedTime()
    this.log = new MemorySink()
    this.link = link
    this.files = files
    this.hardware = { type: 1, address: Buffer.from('020000000001', 'hex') }
    this.text = text
    this.#kind = family.kind
    const opened = [{ key: 'memory', link: this.link }]
    this.service = new DhcpService(
      this.#watched(family, faults),
      {
        service: family.name,
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
        read: () => this.text,
        interfaces: () => [{ name: link.name, addresses: [address], hardware: this.hardware }],
        files: { read: path => this.files.get(path), write: (path, text) => this.files.set(path, text) },
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

  protected async begin(): Promise<this> {
    const problems = await this.service.start()
    if (problems !== undefined) throw new Error(problems)
    return this
  }

  /** The family; its hook points and its store are within the test's reach. */
  #watched(family: ServiceFamily<A, X>, faults: StoreFaults<A>): ServiceFamily<A, X> {
    return {
      ...family,
      walk: (site: WalkSite<A>) => {
        this.#store = () => site.store()
        this.site = site
        const parts = family.walk({ ...site, store: () => faults(site.store()) })
        this.points = parts.points
        return parts
      },
    }
  }

  /** Every lease there is, by address. */
  async leases(): Promise<ReadonlyMap<string, Lease<A>>> {
    const found = await this.#store().page({}, undefined, 100_000)
    return new Map(found.map(lease => [this.#kind.format(lease.address), lease]))
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
