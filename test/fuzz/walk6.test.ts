import { describe, expect, it } from 'vitest'
import { Engine6 } from '../kit/engine6.js'
import {
  address6,
  encodePacket6,
  encodeRelay6,
  iaAddressOption6,
  iaOption6,
  MessageType6,
  type Option6,
  option6,
  parseRelay6,
} from '../kit/packet6.js'
import { grantedIn, Reply6 } from '../kit/reply6.js'
import { mutated, pickOf, type Random, randomOf, fuzzSeconds as seconds, fuzzSeed as seed } from './random.js'

const duid = (n: number): string => `00030001020000000${(n % 4096).toString(16).padStart(3, '0')}`

/** A configuration in which every step of the walk has something to do. */
const config = {
  'dhcp-ddns': { 'enable-updates': true },
  'ddns-qualifying-suffix': 'example.org',
  'ddns-replace-client-name': 'when-not-present',
  'early-global-reservations-lookup': true,
  'reservations-global': true,
  'mac-sources': ['any'],
  'relay-supplied-options': ['65', '1000'],
  'store-extended-info': true,
  'valid-lifetime': 60,
  'preferred-lifetime': 40,
  'min-valid-lifetime': 10,
  'max-valid-lifetime': 600,
  'expired-leases-processing': { 'hold-reclaimed-time': 60 },
  'option-def': [{ name: 'long', code: 1000, type: 'string' }],
  'option-data': [
    { name: 'long', data: 'x'.repeat(700) },
    { name: 'dns-servers', data: '2001:db8::53', 'always-send': true },
    { name: 'tftp-servers', space: 'vendor-4491', data: '2001:db8::1', 'always-send': true },
  ],
  'client-classes': [
    { name: 'DROP', test: 'option[15].hex == 0x0002aaaa' },
    { name: 'odd', test: 'substring(option[1].hex, 9, 1) == 0x01' },
    { name: 'relayed', test: 'relay6[0].option[18].exists', 'valid-lifetime': 30 },
    { name: 'known', test: "member('KNOWN')" },
  ],
  reservations: [{ duid: duid(5), 'client-classes': ['odd'], hostname: 'five' }],
  'shared-networks': [
    {
      name: 'wire',
      interface: 'eth0',
      'rapid-commit': true,
      subnet6: [
        {
          id: 1,
          subnet: '2001:db8:1::/64',
          pools: [
            { pool: '2001:db8:1::10-2001:db8:1::19', 'client-class': 'odd' },
            { pool: '2001:db8:1::20-2001:db8:1::29' },
          ],
          'pd-pools': [{ prefix: '2001:db8:100::', 'prefix-len': 52, 'delegated-len': 56 }],
        },
        {
          id: 2,
          subnet: '2001:db8:2::/64',
          pools: [{ pool: '2001:db8:2::10-2001:db8:2::19' }],
          'pd-pools': [
            {
              prefix: '2001:db8:200::',
              'prefix-len': 44,
              'delegated-len': 48,
              'excluded-prefix': '2001:db8:200:ff00::',
              'excluded-prefix-len': 56,
            },
          ],
          reservations: [
            { duid: duid(6), 'ip-addresses': ['2001:db8:2::50', '2001:db8:2::51'], prefixes: ['2001:db8:300::/56'] },
          ],
        },
      ],
    },
  ],
  subnet6: [{ id: 3, subnet: '2001:db8:3::/64', 'interface-id': 'port7', pools: [{ pool: '2001:db8:3::/121' }] }],
}

const serverId = '00030001' + '0200000000aa'
const addresses = [
  '2001:db8:1::10',
  '2001:db8:1::25',
  '2001:db8:2::12',
  '2001:db8:2::50',
  '2001:db8:3::5',
  '::',
  'ff02::1',
]
const prefixes = ['2001:db8:100::/56', '2001:db8:200::/48', '2001:db8:300::/56', '2001:db8:101::/60', '::/56', '::/0']
const types = [1, 1, 1, 3, 3, 3, 3, 4, 5, 5, 6, 8, 9, 11, 36]

function association(random: Random): Option6 {
  const code = pickOf(random, [3, 3, 3, 25, 25, 4] as const)
  const lifetime = (): number => pickOf(random, [0, 0, 20, 100_000, 0xffffffff])
  const options = Array.from({ length: random(3) }, () =>
    iaAddressOption6({
      address: pickOf(random, code === 25 ? prefixes : addresses),
      preferred: lifetime(),
      valid: lifetime(),
    }),
  )
  return iaOption6({ code, iaid: random(3), t1: random(100), t2: random(100), options })
}

/** A message that some client could have sent; most of the walk's branches are within reach of these. */
function message(random: Random): Buffer {
  const type = random(20) === 0 ? random(40) : pickOf(random, types)
  const options: Option6[] = []
  const often = (make: () => Option6, odds = 3): void => {
    if (random(odds) === 0) options.push(make())
  }
  if (random(20) > 0) options.push(option6(1, `0x${duid(random(8))}`))
  const named = [MessageType6.REQUEST, MessageType6.RENEW, MessageType6.RELEASE, MessageType6.DECLINE] as number[]
  if (named.includes(type) !== (random(20) === 0)) options.push(option6(2, `0x${serverId}`))
  for (let n = random(4); n > 0 && type !== 11 && type !== 36; n--) options.push(association(random))
  if (type === 36)
    options.push(iaAddressOption6({ address: pickOf(random, registered), preferred: 10, valid: random(2) * 60 }))
  often(() =>
    option6(
      6,
      Array.from({ length: random(20) }, () => pickOf(random, [0, 3, 23, 24, 39, 65, 67, 232])),
    ),
  )
  often(() => option6(14), 4)
  often(() =>
    option6(39, [random(8), ...pickOf(random, [[], [4, 0x68, 0x6f, 0x73, 0x74, 0], [1, 0x61], [0x61, 0x2e]])]),
  )
  often(() => option6(15, pickOf(random, ['0x0002aaaa', '0x0002bbbb', '0x'])), 10)
  often(() => option6(16, [0, 0, 0x11, 0x8b, 0, 1, 65]), 6)
  often(() => option6(17, [0, 0, 0x11, 0x8b, 0, 1, 0, 2, 0, 32]), 6)
  often(() => option6(8, [random(256), random(256)]))
  return encodePacket6({ type, xid: random(1 << 24), options })
}

const registered = ['2001:db8:1::abcd', '2001:db8:2::abcd', '2001:db8:1::20']
const clients = ['fe80::1', 'fe80::2ff:feaa:1', '2001:db8:1::abcd', '2001:db8:2::abcd']

/** The message as relays, up to 33 of them, would send it on. */
function relayed(bytes: Buffer, random: Random): Buffer {
  let wrapped = bytes
  const depth = random(30) === 0 ? 31 + random(3) : 1 + random(3)
  for (let hops = 0; hops < depth; hops++) {
    const options: Option6[] = []
    if (random(2) === 0) options.push(option6(18, pickOf(random, ['port7', 'eth0', ''])))
    if (random(4) === 0) options.push(option6(37, [0, 0, 0, 9, 1, 2, 3, 4, 5, 6]))
    if (random(4) === 0) options.push(option6(79, [0, 1, 2, 0, 0, 0, 0, random(8)]))
    if (random(4) === 0) options.push(option6(66, [option6(65, [1, 97, 0]), option6(1000, 'of a relay')]))
    if (random(6) === 0) options.push(option6(135, [0, 0]))
    const link = pickOf(random, ['::', 'fe80::9', '2001:db8:1::9', '2001:db8:3::1', '2001:db8:9::9'])
    const type = random(40) === 0 ? MessageType6['RELAY-REPL'] : MessageType6['RELAY-FORW']
    wrapped = encodeRelay6({ type, hops, link, peer: pickOf(random, clients), options }, wrapped)
  }
  return wrapped
}

/** The client's message in an answer; throws when a header on the way to it is not one. */
function unwrapped(payload: Buffer): Buffer {
  let bytes = payload
  while (bytes[0] === MessageType6['RELAY-REPL']) bytes = parseRelay6(bytes).message
  return bytes
}

/** What every answer has to be, whoever asked. The kit's parser throws for what is not well formed. */
function judge(payload: Buffer, told: { given: number }): void {
  const reply = new Reply6({ payload: unwrapped(payload) })
  expect(['ADVERTISE', 'REPLY', 'ADDR-REG-REPLY']).toContain(reply.type)
  expect(reply.serverId?.replaceAll(':', '')).toBe(serverId)
  // RFC 8415 21.3, 21.13, 24: singletons
  for (const code of [1, 2, 13, 14]) expect(reply.codes.filter(each => each === code).length).toBeLessThan(2)
  for (const ia of reply.ias) {
    if (ia.t1 > 0 && ia.t2 > 0) expect(ia.t1).toBeLessThanOrEqual(ia.t2)
    for (const { preferred, valid, address } of grantedIn(ia)) {
      // RFC 8415 21.6, 21.22
      expect(preferred).toBeLessThanOrEqual(valid)
      expect(address.startsWith('2001:db8:') || valid === 0).toBe(true)
      if (valid > 0) told.given++
    }
  }
}

const multicast = address6('ff02::1:2')
const destinations = [multicast, multicast, multicast, address6('fe80::1:1'), undefined]

describe('the DHCPv6 walk', () => {
  it(
    'stands any packets, accounts for each, answers well, and does not grow',
    async () => {
      const random = randomOf(seed)
      const engine = await Engine6.start({ ...config, loggers: [{ name: 'kea-dhcp6', severity: 'FATAL' }] })
      const until = Date.now() + seconds * 1000
      const told = { given: 0 }
      let sent = 0
      let middle = 0
      while (Date.now() < until) {
        const batch = Array.from({ length: 1 + random(8) }, () => {
          const relays = random(3) === 0
          const bytes = relays ? relayed(message(random), random) : message(random)
          return {
            bytes: random(3) === 0 ? mutated(bytes, random, relays ? 34 : 4, 4) : bytes,
            source: address6(relays ? '2001:db8:f::1' : pickOf(random, clients)),
            sourcePort: 546 + random(2),
            destination: pickOf(random, destinations),
            hardware: random(2) === 0 ? Buffer.of(2, 0, 0, 0, 0, random(8)) : undefined,
          }
        })
        const sample = batch.map(({ bytes }) => bytes.toString('hex'))
        sent += batch.length
        try {
          engine.link.deliver(...batch)
          for (const { bytes } of engine.link.answers) judge(bytes, told)
        } catch (error) {
          throw new Error(`seed ${seed}, after ${sent}: ${sample}`, { cause: error })
        }
        engine.link.answers.length = 0
        engine.log.lines.length = 0
        if (random(20) === 0) await engine.wait(random(40))
        if (middle === 0 && Date.now() > until - seconds * 500) middle = process.memoryUsage().heapUsed
      }
      const count = (name: string): number => engine.statistic(name) ?? 0
      expect(count('pkt6-processing-failed'), `seed ${seed}`).toBe(0)
      expect(count('pkt6-received')).toBe(sent)
      const sums = ['advertise', 'reply', 'addr-reg-reply'].reduce((sum, type) => sum + count(`pkt6-${type}-sent`), 0)
      expect(count('pkt6-sent'), `seed ${seed}`).toBe(sums)
      const reasons = ['parse-failed', 'rfc-violation', 'not-for-us', 'admin-filtered', 'duplicate', 'queue-full']
      expect(reasons.reduce((sum, reason) => sum + count(`pkt6-${reason}`), 0)).toBe(count('pkt6-receive-drop'))
      expect(count('pkt6-sent') + count('pkt6-receive-drop')).toBeLessThanOrEqual(sent)
      // A fuzzer whose packets are all refused at the door tests the door only
      for (const kind of ['advertise', 'reply']) expect(count(`pkt6-${kind}-sent`)).toBeGreaterThan(sent / 50)
      expect(told.given).toBeGreaterThan(sent / 50)
      const leases = [...(await engine.leases()).values()]
      for (const id of [1, 2, 3])
        for (const [kind, name] of [
          [0, 'nas'],
          [2, 'pds'],
        ] as const) {
          const held = leases.filter(lease => lease.subnetId === id && lease.kind === kind && lease.state < 2)
          expect(Number(count(`subnet[${id}].assigned-${name}`)), `${id} ${name}, seed ${seed}`).toBe(held.length)
        }
      expect(process.memoryUsage().heapUsed - middle).toBeLessThan(64 * 1024 * 1024)
    },
    (seconds + 30) * 1000,
  )
})
