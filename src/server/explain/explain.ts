import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { formatAddress, listInterfaces } from '../../net/interfaces.js'
import type { Link } from '../../net/link.js'
import { MemoryLink } from '../../net/memory-link.js'
import { PcapLink } from '../../net/pcap-link.js'
import { ipv4 } from '../../wire/address.js'
import { SERVER_PORT } from '../../wire/v4/codes.js'
import type { Generation } from '../config/behaviours.js'
import { checkFiles } from '../config/check.js'
import type { SystemInterface } from '../config/decide/site.js'
import type { Decided } from '../config/decided.js'
import { DhcpService } from '../dhcp-service.js'
import type { Exchange4 } from '../engine/v4/exchange4.js'
import { MemorySink } from '../log/memory-sink.js'
import { dhcp4, type ServiceFamily } from '../service-family.js'
import { SystemClock } from '../time/system-clock.js'
import { SystemTimers } from '../time/system-timers.js'
import { PacketTrace4 } from './packet-trace4.js'
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
  const { files, generation, leases } = request
  const read = (path: string): string => readFileSync(path, 'utf8')
  const checked = checkFiles(files, read, generation === undefined ? {} : { generation })
  const decided = checked.services.dhcp4
  if (decided === undefined) throw new CannotExplain(checked.texts.join('\n') || 'the configuration holds no Dhcp4')
  const packets = packetsOf(request.packet, path => bytesIn(path))
  if (packets === undefined)
    throw new CannotExplain(`${request.packet}: neither hexadecimal digits nor a file that holds a packet or a capture`)
  const from = request.from === undefined ? undefined : ipv4.parse(request.from)
  if (request.from !== undefined && from === undefined) throw new CannotExplain(`${request.from} is no IPv4 address`)
  const place = placeOf(request.interface, decided)
  const options = { name: place.name, addressLength: 4, localAddress: place.bytes } as const
  const memory = new MemoryLink(options)
  const capture = 'capture' in packets ? new PcapLink(packets.capture, { ...options, port: SERVER_PORT }) : undefined
  if (capture !== undefined && capture.problem !== '') throw new CannotExplain(`${request.packet}: ${capture.problem}`)
  const folder = mkdtempSync(join(tmpdir(), 'keats-explain-'))
  try {
    if (leases !== undefined) copyFileSync(leases, join(folder, LEASES))
    const stage = new Stage({ files, generation, folder, keepsLeases: leases !== undefined, place }, capture ?? memory)
    const problem = await stage.service.start()
    if (problem !== undefined) throw new CannotExplain(problem)
    const explained: ExplainedPacket[] = []
    if (capture === undefined) {
      const { message } = packets as { message: Buffer }
      explained.push(await stage.hear(() => memory.deliver(arriving(message, from, place.bytes))))
    } else
      for (let more = true; more; ) {
        const packet = await stage.hear(() => {
          more = capture.play(1) > 0
        })
        if (more) explained.push(packet)
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
class Stage {
  readonly service: DhcpService<number, Exchange4>
  readonly #sink = new MemorySink()
  #told = 0
  #heard: ExplainedPacket | undefined

  constructor({ files, generation, folder, keepsLeases, place }: Setting, link: Link) {
    const opened = [{ key: 'explained', link }]
    const timers = new SystemTimers()
    const clock = new SystemClock()
    this.service = new DhcpService(
      this.#family(folder, keepsLeases),
      {
        service: 'dhcp4',
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

  #family(folder: string, keepsLeases: boolean): ServiceFamily<number, Exchange4> {
    return {
      ...dhcp4,
      decided: services => services.dhcp4 && apart(services.dhcp4, folder, keepsLeases),
      walk: site => {
        const parts = dhcp4.walk(site)
        parts.dispatch.tracers.add(
          x =>
            new PacketTrace4(x, {
              takeLog: () => this.#takeLog(),
              done: packet => {
                this.#heard = packet
              },
            }),
        )
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

/** Turns of the event loop that a packet may take: features may look something up. */
const PATIENCE = 1000

/** The configuration without what reaches beyond this process: lease files, loggers' destinations, sockets. */
function apart(decided: Decided<number>, folder: string, keepsLeases: boolean): Decided<number> {
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
function placeOf(wanted: string | undefined, decided: Decided<number>): Place {
  const configured = decided.interfaces.interfaces.find(each => each !== '*')
  const [name = 'eth0', written] = (wanted ?? configured ?? 'eth0').split('/')
  const system = listInterfaces(undefined).find(each => each.name === name)
  const own = system?.addresses.find(({ bytes }) => bytes.length === 4)
  const fitting = decided.subnets.find(subnet => subnet.interface === name) ?? decided.subnets[0]
  const text =
    written ??
    (own !== undefined ? formatAddress(own.bytes) : ipv4.format(fitting === undefined ? 0 : fitting.prefix + 1))
  const address = ipv4.parse(text)
  if (address === undefined) throw new CannotExplain(`${text} is no IPv4 address`)
  const bytes = Buffer.alloc(4)
  ipv4.write(address, bytes, 0)
  return { name, address: text, addresses: [text], bytes, assumed: written === undefined && own === undefined }
}

function bytesIn(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
