import { option6 } from '../kit/packet6.js'
import { type Fixture6, SERVER_DUID } from './comparison-stage6.js'
import { behindRelay, direct, dns, na, pd, pool, prefixes, relay } from './comparison-subnets6.js'

/** Where a client is, who it is, and what it is given for that. */
export const placeFixtures6: readonly Fixture6[] = [
  {
    name: 'addresses asked for: free, taken, reserved, out of the pool',
    dhcp6: {
      subnet6: [
        {
          ...direct,
          reservations: [{ duid: '00:03:00:01:02:00:00:00:00:99', 'ip-addresses': ['2001:db8:1::150'] }],
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
      'REPLY na 1',
    ],
    async play(stage) {
      const ask = (what: string, hint: string): Promise<unknown> =>
        stage.exchange(stage.client(), { ias: [na(1, hint)] }, ` ${what}`)
      await ask('free', '2001:db8:1::140')
      await ask('taken', '2001:db8:1::140')
      await ask('reserved', '2001:db8:1::150')
      await ask('out of the pool', '2001:db8:1::5')
      await ask('of another link', '2001:db8:9::1')
      const request = { serverId: SERVER_DUID, ias: [na(1, '2001:db8:1::140')] }
      await stage.hear('request of a taken one', stage.client().say('REQUEST', request))
    },
  },
  {
    name: 'reserved addresses and prefixes',
    dhcp6: {
      'option-data': [{ name: 'dns-servers', data: '2001:db8::53' }],
      'mac-sources': ['duid'],
      subnet6: [
        {
          ...direct,
          ...prefixes,
          reservations: [
            {
              duid: '00:03:00:01:02:00:5e:10:00:01',
              'ip-addresses': ['2001:db8:1::10'],
              prefixes: ['2001:db8:7000::/56'],
              'option-data': [{ name: 'dns-servers', data: '2001:db8::99' }],
            },
            { 'hw-address': '02:00:5e:10:00:02', 'ip-addresses': ['2001:db8:1::11', '2001:db8:1::12'] },
            { duid: '00:03:00:01:02:00:5e:10:00:03', hostname: 'named.example.net' },
          ],
        },
      ],
    },
    kea: [
      'ADVERTISE na 1, pd 1',
      'REPLY na 1, pd 1',
      'REPLY na 1, pd 1',
      'ADVERTISE na 1, na 1, na 1',
      'REPLY na 1, na 1, na 1',
      'REPLY na 1, na 1, na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1, pd 1',
      'REPLY na 1, pd 1',
    ],
    async play(stage) {
      const first = stage.client({ ias: [na(1), pd(2)] })
      await stage.exchange(first, {}, ' by DUID')
      await stage.hear('renew', first.renew())
      const second = stage.client({ ias: [na(1), na(2), na(3)] })
      await stage.exchange(second, {}, ' by hardware address')
      await stage.hear('renew both', second.renew())
      await stage.exchange(stage.client(), {}, ' only a name')
      const thief = stage.client()
      await stage.exchange(thief, { ias: [na(1, '2001:db8:1::10'), pd(2, '2001:db8:7000::/56')] }, ' of another')
    },
  },
  {
    name: 'behind a relay, by its link-address',
    dhcp6: { ...dns, subnet6: [direct, { ...behindRelay, ...prefixes }] },
    kea: ['ADVERTISE na 1, pd 1', 'REPLY na 1, pd 1', 'REPLY na 1, pd 1', 'REPLY Success, na Success, pd Success'],
    async play(stage) {
      const client = stage.client({ ias: [na(1), pd(2)] }, relay)
      await stage.exchange(client)
      await stage.hear('renew', client.renew())
      await stage.hear('release', client.release())
    },
  },
  {
    name: 'behind a relay, by its interface-id, and by the address of the relay',
    dhcp6: {
      subnet6: [
        direct,
        { ...behindRelay, 'interface-id': 'port 7' },
        {
          id: 3,
          subnet: '2001:db8:3::/64',
          ...pool('2001:db8:3::100 - 2001:db8:3::1ff'),
          relay: { 'ip-addresses': ['2001:db8:33::1'] },
        },
      ],
    },
    kea: [
      'ADVERTISE na NoAddrsAvail',
      'REPLY na NoAddrsAvail',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na NoAddrsAvail',
      'REPLY na NoAddrsAvail',
    ],
    async play(stage) {
      const at = (link: string, ...options: ReturnType<typeof option6>[]) =>
        stage.client({}, { ...relay, link, options })
      await stage.exchange(at('::', option6(18, 'port 7')), {}, ' port 7')
      await stage.exchange(at('2001:db8:3::1', option6(18, 'port 7')), {}, ' port 7 on another link')
      await stage.exchange(at('2001:db8:3::1', option6(18, 'port 8')), {}, ' port 8')
      await stage.exchange(at('2001:db8:33::1'), {}, ' by relay')
      await stage.exchange(at('::'), {}, ' by nothing')
    },
  },
  {
    name: 'behind two relays, by the one nearest to the client that tells its link',
    dhcp6: { subnet6: [direct, behindRelay, { id: 3, subnet: '2001:db8:3::/64', ...pool('2001:db8:3::/120') }] },
    kea: ['ADVERTISE na 1', 'REPLY na 1', 'REPLY na 1', 'ADVERTISE na 1', 'REPLY na 1', 'ADVERTISE na 1', 'REPLY na 1'],
    async play(stage) {
      const outer = { address: '2001:db8:ffff::2', link: '2001:db8:3::1', options: [option6(18, 'outer')] }
      const inner = { address: '2001:db8:3::7', options: [option6(18, 'inner'), option6(37, '0x000009bf01')] }
      const near = stage.client({}, { ...inner, link: '2001:db8:2::1' }, outer)
      await stage.exchange(near, {}, ' near')
      await stage.hear('renew', near.renew())
      await stage.exchange(stage.client({}, { ...inner, link: '::' }, outer), {}, ' far')
      await stage.exchange(stage.client({}, { ...inner, link: 'fe80::1' }, outer), {}, ' link-local')
    },
  },
  {
    name: 'known by the hardware address that the relay tells',
    dhcp6: {
      'mac-sources': ['client-link-addr-option'],
      subnet6: [
        {
          ...behindRelay,
          reservations: [{ 'hw-address': '02:00:00:00:00:79', 'ip-addresses': ['2001:db8:2::79'] }],
        },
      ],
    },
    kea: ['ADVERTISE na 1', 'REPLY na 1'],
    async play(stage) {
      const options = [option6(79, '0x0001020000000079')]
      await stage.exchange(stage.client({}, { ...relay, options }))
    },
  },
  {
    name: 'a pool for a class only',
    dhcp6: {
      'client-classes': [{ name: 'modem', test: "substring(option[16].hex, 6, 5) == 'modem'" }],
      subnet6: [
        {
          ...direct,
          pools: [
            { pool: '2001:db8:1::100 - 2001:db8:1::1ff', 'client-class': 'modem' },
            { pool: '2001:db8:1::200 - 2001:db8:1::2ff' },
          ],
        },
        { ...behindRelay, 'client-class': 'modem' },
      ],
    },
    kea: [
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'ADVERTISE na NoAddrsAvail',
      'REPLY na NoAddrsAvail',
      'ADVERTISE na 1',
      'REPLY na 1',
    ],
    async play(stage) {
      const modem = [option6(16, [...[0, 0, 9, 0xbf, 0, 5], ...Buffer.from('modem')])]
      await stage.exchange(stage.client(), { options: modem }, ' modem')
      await stage.exchange(stage.client(), {}, ' other')
      await stage.exchange(stage.client({}, relay), { options: modem }, ' modem behind the relay')
      await stage.exchange(stage.client({}, relay), {}, ' other behind the relay')
      await stage.exchange(stage.client(), { ias: [na(1, '2001:db8:1::1f0')] }, ' other asks for it')
    },
  },
  {
    name: 'subnets of one shared network',
    dhcp6: {
      'shared-networks': [
        {
          name: 'floor',
          interface: 'eth0',
          'option-data': [{ name: 'dns-servers', data: '2001:db8::5' }],
          subnet6: [
            { id: 1, subnet: '2001:db8:1::/64', ...pool('2001:db8:1::100/128') },
            {
              id: 2,
              subnet: '2001:db8:2::/64',
              ...pool('2001:db8:2::100/128'),
              reservations: [{ duid: '00:03:00:01:02:00:5e:10:00:03', 'ip-addresses': ['2001:db8:2::3'] }],
            },
          ],
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
      'ADVERTISE na NoAddrsAvail',
      'REPLY na NoAddrsAvail',
      'REPLY NotOnLink',
      'REPLY na 1',
      'REPLY na 1',
    ],
    async play(stage) {
      const first = stage.client()
      await stage.exchange(first, {}, ' first')
      const second = stage.client()
      await stage.exchange(second, {}, ' second')
      await stage.exchange(stage.client(), {}, ' reserved')
      await stage.exchange(stage.client(), {}, ' too late')
      await stage.hear('confirm', second.confirm())
      await stage.hear('renew', second.renew())
      await stage.hear('renew first', first.renew())
    },
    // RFC 8415 18.3.3: an address of any prefix of the link is on it; Kea looks at one subnet's
    meant: [/^confirm: option 13 is NotOnLink from Kea, Success from Keats/],
  },
]
