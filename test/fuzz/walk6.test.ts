import { describe, expect, it } from 'vitest'
import { Engine6 } from '../kit/engine6.js'
import { hexBytes } from '../kit/packet4.js'
import {
  address6,
  encodePacket6,
  encodeRelay6,
  iaAddressOption6,
  iaOption6,
  MessageType6,
  type Option6,
  option6,
  parsePacket6,
  parseRelay6,
} from '../kit/packet6.js'

/** Seconds that the fuzzer runs; KEATS_FUZZ_SECONDS for long runs. */
const seconds = Number(process.env.KEATS_FUZZ_SECONDS ?? 2)
/** KEATS_FUZZ_SEED repeats a run. */
const seed = Number(process.env.KEATS_FUZZ_SEED ?? Date.now() % 0x7fffffff)

const SERVER_ID = '00:03:00:01:02:00:00:00:00:aa'

/** A configuration in which every step of the walk has something to do. */
const config = {
  'dhcp-ddns': { 'enable-updates': true },
  'ddns-override-client-update': true,
  'ddns-qualifying-suffix': 'example.org',
  'early-global-reservations-lookup': true,
  'reservations-global': true,
  'preferred-lifetime': 40,
  'valid-lifetime': 60,
  'min-valid-lifetime': 10,
  'max-valid-lifetime': 600,
  'calculate-tee-times': true,
  'expired-leases-processing': { 'hold-reclaimed-time': 60 },
  'option-def': [{ name: 'long', code: 1230, type: 'string' }],
  'option-data': [
    { name: 'long', data: 'x'.repeat(900), 'always-send': true },
    { name: 'tftp-servers', space: 'vendor-4491', data: '2001:db8::1', 'always-send': true },
    { name: 'dns-servers', data: '2001:db8::53' },
  ],
  'client-classes': [
    { name: 'DROP', test: "option[38].text == 'unwanted'" },
    { name: 'odd', test: 'substring(option[1].hex, 9, 1) == 0x01' },
    { name: 'relayed', test: "relay6[0].option[18].hex == 'port 7'", 'valid-lifetime': 30 },
    { name: 'known', test: "member('KNOWN')" },
  ],
  reservations: [{ duid: '00:03:00:01:02:00:00:00:00:05', 'client-classes': ['odd'], hostname: 'five' }],
  'shared-networks': [
    {
      name: 'link',
      interface: 'eth0',
      'rapid-commit': true,
      subnet6: [
        {
          id: 1,
          subnet: '2001:db8:1::/64',
          pools: [
            { pool: '2001:db8:1::10 - 2001:db8:1::19', 'client-class': 'odd' },
            { pool: '2001:db8:1::20 - 2001:db8:1::29' },
          ],
          'pd-pools': [{ prefix: '2001:db8:8000::', 'prefix-len': 52, 'delegated-len': 56 }],
        },
        {
          id: 2,
          subnet: '2001:db8:2::/64',
          pools: [{ pool: '2001:db8:2::10 - 2001:db8:2::19' }],
          reservations: [
            {
              'hw-address': '02:00:00:00:00:06',
              'ip-addresses': ['2001:db8:2::50', '2001:db8:2::51'],
              prefixes: ['2001:db8:9000::/56'],
            },
          ],
        },
      ],
    },
  ],
  subnet6: [
    {
      id: 3,
      subnet: '2001:db8:3::/64',
      'interface-id': 'port 7',
      pools: [{ pool: '2001:db8:3::10 - 2001:db8:3::29' }],
      'pd-pools': [{ prefix: '2001:db8:a000::', 'prefix-len': 60, 'delegated-len': 64 }],
    },
  ],
}

/** xorshift32: the run is told by its seed. */
function randomOf(start: number): (limit: number) => number {
  let state = start | 1
  return limit => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % limit
  }
}

type Random = ReturnType<typeof randomOf>

const addresses = ['2001:db8:1::10', '2001:db8:1::25', '2001:db8:2::50', '2001:db8:3::11', '::', 'fe80::1', 'ff02::1']
const prefixes = ['2001:db8:8000::/56', '2001:db8:9000::/56', '2001:db8:a000::/64', '::/60', '::/0', '2001:db8:7::/48']
const types = ['SOLICIT', 'REQUEST', 'RENEW', 'REBIND', 'CONFIRM', 'RELEASE', 'DECLINE', 'INFORMATION-REQUEST'] as const
const needServer: ReadonlySet<number> = new Set([3, 5, 8, 9])

function association(random: Random, pick: <T>(list: readonly T[]) => T): Option6 {
  const code = pick([3, 3, 3, 25, 25, 4] as const)
  const hints = Array.from({ length: random(3) }, () => pick(code === 25 ? prefixes : addresses))
  return iaOption6({ code, iaid: random(3), options: hints.map(address => iaAddressOption6({ address })) })
}

/** A message that some client or relay could have sent; most of the walk's branches are within reach of these. */
function message(random: Random): Buffer {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!
  const type = random(12) === 0 ? random(40) : MessageType6[pick([...types, 'SOLICIT', 'REQUEST', 'RENEW'] as const)]
  const options: Option6[] = []
  const sometimes = (make: () => Option6): void => {
    if (random(3) === 0) options.push(make())
  }
  if (random(30) > 0) options.push({ code: 1, data: hexBytes(`00:03:00:01:02:00:00:00:00:0${random(8)}`) })
  if (needServer.has(type) ? random(20) > 0 : random(20) === 0) options.push({ code: 2, data: hexBytes(SERVER_ID) })
  for (let n = random(4); n > 0; n--) options.push(association(random, pick))
  sometimes(() => ({ code: 6, data: Buffer.from(Array.from({ length: random(10) * 2 }, () => random(70))) }))
  sometimes(() => ({ code: 14, data: Buffer.alloc(0) }))
  sometimes(() => ({ code: 39, data: Buffer.from([random(8), ...pick([[], [4, 104, 111, 115, 116, 0], [1, 97]])]) }))
  sometimes(() => ({ code: 17, data: hexBytes('00:00:11:8b:00:01:00:02:00:20') }))
  sometimes(() => ({ code: 16, data: hexBytes('00:00:11:8b:00:03:61:62:63') }))
  if (random(40) === 0) options.push(option6(38, 'unwanted'))
  let bytes = encodePacket6({ type, xid: random(1 << 24), options })
  for (let relays = pick([0, 0, 1, 2]); relays > 0; relays--) {
    const relayed: Option6[] = []
    if (random(2) === 0) relayed.push(option6(18, pick(['port 7', 'port 8'])))
    if (random(4) === 0) relayed.push({ code: 79, data: hexBytes('00:01:02:00:00:00:00:06') })
    if (random(4) === 0) relayed.push({ code: 37, data: hexBytes('00:00:00:01:02:00:00:00:00:06') })
    if (random(4) === 0) relayed.push({ code: 66, data: hexBytes('00:41:00:03:01:61:00') })
    const link = pick(['2001:db8:3::1', '2001:db8:1::1', '::', 'fe80::1', '2001:db8:77::1'])
    bytes = encodeRelay6({ type: random(40) === 0 ? 13 : 12, hops: 0, link, peer: 'fe80::1', options: relayed }, bytes)
  }
  return bytes
}

/** The same with some bytes changed, moved or cut off. */
function mutated(bytes: Buffer, random: Random): Buffer {
  let end = bytes.length
  for (let n = random(5); n > 0; n--) {
    const at = random(bytes.length)
    const how = random(4)
    if (how === 0) bytes[at] = random(256)
    else if (how === 1) bytes[at]! ^= 1 << random(8)
    else if (how === 2) bytes.copyWithin(at, random(bytes.length), bytes.length)
    else end = Math.max(3, end - random(30))
  }
  return bytes.subarray(0, end)
}

/** What the server said to the client; throws when it is no message, or not one that servers send. */
function judged(bytes: Buffer): void {
  let inner = bytes
  while (inner[0] === MessageType6['RELAY-REPL']) ({ message: inner } = parseRelay6(inner))
  const { type, options } = parsePacket6(inner)
  expect([MessageType6.ADVERTISE, MessageType6.REPLY]).toContain(type)
  expect(options.filter(({ code }) => code === 2).map(({ data }) => data.toString('hex'))).toEqual([
    hexBytes(SERVER_ID).toString('hex'),
  ])
  expect(options.filter(({ code }) => code === 1).length).toBeLessThan(2)
}

const sources = ['fe80::1', 'fe80::1449:e1ff:feca:f387', '2001:db8:1::25', '2001:db8:3::1'].map(address6)
const destinations = [address6('ff02::1:2'), address6('ff02::1:2'), address6('fe80::1:1'), undefined]

describe('the DHCPv6 walk', () => {
  it(
    'stands any packets, answers what can be read, accounts for each, and does not grow',
    async () => {
      const random = randomOf(seed)
      const engine = await Engine6.start({ ...config, loggers: [{ name: 'kea-dhcp6', severity: 'FATAL' }] })
      const until = Date.now() + seconds * 1000
      let sent = 0
      let middle = 0
      while (Date.now() < until) {
        const batch = Array.from({ length: 1 + random(8) }, () => {
          const bytes = message(random)
          return {
            bytes: random(3) === 0 ? mutated(bytes, random) : bytes,
            source: sources[random(sources.length)]!,
            sourcePort: 546 + random(2),
            destination: destinations[random(destinations.length)],
          }
        })
        sent += batch.length
        try {
          engine.link.deliver(...batch)
          for (const { bytes } of engine.link.answers) judged(bytes)
        } catch (error) {
          throw new Error(`seed ${seed}, after ${sent}: ${batch.map(({ bytes }) => bytes.toString('hex'))}`, {
            cause: error,
          })
        }
        engine.link.answers.length = 0
        engine.log.lines.length = 0
        if (random(20) === 0) await engine.wait(random(40))
        if (middle === 0 && Date.now() > until - seconds * 500) middle = process.memoryUsage().heapUsed
      }
      const count = (name: string): number => engine.statistic(name) ?? 0
      expect(count('pkt6-processing-failed'), `seed ${seed}`).toBe(0)
      expect(count('pkt6-received')).toBe(sent)
      const names = ['solicit', 'advertise', 'request', 'reply', 'renew', 'rebind', 'release', 'decline', 'infrequest']
      const read = [...names, 'unknown'].reduce((sum, type) => sum + count(`pkt6-${type}-received`), 0)
      expect(read + count('pkt6-parse-failed')).toBe(sent)
      const reasons = ['parse-failed', 'rfc-violation', 'not-for-us', 'admin-filtered', 'queue-full', 'duplicate']
      expect(reasons.reduce((sum, reason) => sum + count(`pkt6-${reason}`), 0)).toBe(count('pkt6-receive-drop'))
      expect(count('pkt6-sent')).toBe(count('pkt6-advertise-sent') + count('pkt6-reply-sent'))
      expect(count('pkt6-sent') + count('pkt6-receive-drop')).toBeLessThanOrEqual(sent)
      // A fuzzer whose packets are all refused at the door tests the door only
      for (const kind of ['advertise', 'reply']) expect(count(`pkt6-${kind}-sent`)).toBeGreaterThan(sent / 100)
      expect(process.memoryUsage().heapUsed - middle).toBeLessThan(64 * 1024 * 1024)
    },
    (seconds + 30) * 1000,
  )
})
