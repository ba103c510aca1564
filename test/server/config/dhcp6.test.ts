import { describe, expect, it } from 'vitest'
import { ipv6 } from '../../../src/wire/address.js'
import { decided6, errorsOf, load } from './loaded.js'

const at = (text: string): bigint => ipv6.parse(text)!
const wrong = (dhcp6: object): string[] =>
  errorsOf(load(JSON.stringify({ Dhcp6: dhcp6 }))).map(text => text.replace(/^\S+ /, ''))
const inSubnet = (rest: object): object => ({ subnet6: [{ subnet: '2001:db8::/32', ...rest }] })

describe('lifetimes of DHCPv6', () => {
  const preferred = (dhcp6: object, generation: '2.2' | '3') => decided6(dhcp6, { generation }).subnets[0]!.preferred

  it('are 3600 seconds of preference in Kea 2.2, 0.625 of the valid lifetime in Kea 3', () => {
    const subnet = inSubnet({ 'valid-lifetime': 1000 })
    expect(preferred(subnet, '2.2')).toEqual({ min: 3600, default: 3600, max: 3600 })
    expect(preferred(subnet, '3')).toEqual({ min: 625, default: 625, max: 625 })
    expect(preferred(inSubnet({}), '3')?.default).toBe(4500)
  })

  it('inherit each end by itself', () => {
    const dhcp6 = { 'min-preferred-lifetime': 100, ...inSubnet({ 'preferred-lifetime': 200 }) }
    expect(preferred(dhcp6, '3')).toEqual({ min: 100, default: 200, max: 200 })
  })

  it('never end where the valid lifetime does not', () => {
    expect(preferred(inSubnet({ 'valid-lifetime': 0xffffffff }), '3')?.default).toBe(0xffffffff)
  })

  it('have T1 and T2 at half and four fifths of them (RFC 8415 14.2)', () => {
    expect(decided6(inSubnet({})).subnets[0]).toMatchObject({ calculateTeeTimes: true, t1Percent: 0.5, t2Percent: 0.8 })
  })
})

describe('pools of prefixes', () => {
  it('are pools whose leases are prefixes, ascending', () => {
    const { subnets } = decided6(
      inSubnet({
        pools: [{ pool: '2001:db8::/64', 'pool-id': 3 }],
        'pd-pools': [
          { prefix: '3001::', 'prefix-len': 48, 'delegated-len': 48 },
          {
            prefix: '3000::',
            'prefix-len': 40,
            'delegated-len': 56,
            'excluded-prefix': '3000:0:0:1::',
            'excluded-prefix-len': 64,
            'pool-id': 7,
            'client-classes': ['KNOWN'],
          },
        ],
      }),
    )
    expect(subnets[0]!.pools).toMatchObject([{ id: 3, kind: 0, leaseLength: 128 }])
    expect(subnets[0]!.pdPools).toMatchObject([
      {
        id: 7,
        kind: 2,
        first: at('3000::'),
        last: at('3000:0:ff:ffff:ffff:ffff:ffff:ffff'),
        prefixLength: 40,
        leaseLength: 56,
        excluded: { prefix: at('3000:0:0:1::'), length: 64 },
        guards: ['KNOWN'],
      },
      { id: 0, first: at('3001::'), leaseLength: 48, excluded: undefined },
    ])
  })
})

describe('links of DHCPv6', () => {
  it('are known by what relays call them, subnets by what their network is called', () => {
    const { networks, subnets } = decided6({
      'shared-networks': [
        {
          name: 'n',
          'interface-id': 'ge0/1',
          'rapid-commit': true,
          subnet6: [
            { subnet: '2001:db8:1::/64', id: 1 },
            { subnet: '2001:db8:2::/64', id: 2, 'interface-id': 'x' },
          ],
        },
      ],
      subnet6: [{ subnet: '2001:db8:3::/64', id: 3, relay: { 'ip-addresses': ['2001:db8::9'] } }],
    })
    expect(networks[0]!.interfaceId).toEqual(Buffer.from('ge0/1'))
    expect(subnets.map(s => s.interfaceId && Buffer.from(s.interfaceId).toString())).toEqual(['ge0/1', 'x', undefined])
    expect(subnets.map(s => s.rapidCommit)).toEqual([true, true, false])
    expect(subnets[2]!.relays).toEqual([at('2001:db8::9')])
  })
})

describe('the server itself', () => {
  it('has an identifier, sources of hardware addresses and options that relays may supply', () => {
    const { v6 } = decided6({
      'server-id': { type: 'EN', 'enterprise-id': 2495, identifier: '87ABEF', persist: false },
      'mac-sources': ['rfc6939', 'duid'],
      'relay-supplied-options': ['dns-servers', '110'],
      'data-directory': '/var/lib/x',
      'allow-address-registration': false,
    })
    expect(v6).toEqual({
      serverId: {
        type: 'EN',
        identifier: Buffer.from('87abef', 'hex'),
        time: 0,
        hardwareType: 0,
        enterprise: 2495,
        persist: false,
      },
      macSources: ['client-link-addr-option', 'duid'],
      relaySuppliedOptions: [23, 65, 110],
      dataDirectory: '/var/lib/x',
      allowAddressRegistration: false,
    })
  })

  it('has the usual ones without a word', () => {
    expect(decided6({ 'valid-lifetime': 900 }).v6).toMatchObject({
      serverId: { type: 'LLT', persist: true },
      macSources: ['any'],
      relaySuppliedOptions: [65],
      dataDirectory: '',
      allowAddressRegistration: true,
    })
  })
})

describe('reservations of DHCPv6', () => {
  it('keep addresses and prefixes, and what of these the client leaves out', () => {
    const { hosts } = decided6(
      inSubnet({
        reservations: [
          {
            duid: '01:02:03',
            'ip-addresses': ['2001:db8::2', '2001:db8::1'],
            prefixes: ['3000::/56', '3001::1/64'],
            'excluded-prefixes': ['3000:0:0:7::/64', ''],
          },
        ],
      }),
    )
    expect(hosts[0]!.addresses).toEqual([at('2001:db8::2'), at('2001:db8::1')])
    expect(hosts[0]!.prefixes).toEqual([
      { prefix: at('3000::'), length: 56, excluded: { prefix: at('3000:0:0:7::'), length: 64 } },
      { prefix: at('3001::'), length: 64 },
    ])
  })

  it.each([
    [['3000::/56'], ['3000:1::/64'], 'must have the same common prefix part of 56'],
    [['3000::/56'], ['3000::/56'], 'must be greater than the length of the delegated prefix'],
    [['3000::/56'], ['', ''], 'excluded-prefixes has 2 entries, prefixes has 1'],
    [['3000::/56', '3000::1/56'], undefined, 'duplicated host reservation for 3000::1/56'],
  ])('of %s without %s are refused', (prefixes, excluded, words) => {
    const host = { duid: '01:02:03', prefixes, ...(excluded && { 'excluded-prefixes': excluded }) }
    expect(wrong(inSubnet({ reservations: [host] })).join()).toContain(words)
  })
})

describe('options of DHCPv6', () => {
  it('put sub-options of vendors behind the enterprise number, without a length (RFC 8415 21.17)', () => {
    const { global } = decided6({
      'option-data': [
        { name: 'vendor-opts', data: '4491' },
        { name: 'tftp-servers', space: 'vendor-4491', data: '2001:db8::1' },
      ],
    })
    const [vendor] = global.options.bySpace.get('dhcp6')!
    expect(vendor!.payload.toString('hex')).toBe('0000118b0020001020010db8000000000000000000000001')
  })
})

it('Dhcp6 stands beside Dhcp4 in one file', () => {
  const { services, problems } = load('{"Dhcp4":{"valid-lifetime":600},"Dhcp6":{"valid-lifetime":600}}')
  expect(Object.keys(services)).toEqual(['dhcp4', 'dhcp6'])
  expect(problems).toEqual([])
})
