import { iaAddressOption6, iaOption6, type Option6, option6 } from '../kit/packet6.js'
import { type Fixture6, SERVER_DUID } from './comparison-stage6.js'
import { behindRelay, direct, na, pd, pool, prefixes, relay } from './comparison-subnets6.js'

/** An IA_NA or IA_PD that asks for lifetimes. */
function lasting(code: 3 | 25, address: string, preferred: number, valid: number): Option6 {
  return iaOption6({ code, iaid: 1, options: [iaAddressOption6({ address, preferred, valid })] })
}

/** RFC 4704 4.1: flags and a name, with its end when it is whole. */
function fqdn(flags: number, name: string, whole = true): Option6 {
  const labels = name.split('.').map(label => `${String.fromCharCode(label.length)}${label}`)
  return option6(39, [flags, ...Buffer.from(labels.join('') + (whole ? '\0' : ''), 'latin1')])
}

const scopes = {
  'option-data': [
    { name: 'dns-servers', data: '2001:db8::1' },
    { name: 'sntp-servers', data: '2001:db8::1' },
    { name: 'nis-servers', data: '2001:db8::1' },
    { name: 'sip-server-addr', data: '2001:db8::1' },
    { name: 'nisp-servers', data: '2001:db8::1' },
    { name: 'domain-search', data: 'example.org, sub.example.org' },
    { name: 'information-refresh-time', data: '7200' },
    { name: 'preference', data: '200', 'always-send': true },
  ],
}

/** Every option of `scopes`, one nobody configured and one twice, in no order. */
const many = [32, 24, 23, 29, 31, 27, 22, 59, 23, 7]

/** What stands in the answers. */
export const optionFixtures6: readonly Fixture6[] = [
  {
    name: 'options of every scope',
    dhcp6: {
      ...scopes,
      'client-classes': [
        { name: 'blue', test: 'option[15].exists', 'option-data': [{ name: 'nis-servers', data: '2001:db8::c' }] },
      ],
      subnet6: [
        {
          ...direct,
          'option-data': [
            { name: 'sntp-servers', data: '2001:db8::5' },
            { name: 'sip-server-addr', data: '2001:db8::5' },
          ],
          pools: [
            {
              pool: '2001:db8:1::100 - 2001:db8:1::1ff',
              'option-data': [{ name: 'sip-server-addr', data: '2001:db8::9' }],
            },
          ],
          reservations: [
            {
              duid: '00:03:00:01:02:00:5e:10:00:02',
              'option-data': [{ name: 'nisp-servers', data: '2001:db8::f' }],
            },
          ],
        },
      ],
    },
    kea: ['ADVERTISE na 1', 'REPLY na 1', 'ADVERTISE na 1', 'REPLY na 1', 'ADVERTISE na 1', 'REPLY na 1'],
    async play(stage) {
      await stage.exchange(stage.client({ oro: many }), {}, ' plain')
      const options = [option6(15, [0, 4, ...Buffer.from('user')])]
      await stage.exchange(stage.client({ oro: many }), { options }, ' blue and reserved')
      await stage.exchange(stage.client({ oro: [] }), {}, ' nothing asked for')
    },
  },
  {
    name: 'requested options in another order, twice, unknown, and none',
    dhcp6: { ...scopes, subnet6: [direct] },
    kea: ['ADVERTISE na 1', 'ADVERTISE na 1', 'ADVERTISE na 1', 'ADVERTISE na 1', 'ADVERTISE na 1', 'ADVERTISE na 1'],
    async play(stage) {
      const client = stage.client()
      await stage.hear('many', client.solicit({ oro: many }))
      await stage.hear('reverse', client.solicit({ oro: [...many].reverse() }))
      await stage.hear('twice', client.solicit({ oro: [23, 23, 31, 23] }))
      await stage.hear('unknown', client.solicit({ oro: [1, 2, 13, 250, 23, 65000] }))
      await stage.hear('none', client.solicit({ oro: [] }))
      const two = [option6(6, [0, 31])]
      await stage.hear('two lists', client.solicit({ oro: [23], options: two }))
    },
  },
  {
    name: 'information without a lease',
    dhcp6: {
      ...scopes,
      subnet6: [
        { ...direct, 'option-data': [{ name: 'sntp-servers', data: '2001:db8::5' }] },
        { ...behindRelay, 'option-data': [{ name: 'sntp-servers', data: '2001:db8::6' }] },
      ],
    },
    kea: ['REPLY', 'REPLY', 'REPLY', 'REPLY'],
    async play(stage) {
      await stage.hear('many', stage.client().informationRequest({ oro: many }))
      await stage.hear('none', stage.client().informationRequest({ oro: [] }))
      await stage.hear('without client id', stage.client({ duid: 'none' }).informationRequest({ oro: many }))
      await stage.hear('relayed', stage.client({}, relay).informationRequest({ oro: many }))
    },
  },
  {
    name: 'options that a relay supplies',
    dhcp6: { 'relay-supplied-options': ['65', '110'], subnet6: [behindRelay] },
    kea: ['ADVERTISE na 1', 'REPLY na 1', 'ADVERTISE na 1', 'REPLY na 1'],
    async play(stage) {
      const supplied = [option6(65, [3, ...Buffer.from('erp'), 0]), option6(110, [1, 2]), option6(23, Buffer.alloc(16))]
      const options = [option6(66, supplied)]
      await stage.exchange(stage.client({ oro: [65, 110, 23] }, { ...relay, options }), {}, ' asked for')
      await stage.exchange(stage.client({ oro: [] }, { ...relay, options }), {}, ' not asked for')
    },
  },
  {
    name: 'vendor options',
    dhcp6: {
      'option-def': [
        { space: 'vendor-4491', name: 'tftp', code: 32, type: 'ipv6-address', array: true },
        { space: 'vendor-4491', name: 'file', code: 33, type: 'string' },
      ],
      'option-data': [
        { space: 'vendor-4491', name: 'tftp', data: '2001:db8::1', 'always-send': true },
        { space: 'vendor-4491', name: 'file', data: 'boot.cfg' },
        { name: 'vendor-opts', data: '4491' },
      ],
      subnet6: [direct],
    },
    kea: [
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
    ],
    async play(stage) {
      const asking = (enterprise: number, ...codes: number[]): Option6 => {
        const head = Buffer.alloc(4)
        head.writeUInt32BE(enterprise)
        const oro = option6(
          1,
          codes.flatMap(code => [code >> 8, code & 255]),
        )
        const inner = Buffer.alloc(4)
        inner.writeUInt16BE(oro.code)
        inner.writeUInt16BE(oro.data.length, 2)
        return option6(17, Buffer.concat([head, inner, oro.data]))
      }
      await stage.exchange(stage.client(), { options: [asking(4491, 32, 33)] }, ' both')
      await stage.exchange(stage.client(), { options: [asking(4491, 33)] }, ' one')
      await stage.exchange(stage.client(), { options: [asking(3561, 33)] }, ' another vendor')
      const vendorClass = option6(16, [0, 0, 0x11, 0x8b, 0, 1, 65])
      await stage.exchange(stage.client({ oro: [17] }), { options: [vendorClass] }, ' by class, 17 asked for')
      await stage.exchange(stage.client({ oro: [17] }), {}, ' 17 asked for')
    },
  },
  {
    name: 'names of clients',
    dhcp6: {
      'ddns-qualifying-suffix': 'example.net',
      'ddns-replace-client-name': 'never',
      'ddns-send-updates': true,
      subnet6: [
        {
          ...direct,
          reservations: [{ duid: '00:03:00:01:02:00:5e:10:00:05', hostname: 'reserved' }],
        },
      ],
    },
    kea: [
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
    ],
    async play(stage) {
      await stage.exchange(stage.client(), { options: [fqdn(1, 'host.example.com')] }, ' whole, S')
      await stage.exchange(stage.client(), { options: [fqdn(0, 'Host', false)] }, ' partial')
      await stage.exchange(stage.client(), { options: [fqdn(4, 'quiet.example.com')] }, ' N')
      await stage.exchange(stage.client(), { options: [option6(39, [1])] }, ' empty')
      await stage.exchange(stage.client({ oro: [39] }), { options: [fqdn(1, 'mine.example.com')] }, ' reserved')
      await stage.exchange(stage.client({ oro: [39] }), {}, ' only asked for')
    },
  },
  {
    name: 'names of clients without updates',
    dhcp6: { 'ddns-send-updates': false, 'ddns-replace-client-name': 'when-present', subnet6: [direct] },
    kea: ['ADVERTISE na 1', 'REPLY na 1', 'ADVERTISE na 1', 'REPLY na 1'],
    async play(stage) {
      await stage.exchange(stage.client(), { options: [fqdn(1, 'host.example.com')] }, ' S')
      await stage.exchange(stage.client(), { options: [fqdn(4, 'host.example.com')] }, ' N')
    },
  },
  {
    name: 'lifetimes between bounds, as the client asks',
    dhcp6: {
      'min-preferred-lifetime': 1000,
      'preferred-lifetime': 2000,
      'max-preferred-lifetime': 3000,
      'min-valid-lifetime': 2000,
      'valid-lifetime': 4000,
      'max-valid-lifetime': 6000,
      subnet6: [{ ...direct, ...prefixes }],
    },
    kea: [
      'ADVERTISE na 1',
      'ADVERTISE pd 1',
      'ADVERTISE na 1',
      'ADVERTISE pd 1',
      'ADVERTISE na 1',
      'ADVERTISE pd 1',
      'ADVERTISE na 1',
      'ADVERTISE pd 1',
      'ADVERTISE na 1',
      'ADVERTISE pd 1',
      'ADVERTISE na 1',
      'ADVERTISE pd 1',
    ],
    async play(stage) {
      const ask = async (what: string, preferred: number, valid: number): Promise<void> => {
        for (const [code, address] of [
          [3, '2001:db8:1::150'],
          [25, '2001:db8:8000:500::/56'],
        ] as const) {
          const saying = { ias: [], options: [lasting(code, address, preferred, valid)] }
          await stage.hear(`${what} in ${code}`, stage.client().solicit(saying))
        }
      }
      await ask('nothing', 0, 0)
      await ask('less', 10, 20)
      await ask('between', 1500, 2500)
      await ask('more', 50_000, 60_000)
      await ask('for ever', 0xffffffff, 0xffffffff)
      await ask('preferred beyond valid', 3000, 2000)
    },
    // RFC 8415 21.6: a client discards a lease whose preferred lifetime is longer than its valid one
    meant: [/^preferred beyond valid in (3|25): /],
  },
  {
    name: 'timers of an IA, configured, calculated and beyond the lifetime',
    dhcp6: {
      'valid-lifetime': 4001,
      'preferred-lifetime': 3001,
      subnet6: [
        { ...direct, ...prefixes, 'calculate-tee-times': true, 't1-percent': 0.45, 't2-percent': 0.7 },
        { ...behindRelay, 'renew-timer': 1000, 'rebind-timer': 2000 },
        { id: 3, subnet: '2001:db8:3::/64', ...pool('2001:db8:3::/120'), 'renew-timer': 5000, 'rebind-timer': 6000 },
        { id: 4, subnet: '2001:db8:4::/64', ...pool('2001:db8:4::/120'), 'calculate-tee-times': false },
        {
          id: 5,
          subnet: '2001:db8:5::/64',
          ...pool('2001:db8:5::/120'),
          'valid-lifetime': 4294967295,
          'preferred-lifetime': 4294967295,
        },
      ],
    },
    kea: [
      'ADVERTISE na 1, pd 1',
      'REPLY na 1, pd 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
    ],
    async play(stage) {
      await stage.exchange(stage.client(), { ias: [na(1), pd(2)] }, ' calculated')
      for (const n of [2, 3, 4, 5]) {
        const client = stage.client({}, { ...relay, link: `2001:db8:${n}::1` })
        await stage.exchange(client, {}, ` of subnet ${n}`)
      }
    },
    // RFC 8415 14.2: a lease without end needs no renewal; Kea takes shares of 2^32-1
    meant: [/^(solicit|request) of subnet 5: option 3 is IAID 1, T1 2147483648, T2 3435973836/],
  },
  {
    name: 'a preference, an elapsed time, and options that servers send come from a client',
    dhcp6: { 'option-data': [{ name: 'preference', data: '255' }], subnet6: [direct] },
    kea: ['ADVERTISE na 1', 'REPLY na 1', 'ADVERTISE na 1', 'REPLY na 1'],
    async play(stage) {
      await stage.exchange(stage.client({ oro: [7] }), { elapsed: 0xffff }, ' late')
      const odd = [option6(7, [9]), option6(13, [0, 2]), option6(250, 'unknown'), option6(20)]
      await stage.exchange(stage.client(), { options: odd }, ' odd options')
    },
  },
  {
    name: 'options for prefixes, and of two pools in one answer',
    dhcp6: {
      subnet6: [
        {
          ...direct,
          pools: [{ pool: '2001:db8:1::100/128', 'option-data': [{ name: 'dns-servers', data: '2001:db8::aa' }] }],
          'pd-pools': [
            {
              prefix: '2001:db8:8000::',
              'prefix-len': 52,
              'delegated-len': 56,
              'option-data': [
                { name: 'dns-servers', data: '2001:db8::bb' },
                { name: 'sntp-servers', data: '2001:db8::bb' },
              ],
            },
            {
              prefix: '2001:db8:9000::',
              'prefix-len': 48,
              'delegated-len': 56,
              'excluded-prefix': '2001:db8:9000::',
              'excluded-prefix-len': 64,
            },
          ],
        },
      ],
    },
    kea: [
      'ADVERTISE na 1, pd 1',
      'REPLY na 1, pd 1',
      'ADVERTISE pd 1',
      'REPLY pd 1',
      'ADVERTISE pd 1',
      'REPLY pd 1',
      'ADVERTISE pd 1',
      'REPLY pd 1',
      'REPLY pd 1 1 gone',
    ],
    async play(stage) {
      await stage.exchange(stage.client({ oro: [23, 31] }), { ias: [na(1), pd(2)] }, ' both')
      await stage.exchange(stage.client({ oro: [23, 31] }), { ias: [pd(2)] }, ' prefix')
      const excluding = { ias: [pd(2, '2001:db8:9000::/56')], oro: [67] }
      await stage.exchange(stage.client(), excluding, ' prefix exclude asked for')
      await stage.exchange(stage.client(), { ias: [pd(2, '2001:db8:9000:100::/56')] }, ' not asked for')
      const renew = { serverId: SERVER_DUID, ias: [pd(2, '2001:db8:9000::/56')], oro: [67] }
      await stage.hear('renew', stage.client().say('RENEW', renew))
    },
  },
]
