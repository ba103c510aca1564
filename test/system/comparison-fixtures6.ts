import type { Wanted6 } from '../kit/client6.js'
import { option6 } from '../kit/packet6.js'
import { type Fixture6, SERVER_DUID } from './comparison-stage6.js'
import { behindRelay, direct, dns, na, pd, pool, prefixes, relay, ta } from './comparison-subnets6.js'

/** What clients do with their leases. */
export const fixtures6: readonly Fixture6[] = [
  {
    name: 'address: four messages, renewed and rebound',
    dhcp6: { ...dns, subnet6: [direct] },
    kea: ['ADVERTISE na 1', 'REPLY na 1', 'REPLY na 1', 'REPLY na 1', 'ADVERTISE na 1'],
    async play(stage) {
      const client = stage.client()
      await stage.exchange(client)
      await stage.hear('renew', client.renew())
      await stage.hear('rebind', client.rebind())
      await stage.hear('solicit again', client.solicit())
    },
  },
  {
    name: 'rapid commit where it is allowed and where it is not',
    dhcp6: { subnet6: [{ ...direct, 'rapid-commit': true }, behindRelay] },
    kea: ['REPLY na 1', 'REPLY na 1', 'ADVERTISE na 1', 'ADVERTISE na 1'],
    async play(stage) {
      const client = stage.client()
      await stage.hear('allowed', client.solicit({ rapidCommit: true }))
      await stage.hear('renew', client.renew())
      await stage.hear('allowed and not wanted', stage.client().solicit())
      await stage.hear('not allowed', stage.client({}, relay).solicit({ rapidCommit: true }))
    },
  },
  {
    name: 'messages to another server',
    dhcp6: { subnet6: [direct] },
    kea: ['ADVERTISE na 1', 'REPLY na 1', '-', '-', '-', 'REPLY'],
    async play(stage) {
      const serverId = '00:02:00:00:09:bf:00:00:00:00:00:02'
      const client = stage.client()
      await stage.exchange(client)
      await stage.hear('request', client.say('REQUEST', { serverId, ias: [na(1)] }))
      await stage.hear('renew', client.renew({ serverId }))
      await stage.hear('information-request', client.informationRequest({ serverId }))
      await stage.hear('information-request to this one', client.informationRequest({ serverId: SERVER_DUID }))
    },
  },
  {
    name: 'renewal of what is not bound',
    dhcp6: { subnet6: [{ ...direct, ...prefixes }] },
    kea: [
      'REPLY na 1',
      'ADVERTISE na 1',
      'REPLY na 1',
      'REPLY na 1',
      'REPLY na 1 1 gone',
      'REPLY na 1 1 gone',
      'REPLY na 1',
      'REPLY pd 1',
      'REPLY pd 1 1 gone',
    ],
    async play(stage) {
      const client = stage.client()
      const renew = (question: string, ...ias: Wanted6[]): Promise<unknown> =>
        stage.hear(question, client.say('RENEW', { serverId: SERVER_DUID, ias }))
      await renew('unknown client', na(1, '2001:db8:1::150'))
      await stage.exchange(client)
      await renew('unknown IA', na(7, '2001:db8:1::160'))
      await renew('other address', na(1, '2001:db8:1::170'))
      await renew('address of another link', na(1, '2001:db8:9::1'))
      await renew('no address', na(9))
      await renew('unknown prefix', pd(1, '2001:db8:8000:100::/56'))
      await renew('prefix of nobody', pd(2, '2001:db8:9000::/56'))
    },
  },
  {
    name: 'rebinding of what is not bound',
    dhcp6: { subnet6: [{ ...direct, ...prefixes }] },
    kea: [
      'REPLY na 1',
      'REPLY na 1 1 gone',
      'ADVERTISE na 1',
      'REPLY na 1',
      'REPLY na 1',
      'REPLY na 1 1 gone',
      'REPLY pd 1',
      'REPLY pd 1 1 gone',
    ],
    async play(stage) {
      const client = stage.client()
      const rebind = (question: string, ...ias: Wanted6[]): Promise<unknown> =>
        stage.hear(question, client.say('REBIND', { ias }))
      await rebind('unknown client', na(1, '2001:db8:1::150'))
      await rebind('unknown client of another link', na(1, '2001:db8:9::1'))
      await stage.exchange(client)
      await rebind('unknown IA', na(7, '2001:db8:1::160'))
      await rebind('address of another link', na(1, '2001:db8:9::1'))
      await rebind('unknown prefix', pd(1, '2001:db8:8000:100::/56'))
      await rebind('prefix of nobody', pd(2, '2001:db8:9000::/56'))
    },
  },
  {
    name: 'addresses confirmed on and off the link',
    dhcp6: { subnet6: [direct, behindRelay] },
    kea: [
      'ADVERTISE na 1',
      'REPLY na 1',
      'REPLY Success',
      'REPLY Success',
      'REPLY NotOnLink',
      'REPLY NotOnLink',
      'REPLY NotOnLink',
      '-',
      '-',
      'REPLY NotOnLink',
      'REPLY NotOnLink',
    ],
    async play(stage) {
      const client = stage.client()
      await stage.exchange(client)
      await stage.hear('own', client.confirm())
      await stage.hear('not bound', client.confirm({ ias: [na(1, '2001:db8:1::1fe')] }))
      await stage.hear('off link', client.confirm({ ias: [na(1, '2001:db8:9::1')] }))
      await stage.hear('one of two', client.confirm({ ias: [na(1, '2001:db8:1::100', '2001:db8:9::1')] }))
      await stage.hear('two IAs', client.confirm({ ias: [na(1, '2001:db8:1::100'), na(2, '2001:db8:9::1')] }))
      await stage.hear('without address', client.confirm({ ias: [na(1)] }))
      await stage.hear('without IA', client.confirm({ ias: [] }))
      await stage.hear('behind the relay', stage.client({}, relay).say('CONFIRM', { ias: [na(1, '2001:db8:1::1')] }))
      const nowhere = { ...relay, link: '2001:db8:77::1' }
      await stage.hear('nowhere', stage.client({}, nowhere).say('CONFIRM', { ias: [na(1, '2001:db8:77::5')] }))
    },
  },
  {
    name: 'leases given back, known and unknown',
    dhcp6: { subnet6: [{ ...direct, ...prefixes }] },
    kea: [
      'ADVERTISE na 1, pd 1',
      'REPLY na 1, pd 1',
      'REPLY NoBinding, na NoBinding',
      'REPLY NoBinding, na NoBinding',
      'REPLY NoBinding, na NoBinding',
      'REPLY Success',
      'REPLY Success, na Success, pd Success',
      'REPLY NoBinding, na NoBinding, pd NoBinding',
      'ADVERTISE na 1',
      'REPLY na 1',
      'REPLY NoBinding, na NoBinding',
    ],
    async play(stage) {
      const client = stage.client({ ias: [na(1), pd(2)] })
      const release = (question: string, ...ias: Wanted6[]): Promise<unknown> =>
        stage.hear(question, client.say('RELEASE', { serverId: SERVER_DUID, ias }))
      await stage.exchange(client)
      await release('other address', na(1, '2001:db8:1::1aa'))
      await release('other IA', na(9, '2001:db8:1::100'))
      await release('no address', na(1))
      await release('no IA')
      await stage.hear('own', client.release())
      await release('again', na(1, '2001:db8:1::100'), pd(2, '2001:db8:8000::/56'))
      const thief = stage.client()
      await stage.exchange(stage.client(), {}, ' of another')
      const ias = [na(1, '2001:db8:1::101')]
      await stage.hear('of a thief', thief.say('RELEASE', { serverId: SERVER_DUID, ias }))
    },
  },
  {
    name: 'addresses declined, known and unknown',
    dhcp6: { subnet6: [direct] },
    kea: [
      'ADVERTISE na 1',
      'REPLY na 1',
      'REPLY na NoBinding',
      'REPLY na NoBinding',
      'REPLY na NoBinding',
      'REPLY na Success',
      'ADVERTISE na 1',
      'REPLY na 1',
    ],
    async play(stage) {
      const client = stage.client()
      const decline = (question: string, ...ias: Wanted6[]): Promise<unknown> =>
        stage.hear(question, client.say('DECLINE', { serverId: SERVER_DUID, ias }))
      await stage.exchange(client)
      await decline('unknown address', na(1, '2001:db8:1::1aa'))
      await decline('other IA', na(9, '2001:db8:1::100'))
      await decline('no address', na(1))
      await stage.hear('own', client.decline())
      await stage.exchange(client, { ias: [na(1, '2001:db8:1::100')] }, ' afterwards')
    },
  },
  {
    name: 'prefixes with hints of address and length',
    dhcp6: { subnet6: [{ ...direct, ...prefixes }] },
    kea: [
      'ADVERTISE pd 1',
      'REPLY pd 1',
      'ADVERTISE pd 1',
      'REPLY pd 1',
      'ADVERTISE pd 1',
      'REPLY pd 1',
      'ADVERTISE pd 1',
      'REPLY pd 1',
      'ADVERTISE pd 1',
      'REPLY pd 1',
      'ADVERTISE pd 1',
      'REPLY pd 1',
      'ADVERTISE pd 1',
      'REPLY pd 1',
    ],
    async play(stage) {
      await stage.exchange(stage.client(), { ias: [pd(1)] }, ' without hint')
      await stage.exchange(stage.client(), { ias: [pd(1, '2001:db8:8000:500::/56')] }, ' in the pool')
      await stage.exchange(stage.client(), { ias: [pd(1, '::/56')] }, ' length alone')
      await stage.exchange(stage.client(), { ias: [pd(1, '::/60')] }, ' longer')
      await stage.exchange(stage.client(), { ias: [pd(1, '::/48')] }, ' shorter')
      await stage.exchange(stage.client(), { ias: [pd(1, '2001:db8:8000:680::/60')] }, ' inside of one')
      await stage.exchange(stage.client(), { ias: [pd(1, '2001:db8:9000::/56')] }, ' outside')
    },
    // Kea advertises the hint with the pool's length, bits behind it and all, and then grants the prefix around it; here
    // a prefix of another length is a wish for that length (RFC 8168 3.2), and the next free one is given
    meant: [
      /^solicit inside of one: option 25 option 26 is 2001:db8:8000:680::\/56/,
      /^request inside of one: option 25 option 26 is 2001:db8:8000:600::\/56/,
      /^(solicit|request) outside: option 25 option 26 is 2001:db8:8000:400::\/56/,
    ],
  },
  {
    name: 'prefixes of several lengths',
    dhcp6: {
      subnet6: [
        {
          ...direct,
          'pd-pools': [
            { prefix: '2001:db8:8000::', 'prefix-len': 48, 'delegated-len': 64 },
            { prefix: '2001:db8:9000::', 'prefix-len': 48, 'delegated-len': 56 },
          ],
        },
      ],
    },
    kea: [
      'ADVERTISE pd 1',
      'REPLY pd 1',
      'ADVERTISE pd 1',
      'REPLY pd 1',
      'ADVERTISE pd 1',
      'REPLY pd 1',
      'ADVERTISE pd 1',
      'REPLY pd 1',
      'ADVERTISE pd 1',
      'REPLY pd 1',
    ],
    async play(stage) {
      for (const hint of ['::/56', '::/64', '::/60', '2001:db8:9000:300::/56'])
        await stage.exchange(stage.client(), { ias: [pd(1, hint)] }, ` ${hint}`)
      await stage.exchange(stage.client(), { ias: [pd(1)] }, ' no hint')
    },
    // Kea 2.2 takes the first pool, whatever length is asked for: RFC 8168 3.2 came later
    meant: [/^(solicit|request) (::\/\d+|no hint): option 25 option 26 is /],
  },
  {
    name: 'several IAs in one message',
    dhcp6: { subnet6: [{ ...direct, ...prefixes }] },
    kea: [
      'ADVERTISE na 1, na 1, pd 1, pd 1',
      'REPLY na 1, na 1, pd 1, pd 1',
      'REPLY na 1, na 1, pd 1, pd 1',
      'REPLY na 1, pd 1',
      'REPLY Success, na Success, pd Success',
      'ADVERTISE na 1, na 1',
      'REPLY na 1, na 1',
    ],
    async play(stage) {
      const ias = [na(1), na(2, '2001:db8:1::180'), pd(1), pd(2, '2001:db8:8000:900::/56')]
      const client = stage.client({ ias })
      await stage.exchange(client, { ias })
      await stage.hear('renew', client.renew())
      await stage.hear('rebind some', client.rebind({ ias: [pd(1, '2001:db8:8000::/56'), na(3)] }))
      await stage.hear('release', client.release())
      await stage.exchange(client, { ias: [na(1), na(1)] }, ' one IAID twice')
    },
    // an IAID is unique among the IA_NAs of a client (RFC 8415 21.4): a repeated one is answered once
    meant: [/^(solicit|request) one IAID twice: (option 3 is|the order of options)/],
  },
  {
    name: 'temporary addresses',
    dhcp6: { subnet6: [direct] },
    kea: ['ADVERTISE', 'REPLY', 'ADVERTISE na 1', 'REPLY na 1'],
    async play(stage) {
      await stage.exchange(stage.client(), { ias: [ta(1)] }, ' alone')
      await stage.exchange(stage.client(), { ias: [na(1), ta(2)] }, ' beside')
    },
  },
  {
    name: 'pools that are exhausted',
    dhcp6: {
      subnet6: [
        {
          ...direct,
          ...pool('2001:db8:1::100/128'),
          'pd-pools': [{ prefix: '2001:db8:8000::', 'prefix-len': 56, 'delegated-len': 56 }],
        },
      ],
    },
    kea: [
      'ADVERTISE na 1, pd 1',
      'REPLY na 1, pd 1',
      'ADVERTISE pd NoPrefixAvail',
      'REPLY pd NoPrefixAvail',
      'ADVERTISE na NoAddrsAvail',
      'REPLY na NoAddrsAvail',
      'ADVERTISE na NoAddrsAvail, pd NoPrefixAvail',
      'REPLY na NoAddrsAvail, pd NoPrefixAvail',
      'REPLY na NoAddrsAvail, pd NoPrefixAvail',
      'REPLY na 1 gone NoAddrsAvail, pd NoPrefixAvail',
    ],
    async play(stage) {
      const ias = [na(1), pd(2)]
      await stage.exchange(stage.client(), { ias }, ' first')
      await stage.exchange(stage.client(), { ias: [pd(2)] }, ' prefix alone')
      await stage.exchange(stage.client(), { ias: [na(1)] }, ' address alone')
      const late = stage.client()
      await stage.hear('solicit both', late.solicit({ ias }))
      await stage.hear('request both', late.say('REQUEST', { serverId: SERVER_DUID, ias }))
      await stage.hear('renew both', late.say('RENEW', { serverId: SERVER_DUID, ias }))
      await stage.hear('rebind both', late.say('REBIND', { ias: [na(1, '2001:db8:1::100'), pd(2)] }))
    },
  },
  {
    name: 'one of address and prefix can be had',
    dhcp6: { subnet6: [direct, { ...behindRelay, pools: [], ...prefixes }] },
    kea: [
      'ADVERTISE na 1, pd NoPrefixAvail',
      'REPLY na 1, pd NoPrefixAvail',
      'ADVERTISE na NoAddrsAvail, pd 1',
      'REPLY na NoAddrsAvail, pd 1',
    ],
    async play(stage) {
      const ias = [na(1), pd(2)]
      await stage.exchange(stage.client(), { ias }, ' without prefixes')
      await stage.exchange(stage.client({}, relay), { ias }, ' without addresses')
    },
  },
  {
    name: 'no subnet for the client',
    dhcp6: { ...dns, subnet6: [direct] },
    kea: [
      'ADVERTISE na NoAddrsAvail, pd NoPrefixAvail',
      'REPLY na NoAddrsAvail, pd NoPrefixAvail',
      'REPLY na NoAddrsAvail, pd NoPrefixAvail',
      'REPLY na NoBinding, pd NoBinding',
      'REPLY na NoBinding',
      'REPLY NoBinding, na NoBinding',
      'REPLY na NoBinding',
      'REPLY',
    ],
    async play(stage) {
      const nowhere = stage.client({}, { ...relay, link: '2001:db8:77::1' })
      await stage.exchange(nowhere, { ias: [na(1), pd(2)] })
      for (const type of ['REQUEST', 'RENEW'] as const)
        await stage.hear(type, nowhere.say(type, { serverId: SERVER_DUID, ias: [na(1, '2001:db8:77::5'), pd(2)] }))
      await stage.hear('REBIND', nowhere.say('REBIND', { ias: [na(1, '2001:db8:77::5')] }))
      const back = { serverId: SERVER_DUID, ias: [na(1, '2001:db8:77::5')] }
      await stage.hear('RELEASE', nowhere.say('RELEASE', back))
      await stage.hear('DECLINE', nowhere.say('DECLINE', back))
      await stage.hear('INFORMATION-REQUEST', nowhere.informationRequest())
    },
    // RFC 8415 18.3.5: it may be another server that knows this link and its clients
    meant: [/^REBIND: the answer is REPLY from Kea, silence from Keats/],
  },
  {
    name: 'what no client may send',
    dhcp6: { subnet6: [direct] },
    kea: ['-', '-', '-', '-', '-', '-', '-', 'REPLY', 'REPLY', '-', '-', '-'],
    async play(stage) {
      const nameless = stage.client({ duid: 'none' })
      const client = stage.client()
      const serverId = SERVER_DUID
      await stage.hear('solicit without client id', nameless.solicit())
      await stage.hear('solicit with server id', client.solicit({ serverId }))
      await stage.hear('solicit by unicast', client.solicit({ to: '2001:db8:1::1' }))
      await stage.hear('request without server id', client.say('REQUEST', { ias: [na(1)] }))
      await stage.hear('rebind with server id', client.say('REBIND', { serverId, ias: [na(1, '2001:db8:1::100')] }))
      await stage.hear('confirm with server id', client.say('CONFIRM', { serverId, ias: [na(1, '2001:db8:1::100')] }))
      await stage.hear('confirm by unicast', client.say('CONFIRM', { to: '2001:db8:1::1', ias: [na(1)] }))
      await stage.hear('information-request with an IA', client.informationRequest({ ias: [na(1)] }))
      await stage.hear('information-request without client id', nameless.informationRequest())
      await stage.hear('release without server id', client.say('RELEASE', { ias: [na(1, '2001:db8:1::100')] }))
      const twice = [option6(1, '0x0003000102005e100002')]
      await stage.hear('two client ids', client.solicit({ options: twice }))
      await stage.hear('a message of servers', client.say('REPLY', { serverId }))
    },
    // RFC 8415 16.12: an INFORMATION-REQUEST with an IA is discarded
    meant: [/^information-request with an IA: the answer is REPLY from Kea, silence from Keats/],
  },
  {
    name: 'unicast: renewal and release, allowed by option 12 or not',
    dhcp6: {
      subnet6: [{ ...direct, 'option-data': [{ name: 'unicast', data: '2001:db8:1::1' }] }, behindRelay],
    },
    kea: ['ADVERTISE na 1', 'REPLY na 1', 'REPLY na 1', 'REPLY na 1', 'REPLY Success, na Success'],
    async play(stage) {
      const client = stage.client({ oro: [12, 23] })
      await stage.exchange(client)
      await stage.hear('renew', client.renew({ to: '2001:db8:1::1' }))
      const request = { to: '2001:db8:1::1', serverId: SERVER_DUID, ias: [na(3)] }
      await stage.hear('request', client.say('REQUEST', request))
      await stage.hear('release', client.release({ to: '2001:db8:1::1' }))
    },
  },
]
