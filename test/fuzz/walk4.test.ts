import { describe, expect, it } from 'vitest'
import { Engine4 } from '../kit/engine4.js'
import { addressOption, encodePacket4, type Option4, option, packed } from '../kit/packet4.js'
import { mutated, pickOf, type Random, randomOf, fuzzSeconds as seconds, fuzzSeed as seed } from './random.js'

/** A configuration in which every step of the walk has something to do. */
const config = {
  'dhcp-ddns': { 'enable-updates': true },
  'ddns-override-client-update': true,
  'ddns-qualifying-suffix': 'example.org',
  'early-global-reservations-lookup': true,
  'reservations-global': true,
  'valid-lifetime': 60,
  'min-valid-lifetime': 10,
  'max-valid-lifetime': 600,
  'calculate-tee-times': true,
  'expired-leases-processing': { 'hold-reclaimed-time': 60 },
  'option-def': [{ name: 'long', code: 230, type: 'string' }],
  'option-data': [
    { name: 'long', data: 'x'.repeat(900), 'always-send': true },
    { name: 'tftp-servers', space: 'vendor-4491', data: '10.0.0.1', 'always-send': true },
    { name: 'v6-only-preferred', data: '300' },
  ],
  'client-classes': [
    { name: 'DROP', test: "option[60].text == 'unwanted'" },
    { name: 'hex', test: 'substring(option[61].hex, 1, 2) == 0x0200', 'boot-file-name': 'hex' },
    { name: 'relayed', test: "relay4[1].hex == 'port 7'", 'valid-lifetime': 30 },
    { name: 'known', test: "member('KNOWN')" },
  ],
  reservations: [{ 'hw-address': '02:00:00:00:00:05', 'client-classes': ['hex'], hostname: 'five' }],
  'shared-networks': [
    {
      name: 'link',
      interface: 'eth0',
      subnet4: [
        {
          id: 1,
          subnet: '192.0.2.0/24',
          pools: [{ pool: '192.0.2.10-192.0.2.19', 'client-class': 'hex' }, { pool: '192.0.2.20-192.0.2.29' }],
        },
        {
          id: 2,
          subnet: '10.1.0.0/16',
          pools: [{ pool: '10.1.0.10-10.1.0.19' }],
          reservations: [{ 'hw-address': '02:00:00:00:00:06', 'ip-address': '10.1.0.50' }],
        },
      ],
    },
  ],
  subnet4: [
    { id: 3, subnet: '203.0.113.0/24', 'match-client-id': false, pools: [{ pool: '203.0.113.10-203.0.113.29' }] },
  ],
}

const addresses = [
  '192.0.2.10',
  '192.0.2.25',
  '10.1.0.12',
  '10.1.0.50',
  '203.0.113.11',
  '0.0.0.0',
  '172.16.0.1',
  '255.255.255.255',
]

/** A message that some client or relay could have sent; most of the walk's branches are within reach of these. */
function message(random: Random): Buffer {
  const pick = <T>(list: readonly T[]): T => pickOf(random, list)
  const hardware = `02:00:00:00:00:0${random(8)}`
  const options: Option4[] = [option(53, [pick([1, 1, 1, 3, 3, 3, 4, 7, 8, random(30)])])]
  const sometimes = (make: () => Option4): void => {
    if (random(3) === 0) options.push(make())
  }
  sometimes(() => option(61, [1, 2, 0, 0, 0, 0, random(8)]))
  sometimes(() => addressOption(50, pick(addresses)))
  sometimes(() => addressOption(54, pick(['192.0.2.1', '192.0.2.1', '192.0.2.2'])))
  sometimes(() =>
    option(
      55,
      Array.from({ length: random(20) }, () => random(256)),
    ),
  )
  sometimes(() => option(12, pick(['host', 'a..b', '.', ' ', 'x'.repeat(70), '\xff\xfe', 'host.example.com.'])))
  sometimes(() =>
    option(81, [random(16), 0, 0, ...pick([[], [4, 0x68, 0x6f, 0x73, 0x74, 0], [1, 0x61], [0x61, 0x2e, 0x62]])]),
  )
  sometimes(() => option(57, [random(256), random(256)]))
  sometimes(() => option(51, [0, 0, random(4), random(256)]))
  sometimes(() => option(60, pick(['unwanted', 'docsis3.0', 'PXEClient'])))
  sometimes(() => addressOption(118, pick(addresses)))
  sometimes(() => option(125, [0, 0, 0x11, 0x8b, 4, 1, 2, 2, 7]))
  sometimes(() => ({
    code: 82,
    data: packed(option(1, 'port 7'), addressOption(pick([5, 11]), pick(addresses)), option(pick([19, 151]), '')),
  }))
  return encodePacket4({
    chaddr: pick([hardware, hardware, hardware, '']),
    xid: random(1 << 30),
    flags: pick([0, 0x8000]),
    htype: pick([1, 1, 1, 32]),
    ciaddr: pick(['0.0.0.0', pick(addresses)]),
    giaddr: pick(['0.0.0.0', '0.0.0.0', '203.0.113.1', '10.9.0.1']),
    options,
  })
}

const sources = ['0.0.0.0', '192.0.2.25', '172.16.0.1', '203.0.113.1'].map(text =>
  Buffer.from(text.split('.').map(Number)),
)
const destinations = [Buffer.of(255, 255, 255, 255), Buffer.of(192, 0, 2, 1), undefined]

describe('the DHCPv4 walk', () => {
  it(
    'stands any packets, accounts for each, and does not grow',
    async () => {
      const random = randomOf(seed)
      const engine = await Engine4.start({ ...config, loggers: [{ name: 'kea-dhcp4', severity: 'FATAL' }] })
      const until = Date.now() + seconds * 1000
      let sent = 0
      let middle = 0
      while (Date.now() < until) {
        const batch = Array.from({ length: 1 + random(8) }, () => {
          const bytes = message(random)
          return {
            bytes: random(3) === 0 ? mutated(bytes, random, 240, 200) : bytes,
            source: sources[random(sources.length)]!,
            sourcePort: 67 + random(2),
            destination: destinations[random(destinations.length)],
          }
        })
        sent += batch.length
        try {
          engine.link.deliver(...batch)
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
      expect(count('pkt4-processing-failed'), `seed ${seed}`).toBe(0)
      expect(count('pkt4-received')).toBe(sent)
      const types = ['discover', 'offer', 'request', 'ack', 'nak', 'release', 'decline', 'inform', 'unknown']
      const read = types.reduce((sum, type) => sum + count(`pkt4-${type}-received`), 0)
      expect(read + count('pkt4-parse-failed')).toBe(sent)
      const reasons = [
        'parse-failed',
        'rfc-violation',
        'not-for-us',
        'admin-filtered',
        'service-disabled',
        'queue-full',
        'duplicate',
      ]
      expect(reasons.reduce((sum, reason) => sum + count(`pkt4-${reason}`), 0)).toBe(count('pkt4-receive-drop'))
      expect(count('pkt4-sent')).toBe(count('pkt4-offer-sent') + count('pkt4-ack-sent') + count('pkt4-nak-sent'))
      expect(count('pkt4-sent') + count('pkt4-receive-drop')).toBeLessThanOrEqual(sent)
      // A fuzzer whose packets are all refused at the door tests the door only
      for (const kind of ['offer', 'ack', 'nak']) expect(count(`pkt4-${kind}-sent`)).toBeGreaterThan(sent / 500)
      for (const id of [1, 2, 3]) {
        const held = [...(await engine.leases()).values()].filter(({ subnetId, state }) => subnetId === id && state < 2)
        expect(count(`subnet[${id}].assigned-addresses`)).toBe(held.length)
      }
      expect(process.memoryUsage().heapUsed - middle).toBeLessThan(64 * 1024 * 1024)
    },
    (seconds + 30) * 1000,
  )
})
