import fc from 'fast-check'

const lifetime = fc.integer({ min: 60, max: 100_000 })
const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined })
const address = fc
  .integer({ min: 1, max: 0xdfffffff })
  .map(n => `${n >>> 24}.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`)

/** Keywords left out where their value is undefined: JSON has no such value. */
const whereSet = (value: object): object => JSON.parse(JSON.stringify(value)) as object

const settings = fc
  .record({
    'valid-lifetime': some(lifetime),
    'renew-timer': some(fc.integer({ min: 1, max: 100 })),
    'rebind-timer': some(fc.integer({ min: 100, max: 200 })),
    'calculate-tee-times': some(fc.boolean()),
    'cache-threshold': some(fc.constantFrom(0, 0.125, 0.5)),
    'cache-max-age': some(lifetime),
    'match-client-id': some(fc.boolean()),
    'store-extended-info': some(fc.boolean()),
    'offer-lifetime': some(fc.integer({ min: 0, max: 120 })),
    allocator: some(fc.constantFrom('iterative', 'random', 'flq')),
    'next-server': some(fc.oneof(address, fc.constantFrom('', '0.0.0.0'))),
    'server-hostname': some(fc.constantFrom('', 'boot.example')),
    'boot-file-name': some(fc.constantFrom('', 'pxelinux.0')),
    'ddns-send-updates': some(fc.boolean()),
    'ddns-replace-client-name': some(fc.constantFrom('never', 'always', 'when-present', 'when-not-present')),
    'ddns-qualifying-suffix': some(fc.constantFrom('', 'example.org')),
    'ddns-use-conflict-resolution': some(fc.boolean()),
    'hostname-char-set': some(fc.constantFrom('', '[^a-z]')),
    'reservation-mode': some(fc.constantFrom('disabled', 'out-of-pool', 'global', 'all')),
  })
  .map(whereSet)

const options = fc.array(
  fc.constantFrom(
    { name: 'domain-name-servers', data: '10.0.0.1, 10.0.0.2' },
    { code: 15, data: 'example.org', 'always-send': true },
    { code: 222, 'csv-format': false, data: '0a0B' },
    { name: 'vivso-suboptions', data: '4491' },
    { name: 'tftp-servers', space: 'vendor-4491', data: '1.2.3.4' },
    { name: 'host-name', data: 'a\\,b', comment: 'with a comma' },
    { name: 'ntp-servers', data: '10.0.0.9', 'client-classes': ['early'] },
  ),
  { maxLength: 3 },
)

const guards = fc
  .record({
    'client-class': some(fc.constantFrom('', 'early')),
    'require-client-classes': some(fc.constantFrom([], ['late'], ['early', 'late'])),
  })
  .map(whereSet)

/** Subnets of 10.<second>.x.0/24 whose pools and reservations are sound. */
const subnet = (second: number, third: number, ids: boolean): fc.Arbitrary<object> =>
  fc
    .tuple(settings, guards, options, fc.integer({ min: 0, max: 3 }), fc.boolean(), fc.boolean(), fc.boolean())
    .map(([own, classes, data, pools, reserved, relayed, bound]) => ({
      ...own,
      ...classes,
      subnet: `10.${second}.${third}.0/24`,
      ...(ids ? { id: 5000 - second * 256 - third } : {}),
      ...(data.length > 0 ? { 'option-data': data } : {}),
      ...(relayed ? { relay: { 'ip-address': `10.${second}.${third}.1` } } : {}),
      ...(bound ? { interface: 'eth0' } : {}),
      pools: Array.from({ length: pools }, (_, i) => ({
        pool:
          i === 1
            ? `10.${second}.${third}.128/28`
            : `10.${second}.${third}.${60 - i * 20} - 10.${second}.${third}.${70 - i * 20}`,
        ...classes,
        ...(i === 0 ? { 'option-data': data, 'user-context': { n: i } } : {}),
      })),
      reservations: reserved
        ? [
            { 'hw-address': '02:00:00:00:00:01', 'ip-address': `10.${second}.${third}.200`, hostname: 'A' },
            { 'client-id': "'abc'", 'client-classes': ['early'], 'option-data': data, hostname: 'b' },
            { duid: '000102', 'next-server': '10.0.0.7', 'boot-file-name': 'x', comment: 'third' },
          ]
        : [],
    }))

const subnets = (second: number, ids: boolean): fc.Arbitrary<object[]> =>
  fc
    .integer({ min: 0, max: 3 })
    .chain(count => fc.tuple(...Array.from({ length: count }, (_, i) => subnet(second, i, ids))))

const network = (second: number, ids: boolean): fc.Arbitrary<object> =>
  fc
    .tuple(settings, guards, options, subnets(second, ids), fc.boolean())
    .map(([own, classes, data, inside, relayed]) => ({
      name: `network ${9 - second}`,
      ...own,
      ...classes,
      'option-data': data,
      ...(relayed ? { relay: { 'ip-addresses': [`10.${second}.255.1`] } } : {}),
      subnet4: inside,
    }))

const classes = [
  { name: 'early', test: "option[60].hex == 'x'", 'valid-lifetime': 900, 'max-valid-lifetime': 1000 },
  {
    name: 'late',
    'only-if-required': true,
    'option-def': [{ name: 'own', code: 224, type: 'uint8' }],
    'option-data': [{ name: 'own', data: '7' }],
    'next-server': '0.0.0.0',
  },
]

/** Maps under "Dhcp4" without errors: all scopes, old and new keywords, values left out and written at every level. */
export const dhcp4Configuration: fc.Arbitrary<object> = fc
  .tuple(settings, options, fc.boolean(), fc.boolean())
  .chain(([own, data, ids, more]) =>
    fc.tuple(subnets(1, ids), network(2, ids), network(3, ids)).map(([alone, one, two]) => ({
      ...own,
      'interfaces-config': { interfaces: ['eth0'], ...(more ? { 're-detect': false } : {}) },
      'client-classes': classes,
      'option-data': data,
      'shared-networks': [one, two],
      subnet4: alone,
      ...(more
        ? {
            'dhcp-ddns': { 'enable-updates': false, 'qualifying-suffix': 'old.example', comment: 'here' },
            'control-socket': { 'socket-type': 'unix', 'socket-name': '/run/kea.sock' },
            compatibility: { 'lenient-option-parsing': true },
            loggers: [{ name: 'kea-dhcp4', severity: 'warn', output_options: [{ output: '/tmp/x.log', maxver: 3 }] }],
            reservations: [{ 'flex-id': "'x'", hostname: 'global' }],
            'hooks-libraries': [{ library: '/usr/lib/libdhcp_none.so', parameters: { z: [1], a: null } }],
          }
        : {}),
    })),
  )
