import { describe, expect, it } from 'vitest'
import { load } from '../loaded.js'

const subnet = (more: object): object => ({ subnet: '192.0.2.0/24', id: 1, ...more })

/** "code: text" of each problem, with the text of the second place. */
function warnings(dhcp4: object): string[] {
  const { ok, problems } = load(JSON.stringify({ Dhcp4: dhcp4 }))
  expect(ok).toBe(true)
  return problems.map(p => `${p.code}: ${p.text}${p.related === undefined ? '' : ` / ${p.related.text}`}`)
}

describe('legal, but a trap:', () => {
  it.each<[string, object, string[]]>([
    [
      'lifetimes of seconds',
      { 'valid-lifetime': 30, subnet4: [subnet({ 'valid-lifetime': 60 })] },
      [
        'short-lifetime: valid-lifetime is 30 seconds: clients renew after half of it and lose their address soon after the server is away',
      ],
    ],
    [
      'a pool with the edges of its subnet',
      { subnet4: [subnet({ pools: [{ pool: '192.0.2.0/24' }] })] },
      [
        'pool-edge: the pool hands out the network address 192.0.2.0 and the broadcast address 192.0.2.255 of 192.0.2.0/24',
      ],
    ],
    [
      'a router among the addresses for clients',
      {
        subnet4: [
          subnet({ pools: [{ pool: '192.0.2.1-192.0.2.9' }], 'option-data': [{ name: 'routers', data: '192.0.2.1' }] }),
        ],
      },
      ['router-in-pool: the address of the router, 192.0.2.1, is handed out to clients / it lies in this pool'],
    ],
    [
      'a router elsewhere',
      { subnet4: [subnet({ 'option-data': [{ code: 3, data: '192.0.3.1' }] })] },
      ['far-router: the router 192.0.3.1 is in no subnet of this link, clients cannot reach it'],
    ],
    [
      'a pool that is all reserved',
      {
        subnet4: [
          subnet({
            pools: [{ pool: '192.0.2.8-192.0.2.9' }],
            reservations: [
              { 'hw-address': '02:00:00:00:00:01', 'ip-address': '192.0.2.8' },
              { 'hw-address': '02:00:00:00:00:02', 'ip-address': '192.0.2.9' },
              { 'hw-address': '02:00:00:00:00:03', hostname: 'no-address' },
            ],
          }),
        ],
      },
      [
        'full-pool: all 2 addresses of the pool are reserved, nobody else is served from it',
        'full-pool: 1 clients with a reservation, but without an address of their own, share 0 addresses in pools / the pools begin here',
      ],
    ],
    [
      'reservations that are switched off',
      {
        subnet4: [
          subnet({
            'reservations-in-subnet': false,
            reservations: [{ 'hw-address': '02:00:00:00:00:01', 'ip-address': '192.0.2.8' }],
          }),
        ],
        reservations: [{ 'hw-address': '02:00:00:00:00:02', hostname: 'x' }],
      },
      [
        'unused-reservation: the reservations of this subnet are never looked at: reservations-in-subnet is false',
        'unused-reservation: global reservations are never looked at: reservations-global is true nowhere',
      ],
    ],
    [
      'a reservation in a pool of those that are said to be outside',
      {
        'reservations-out-of-pool': true,
        subnet4: [
          subnet({
            pools: [{ pool: '192.0.2.8-192.0.2.19' }],
            reservations: [{ 'hw-address': '02:00:00:00:00:01', 'ip-address': '192.0.2.8' }],
          }),
        ],
      },
      [
        'unused-reservation: the reservation of 192.0.2.8 is not looked at: reservations-out-of-pool is true and the address lies in a pool / the pool',
      ],
    ],
    [
      'a reservation by what is not looked for',
      { subnet4: [subnet({ reservations: [{ 'flex-id': "'x'", hostname: 'y' }] })] },
      [
        'unused-reservation: the reservation is never found: flex-id is not among host-reservation-identifiers (hw-address, duid, circuit-id, client-id)',
      ],
    ],
    [
      'a subnet on an interface that is not served',
      { 'interfaces-config': { interfaces: ['eth0'] }, subnet4: [subnet({ interface: 'eth1' })] },
      [
        'unreachable-subnet: no client reaches this subnet: its interface eth1 is not served, and it names no relay / the interfaces that are served',
      ],
    ],
    [
      'no interface at all',
      { 'interfaces-config': { interfaces: [] } },
      ['no-interface: no interface is served: the list is empty'],
    ],
    [
      'direct clients with relay sockets',
      {
        'interfaces-config': { interfaces: ['eth0'], 'dhcp-socket-type': 'udp' },
        subnet4: [subnet({ interface: 'eth0' })],
      },
      [
        'unreachable-subnet: clients on this link that have no address yet are not heard: dhcp-socket-type udp serves relays only / raw hears them',
      ],
    ],
    [
      'pools of two subnets that overlap',
      {
        subnet4: [
          { subnet: '10.0.0.0/16', id: 1, pools: [{ pool: '10.0.1.0-10.0.3.0' }] },
          { subnet: '10.0.2.0/24', id: 2, pools: [{ pool: '10.0.2.7-10.0.2.9' }] },
        ],
      },
      [
        'pool-overlap: the pool 10.0.2.7-10.0.2.9 of subnet 2 overlaps with 10.0.1.0-10.0.3.0 of subnet 1 / the other pool',
        'subnet-overlap: subnet 10.0.2.0/24 overlaps with subnet 10.0.0.0/16 / it lies within this one',
      ],
    ],
    [
      'T2 beyond the lifetime',
      { 'valid-lifetime': 600, 'rebind-timer': 900 },
      ['timer-order: the value of rebind-timer (900) is not less than valid-lifetime (600), it will not be sent'],
    ],
  ])('%s', (_, dhcp4, expected) => {
    expect(warnings(dhcp4).sort()).toEqual([...expected].sort())
  })

  it('nothing of a usual configuration', () => {
    expect(
      warnings({
        'interfaces-config': { interfaces: ['eth0'] },
        'valid-lifetime': 3600,
        subnet4: [
          subnet({
            interface: 'eth0',
            pools: [{ pool: '192.0.2.100-192.0.2.200' }],
            'option-data': [{ name: 'routers', data: '192.0.2.1' }],
            reservations: [{ 'hw-address': '02:00:00:00:00:01', 'ip-address': '192.0.2.150' }],
          }),
          { subnet: '192.0.3.8/31', id: 2, pools: [{ pool: '192.0.3.8/31' }] },
        ],
      }),
    ).toEqual([])
  })
})

describe('what is meant instead', () => {
  it('is offered for classes and options that nobody defines, and both places are shown for what does not fit', () => {
    const dhcp4 = {
      'client-classes': [{ name: 'phones' }],
      subnet4: [subnet({ 'client-class': 'phone' })],
    }
    expect(warnings(dhcp4).filter(text => text.startsWith('undefined'))).toEqual([
      "undefined-class: client class 'phone' is not defined. Did you mean 'phones'? / phones is defined here",
    ])
    const { problems } = load(
      JSON.stringify({
        Dhcp4: {
          'option-data': [{ name: 'domain-name-server', data: '10.0.0.1' }],
          subnet4: [subnet({ pools: [{ pool: '192.0.3.1-192.0.3.2' }] })],
        },
      }),
    )
    expect(problems.map(p => p.code)).toEqual(['unknown-option', 'pool-outside'])
    expect(problems[0]!.text).toMatch(/Did you mean 'domain-name-servers'\?$/)
    expect(problems[1]!.related!.text).toBe('the subnet')
  })
})
