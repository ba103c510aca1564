import { bench, group, run } from 'mitata'
import { InboundBatch } from '../../src/net/inbound-batch.js'
import type { Batch, Out } from '../../src/net/link.js'
import { MemoryLink } from '../../src/net/memory-link.js'
import { SlotRing } from '../../src/net/slot-ring.js'
import { DhcpService } from '../../src/server/dhcp-service.js'
import { MemorySink } from '../../src/server/log/memory-sink.js'
import { dhcp4 } from '../../src/server/service-family.js'
import { SystemClock } from '../../src/server/time/system-clock.js'
import { SystemTimers } from '../../src/server/time/system-timers.js'
import { addressBytes, addressOption, encodePacket4, option } from '../kit/packet4.js'

// npx tsx --expose-gc test/bench/walk4.bench.ts
// A DISCOVER and a REQUEST through dispatcher and walk, answers into transmit slots: all of a server but its sockets and
// its file. Batches of 64 packets; mitata's figures are for one batch.

const BATCH = 64
const CLIENTS = 16_384

const plain = {
  'valid-lifetime': 4000,
  // every REQUEST writes its lease
  'cache-threshold': 0.0,
  'renew-timer': 1000,
  'rebind-timer': 2000,
  'option-data': [
    { name: 'domain-name-servers', data: '192.0.2.1, 192.0.2.2' },
    { name: 'domain-name', data: 'example.org' },
    { name: 'routers', data: '10.0.0.1' },
  ],
  subnet4: [{ id: 1, subnet: '10.0.0.0/8', interface: 'eth0', pools: [{ pool: '10.1.0.0-10.250.255.255' }] }],
}

/** 200 subnets, 2,000 reservations, 40 classes, some 20 options. */
function rich(): object {
  const hex = (n: number): string => n.toString(16).padStart(2, '0')
  const others = Array.from({ length: 199 }, (_, i) => {
    const net = `172.${16 + Math.trunc(i / 250)}.${i % 250}`
    return { id: i + 2, subnet: `${net}.0/24`, pools: [{ pool: `${net}.10-${net}.200` }] }
  })
  const reservations = Array.from({ length: 2000 }, (_, i) => ({
    'hw-address': `02:cc:00:00:${hex(i >> 8)}:${hex(i & 255)}`,
    'ip-address': `10.251.${Math.trunc(i / 250)}.${(i % 250) + 1}`,
    hostname: `h${i}`,
  }))
  const classes = Array.from({ length: 39 }, (_, i) => ({
    name: `class${i}`,
    test: `substring(option[61].hex, 3, 2) == 0xbb${hex(i)}`,
  }))
  const private4 = Array.from({ length: 18 }, (_, i) => ({
    code: 224 + i,
    space: 'dhcp4',
    'csv-format': false,
    data: '0a0b0c0d',
    'always-send': true,
  }))
  return {
    ...plain,
    'option-data': [...plain['option-data'], ...private4],
    'client-classes': [...classes, { name: 'last', test: "member('class0') or not member('class1')" }],
    subnet4: [{ ...plain.subnet4[0], reservations }, ...others],
  }
}

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

class Bench {
  readonly link = new SilentLink({ name: 'eth0', localAddress: addressBytes('10.0.0.1') })
  readonly #service: DhcpService<number, never>
  #sink!: (batch: Batch) => void

  constructor(config: object) {
    const { link } = this
    const text = JSON.stringify({
      Dhcp4: {
        'interfaces-config': { interfaces: ['eth0'] },
        'lease-database': { type: 'memfile', persist: false },
        loggers: [{ name: 'kea-dhcp4', severity: 'ERROR' }],
        ...config,
      },
    })
    const listen = link.listen.bind(link)
    link.listen = sink => {
      this.#sink = sink
      listen(sink)
    }
    const opened = [{ key: 'memory', link }]
    this.#service = new DhcpService(
      dhcp4,
      {
        service: 'dhcp4',
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
        interfaces: () => [{ name: 'eth0', addresses: ['10.0.0.1'] }],
        files: { read: () => undefined, write: () => {} },
        openLinks: async (_options, already) => ({
          links: opened,
          opened: already.length > 0 ? [] : opened,
          gone: [],
          problems: [],
        }),
        logSink: new MemorySink(),
      },
    ) as unknown as DhcpService<number, never>
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
    this.link.hear = out => types.push(out.arena[out.start + 242]!)
    this.send(batch)
    this.link.hear = undefined
    return types
  }
}

/** Batches laid out once: what a link hands over costs nothing here. */
function batches(link: MemoryLink, packet: (n: number) => Buffer): InboundBatch[] {
  const made: InboundBatch[] = []
  for (let first = 0; first < CLIENTS; first += BATCH) {
    const packets = Array.from({ length: BATCH }, (_, i) => packet(first + i))
    const batch = new InboundBatch(Buffer.alloc(BATCH * 640), BATCH)
    batch.begin(link)
    let at = 0
    for (const bytes of packets) {
      bytes.copy(batch.arena, at)
      const end = at + bytes.length
      batch.arena.writeUInt32BE(0, end)
      const i = batch.add(at, end, end, 68)
      batch.arena.writeUInt32BE(0xffffffff, end + 4)
      batch.destinationAt[i] = end + 4
      at = end + 8
    }
    made.push(batch)
  }
  return made
}

const hardware = (n: number): string =>
  `02:00:00:${(n >> 16).toString(16).padStart(2, '0')}:${((n >> 8) & 255).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`
const identity = (n: number) => [
  option(61, `0x01${hardware(n).replaceAll(':', '')}`),
  option(55, [1, 28, 2, 3, 15, 6, 12]),
]

for (const [name, config] of [
  ['10.0.0.0/8', plain],
  ['rich', rich()],
] as const) {
  const server = new Bench(config)
  await server.start()
  const discovers = batches(server.link, n =>
    encodePacket4({ chaddr: hardware(n), xid: n, options: [option(53, [1]), ...identity(n)] }),
  )
  // one REQUEST for each client: it has its lease from then on, and asks for it again and again
  const requests = batches(server.link, n => {
    const options = [
      option(53, [3]),
      addressOption(50, `10.${2 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`),
      addressOption(54, '10.0.0.1'),
    ]
    return encodePacket4({ chaddr: hardware(n), xid: n, options: [...options, ...identity(n)] })
  })
  const expect = (batch: InboundBatch, type: number): void => {
    const types = server.ask(batch)
    if (types.length !== BATCH || types.some(each => each !== type)) throw new Error(`${name}: answers ${types}`)
  }
  expect(discovers[0]!, 2)
  for (const batch of requests) server.send(batch)
  expect(requests[0]!, 5)
  let turn = 0
  group(`${name}, ${BATCH} packets`, () => {
    bench('DISCOVER', () => server.send(discovers[turn++ % discovers.length]!))
    bench('REQUEST', () => server.send(requests[turn++ % requests.length]!))
  })
}

await run()
process.exit(0)
