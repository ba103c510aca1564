import { bench, group, run } from 'mitata'
import type { InboundBatch } from '../../src/net/inbound-batch.js'
import { dhcp4 } from '../../src/server/service-family.js'
import { addressBytes, addressOption, encodePacket4, option } from '../kit/packet4.js'
import { batches, WalkBench } from './walk-bench.js'

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

const hardware = (n: number): string =>
  `02:00:00:${(n >> 16).toString(16).padStart(2, '0')}:${((n >> 8) & 255).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`
const broadcast = (bytes: Buffer) => ({
  bytes,
  source: addressBytes('0.0.0.0'),
  sourcePort: 68,
  destination: addressBytes('255.255.255.255'),
})
const identity = (n: number) => [
  option(61, `0x01${hardware(n).replaceAll(':', '')}`),
  option(55, [1, 28, 2, 3, 15, 6, 12]),
]

for (const [name, config] of [
  ['10.0.0.0/8', plain],
  ['rich', rich()],
] as const) {
  const server = new WalkBench(dhcp4, {
    localAddress: addressBytes('10.0.0.1'),
    address: '10.0.0.1',
    typeAt: 242,
    config: {
      Dhcp4: {
        'interfaces-config': { interfaces: ['eth0'] },
        'lease-database': { type: 'memfile', persist: false },
        loggers: [{ name: 'kea-dhcp4', severity: 'ERROR' }],
        ...config,
      },
    },
  })
  await server.start()
  const discovers = batches(server.link, CLIENTS, BATCH, n =>
    broadcast(encodePacket4({ chaddr: hardware(n), xid: n, options: [option(53, [1]), ...identity(n)] })),
  )
  // one REQUEST for each client: it has its lease from then on, and asks for it again and again
  const requests = batches(server.link, CLIENTS, BATCH, n => {
    const options = [
      option(53, [3]),
      addressOption(50, `10.${2 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`),
      addressOption(54, '10.0.0.1'),
    ]
    return broadcast(encodePacket4({ chaddr: hardware(n), xid: n, options: [...options, ...identity(n)] }))
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
