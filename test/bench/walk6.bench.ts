import { bench, group, run } from 'mitata'
import type { InboundBatch } from '../../src/net/inbound-batch.js'
import { dhcp6 } from '../../src/server/service-family.js'
import { hexBytes } from '../kit/packet4.js'
import { address6, encodePacket6, encodeRelay6, iaAddressOption6, iaOption6, type Option6 } from '../kit/packet6.js'
import { batches, WalkBench } from './walk-bench.js'

// npx tsx --expose-gc test/bench/walk6.bench.ts
// SOLICIT, REQUEST and RENEW through dispatcher and walk, answers into transmit slots: all of a server but its sockets
// and its file. Batches of 64 packets; mitata's figures are for one batch.

const BATCH = 64
const CLIENTS = 16_384
const SERVER_ID = '00:03:00:01:02:00:00:00:00:aa'

const server = new WalkBench(dhcp6, {
  localAddress: address6('fe80::1:1'),
  address: 'fe80::1:1',
  typeAt: 0,
  config: {
    Dhcp6: {
      'interfaces-config': { interfaces: ['eth0'] },
      'lease-database': { type: 'memfile', persist: false },
      'server-id': { type: 'LL', htype: 1, identifier: '0200000000aa', persist: false },
      loggers: [{ name: 'kea-dhcp6', severity: 'ERROR' }],
      'preferred-lifetime': 3000,
      'valid-lifetime': 4000,
      // every RENEW writes its lease
      'cache-threshold': 0.0,
      'option-data': [{ name: 'dns-servers', data: '2001:db8::1, 2001:db8::2' }],
      subnet6: [
        {
          id: 1,
          subnet: '2001:db8::/32',
          interface: 'eth0',
          pools: [{ pool: '2001:db8:1::/64' }],
          'pd-pools': [{ prefix: '2001:db8:8000::', 'prefix-len': 36, 'delegated-len': 56 }],
        },
      ],
    },
  },
})
await server.start()

const byte = (n: number): string => (n & 255).toString(16).padStart(2, '0')
const clientId = (n: number): Option6 => ({
  code: 1,
  data: hexBytes(`00:03:00:01:02:00:00:${byte(n >> 16)}:${byte(n >> 8)}:${byte(n)}`),
})
const serverId: Option6 = { code: 2, data: hexBytes(SERVER_ID) }
const asked: Option6 = { code: 6, data: Buffer.of(0, 23, 0, 24) }
const ia = (n: number): Option6 =>
  iaOption6({ code: 3, iaid: 1, options: [iaAddressOption6({ address: `2001:db8:1::${(n + 1).toString(16)}` })] })
const multicast = (bytes: Buffer) => ({
  bytes,
  source: address6('fe80::1'),
  sourcePort: 546,
  destination: address6('ff02::1:2'),
})

const messages = (type: number, more: (n: number) => readonly Option6[], relayed = false): InboundBatch[] =>
  batches(server.link, CLIENTS, BATCH, n => {
    const bytes = encodePacket6({ type, xid: n, options: [clientId(n), ...more(n), asked] })
    const relay = { type: 12, hops: 0, link: '2001:db8:1::1', peer: 'fe80::1', options: [] }
    return multicast(relayed ? encodeRelay6(relay, bytes) : bytes)
  })
const expect = (batch: InboundBatch, type: number): void => {
  const types = server.ask(batch)
  if (types.length !== BATCH || types.some(each => each !== type)) throw new Error(`answers ${types}`)
}

const empty = iaOption6({ code: 3, iaid: 1, options: [] })
const solicits = messages(1, () => [empty])
const prefixes = messages(1, () => [iaOption6({ code: 25, iaid: 1, options: [] })])
const relayed = messages(1, () => [empty], true)
const requests = messages(3, n => [serverId, ia(n)])
const renewals = messages(5, n => [serverId, ia(n)])
expect(solicits[0]!, 2)
expect(prefixes[0]!, 2)
expect(relayed[0]!, 13)
// one REQUEST for each client: it has its lease from then on, and asks for it again and again
for (const batch of requests) server.send(batch)
expect(requests[0]!, 7)
expect(renewals[0]!, 7)

let turn = 0
group(`2001:db8::/32, ${BATCH} packets`, () => {
  bench('SOLICIT', () => server.send(solicits[turn++ % solicits.length]!))
  bench('SOLICIT for a prefix', () => server.send(prefixes[turn++ % prefixes.length]!))
  bench('SOLICIT through a relay', () => server.send(relayed[turn++ % relayed.length]!))
  bench('REQUEST', () => server.send(requests[turn++ % requests.length]!))
  bench('RENEW', () => server.send(renewals[turn++ % renewals.length]!))
})

await run()
process.exit(0)
