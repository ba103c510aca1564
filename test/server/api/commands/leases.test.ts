import { describe, expect, test } from 'vitest'
import { lease4Commands, lease6Commands } from '../../../../src/server/api/commands/leases/commands.js'
import type { ControlReply } from '../../../kit/control-socket.js'
import { Engine4 } from '../../../kit/engine4.js'
import { Engine6 } from '../../../kit/engine6.js'
import { LeaseCommands } from '../../../kit/lease-commands.js'

const config4 = {
  'valid-lifetime': 3600,
  subnet4: [
    {
      id: 1,
      subnet: '192.0.2.0/24',
      allocator: 'flq',
      pools: [{ pool: '192.0.2.10-192.0.2.20' }],
      reservations: [{ 'hw-address': '02:00:00:00:00:05', 'ip-address': '192.0.2.50', hostname: 'printer' }],
    },
    { id: 44, subnet: '10.1.0.0/16', pools: [{ pool: '10.1.0.0/17' }], 'client-class': 'staff' },
  ],
  'client-classes': [{ name: 'staff' }],
}
const config6 = {
  'valid-lifetime': 3600,
  subnet6: [
    {
      id: 1,
      subnet: '2001:db8:1::/64',
      'pd-allocator': 'flq',
      pools: [{ pool: '2001:db8:1::10-2001:db8:1::20' }],
      'pd-pools': [{ prefix: '2001:db8:100::', 'prefix-len': 48, 'delegated-len': 56 }],
      reservations: [{ duid: '01:02:03', prefixes: ['2001:db8:200::/56'], hostname: 'router' }],
    },
    { id: 66, subnet: '2001:db8:2::/64', pools: [{ pool: '2001:db8:2::/80' }] },
  ],
}
const start4 = async (generation: '2.2' | '3' = '3') =>
  LeaseCommands.of4(await Engine4.start(config4, generation), generation)
const start6 = async (generation: '2.2' | '3' = '3') =>
  LeaseCommands.of6(await Engine6.start(config6, generation), generation)
const hw = '1a:1b:1c:1d:1e:1f'

describe('every command', () => {
  test.each(lease4Commands.map(({ name }) => name))('%s: its example works', async name => {
    const server = await start4()
    await server.ask('lease4-add', { 'ip-address': '192.0.2.202', 'hw-address': hw, state: 1 })
    await exampleWorks(server, name)
  })

  test.each(lease6Commands.map(({ name }) => name))('%s: its example works', async name => {
    const server = await start6()
    if (name !== 'lease6-add')
      await server.ask('lease6-add', { 'ip-address': '2001:db8:2::3', duid: '01:02:03', iaid: 1, state: 1 })
    await exampleWorks(server, name)
  })

  test('is there in both services, those of Kea 3 in Kea 3 only', async () => {
    const count = (server: LeaseCommands, prefix: string) =>
      server.registry.names().filter(name => name.startsWith(prefix)).length
    for (const [server, later] of [
      [await start4('2.2'), false],
      [await start6('2.2'), false],
      [await start4('3'), true],
      [await start6('3'), true],
    ] as const) {
      // in 2.2 as a running kea-dhcp4 2.2 lists them
      expect(count(server, 'lease4-')).toBe(later ? 13 : 11)
      expect(count(server, 'lease6-')).toBe(later ? 14 : 11)
      expect(count(server, 'sflq-')).toBe(later ? 10 : 0)
      expect(count(server, 'stat-lease')).toBe(2)
    }
  })
})

/** Nothing that is wrong with the arguments; what cannot be done here is told by name. */
async function exampleWorks(server: LeaseCommands, name: string): Promise<void> {
  const { example } = server.registry.find(name)!.declaration
  const { result, text } = await server.ask(name, example)
  const elsewhere = {
    'lease4-add': 'IPv4 lease already exists.',
    'lease4-write': 'leases are kept in no file',
    'lease6-write': 'leases are kept in no file',
    'lease4-resend-ddns': 'DDNS updating is not enabled',
    'lease6-resend-ddns': 'DDNS updating is not enabled',
    'sflq-pool4-del': 'the pool is configured: its free lease queue goes when the pool does',
  }[name]
  if (elsewhere !== undefined) expect(text).toBe(elsewhere)
  else expect([0, 3], text).toContain(result)
}

describe('leases that commands write', () => {
  test('are the clients’ own, and those of clients are the commands’', async () => {
    const engine = await Engine4.start({ ...config4, subnet4: [{ ...config4.subnet4[0], interface: 'eth0' }] }, '3')
    const server = LeaseCommands.of4(engine, '3')
    await server.ask('lease4-add', { 'ip-address': '192.0.2.10', 'hw-address': '02:00:00:00:00:01', hostname: 'Mine' })
    const client = engine.client({ hardware: '02:00:00:00:00:01' })
    const offer = await client.discover()
    expect(offer?.address).toBe('192.0.2.10')
    const other = engine.client({ hardware: '02:00:00:00:00:02' })
    const second = await other.discover()
    expect(second?.address).not.toBe('192.0.2.10')
    await other.request(second!)
    const got = await server.ask('lease4-get', { 'ip-address': second!.address })
    expect(got.arguments).toMatchObject({ 'hw-address': '02:00:00:00:00:02', 'subnet-id': 1 })
    // and an address whose lease was deleted is free again
    await server.ask('lease4-wipe', { 'subnet-id': 1 })
    expect((await server.ask('lease4-get-all')).result).toBe(3)
    expect(engine.statistic('subnet[1].assigned-addresses')).toBe(0)
  })

  test('count at once, but not as cumulative ones', async () => {
    const engine = await Engine4.start(config4, '3')
    const server = LeaseCommands.of4(engine, '3')
    const numbers = () =>
      ['assigned', 'declined', 'cumulative-assigned'].map(name => engine.statistic(`subnet[1].${name}-addresses`))
    await server.ask('lease4-add', { 'ip-address': '192.0.2.10', 'hw-address': hw })
    await server.ask('lease4-add', { 'ip-address': '192.0.2.11', 'hw-address': hw, state: 1 })
    await server.ask('lease4-add', { 'ip-address': '192.0.2.12', 'hw-address': hw, state: 2 })
    expect(numbers()).toEqual([2, 1, 0])
    await server.ask('lease4-update', { 'ip-address': '192.0.2.12', 'hw-address': hw })
    await server.ask('lease4-update', { 'ip-address': '192.0.2.11', 'hw-address': hw })
    expect(numbers()).toEqual([3, 0, 0])
    const rows = await server.ask('stat-lease4-get', { 'subnet-id': 1 })
    expect(rows.arguments?.['result-set']).toMatchObject({ rows: [[1, 11, 0, 3, 0]] })
    await server.ask('lease4-del', { 'ip-address': '192.0.2.10' })
    expect(numbers()).toEqual([2, 0, 0])
    expect(engine.statistic('cumulative-assigned-addresses')).toBe(0)
  })

  test('in conflict with the configuration or with each other are result 4 since Kea 3', async () => {
    const server = await start4()
    const add = (address: string, more: object = {}) =>
      server.ask('lease4-add', { 'ip-address': address, 'hw-address': hw, ...more })
    expect((await add('192.0.2.10')).result).toBe(0)
    expect(await add('192.0.2.10')).toEqual({ result: 4, text: 'IPv4 lease already exists.' })
    expect((await add('192.0.2.11', { 'subnet-id': 9 })).result).toBe(4)
    expect((await add('192.0.2.11', { 'subnet-id': 44 })).result).toBe(4)
    expect((await add('172.16.0.1')).result).toBe(4)
    // a subnet for the members of a class is found by its identifier only
    expect((await add('10.1.0.1')).result).toBe(4)
    expect((await add('10.1.0.1', { 'subnet-id': 44 })).result).toBe(0)
    expect((await server.ask('lease4-update', { 'ip-address': '192.0.2.12', 'hw-address': hw })).result).toBe(4)
    expect((await add('bogus')).result).toBe(1)
  })

  test('may be released or registered since Kea 3', async () => {
    const server = await start6()
    const add = (n: number, state: number) =>
      server.ask('lease6-add', { 'ip-address': `2001:db8:1::1${n}`, duid: '01:02', iaid: 1, state })
    expect((await add(3, 3)).result).toBe(0)
    expect((await add(4, 4)).result).toBe(0)
    expect((await add(5, 5)).result).toBe(1)
    const found = await server.ask('lease6-get-by-state', { state: 4, 'subnet-id': 1 })
    expect(found).toMatchObject({ result: 0, arguments: { leases: [{ 'ip-address': '2001:db8:1::14' }] } })
    expect((await server.ask('lease6-get-by-state', { state: 4, 'subnet-id': 66 })).result).toBe(3)
    expect((await server.ask('lease6-get-by-state', { state: 9 })).result).toBe(1)
    expect((await server.ask('lease6-get-by-state', {})).text).toBe("'state' parameter not specified")
  })

  test('of prefixes lie on the boundary that their length has', async () => {
    const server = await start6()
    const prefix = { type: 'IA_PD', 'subnet-id': 1, duid: '01:02:03', iaid: 1 }
    const add = (address: string, length: number) =>
      server.ask('lease6-add', { ...prefix, 'ip-address': address, 'prefix-len': length })
    expect((await add('2001:db8:100::1', 56)).text).toBe('The prefix 2001:db8:100::1/56 has bits beyond its length.')
    expect((await add('2001:db8:100::', 129)).result).toBe(1)
    expect((await add('2001:db8:100::', 56)).text).toBe('Lease for prefix 2001:db8:100::/56, subnet-id 1 added.')
    const longer = { ...prefix, 'ip-address': '2001:db8:100::', 'prefix-len': 64 }
    expect((await server.ask('lease6-update', longer)).text).toBe('IPv6 lease updated.')
    const { arguments: lease } = await server.ask('lease6-get', { 'ip-address': '2001:db8:100::', type: 'IA_PD' })
    expect(lease).toMatchObject({ 'prefix-len': 64, type: 'IA_PD' })
  })
})

describe('"extended": true', () => {
  test('tells where an address came from, and its name of record', async () => {
    const server = await start4()
    for (const [n, name] of [
      [10, 'laptop'],
      [50, ''],
      [60, ''],
    ])
      await server.ask('lease4-add', { 'ip-address': `192.0.2.${n}`, 'hw-address': hw, hostname: name })
    const { arguments: all } = await server.ask('lease4-get-all', { extended: true })
    expect(all?.leases).toMatchObject([
      { 'ip-address': '192.0.2.10', origin: 'pool', pool: '192.0.2.10-192.0.2.20', 'hostname-of-record': 'laptop' },
      { 'ip-address': '192.0.2.50', origin: 'reservation', 'hostname-of-record': 'printer' },
      { 'ip-address': '192.0.2.60', origin: 'other', 'hostname-of-record': '' },
    ])
    const plain = await server.ask('lease4-get', { 'ip-address': '192.0.2.50' })
    expect(plain.arguments).not.toHaveProperty('origin')
    const one = await server.ask('lease4-get', { 'ip-address': '192.0.2.50', extended: true })
    expect(one.arguments).toMatchObject({ origin: 'reservation' })
  })

  test('tells of prefixes too', async () => {
    const server = await start6()
    const add = (address: string) =>
      server.ask('lease6-add', {
        ...{ type: 'IA_PD', 'subnet-id': 1, duid: '01:02:03', iaid: 1, 'prefix-len': 56 },
        'ip-address': address,
      })
    await add('2001:db8:100::')
    await add('2001:db8:200::')
    const { arguments: all } = await server.ask('lease6-get-by-duid', { duid: '010203', extended: true })
    expect(all?.leases).toMatchObject([
      { 'ip-address': '2001:db8:100::', origin: 'pool' },
      { 'ip-address': '2001:db8:200::', origin: 'reservation', 'hostname-of-record': 'router' },
    ])
  })
})

describe('long lists', () => {
  test('come in pages, in the order of the addresses, whatever the order they were added in', async () => {
    const server = await start4()
    const hosts = Array.from({ length: 700 }, (_, i) => (i * 389) % 700)
    for (const n of hosts)
      await server.ask('lease4-add', {
        ...{ 'hw-address': hw, 'subnet-id': 44, hostname: n % 7 === 0 ? 'seventh' : '' },
        'ip-address': `10.1.${n >> 8}.${n & 255}`,
      })
    const addresses = (reply: ControlReply) =>
      (reply.arguments!.leases as { 'ip-address': string }[]).map(lease => lease['ip-address'])
    const all = addresses(await server.ask('lease4-get-all'))
    expect(all).toEqual(Array.from({ length: 700 }, (_, n) => `10.1.${n >> 8}.${n & 255}`))
    const paged: string[] = []
    for (let from = 'start'; ; from = paged.at(-1)!) {
      const page = await server.ask('lease4-get-page', { from, limit: 300 })
      expect(page.arguments?.count).toBe(addresses(page).length)
      paged.push(...addresses(page))
      if (addresses(page).length < 300) break
    }
    expect(paged).toEqual(all)
    expect(addresses(await server.ask('lease4-get-by-hostname', { hostname: 'Seventh' }))).toHaveLength(100)
    expect((await server.ask('lease4-get-by-hw-address', { 'hw-address': hw })).text).toBe('700 IPv4 lease(s) found.')
    expect((await server.ask('lease4-wipe', { 'subnet-id': 44 })).text).toBe(
      'Deleted 700 IPv4 lease(s) from subnet(s) 44',
    )
  })
})

describe('free lease queues', () => {
  test('are those of pools whose allocator is flq', async () => {
    const server = await start4()
    await server.ask('lease4-add', { 'ip-address': '192.0.2.10', 'hw-address': hw })
    const pool = {
      'start-address': '192.0.2.10',
      'end-address': '192.0.2.20',
      'subnet-id': 1,
      'lease-type': 'V4',
      'delegated-len': 128,
      'free-leases': 10,
    }
    const found = { result: 0, text: '1 pool(s) found.', arguments: { pools: [pool] } }
    const none = { result: 3, text: '0 pool(s) found.', arguments: { pools: [] } }
    const range = (first: string, last: string) => ({ 'start-address': first, 'end-address': last })
    expect(await server.ask('sflq-pool4-get-all')).toEqual(found)
    expect(await server.ask('sflq-pool4-get-by-subnet', { 'subnet-id': 1 })).toEqual(found)
    expect(await server.ask('sflq-pool4-get-by-subnet', { 'subnet-id': 44 })).toEqual(none)
    expect(await server.ask('sflq-pool4-get-by-range', range('192.0.2.0', '192.0.2.10'))).toEqual(found)
    expect(await server.ask('sflq-pool4-get-by-range', range('192.0.2.21', '192.0.2.30'))).toEqual(none)
    expect((await server.ask('sflq-pool4-rebuild', range('192.0.2.10', '192.0.2.20'))).result).toBe(0)
    expect(await server.ask('sflq-pool4-del', range('192.0.2.11', '192.0.2.20'))).toEqual({
      result: 3,
      text: 'SFLQ pool does not exist',
    })
  })

  test.each([
    ['sflq-pool4-get-all', { bogus: 1 }, 'command does not take any arguments'],
    ['sflq-pool4-get-by-subnet', {}, "missing 'subnet-id' parameter"],
    ['sflq-pool4-get-by-subnet', { 'subnet-id': 'silly' }, "'subnet-id' parameter is not an integer"],
    [
      'sflq-pool4-get-by-subnet',
      { 'subnet-id': -1 },
      "'subnet-id' -1 is invalid, must be greater than zero and less than 4294967295",
    ],
    ['sflq-pool4-get-by-subnet', { 'subnet-id': 1, bogus: 1 }, "spurious 'bogus' parameter"],
    ['sflq-pool4-get-by-range', {}, "missing 'start-address' parameter"],
    [
      'sflq-pool4-get-by-range',
      { 'start-address': '178.0.0.20', 'end-address': '178.0.0.10' },
      'invalid V4 range - start_address 178.0.0.20, end_address 178.0.0.10, must be V4 addresses where start_address <= end_address',
    ],
    [
      'sflq-pool4-del',
      { 'start-address': '178.0.0.10', 'end-address': '178.0.0.20', force: 'oops' },
      "'force' parameter is not a boolean",
    ],
  ])('%s %j', async (name, given, text) => {
    expect(await (await start4()).ask(name, given)).toEqual({ result: 1, text })
  })
})
