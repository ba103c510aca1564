import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { formatAddress, listInterfaces } from '../../net/interfaces.js'
import type { Link } from '../../net/link.js'
import { MemoryLink } from '../../net/memory-link.js'
import { PcapLink } from '../../net/pcap-link.js'
import type { Generation } from '../config/behaviours.js'
import { checkFiles } from '../config/check.js'
import type { SystemInterface } from '../config/decide/site.js'
import type { Decided } from '../config/decided.js'
import { DhcpService } from '../dhcp-service.js'
import type { Traveller } from '../engine/dispatcher.js'
import type { Exchange } from '../engine/exchange.js'
import type { Address } from '../lease/lease.js'
import { MemorySink } from '../log/memory-sink.js'
import type { KeptFiles } from '../server-id/kept-duid.js'
import type { ServiceFamily } from '../service-family.js'
import { SystemClock } from '../time/system-clock.js'
import { SystemTimers } from '../time/system-timers.js'
import { type ExplainedFamily, explained4, explained6 } from './explained-family.js'
import { type TraceRooms, WalkTrace } from './packet-trace.js'
import { arriving, packetsOf } from './packets.js'
import type { ExplainedPacket } from './report.js'

/** What `keats explain` was asked. */
export interface ExplainRequest {
  readonly files: readonly string[]
  /** Hexadecimal digits, or the name of a file with these or of a capture. */
  readonly packet: string
  /** "eth0" or "eth0/192.0.2.1", as in interfaces-config; undefined: the first that the configuration names. */
  readonly interface?: string | undefined
  /** Address that a single packet comes from. */
  readonly from?: string | undefined
  readonly generation?: Generation | undefined
  /** 4 or 6; undefined: the one that the configuration is of, DHCPv4 where it is of both. */
  readonly family?: 4 | 6 | undefined
  /** A lease file; a copy of it is used. */
  readonly leases?: string | undefined
}

export interface Explanation {
  readonly packets: readonly ExplainedPacket[]
  /** The interface that hears the packets, and its address: "eth0/192.0.2.1". */
  readonly heard: string
  /** The interface has no such address here: it was made up. */
  readonly assumed: boolean
}

/** The question cannot be answered; the message says why, for people. */
export class CannotExplain extends Error {}

/**
 * Walks packets through a server of this configuration. Nothing is sent, and no lease is kept. Rejects with
 * CannotExplain where the configuration is wrong, or there is no packet.
 */
export async function explain(request: ExplainRequest): Promise<Explanation> {
  const { files, generation, family } = request
  const read = (path: string): string => readFileSync(path, 'utf8')
  const checked = checkFiles(files, read, generation === undefined ? {} : { generation })
  const { dhcp4, dhcp6 } = checked.services
  if (dhcp4 !== undefined && family !== 6) return explainWith(request, dhcp4, explained4)
  if (dhcp6 !== undefined && family !== 4) return explainWith(request, dhcp6, explained6)
  // nothing at all was decided: the problems say why
  const other = dhcp4 ?? dhcp6
  const missing = `the configuration holds no ${family === undefined ? 'Dhcp4 or Dhcp6' : `Dhcp${family}`}`
  throw new CannotExplain((other === undefined && checked.texts.join('\n')) || missing)
}

async function explainWith<A extends Address, X extends Exchange<A> & Traveller>(
  { files, generation, leases, packet, ...request }: ExplainRequest,
  decided: Decided<A>,
  family: ExplainedFamily<A, X>,
): Promise<Explanation> {
  const { service, shape, name: protocol } = family
  const { kind } = service
  const packets = packetsOf(packet, path => bytesIn(path), shape)
  if (packets === undefined)
    throw new CannotExplain(`${packet}: neither hexadecimal digits nor a file that holds a packet or a capture`)
  const from = request.from === undefined ? undefined : kind.parse(request.from)
  if (request.from !== undefined && from === undefined)
    throw new CannotExplain(`${request.from} is no ${protocol} address`)
  const place = placeOf(request.interface, decided, family)
  const options = { name: place.name, addressLength: family.addressLength, localAddress: place.bytes } as const
  const memory = new MemoryLink(options)
  const capture =
    'capture' in packets ? new PcapLink(packets.capture, { ...options, port: service.serverPort }) : undefined
  if (capture !== undefined && capture.problem !== '') throw new CannotExplain(`${packet}: ${capture.problem}`)
  const folder = mkdtempSync(join(tmpdir(), 'keats-explain-'))
  try {
    if (leases !== undefined) copyFileSync(leases, join(folder, LEASES))
    const setting = { files, generation, folder, keepsLeases: leases !== undefined, place }
    const stage = new Stage(setting, capture ?? memory, family)
    const problem = await stage.service.start()
    if (problem !== undefined) throw new CannotExplain(problem)
    const explained: ExplainedPacket[] = []
    if (capture === undefined) {
      const { message } = packets as { message: Buffer }
      explained.push(await stage.hear(() => memory.deliver(arriving(message, from, place.bytes, kind, shape))))
    } else
      for (let more = true; more; ) {
        const told = await stage.hear(() => {
          more = capture.play(1) > 0
        })
        if (more) explained.push(told)
      }
    await stage.service.stop()
    return { packets: explained, heard: `${place.name}/${place.address}`, assumed: place.assumed }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const LEASES = 'leases.csv'

interface Setting {
  readonly files: readonly string[]
  readonly generation: Generation | undefined
  /** Where the copy of the leases is. */
  readonly folder: string
  readonly keepsLeases: boolean
  readonly place: SystemInterface
}

/** A service that hears nothing but what it is given, and tells nobody but us. */
class Stage<A extends Address, X extends Exchange<A> & Traveller> {
  readonly service: DhcpService<A, X>
  readonly #sink = new MemorySink()
  #told = 0
  #heard: ExplainedPacket | undefined

  constructor({ files, generation, folder, keepsLeases, place }: Setting, link: Link, family: ExplainedFamily<A, X>) {
    const opened = [{ key: 'explained', link }]
    const timers = new SystemTimers()
    const clock = new SystemClock()
    this.service = new DhcpService(
      this.#watched(family, folder, keepsLeases),
      {
        service: family.service.name,
        files,
        text: undefined,
        generation,
        port: undefined,
        clientPort: undefined,
        relayAtSource: false,
        dataDir: folder,
        verbose: true,
        version: 'explain',
      },
      {
        clock,
        logClock: clock,
        timers,
        random: Math.random,
        read: path => readFileSync(path, 'utf8'),
        interfaces: () => [place],
        files: untouched,
        openLinks: async (_options, already) => ({
          links: opened,
          opened: already.length > 0 ? [] : opened,
          gone: [],
          problems: [],
        }),
        logSink: this.#sink,
      },
    )
  }

  /** One packet is delivered; what became of it. */
  async hear(deliver: () => void): Promise<ExplainedPacket> {
    this.#takeLog()
    this.#heard = undefined
    deliver()
    for (let i = 0; this.#heard === undefined && i < PATIENCE; i++) await turn()
    return this.#heard ?? unread(this.#takeLog())
  }

  #watched({ service, traced }: ExplainedFamily<A, X>, folder: string, keepsLeases: boolean): ServiceFamily<A, X> {
    return {
      ...service,
      decided: services => {
        const decided = service.decided(services)
        return decided && apart(decided, folder, keepsLeases)
      },
      walk: site => {
        const parts = service.walk(site)
        const rooms: TraceRooms = {
          takeLog: () => this.#takeLog(),
          done: packet => {
            this.#heard = packet
          },
        }
        parts.dispatch.tracers.add(x => new WalkTrace<A, X>(x, traced(x), rooms))
        return parts
      },
    }
  }

  /** What the log said since the last call, from the message id on. */
  #takeLog(): string[] {
    const { lines } = this.#sink
    const fresh = lines.slice(this.#told)
    this.#told = lines.length
    return fresh.map(line => line.trimEnd().replace(/^.*?\] /, ''))
  }
}

/** Files that the server keeps are read, and stay as they are. */
const untouched: KeptFiles = {
  read: path => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
  write: () => {},
}

/** Turns of the event loop that a packet may take: features may look something up. */
const PATIENCE = 1000

/** The configuration without what reaches beyond this process: lease files, loggers' destinations, sockets. */
function apart<A extends Address>(decided: Decided<A>, folder: string, keepsLeases: boolean): Decided<A> {
  const leaseDatabase = {
    ...decided.leaseDatabase,
    type: 'memfile',
    persist: keepsLeases,
    name: join(folder, LEASES),
    lfcInterval: 0,
  } as const
  return { ...decided, leaseDatabase, loggers: [], controlSockets: [] }
}

/** A packet that never got as far as the walk: all there is to say is in the log. */
function unread(lines: readonly string[]): ExplainedPacket {
  return {
    client: '',
    message: '',
    interface: '',
    from: '',
    to: '',
    query: [],
    classes: [],
    'other-classes': [],
    subnet: undefined,
    reservations: [],
    lease: undefined,
    associations: [],
    changes: [],
    options: [],
    answer: undefined,
    ended: 'no answer: the packet was not taken in',
    log: [{ step: 'received', lines }],
  }
}

interface Place extends SystemInterface {
  readonly address: string
  readonly bytes: Buffer
  readonly assumed: boolean
}

/** The interface that hears the packets. Where this machine does not have it, it is given an address that fits. */
function placeOf<A extends Address, X extends Exchange<A> & Traveller>(
  wanted: string | undefined,
  decided: Decided<A>,
  { service, addressLength, assumedAddress, name: protocol }: ExplainedFamily<A, X>,
): Place {
  const { kind } = service
  const configured = decided.interfaces.interfaces.find(each => each !== '*')
  const [name = 'eth0', written] = (wanted ?? configured ?? 'eth0').split('/')
  const system = listInterfaces(undefined).find(each => each.name === name)
  const own = system?.addresses.find(({ bytes }) => bytes.length === addressLength)
  const fitting = decided.subnets.find(subnet => subnet.interface === name) ?? decided.subnets[0]
  const text = written ?? (own !== undefined ? formatAddress(own.bytes) : kind.format(assumedAddress(fitting)))
  const address = kind.parse(text)
  if (address === undefined) throw new CannotExplain(`${text} is no ${protocol} address`)
  const bytes = Buffer.alloc(kind.width)
  kind.write(address, bytes, 0)
  return { name, address: text, addresses: [text], bytes, assumed: written === undefined && own === undefined }
}

function bytesIn(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
