import { describe, expect, it } from 'vitest'
import { codesOf, decided, errorsOf, load } from './loaded.js'

const problems = (dhcp4: object): string[] => load(JSON.stringify({ Dhcp4: dhcp4 })).problems.map(p => p.text)

describe('subnet ids', () => {
  it('are numbered from 1, shared networks first, as kea-dhcp4 2.2 does', () => {
    const { subnets } = decided({
      subnet4: [{ subnet: '10.1.0.0/24' }, { subnet: '10.1.1.0/24', id: 0 }],
      'shared-networks': [{ name: 'n', subnet4: [{ subnet: '10.0.0.0/24' }, { subnet: '10.0.1.0/24' }] }],
    })
    expect(subnets.map(s => [s.id, s.prefix])).toEqual([
      [1, 0x0a000000],
      [2, 0x0a000100],
      [3, 0x0a010000],
      [4, 0x0a010100],
    ])
  })
})

describe('networks', () => {
  it('hold their subnets; a subnet by itself is a network without a name', () => {
    const { networks, subnets } = decided({
      'shared-networks': [
        {
          name: 'n',
          interface: 'eth0',
          relay: { 'ip-addresses': ['10.0.0.1'] },
          subnet4: [{ subnet: '10.0.0.0/24', id: 7 }],
        },
      ],
      subnet4: [{ subnet: '10.1.0.0/24', id: 8 }],
    })
    expect(networks.map(n => [n.name, n.interface, n.relays, n.holds(7), n.holds(8)])).toEqual([
      ['n', 'eth0', [0x0a000001], true, false],
      ['', '', [], false, true],
    ])
    expect(subnets.map(s => s.network)).toEqual(networks)
    expect(subnets[0]!.interface).toBe('eth0')
  })

  it('hand their options and lists of classes on', () => {
    const { subnets } = decided({
      'client-classes': [{ name: 'a' }, { name: 'b' }],
      'shared-networks': [
        {
          name: 'n',
          'evaluate-additional-classes': ['b'],
          'option-data': [{ name: 'routers', data: '10.0.0.1' }],
          subnet4: [{ subnet: '10.0.0.0/24', 'require-client-classes': ['a'] }],
        },
      ],
    })
    expect(subnets[0]!.additionalClasses).toEqual(['a', 'b'])
    expect(subnets[0]!.networkOptions.bySpace.get('dhcp4')!.map(o => o.code)).toEqual([3])
    expect(subnets[0]!.options.bySpace.size).toBe(0)
  })
})

describe('pools', () => {
  it('are ranges or prefixes, in ascending order as Kea goes through them', () => {
    const pools = [
      { pool: '192.0.2.128/26' },
      { pool: ' 192.0.2.1-192.0.2.9 ', 'pool-id': 5 },
      { pool: '192.0.2.77/32' },
    ]
    const [subnet] = decided({ subnet4: [{ subnet: '192.0.2.0/24', pools }] }).subnets
    expect(subnet!.pools.map(p => [p.id, p.first & 255, p.last & 255])).toEqual([
      [5, 1, 9],
      [0, 77, 77],
      [0, 128, 191],
    ])
  })

  it('lie within their subnet, to the last address', () => {
    const pool = (range: string): string[] => {
      const codes = codesOf({ subnet4: [{ subnet: '192.0.2.0/25', pools: [{ pool: range }] }] })
      return codes.filter(code => code !== 'pool-edge')
    }
    expect(pool('192.0.2.0 - 192.0.2.127')).toEqual([])
    expect(pool('192.0.2.0 - 192.0.2.128')).toEqual(['pool-outside'])
    expect(pool('192.0.1.255 - 192.0.2.1')).toEqual(['pool-outside'])
  })
})

describe('prefixes', () => {
  it('with host bits are taken without them, and mentioned', () => {
    const dhcp4 = { subnet4: [{ subnet: '192.0.2.5/24' }] }
    expect(decided(dhcp4).subnets[0]!.prefix).toBe(0xc0000200)
    expect(problems(dhcp4)).toEqual(['the address in 192.0.2.5/24 has host bits set, the subnet is 192.0.2.0/24'])
  })

  it('that lie within another are mentioned, those beside are not', () => {
    expect(
      problems({
        subnet4: [
          { subnet: '10.0.1.0/24' },
          { subnet: '10.0.0.0/8' },
          { subnet: '10.0.1.128/25' },
          { subnet: '11.0.0.0/8' },
          { subnet: '10.200.0.0/16' },
        ],
      }),
    ).toEqual([
      'subnet 10.0.1.0/24 overlaps with subnet 10.0.0.0/8',
      'subnet 10.0.1.128/25 overlaps with subnet 10.0.1.0/24',
      'subnet 10.200.0.0/16 overlaps with subnet 10.0.0.0/8',
    ])
  })
})

describe('interfaces', () => {
  const surroundings = { interfaces: [{ name: 'lo', addresses: ['127.0.0.1'] }] }

  it('may be absent: that is a warning, with the place', () => {
    const dhcp4 = {
      'interfaces-config': { interfaces: ['eth7', 'lo/127.0.0.2', 'lo/127.0.0.1', '*'] },
      subnet4: [{ subnet: '10.0.0.0/24', interface: 'eth8' }],
    }
    const loaded = load(JSON.stringify({ Dhcp4: dhcp4 }), { surroundings })
    expect(loaded.ok).toBe(true)
    expect(loaded.problems.map(p => p.text)).toEqual([
      "interface 'eth7' doesn't exist in the system",
      "interface 'lo' doesn't have address '127.0.0.2' assigned",
      'Specified network interface name eth8 for subnet 10.0.0.0/24 is not present in the system',
    ])
    expect(loaded.services.dhcp4!.interfaces.interfaces).toEqual(['eth7', 'lo/127.0.0.2', 'lo/127.0.0.1', '*'])
  })

  it('go once, or with several of their addresses', () => {
    const codes = (...interfaces: string[]): string[] => codesOf({ 'interfaces-config': { interfaces } })
    expect(codes('eth0/192.0.2.1', 'eth0/192.0.2.2')).toEqual([])
    expect(codes('eth0', 'eth0/192.0.2.1')).toEqual(['wrong-interface'])
    expect(codes('eth0/192.0.2.1', 'eth0')).toEqual(['wrong-interface'])
    expect(codes('eth0/fe80::1')).toEqual(['wrong-interface'])
  })
})

describe('classes', () => {
  it('that nobody defines, gives or generates are mentioned once', () => {
    const dhcp4 = {
      'client-classes': [{ name: 'defined' }],
      subnet4: [
        {
          subnet: '10.0.0.0/24',
          'client-classes': ['defined', 'given', 'KNOWN', 'HA_server1', 'VENDOR_CLASS_x', 'DROP', 'nobody'],
          pools: [{ pool: '10.0.0.64/26', 'client-classes': ['nobody'] }],
          reservations: [{ 'hw-address': '02:00:00:00:00:01', 'client-classes': ['given'] }],
        },
      ],
    }
    expect(problems(dhcp4)).toEqual(["client class 'nobody' is not defined"])
  })

  it('show a wrong expression at its very place', () => {
    const text = '{"Dhcp4":{"client-classes":[{"name":"a","test":"option[1].hexx == 1"}]}}'
    const [problem] = load(text).problems
    expect(text[problem!.at.column - 1]).toBe('x')
    expect(problem!.text).toBe('expression: [option[1].hexx == 1] error: <string>:1.14: Invalid character: x')
  })

  it('may speak of those above them only', () => {
    const a = { name: 'a', test: "member('b')" }
    const b = { name: 'b', test: "option[60].hex == 'x'" }
    expect(codesOf({ 'client-classes': [a, b] })).toEqual(['expression'])
    expect(codesOf({ 'client-classes': [b, a] })).toEqual([])
  })

  it('are templates with template-test', () => {
    const { classes } = decided({ 'client-classes': [{ name: 'a', 'template-test': 'option[60].hex' }] })
    expect(classes[0]).toMatchObject({ name: 'a', test: 'option[60].hex', template: true, onlyIfRequired: false })
  })
})

describe('services', () => {
  it('of other names are recognised, misspelt ones are not', () => {
    const texts = load('{"Dhcp4":{"valid-lifetime":600},"DhcpDdns":{"port":53001},"Dchp4":{}}').problems.map(
      p => p.text,
    )
    expect(texts).toEqual([
      'DhcpDdns is not served yet, its configuration has no effect',
      'got unexpected keyword "Dchp4" in toplevel map. Did you mean "Dhcp4"?',
    ])
  })

  it('stand in one file only', () => {
    expect(errorsOf(load('{ <?include "more"?> }', { files: { more: '"Dhcp4": {}' } }))).toEqual([
      '1:10 syntax error, unexpected }, Dhcp4 is empty',
    ])
  })
})
