import { addressOption, option, packed } from '../kit/packet4.js'
import type { Fixture } from './comparison-stage.js'

const pool = (range: string): { pools: { pool: string }[] } => ({ pools: [{ pool: range }] })
const direct = { id: 1, subnet: '192.0.2.0/24', ...pool('192.0.2.100 - 192.0.2.199') }
const relay = { address: '203.0.113.1' }
const library = (name: string, parameters?: object): { 'hooks-libraries': object[] } => {
  const path = `/usr/lib/x86_64-linux-gnu/kea/hooks/${name}`
  return { 'hooks-libraries': [parameters === undefined ? { library: path } : { library: path, parameters }] }
}

/** Option 125 or 124 of one enterprise: number, length, data (RFC 3925). */
function vendor(code: number, enterprise: number, data: Buffer) {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(enterprise)
  head[4] = data.length
  return option(code, Buffer.concat([head, data]))
}

/** Features, classes, vendor spaces and definitions of one's own. */
export const featureFixtures: readonly Fixture[] = [
  {
    name: 'flex_option: add, supersede and remove',
    dhcp4: {
      ...library('libdhcp_flex_option.so', {
        options: [
          { code: 67, add: "ifelse(option[host-name].exists, concat(option[host-name].text, '.boot'), '')" },
          { name: 'domain-name', supersede: "option[60].text + '.example'", 'client-class': 'phones' },
          { code: 6, remove: "option[60].hex == 'phone 2'" },
          { code: 42, supersede: "'192.0.2.7, 192.0.2.8'", 'csv-format': true },
          { name: 'domain-search', add: "'one.example, two.example'", 'csv-format': true },
          { code: 230, add: '0x0102' },
          { code: 230, add: "'too late'" },
          { code: 3, add: "'none'" },
        ],
      }),
      'client-classes': [{ name: 'phones', test: "substring(option[60].hex, 0, 5) == 'phone'" }],
      'option-data': [
        { name: 'domain-name', data: 'global.example' },
        { name: 'domain-name-servers', data: '192.0.2.53' },
        { name: 'ntp-servers', data: '192.0.2.123' },
        { name: 'routers', data: '192.0.2.1' },
      ],
      subnet4: [direct],
    },
    kea: 'OFFER ACK OFFER ACK OFFER ACK ACK NAK',
    async play(stage) {
      await stage.exchange(stage.client(), {}, ' plain')
      await stage.exchange(stage.client(), { options: [option(12, 'host'), option(60, 'phone 1')] }, ' named phone')
      await stage.exchange(stage.client(), { options: [option(60, 'phone 2')] }, ' phone without servers')
      await stage.hear('inform', stage.client().inform('192.0.2.33'))
      const refused = { requested: '192.0.2.100', options: [addressOption(54, '192.0.2.1')] }
      await stage.hear('refused', stage.client().say('REQUEST', refused))
    },
  },
  {
    name: 'flex_option: sub-options and their containers',
    dhcp4: {
      ...library('libdhcp_flex_option.so', {
        options: [
          {
            code: 43,
            'sub-options': [
              { code: 1, add: "'first'" },
              { code: 2, supersede: 'option[61].hex' },
              { code: 3, remove: "option[60].hex == 'x'" },
            ],
          },
          {
            code: 125,
            'sub-options': [
              { code: 1, space: 'vendor-777', add: "'own'" },
              { code: 2, space: 'vendor-777', add: "'late'", 'container-add': false },
              { code: 3, space: 'vendor-888', add: "'other'" },
            ],
          },
          { code: 231, 'sub-options': [{ code: 9, space: 'inner', remove: "'a' == 'a'" }] },
          { code: 232, 'sub-options': [{ code: 9, space: 'inner', remove: "'a' == 'a'", 'container-remove': false }] },
          { code: 233, 'sub-options': [{ code: 9, space: 'inner', add: "'no'", 'container-add': false }] },
        ],
      }),
      'option-def': [
        { name: 'three', code: 3, space: 'vendor-encapsulated-options-space', type: 'uint8' },
        { name: 'outer1', code: 231, type: 'empty', encapsulate: 'inner' },
        { name: 'outer2', code: 232, type: 'empty', encapsulate: 'inner' },
        { name: 'outer3', code: 233, type: 'empty', encapsulate: 'inner' },
        { name: 'nine', code: 9, space: 'inner', type: 'string' },
      ],
      'option-data': [
        { name: 'vendor-encapsulated-options' },
        { name: 'three', space: 'vendor-encapsulated-options-space', data: '7' },
        { name: 'outer1', 'always-send': true },
        { name: 'outer2', 'always-send': true },
        { name: 'nine', space: 'inner', data: 'gone' },
      ],
      subnet4: [direct],
    },
    kea: 'OFFER ACK OFFER ACK',
    async play(stage) {
      await stage.exchange(stage.client({ parameters: [43, 125] }), {}, ' 43 asked for')
      await stage.exchange(stage.client({ parameters: [1] }), { options: [option(60, 'x')] }, ' nothing asked for')
    },
  },
  {
    name: 'BOOTP clients',
    dhcp4: {
      ...library('libdhcp_bootp.so'),
      'client-classes': [{ name: 'DHCP', test: "not member('BOOTP')" }],
      'option-data': [
        { name: 'routers', data: '192.0.2.1' },
        { name: 'domain-name-servers', data: '192.0.2.53' },
        { name: 'ntp-servers', data: '192.0.2.123', 'always-send': true },
      ],
      'next-server': '192.0.2.9',
      'boot-file-name': '/boot',
      subnet4: [
        {
          ...direct,
          'valid-lifetime': 600,
          'renew-timer': 100,
          'rebind-timer': 200,
          pools: [
            { pool: '192.0.2.100 - 192.0.2.100', 'client-class': 'BOOTP' },
            { pool: '192.0.2.110 - 192.0.2.119', 'client-class': 'DHCP' },
          ],
        },
      ],
    },
    kea: 'BOOTP BOOTP OFFER ACK BOOTP',
    // RFC 951 has no way to say no; Kea 2.2 sends a NAK without its message type, which offers 0.0.0.0
    meant: [/^bootp with none left: the answer is BOOTP from Kea, silence /],
    async play(stage) {
      const bootp = stage.client({ clientId: 'none' })
      const silent = { parameters: [] }
      await stage.hear('bootp', bootp.bootp(silent))
      await stage.hear('bootp again', bootp.bootp({ parameters: [42] }))
      await stage.exchange(stage.client(), {}, ' dhcp')
      await stage.hear('bootp with none left', stage.client({ clientId: 'none' }).bootp(silent))
    },
  },
  {
    name: 'options of classes in the order of their assignment',
    dhcp4: {
      'option-data': [
        { name: 'domain-name', data: 'global' },
        { name: 'log-servers', data: '192.0.2.1' },
        { name: 'time-servers', data: '192.0.2.2' },
        { name: 'cookie-servers', data: '192.0.2.3' },
      ],
      'client-classes': [
        {
          name: 'second',
          test: "member('ALL')",
          'only-if-required': true,
          'option-data': [{ name: 'cookie-servers', data: '192.0.2.32' }],
        },
        { name: 'one', test: 'option[60].exists', 'option-data': [{ name: 'log-servers', data: '192.0.2.11' }] },
        {
          name: 'two',
          test: "member('one')",
          'option-data': [
            { name: 'log-servers', data: '192.0.2.12' },
            { name: 'time-servers', data: '192.0.2.22' },
          ],
        },
        {
          name: 'known',
          test: "member('KNOWN')",
          'option-data': [{ name: 'time-servers', data: '192.0.2.23' }],
        },
        { name: 'VENDOR_CLASS_acme', 'option-data': [{ name: 'log-servers', data: '192.0.2.10' }] },
      ],
      subnet4: [
        {
          ...direct,
          'require-client-classes': ['second'],
          'option-data': [{ name: 'domain-name', data: 'subnet' }],
          reservations: [
            {
              'hw-address': '02:00:5e:10:00:03',
              'client-classes': ['one'],
              'option-data': [{ name: 'domain-name', data: 'host' }],
            },
          ],
        },
      ],
    },
    kea: 'OFFER ACK OFFER ACK OFFER ACK OFFER ACK',
    async play(stage) {
      const parameters = [15, 7, 4, 8]
      await stage.exchange(stage.client({ parameters }), {}, ' no class')
      await stage.exchange(stage.client({ parameters }), { options: [option(60, 'x')] }, ' two classes')
      await stage.exchange(stage.client({ parameters }), {}, ' classes of a reservation')
      await stage.exchange(stage.client({ parameters }), { options: [option(60, 'acme')] }, ' vendor class')
    },
  },
  {
    name: 'option 43 and private options defined by classes',
    dhcp4: {
      'option-def': [
        { name: 'a', code: 1, space: 'alpha', type: 'ipv4-address' },
        { name: 'b', code: 2, space: 'beta', type: 'uint16', array: true },
      ],
      'client-classes': [
        {
          name: 'alpha',
          test: "substring(option[60].hex, 0, 5) == 'alpha'",
          'option-def': [
            { name: 'vendor-encapsulated-options', code: 43, type: 'empty', encapsulate: 'alpha' },
            { name: 'own', code: 230, type: 'uint32' },
          ],
          'option-data': [
            { name: 'vendor-encapsulated-options' },
            { name: 'a', space: 'alpha', data: '192.0.2.77' },
            { name: 'own', data: '513' },
          ],
        },
        {
          name: 'beta',
          test: "substring(option[60].hex, 0, 4) == 'beta'",
          'option-def': [{ name: 'vendor-encapsulated-options', code: 43, type: 'empty', encapsulate: 'beta' }],
          'option-data': [{ name: 'vendor-encapsulated-options' }, { name: 'b', space: 'beta', data: '1, 2, 3' }],
        },
        {
          name: 'text',
          test: "option[60].hex == 'text'",
          'option-def': [{ name: 'vendor-encapsulated-options', code: 43, type: 'string' }],
          'option-data': [{ name: 'vendor-encapsulated-options', data: 'plain text' }],
        },
      ],
      subnet4: [direct],
    },
    kea: 'OFFER ACK OFFER ACK OFFER ACK OFFER ACK OFFER ACK',
    async play(stage) {
      const parameters = [43, 230, 60]
      for (const name of ['alpha 1', 'beta', 'text', 'none'])
        await stage.exchange(stage.client({ parameters }), { options: [option(60, name)] }, ` ${name}`)
      const sent = [option(60, 'alpha'), option(43, packed(option(1, [10, 0, 0, 1])))]
      await stage.exchange(stage.client({ parameters }), { options: sent }, ' with 43 in the query')
    },
  },
  {
    name: 'DOCSIS and other enterprises in options 124 and 125',
    dhcp4: {
      'option-def': [
        { name: 'one', code: 1, space: 'vendor-555', type: 'string' },
        { name: 'two', code: 2, space: 'vendor-555', type: 'uint8' },
      ],
      'client-classes': [
        { name: 'cable', test: 'vendor[4491].exists' },
        { name: 'maker', test: 'vendor-class[555].exists', 'option-data': [{ name: 'domain-name', data: 'maker' }] },
      ],
      'option-data': [
        { name: 'tftp-servers', space: 'vendor-4491', data: '192.0.2.66, 192.0.2.67' },
        { name: 'one', space: 'vendor-555', data: 'always', 'always-send': true },
        { name: 'two', space: 'vendor-555', data: '2' },
      ],
      subnet4: [
        {
          ...direct,
          pools: [
            { pool: '192.0.2.100 - 192.0.2.109', 'client-class': 'cable' },
            { pool: '192.0.2.110 - 192.0.2.119' },
          ],
        },
      ],
    },
    kea: 'OFFER ACK OFFER ACK OFFER ACK OFFER ACK OFFER ACK',
    async play(stage) {
      const oro = (...codes: number[]): Buffer => packed(option(1, codes))
      const ask = (what: string, ...options: ReturnType<typeof option>[]) =>
        stage.exchange(stage.client({ parameters: [15] }), { options }, ` ${what}`)
      await ask('4491 that asks for 2', vendor(125, 4491, oro(2)))
      await ask('4491 that asks for nothing', vendor(125, 4491, Buffer.alloc(0)))
      await ask('555', vendor(125, 555, oro(2)))
      await ask('124 of 555', vendor(124, 555, Buffer.from('x')))
      await ask('an unknown enterprise', vendor(125, 999, oro(2)))
    },
  },
  {
    name: 'records, arrays and spaces inside of spaces',
    dhcp4: {
      'option-def': [
        { name: 'record', code: 222, type: 'record', 'record-types': 'uint8, ipv4-address, fqdn, string' },
        { name: 'repeated', code: 223, type: 'record', array: true, 'record-types': 'boolean, uint16' },
        { name: 'names', code: 224, type: 'fqdn', array: true },
        { name: 'holder', code: 225, type: 'uint16', encapsulate: 'level1' },
        { name: 'flag', code: 1, space: 'level1', type: 'boolean' },
        { name: 'deeper', code: 2, space: 'level1', type: 'empty', encapsulate: 'level2' },
        { name: 'leaf', code: 1, space: 'level2', type: 'int32', array: true },
        { name: 'psid', code: 226, type: 'psid' },
        { name: 'tuple', code: 227, type: 'tuple', array: true },
        { name: 'prefix', code: 228, type: 'ipv6-prefix' },
      ],
      'option-data': [
        { name: 'record', data: '7, 192.0.2.5, host.example.org, some\\, text' },
        { name: 'repeated', data: 'true, 1, 2, 3' },
        { name: 'names', data: 'a.example, b.example.' },
        { name: 'holder', data: '513' },
        { name: 'flag', space: 'level1', data: 'true' },
        { name: 'deeper', space: 'level1' },
        { name: 'leaf', space: 'level2', data: '-1, 2' },
        { name: 'psid', data: '3/4' },
        { name: 'tuple', data: 'one, two' },
        { name: 'prefix', data: '2001:db8::/32' },
        { code: 229, 'csv-format': false, data: '01020a', space: 'dhcp4' },
        { name: 'tftp-servers', space: 'vendor-4491', data: '192.0.2.1' },
        { code: 122, 'csv-format': false, data: '0104c0000201' },
        { name: 'static-routes', data: '10.0.0.0, 192.0.2.1' },
        { name: 'slp-directory-agent', data: 'true, 192.0.2.1, 192.0.2.2' },
        { name: 'nis-domain', data: 'quoted "name"' },
        { name: 'policy-filter', data: '10.0.0.0, 255.0.0.0' },
        { name: 'uuid-guid', 'csv-format': false, data: '00010203' },
      ],
      subnet4: [direct],
    },
    kea: 'OFFER ACK',
    play: stage =>
      stage.exchange(
        stage.client({ parameters: [222, 223, 224, 225, 226, 227, 228, 229, 122, 33, 78, 40, 21, 97, 1, 3] }),
      ),
  },
  {
    name: 'a shared network with guards and options of its own',
    dhcp4: {
      'client-classes': [
        { name: 'voice', test: "option[60].hex == 'voice'" },
        { name: 'late', test: "option[60].hex == 'voice'", 'only-if-required': true, 'valid-lifetime': 333 },
      ],
      'option-data': [{ name: 'domain-name', data: 'global' }],
      'shared-networks': [
        {
          name: 'floor',
          'option-data': [
            { name: 'domain-name', data: 'network' },
            { name: 'log-servers', data: '192.0.2.1' },
          ],
          'valid-lifetime': 1111,
          'require-client-classes': ['late'],
          subnet4: [
            { ...direct, ...pool('192.0.2.100 - 192.0.2.100') },
            {
              id: 2,
              subnet: '10.1.0.0/16',
              ...pool('10.1.0.10 - 10.1.0.11'),
              'client-class': 'voice',
              'valid-lifetime': 2222,
              'option-data': [{ name: 'domain-name', data: 'second' }],
            },
          ],
        },
      ],
      subnet4: [],
    },
    kea: 'OFFER ACK OFFER ACK OFFER ACK - -',
    async play(stage) {
      const parameters = [15, 7]
      const voice = { options: [option(60, 'voice')] }
      await stage.exchange(stage.client({ parameters }), {}, ' data')
      await stage.exchange(stage.client({ parameters }), voice, ' voice')
      await stage.exchange(stage.client({ parameters }), voice, ' voice when its subnet is full')
      await stage.hear('data with none left', stage.client().discover())
      await stage.hear('voice with none left', stage.client().discover(voice))
    },
  },
  {
    name: 'pools with guards, options and additional classes',
    dhcp4: {
      'client-classes': [
        { name: 'red', test: "option[77].hex == 'red'" },
        { name: 'blue', test: "option[77].hex == 'blue'" },
        {
          name: 'extra',
          test: "member('blue')",
          'only-if-required': true,
          'boot-file-name': 'extra.bin',
          'option-data': [
            { name: 'log-servers', data: '192.0.2.44' },
            { name: 'domain-name', data: 'extra' },
          ],
        },
      ],
      subnet4: [
        {
          ...direct,
          'boot-file-name': 'subnet.bin',
          'option-data': [
            { name: 'domain-name', data: 'subnet' },
            { name: 'log-servers', data: '192.0.2.1' },
          ],
          pools: [
            {
              pool: '192.0.2.100 - 192.0.2.100',
              'client-class': 'red',
              'option-data': [{ name: 'domain-name', data: 'red' }],
            },
            {
              pool: '192.0.2.110 - 192.0.2.119',
              'client-class': 'blue',
              'require-client-classes': ['extra'],
              'option-data': [{ name: 'domain-name', data: 'blue' }],
            },
          ],
        },
      ],
    },
    kea: 'OFFER ACK OFFER ACK - - OFFER NAK NAK',
    async play(stage) {
      const parameters = [15, 7, 67]
      const is = (colour: string) => ({ options: [option(77, colour)] })
      const red = stage.client({ parameters })
      await stage.exchange(red, is('red'), ' red')
      await stage.exchange(stage.client({ parameters }), is('blue'), ' blue')
      await stage.hear('red with none left', stage.client({ parameters }).discover(is('red')))
      await stage.hear('green', stage.client({ parameters }).discover(is('green')))
      await stage.hear('red that became blue', red.discover(is('blue')))
      await stage.hear('reboot of red that became blue', red.initReboot('192.0.2.100', is('blue')))
      const wants = { requested: '192.0.2.115', options: [addressOption(54, '192.0.2.1'), option(77, 'green')] }
      await stage.hear('green that wants a blue address', stage.client().say('REQUEST', wants))
    },
  },
  {
    name: 'reservations by several identifiers in the configured order',
    dhcp4: {
      'host-reservation-identifiers': ['circuit-id', 'client-id', 'duid', 'hw-address'],
      subnet4: [
        direct,
        {
          id: 2,
          subnet: '203.0.113.0/24',
          ...pool('203.0.113.100 - 203.0.113.199'),
          reservations: [
            { 'hw-address': '02:00:5e:10:00:01', 'ip-address': '203.0.113.11', hostname: 'by-hardware' },
            { 'circuit-id': "'port 7'", 'ip-address': '203.0.113.12', hostname: 'by-circuit' },
            { 'client-id': '01:02:00:5e:10:00:03', 'ip-address': '203.0.113.13', hostname: 'by-client-id' },
            { 'hw-address': '02:00:5e:10:00:03', 'ip-address': '203.0.113.14', hostname: 'never' },
            { duid: '00:03:00:01:02:00:5e:10:00:04', 'ip-address': '203.0.113.15', hostname: 'by-duid' },
          ],
        },
      ],
    },
    kea: 'OFFER ACK OFFER ACK OFFER ACK OFFER ACK OFFER ACK',
    async play(stage) {
      await stage.exchange(stage.client({}, relay), {}, ' by hardware address')
      await stage.exchange(stage.client({}, { ...relay, agent: [option(1, 'port 7')] }), {}, ' by circuit')
      await stage.exchange(stage.client({}, relay), {}, ' by client identifier')
      const duid = { clientId: 'ff:00:00:00:01:00:03:00:01:02:00:5e:10:00:04' }
      await stage.exchange(stage.client(duid, relay), {}, ' by DUID')
      await stage.exchange(stage.client({}, { ...relay, agent: [option(1, 'port 8')] }), {}, ' by nothing')
    },
  },
  {
    name: 'boot fields of hosts, classes, subnets and the whole',
    dhcp4: {
      'next-server': '192.0.2.1',
      'server-hostname': 'global',
      'boot-file-name': 'global.bin',
      'client-classes': [
        { name: 'one', test: 'option[93].exists', 'boot-file-name': 'one.bin' },
        {
          name: 'two',
          test: 'option[93].exists',
          'boot-file-name': 'two.bin',
          'server-hostname': 'two',
          'next-server': '192.0.2.2',
        },
      ],
      'shared-networks': [
        {
          name: 'n',
          'next-server': '192.0.2.3',
          subnet4: [
            {
              ...direct,
              'server-hostname': 'subnet',
              reservations: [
                { 'hw-address': '02:00:5e:10:00:03', 'boot-file-name': 'host.bin', 'ip-address': '192.0.2.50' },
              ],
            },
          ],
        },
      ],
    },
    kea: 'OFFER ACK OFFER ACK OFFER ACK ACK',
    async play(stage) {
      const net = { options: [option(93, [0, 7])] }
      await stage.exchange(stage.client(), {}, ' without class')
      await stage.exchange(stage.client(), net, ' in two classes')
      await stage.exchange(stage.client(), net, ' in two classes and reserved')
      await stage.hear('inform', stage.client().inform('192.0.2.33', net))
    },
  },
  {
    name: 'lifetimes of classes, and several reservations of one address',
    dhcp4: {
      'ip-reservations-unique': false,
      'client-classes': [
        { name: 'short', test: "option[77].hex == 'short'", 'valid-lifetime': 300 },
        {
          name: 'bounded',
          test: "option[77].hex == 'bounded'",
          'min-valid-lifetime': 400,
          'valid-lifetime': 500,
          'max-valid-lifetime': 600,
        },
      ],
      subnet4: [
        {
          ...direct,
          'min-valid-lifetime': 1000,
          'valid-lifetime': 2000,
          'max-valid-lifetime': 3000,
          reservations: [
            { 'hw-address': '02:00:5e:10:00:04', 'ip-address': '192.0.2.60', hostname: 'wired' },
            { 'hw-address': '02:00:5e:10:00:05', 'ip-address': '192.0.2.60', hostname: 'wireless' },
          ],
        },
      ],
    },
    kea: 'OFFER ACK OFFER ACK OFFER ACK OFFER ACK OFFER ACK OFFER ACK',
    async play(stage) {
      const is = (name: string, leaseTime?: number) => ({
        options: [option(77, name)],
        ...(leaseTime === undefined ? {} : { leaseTime }),
      })
      await stage.exchange(stage.client(), is('short', 2500), ' short')
      await stage.exchange(stage.client(), is('bounded', 100), ' bounded, too little')
      await stage.exchange(stage.client(), is('bounded', 1000), ' bounded, too much')
      await stage.exchange(stage.client(), {}, ' first of two')
      const wireless = stage.client()
      await stage.exchange(wireless, {}, ' second of two while the first has it')
      await stage.exchange(stage.client(), { requested: '192.0.2.60' }, ' a third')
    },
  },
]
