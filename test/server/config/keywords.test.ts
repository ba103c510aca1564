import { describe, expect, it } from 'vitest'
import { decided, errorsOf, load } from './loaded.js'

const wrong = (dhcp4: object): string[] =>
  errorsOf(load(JSON.stringify({ Dhcp4: dhcp4 }))).map(text => text.replace(/^\S+ /, ''))

describe('what features and later rooms need is decided', () => {
  it('for the whole server', () => {
    const { global, limits, sanityChecks } = decided({
      'stash-agent-options': true,
      'server-tag': 'one',
      'dhcp4o6-port': 786,
      comment: 'office',
      'sanity-checks': { 'lease-checks': 'fix-del', 'extended-info-checks': 'strict' },
      'multi-threading': { 'enable-multi-threading': false, 'thread-pool-size': 4 },
      'dhcp-queue-control': { 'enable-queue': true, capacity: 9 },
      'parked-packet-limit': 0,
    })
    expect(global).toMatchObject({ stashAgentOptions: true, serverTag: 'one', dhcp4o6Port: 786 })
    expect(global.userContext).toBe('{"comment":"office"}')
    expect(sanityChecks).toEqual({ leases: 'fix-del', extendedInfo: 'strict' })
    expect(limits).toMatchObject({
      parkedPacketLimit: 0,
      multiThreading: { enabled: false, threads: 4 },
      queue: { enabled: true, type: 'kea-ring4', capacity: 9 },
    })
    // threads and the queue exclude each other, as in Kea
    expect(decided({ 'dhcp-queue-control': { 'enable-queue': true } }).limits.queue.enabled).toBe(false)
  })

  it('for networks, subnets, pools and classes', () => {
    const { networks, subnets, classes } = decided({
      'offer-lifetime': 10,
      'client-classes': [{ name: 'a', 'offer-lifetime': 30, 'user-context': { x: 1 } }, { name: 'b' }],
      'shared-networks': [
        {
          name: 'n',
          'valid-lifetime': 900,
          'max-valid-lifetime': 1800,
          'evaluate-additional-classes': ['a'],
          'option-data': [{ name: 'routers', data: '10.0.0.1' }],
          relay: { 'ip-addresses': ['10.0.0.9'] },
          comment: 'floor 1',
          'ddns-qualifying-suffix': 'n.example',
          'adaptive-lease-time-threshold': 0.5,
          subnet4: [
            { subnet: '10.0.1.0/24', id: 2, relay: { 'ip-addresses': ['10.0.1.9'] } },
            {
              subnet: '10.0.0.0/24',
              id: 1,
              'offer-lifetime': 20,
              '4o6-subnet': '2001:db8::/32',
              '4o6-interface-id': 'vlan7',
              pools: [{ pool: '10.0.0.32/28', 'ddns-generated-prefix': 'p', 'user-context': { floor: 1 } }],
            },
          ],
        },
      ],
    })
    expect(networks[0]).toMatchObject({
      valid: { min: 900, default: 900, max: 1800 },
      additionalClasses: ['a'],
      userContext: '{"comment":"floor 1"}',
    })
    expect(networks[0]!.options.bySpace.get('dhcp4')).toHaveLength(1)
    expect(networks[0]!.subnets.map(subnet => subnet.id)).toEqual([1, 2])
    const [first, second] = subnets
    expect(first).toMatchObject({
      offerLifetime: 20,
      adaptiveThreshold: 0.5,
      relays: [0x0a000009],
      over6: { interface: '', interfaceId: 'vlan7', prefix: { length: 32 } },
    })
    expect(first!.pools[0]).toMatchObject({
      ddns: { generatedPrefix: 'p', qualifyingSuffix: 'n.example' },
      userContext: '{"floor":1}',
    })
    expect(second).toMatchObject({ offerLifetime: 10, relays: [0x0a000109] })
    expect(classes).toMatchObject([{ offerLifetime: 30, userContext: '{"x":1}' }, { name: 'b' }])
  })

  it('for names in DNS', () => {
    const { global, ddnsService, subnets } = decided({
      'ddns-use-conflict-resolution': false,
      'ddns-ttl-min': 60,
      'dhcp-ddns': { 'enable-updates': true, 'server-ip': '2001:db8::53', 'max-queue-size': 5 },
      subnet4: [
        { subnet: '10.0.0.0/24', 'ddns-conflict-resolution-mode': 'check-exists-with-dhcid', 'ddns-ttl-max': 90 },
      ],
    })
    expect(global.ddns.conflictResolution).toBe('no-check-with-dhcid')
    expect(subnets[0]!.ddns.conflictResolution).toBe('check-exists-with-dhcid')
    expect(subnets[0]!.ddns.ttl).toEqual({ fixed: undefined, min: 60, max: 90, share: undefined })
    expect(ddnsService).toMatchObject({ serverIp: '2001:db8::53', serverPort: 53001, senderIp: '::', maxQueueSize: 5 })
  })

  it('for libraries, with the places of their parameters', () => {
    const text =
      '{"Dhcp4":{"hooks-libraries":[{"library":"/a/libdhcp_x.so"},{"library":"libdhcp_y.so","parameters":{"k":1}}]}}'
    const [x, y] = load(text).services.dhcp4!.hooks
    expect(x).toMatchObject({ path: '/a/libdhcp_x.so', library: 'libdhcp_x.so', parameters: undefined })
    expect(y!.library).toBe('libdhcp_y.so')
    expect(y!.parameters!.entries.get('k')!.value.at.column).toBe(text.indexOf('1}') + 1)
  })

  it('for doors and databases', () => {
    const client = { user: 'admin', 'password-file': 'secret' }
    const { controlSockets, hostDatabases, configControl, leaseDatabase } = decided({
      'control-sockets': [
        { 'socket-type': 'unix', 'socket-name': '/run/a' },
        {
          'socket-type': 'http',
          'socket-port': 8001,
          authentication: { type: 'basic', realm: 'r', clients: [client] },
        },
      ],
      'hosts-database': { type: 'postgresql', name: 'kea', host: 'db', 'on-fail': 'serve-retry-continue' },
      'config-control': { 'config-databases': [{ type: 'mysql', name: 'conf' }], 'config-fetch-wait-time': 20 },
      'lease-database': { type: 'mysql', name: 'leases', 'max-reconnect-tries': 3 },
    })
    expect(controlSockets).toMatchObject([
      { type: 'unix', name: '/run/a', authentication: undefined },
      {
        type: 'http',
        address: '127.0.0.1',
        port: 8001,
        authentication: { realm: 'r', clients: [{ user: 'admin', password: undefined, passwordFile: 'secret' }] },
      },
    ])
    expect(hostDatabases).toMatchObject([{ type: 'postgresql', host: 'db', onFail: 'serve-retry-continue', port: 0 }])
    expect(configControl).toMatchObject({ databases: [{ type: 'mysql', name: 'conf' }], fetchWait: 20 })
    expect(leaseDatabase).toMatchObject({ type: 'mysql', connection: { name: 'leases', maxReconnects: 3 } })
    expect(decided({ 'lease-database': { type: 'memfile' } }).leaseDatabase).not.toHaveProperty('connection')
  })
})

describe('what does not go together is refused:', () => {
  const http = { 'socket-type': 'http' }
  it.each<[string, object, string]>([
    [
      'both control sockets',
      { 'control-socket': { 'socket-type': 'unix', 'socket-name': 'a' }, 'control-sockets': [] },
      'may not specify both',
    ],
    [
      'a socket without a name',
      { 'control-sockets': [{ 'socket-type': 'unix' }] },
      "Mandatory 'socket-name' parameter missing",
    ],
    [
      'a path that is too long',
      { 'control-sockets': [{ 'socket-type': 'unix', 'socket-name': 'x'.repeat(108) }] },
      'is 108 bytes long',
    ],
    [
      'two sockets at one door',
      { 'control-sockets': [http, { ...http, 'socket-address': '127.0.0.1' }] },
      'a control socket at 127.0.0.1 port 8000',
    ],
    [
      'https without a certificate',
      { 'control-sockets': [{ 'socket-type': 'https' }] },
      'missing: trust-anchor, cert-file, key-file',
    ],
    [
      'a certificate without its key',
      { 'control-sockets': [{ ...http, 'cert-file': 'c', 'trust-anchor': 't' }] },
      'missing: key-file',
    ],
    [
      'a TTL that is two things',
      { 'ddns-ttl': 60, 'ddns-ttl-percent': 0.5 },
      'cannot specify both ddns-ttl-percent and ddns-ttl',
    ],
    [
      'TTLs the wrong way round',
      { 'ddns-ttl-min': 60, 'ddns-ttl-max': 50 },
      'ddns-ttl-min (60) is greater than ddns-ttl-max (50)',
    ],
    [
      'a 4o6-subnet of IPv4',
      { subnet4: [{ subnet: '10.0.0.0/24', '4o6-subnet': '10.0.0.0/8' }] },
      'is not an IPv6 prefix',
    ],
    [
      'addresses of two families',
      { 'dhcp-ddns': { 'enable-updates': false, 'sender-ip': '::1' } },
      'address family mismatch',
    ],
    [
      'a keyword under both of its names',
      { subnet4: [{ subnet: '10.0.0.0/24', 'require-client-classes': [], 'evaluate-additional-classes': [] }] },
      "may not specify both 'evaluate-additional-classes' and 'require-client-classes' in subnet4",
    ],
  ])('%s', (_, dhcp4, words) => {
    const errors = wrong(dhcp4)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toContain(words)
  })
})

it('what contradicts itself is shown at both places', () => {
  const both = (dhcp4: object): (string | undefined)[] =>
    load(JSON.stringify({ Dhcp4: dhcp4 }))
      .problems.filter(p => p.code === 'contradiction')
      .map(p => p.related?.text)
  expect(both({ 'reservation-mode': 'all', 'reservations-global': true })).toEqual(['reservations-global stands here'])
  expect(both({ 'client-classes': [{ name: 'a', test: "'a' == 'a'", 'template-test': "'a'" }] })).toEqual([
    'test stands here',
  ])
  const host = { 'hw-address': '02:00:00:00:00:01', duid: '0102', hostname: 'x' }
  const subnet = {
    subnet: '10.0.0.0/24',
    'client-class': 'KNOWN',
    'client-classes': ['KNOWN'],
    relay: { 'ip-address': '10.0.0.1', 'ip-addresses': ['10.0.0.2'] },
    reservations: [host],
  }
  expect(both({ subnet4: [subnet] })).toEqual([
    'client-classes stands here',
    'ip-addresses stands here',
    'hw-address stands here',
  ])
})
