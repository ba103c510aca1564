import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { callerOf } from './command-caller.js'

async function server4(generation: '2.2' | '3' = '3', config: object = { subnet4: [subnet()] }) {
  const engine = await Engine4.start(config, generation)
  return { engine, call: callerOf(engine.service, 'dhcp4', generation) }
}

const another = { id: 123, subnet: '10.20.30.0/24', pools: [{ pool: '10.20.30.10-10.20.30.20' }] }

describe('subnet4-list and subnet4-get', () => {
  it('tell subnets by id', async () => {
    const { call } = await server4('2.2', { subnet4: [another, subnet()] })
    expect(await call('subnet4-list')).toEqual({
      result: 0,
      text: '2 IPv4 subnets found',
      arguments: {
        subnets: [
          { id: 1, subnet: '192.0.2.0/24' },
          { id: 123, subnet: '10.20.30.0/24' },
        ],
      },
    })
  })

  it('tell the shared network in Kea 3, and that there is none', async () => {
    const { call } = await server4('3', {
      subnet4: [subnet()],
      'shared-networks': [{ name: 'floor13', subnet4: [another] }],
    })
    expect((await call('subnet4-list')).arguments).toEqual({
      subnets: [
        { id: 1, 'shared-network-name': null, subnet: '192.0.2.0/24' },
        { id: 123, 'shared-network-name': 'floor13', subnet: '10.20.30.0/24' },
      ],
    })
  })

  it('find nothing', async () => {
    const { call } = await server4('3', {})
    expect(await call('subnet4-list')).toEqual({ result: 3, text: '0 IPv4 subnets found', arguments: { subnets: [] } })
  })

  it('show a subnet by id and by prefix as config-get does', async () => {
    const { call } = await server4('2.2', { subnet4: [subnet({ 'valid-lifetime': 120 })] })
    const reply = await call('subnet4-get', { id: 1 })
    expect(reply).toMatchObject({ result: 0, text: 'Info about IPv4 subnet 192.0.2.0/24 (id 1) returned' })
    expect(reply.arguments).toMatchObject({
      subnet4: [
        {
          id: 1,
          subnet: '192.0.2.0/24',
          'valid-lifetime': 120,
          pools: [{ pool: '192.0.2.10-192.0.2.19', 'option-data': [] }],
          relay: { 'ip-addresses': [] },
          reservations: [],
        },
      ],
    })
    expect(await call('subnet4-get', { subnet: '192.0.2.0/24' })).toEqual(reply)
  })

  it.each([
    [{ id: 123 }, 3, 'No subnet with id 123 found'],
    [{ subnet: '10.0.0.0/8' }, 3, 'No 10.0.0.0/8 subnet found'],
    [{}, 1, "invalid number of arguments 0 for the 'subnet4-get' command. Expecting 'id' or 'subnet'"],
    [
      { id: 5, subnet: '10.0.0.0/8' },
      1,
      "invalid number of arguments 2 for the 'subnet4-get' command. Expecting 'id' or 'subnet'",
    ],
    [{ id: 'foo' }, 1, "'id' parameter must be an integer"],
    [{ subnet: 6 }, 1, "'subnet' parameter must be a string"],
    [{ 'unsupported-parameter': 6 }, 1, "'id' or 'subnet' parameter required"],
  ])('subnet4-get %j', async (given, result, text) => {
    const { call } = await server4()
    expect(await call('subnet4-get', given)).toEqual({ result, text })
  })

  it('want arguments', async () => {
    const { call } = await server4('2.2')
    expect((await call('subnet4-get')).text).toBe("no arguments specified for the 'subnet4-get' command")
  })
})

describe('subnet4-add', () => {
  it('makes a subnet that serves at once; the others keep their leases', async () => {
    const { engine, call } = await server4('3', { subnet4: [subnet()] })
    const before = engine.client({ hardware: '02:00:00:00:00:01', clientId: 'auto' })
    await before.bind()
    expect(await call('subnet4-add', { subnet4: [another] })).toEqual({
      result: 0,
      text: 'IPv4 subnet added',
      arguments: { subnets: [{ id: 123, subnet: '10.20.30.0/24' }] },
    })
    const relayed = engine.client(
      { hardware: '02:00:00:00:00:02', clientId: 'auto' },
      {
        address: '10.20.30.1',
      },
    )
    expect((await relayed.bind()).address).toBe('10.20.30.10')
    expect((await before.bind()).address).toBe('192.0.2.10')
    expect(engine.statistic('subnet[123].assigned-addresses')).toBe(1)
    expect(engine.statistic('subnet[1].assigned-addresses')).toBe(1)
    expect(engine.statistic('subnet[1].cumulative-assigned-addresses')).toBe(1)
    expect(engine.statistic('subnet[123].total-addresses')).toBe(11)
  })

  it.each([
    [{}, "invalid number of arguments 0 for the 'subnet4-add' command. Expecting 'subnet4' list"],
    [{ subnet6: 'foo' }, "missing 'subnet4' argument for the 'subnet4-add' command"],
    [{ subnet4: [] }, "invalid number of subnets specified for the 'subnet4-add' command. Expected one subnet"],
    [{ subnet4: 'foo' }, "'subnet4' argument specified for the 'subnet4-add' command is not a list"],
    [
      { subnet4: [another, { ...another, id: 11 }] },
      "invalid number of subnets specified for the 'subnet4-add' command. Expected one subnet",
    ],
    [
      { subnet4: [another], foo: 'bar' },
      "invalid number of arguments 2 for the 'subnet4-add' command. Expecting 'subnet4' list",
    ],
    [{ subnet4: [{ ...another, id: 1 }] }, "ID of the new IPv4 subnet '1' is already in use"],
    [{ subnet4: [{ id: 10, subnet: '192.0.2.0/24' }] }, "subnet with the prefix of '192.0.2.0/24' already exists"],
    [
      { subnet4: [{ ...another, reservations: [] }] },
      "must not specify host reservations with 'subnet4-add'. Use 'reservation-add' to add a reservation to a subnet",
    ],
    [{ subnet4: [{ ...another, 'valid-lifetime': true }] }, "'valid-lifetime' parameter is not an integer"],
    [{ subnet4: [{ ...another, foo: 1 }] }, "spurious 'foo' parameter"],
    [
      { subnet4: [{ id: 5 }] },
      "subnet configuration failed: mandatory 'subnet' parameter is missing for a subnet being configured (<wire>:0:50)",
    ],
    [{ subnet4: [{ subnet: '10.0.0.0/8' }] }, "subnet configuration failed: missing parameter 'id' (<wire>:0:50)"],
  ])('refuses %j', async (given, text) => {
    const { engine, call } = await server4()
    const before = engine.service.edits.tree
    expect(await call('subnet4-add', given)).toEqual({ result: 1, text })
    expect(engine.service.edits.tree).toBe(before)
  })

  it('says what is wrong inside of the subnet, with its place', async () => {
    const { call } = await server4()
    const { text } = await call('subnet4-add', { subnet4: [{ ...another, pools: [{ pool: '10.0.0.1-10.0.0.2' }] }] })
    expect(text).toMatch(
      /^subnet configuration failed: a pool of type V4, with the following address range: 10\.0\.0\.1-10\.0\.0\.2 does not match the prefix of a subnet: 10\.20\.30\.0\/24 to which it is being added \(<wire>:0:\d+\)$/,
    )
  })

  it('numbers a subnet without an id in Kea 2.2', async () => {
    const { call } = await server4('2.2')
    const reply = await call('subnet4-add', { subnet4: [{ subnet: '10.0.0.0/8' }] })
    expect(reply.arguments).toEqual({ subnets: [{ id: 2, subnet: '10.0.0.0/8' }] })
  })

  it('knows leases of before that lie in the pools', async () => {
    const { engine, call } = await server4('3', { subnet4: [subnet()] })
    await engine.client({ hardware: '02:00:00:00:00:01', clientId: 'auto' }).bind()
    await call('subnet4-del', { id: 1 })
    await call('subnet4-add', { subnet4: [subnet()] })
    const second = await engine.client({ hardware: '02:00:00:00:00:02', clientId: 'auto' }).bind()
    expect(second.address).toBe('192.0.2.11')
  })
})

describe('subnet4-del', () => {
  it('takes the subnet, its statistics and its reservations away; its clients are not answered', async () => {
    const reservation = { 'hw-address': '02:00:00:00:00:09', 'ip-address': '192.0.2.99' }
    const { engine, call } = await server4('3', { subnet4: [subnet({ reservations: [reservation] }), another] })
    const client = engine.client({ hardware: '02:00:00:00:00:01', clientId: 'auto' })
    await client.bind()
    expect(await call('subnet4-del', { id: 1 })).toEqual({
      result: 0,
      text: 'IPv4 subnet 192.0.2.0/24 (id 1) deleted',
      arguments: { subnets: [{ id: 1, subnet: '192.0.2.0/24' }] },
    })
    expect(await engine.client({ hardware: '02:00:00:00:00:01', clientId: 'auto' }).discover()).toBeUndefined()
    expect(engine.statistic('subnet[1].total-addresses')).toBeUndefined()
    expect(engine.service.edits.hosts.count).toBe(0)
    expect((await engine.leases()).size).toBe(1)
  })

  it('does not number the others anew', async () => {
    const { call } = await server4('2.2', { subnet4: [{ subnet: '10.0.0.0/24' }, { subnet: '10.0.1.0/24' }] })
    await call('subnet4-del', { id: 1 })
    expect((await call('subnet4-list')).arguments).toEqual({ subnets: [{ id: 2, subnet: '10.0.1.0/24' }] })
  })

  it.each([
    [{}, 1, "invalid number of arguments specified for the 'subnet4-del command. Expected subnet identifier"],
    [{ bar: 'foo' }, 1, "subnet identifier is required for the 'subnet4-del' command"],
    [{ id: 'string' }, 1, "subnet identifier specified for the 'subnet4-del' is not a number"],
    [{ id: 101 }, 3, 'no subnet with id 101 found'],
  ])('refuses %j', async (given, result, text) => {
    const { call } = await server4()
    expect(await call('subnet4-del', given)).toEqual({ result, text })
  })
})

describe('subnet4-update', () => {
  it('replaces the subnet, but for its reservations', async () => {
    const reservations = [{ 'hw-address': '02:00:00:00:00:09', 'ip-address': '192.0.2.99' }]
    const { engine, call } = await server4('3', { subnet4: [subnet({ reservations, 'valid-lifetime': 1000 })] })
    const reply = await call('subnet4-update', { subnet4: [subnet({ 'valid-lifetime': 2000 })] })
    expect(reply).toEqual({
      result: 0,
      text: 'IPv4 subnet updated',
      arguments: { subnets: [{ id: 1, subnet: '192.0.2.0/24' }] },
    })
    const client = engine.client({ hardware: '02:00:00:00:00:09', clientId: 'auto' })
    expect(await client.bind()).toMatchObject({ address: '192.0.2.99', leaseTime: 2000 })
  })

  it.each([
    [{ subnet: '192.0.2.0/24' }, "must specify subnet id with 'subnet4-update' command."],
    [{ subnet: '192.0.2.0/24', id: 0 }, "The 'id' value (0) is not within expected range: (1 - 4294967294)"],
    [{ subnet: '192.0.2.0/24', id: 124 }, "Can't find subnet '124' to update"],
    [{ subnet: '192.0.2.0/24', id: 1, reservations: [] }, "must not specify host reservations with 'subnet4-update'."],
    [{ subnet: '10.20.30.0/24', id: 1 }, "Unable to update subnet '1' in the configuration"],
  ])('refuses %j', async (given, text) => {
    const { call } = await server4('3', { subnet4: [subnet(), another] })
    expect(await call('subnet4-update', { subnet4: [given] })).toEqual({ result: 1, text })
  })
})

describe('subnet4-delta-add and subnet4-delta-del', () => {
  const base = { id: 123, subnet: '10.20.30.0/24' }
  const shown = async (call: ReturnType<typeof callerOf>) =>
    ((await call('subnet4-get', { id: 123 })).arguments as { subnet4: [Record<string, unknown>] }).subnet4[0]

  it('put parts in and take them out, as the examples of the manual do', async () => {
    const { call } = await server4('3', { subnet4: [base] })
    const added = {
      ...base,
      'valid-lifetime': 120,
      'option-data': [{ name: 'routers', data: '192.0.3.1' }],
      pools: [
        { pool: '10.20.30.1-10.20.30.10', 'option-data': [{ name: 'time-servers', data: '192.0.4.1' }] },
        { pool: '10.20.30.11-10.20.30.20', 'option-data': [{ code: 4, data: '192.0.4.2' }] },
        { pool: '10.20.30.21-10.20.30.30' },
      ],
    }
    expect(await call('subnet4-delta-add', { subnet4: [added] })).toEqual({
      result: 0,
      text: 'IPv4 subnet updated',
      arguments: { subnets: [base] },
    })
    expect(await shown(call)).toMatchObject({ 'valid-lifetime': 120, 'option-data': [{ code: 3, data: '192.0.3.1' }] })
    const removed = {
      ...base,
      'valid-lifetime': 0,
      'option-data': [{ name: 'routers' }],
      pools: [{ pool: '10.20.30.11 - 10.20.30.20', 'option-data': [{ code: 4 }] }, { pool: '10.20.30.21-10.20.30.30' }],
    }
    expect((await call('subnet4-delta-del', { subnet4: [removed] })).result).toBe(0)
    expect(await shown(call)).toMatchObject({
      'valid-lifetime': 7200,
      'option-data': [],
      pools: [
        { pool: '10.20.30.1-10.20.30.10', 'option-data': [{ code: 4, data: '192.0.4.1' }] },
        { pool: '10.20.30.11-10.20.30.20', 'option-data': [] },
      ],
    })
  })

  it('unite lists of classes and relays, and replace option data by code', async () => {
    const before = { ...base, relay: { 'ip-addresses': ['10.0.0.1'] }, 'option-data': [{ code: 3, data: '10.0.0.1' }] }
    const { call } = await server4('3', { subnet4: [before] })
    const delta = {
      ...base,
      relay: { 'ip-addresses': ['10.0.0.1', '10.0.0.2'] },
      'option-data': [{ name: 'routers', data: '10.0.0.2' }],
    }
    await call('subnet4-delta-add', { subnet4: [delta] })
    expect(await shown(call)).toMatchObject({
      relay: { 'ip-addresses': ['10.0.0.1', '10.0.0.2'] },
      'option-data': [{ code: 3, data: '10.0.0.2' }],
    })
    await call('subnet4-delta-del', { subnet4: [{ ...base, relay: { 'ip-addresses': ['10.0.0.1'] } }] })
    expect(await shown(call)).toMatchObject({ relay: { 'ip-addresses': ['10.0.0.2'] } })
  })

  it.each(['add', 'del'])('delta-%s wants an id', async verb => {
    const { call } = await server4()
    expect(await call(`subnet4-delta-${verb}`, { subnet4: [{ subnet: '10.0.0.0/8' }] })).toEqual({
      result: 1,
      text: `must specify subnet id with 'subnet4-delta-${verb}' command.`,
    })
  })
})

describe('DHCPv6', () => {
  it('has the same commands', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] }, '2.2')
    const call = callerOf(engine.service, 'dhcp6', '2.2')
    const fresh = { id: 234, subnet: '2001:db8:2::/64', pools: [{ pool: '2001:db8:2::1-2001:db8:2::9' }] }
    expect(await call('subnet6-add', { subnet6: [fresh] })).toEqual({
      result: 0,
      text: 'IPv6 subnet added',
      arguments: { subnets: [{ id: 234, subnet: '2001:db8:2::/64' }] },
    })
    const pd = { prefix: '2001:db8:3::', 'prefix-len': 48, 'delegated-len': 64 }
    const delta = { id: 234, subnet: '2001:db8:2::/64', 'pd-pools': [pd], 'preferred-lifetime': 100 }
    expect(await call('subnet6-delta-add', { subnet6: [delta] })).toMatchObject({ text: 'IPv6 subnet updated' })
    expect((await call('subnet6-get', { id: 234 })).arguments).toMatchObject({
      subnet6: [{ 'pd-pools': [{ prefix: '2001:db8:3::', 'delegated-len': 64 }], 'preferred-lifetime': 100 }],
    })
    expect(await call('subnet6-delta-del', { subnet6: [delta] })).toMatchObject({ result: 0 })
    expect((await call('subnet6-get', { id: 234 })).arguments).toMatchObject({ subnet6: [{ 'pd-pools': [] }] })
    expect(await call('subnet6-del', { id: 234 })).toMatchObject({
      text: 'IPv6 subnet 2001:db8:2::/64 (id 234) deleted',
    })
    expect(await call('subnet6-list')).toMatchObject({ text: '1 IPv6 subnet found' })
    expect((await call('subnet4-list')).result).toBe(2)
  })
})
