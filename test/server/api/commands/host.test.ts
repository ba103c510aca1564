import { describe, expect, it } from 'vitest'
import type { Generation } from '../../../../src/server/config/behaviours.js'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { callerOf } from './command-caller.js'

async function server4(generation: Generation = '3', config: object = { subnet4: [subnet()] }) {
  const engine = await Engine4.start(config, generation)
  return { engine, call: callerOf(engine.service, 'dhcp4', generation) }
}

const mine = { 'hw-address': '1a:1b:1c:1d:1e:1f', 'ip-address': '192.0.2.202' }
const shown = {
  'boot-file-name': '',
  'client-classes': [],
  hostname: '',
  'hw-address': '1a:1b:1c:1d:1e:1f',
  'ip-address': '192.0.2.202',
  'next-server': '0.0.0.0',
  'option-data': [],
  'server-hostname': '',
}
const byAddress = { 'subnet-id': 1, 'ip-address': '192.0.2.202' }
const byId = { 'subnet-id': 1, 'identifier-type': 'hw-address', identifier: '1a:1b:1c:1d:1e:1f' }

describe('reservations', () => {
  it('count for the next packet, and no longer when they are gone', async () => {
    const { engine, call } = await server4()
    const client = () => engine.client({ hardware: '1a:1b:1c:1d:1e:1f' })
    expect((await client().discover())?.address).toBe('192.0.2.10')
    expect(await call('reservation-add', { reservation: { 'subnet-id': 1, ...mine } })).toEqual({
      result: 0,
      text: 'Host added.',
    })
    expect((await client().discover())?.address).toBe('192.0.2.202')
    expect(await call('reservation-del', byAddress)).toEqual({ result: 0, text: 'Host deleted.' })
    expect((await client().discover())?.address).toMatch(/^192\.0\.2\.1\d$/)
  })

  it('keep an address of a pool from others', async () => {
    const { engine, call } = await server4()
    await call('reservation-add', { reservation: { 'subnet-id': 1, ...mine, 'ip-address': '192.0.2.10' } })
    const other = engine.client({ hardware: '02:00:00:00:00:02', clientId: 'auto' })
    expect((await other.bind()).address).toBe('192.0.2.11')
  })

  it('are shown by address and by identifier', async () => {
    const { call } = await server4('2.2')
    await call('reservation-add', { reservation: { 'subnet-id': 1, ...mine } })
    const found = { result: 0, text: 'Host found.', arguments: shown }
    expect(await call('reservation-get', byAddress)).toEqual(found)
    expect(await call('reservation-get', byId)).toEqual(found)
    const three = await server4('3')
    await three.call('reservation-add', { reservation: { 'subnet-id': 1, ...mine } })
    expect((await three.call('reservation-get', byId)).arguments).toEqual({ ...shown, 'subnet-id': 1 })
  })

  it.each([
    ['2.2', 0, 1],
    ['3', 3, 3],
  ] as const)('that are not there, in Kea %s', async (generation, get, del) => {
    const { call } = await server4(generation)
    expect(await call('reservation-get', byAddress)).toEqual({ result: get, text: 'Host not found.' })
    expect(await call('reservation-del', byId)).toEqual({ result: del, text: 'Host not deleted (not found).' })
  })

  it('are updated in place', async () => {
    const { engine, call } = await server4()
    await call('reservation-add', { reservation: { 'subnet-id': 1, ...mine } })
    const is = { 'subnet-id': 1, 'hw-address': mine['hw-address'], 'ip-address': '192.0.2.203', hostname: 'me' }
    expect(await call('reservation-update', { reservation: is })).toEqual({ result: 0, text: 'Host updated.' })
    expect((await engine.client({ hardware: '1a:1b:1c:1d:1e:1f' }).discover())?.address).toBe('192.0.2.203')
    expect(await call('reservation-get', byAddress)).toMatchObject({ result: 3 })
    expect(await call('reservation-update', { reservation: { ...is, 'hw-address': '00:00:00:00:00:01' } })).toEqual({
      result: 1,
      text: 'Host not updated (not found).',
    })
  })

  it('carry options and boot fields', async () => {
    const { call } = await server4()
    const full = {
      'subnet-id': 1,
      'client-id': '01:0a:0b:0c:0d:0e:0f',
      'ip-address': '192.0.2.205',
      'next-server': '192.0.2.1',
      'server-hostname': 'hal9000',
      'boot-file-name': '/dev/null',
      'option-data': [{ name: 'domain-name-servers', data: '10.1.1.202,10.1.1.203' }],
      'client-classes': ['special_snowflake', 'office'],
    }
    expect((await call('reservation-add', { reservation: full })).result).toBe(0)
    expect((await call('reservation-get', { 'subnet-id': 1, 'ip-address': '192.0.2.205' })).arguments).toMatchObject({
      'boot-file-name': '/dev/null',
      'client-classes': ['special_snowflake', 'office'],
      'client-id': '010A0B0C0D0E0F',
      'option-data': [{ code: 6, data: '10.1.1.202,10.1.1.203' }],
    })
  })

  it('are listed by subnet, page, name, client and address', async () => {
    const hosts = [1, 2, 3, 4, 5].map(n => ({
      'hw-address': `01:02:03:04:05:0${n}`,
      'ip-address': `192.0.2.10${n}`,
      hostname: n < 4 ? 'Host.example.org' : 'other',
    }))
    const global = { 'hw-address': '01:02:03:04:05:01', hostname: 'global' }
    const { call } = await server4('3', { subnet4: [subnet({ reservations: hosts })], reservations: [global] })
    const addresses = (reply: { arguments?: unknown }) =>
      (reply.arguments as { hosts: { 'ip-address': string }[] }).hosts.map(host => host['ip-address'])
    const all = await call('reservation-get-all', { 'subnet-id': 1 })
    expect(all).toMatchObject({ result: 0, text: '5 IPv4 host(s) found.' })
    expect(addresses(all)).toEqual(hosts.map(host => host['ip-address']))
    expect(await call('reservation-get-all', { 'subnet-id': 0 })).toMatchObject({ text: '1 IPv4 host(s) found.' })

    const pages: string[] = []
    let next: object = {}
    for (;;) {
      const page = await call('reservation-get-page', { 'subnet-id': 1, limit: 2, ...next })
      const given = page.arguments as { count: number; next?: object }
      if (given.next === undefined) {
        expect(page).toEqual({ result: 3, text: '0 IPv4 host(s) found.', arguments: { count: 0, hosts: [] } })
        break
      }
      pages.push(...addresses(page))
      next = given.next
    }
    expect(pages).toEqual(hosts.map(host => host['ip-address']))

    expect(await call('reservation-get-by-hostname', { hostname: 'host.Example.org' })).toMatchObject({
      text: '3 IPv4 host(s) found.',
    })
    const client = { 'identifier-type': 'hw-address', identifier: '01:02:03:04:05:01' }
    const ofClient = await call('reservation-get-by-id', client)
    expect(ofClient).toMatchObject({ text: '2 IPv4 host(s) found.' })
    expect((ofClient.arguments as { hosts: { 'subnet-id': number }[] }).hosts.map(h => h['subnet-id'])).toEqual([0, 1])
    expect(await call('reservation-get-by-address', { 'ip-address': '192.0.2.101' })).toMatchObject({
      text: '1 IPv4 host(s) found.',
    })
  })

  const target = "The 'operation-target' value (invalid) is not within expected set: (memory, database, all, default)"
  const range = "The 'subnet-id' value (-1) is not within expected range: (0 - 4294967294)"
  const hint =
    "missing parameter 'subnet-id', use 'reservation-get-by-address' with 'ip-address' set to \"192.0.2.202\" to get the list of reservations with this address"
  const noSubnet = "IPv4 subnet with ID of '7777' is not configured"
  it.each([
    ['reservation-get', {}, "missing parameter 'subnet-id' (<wire>:0:42)"],
    ['reservation-get', { 'ip-address': '192.0.2.202', 'operation-target': 'invalid' }, target],
    ['reservation-get', { 'subnet-id': -1 }, range],
    ['reservation-get', { 'ip-address': '192.0.2.202' }, hint],
    [
      'reservation-get',
      { 'subnet-id': 1 },
      "No 'ip-address' provided and 'identifier-type' is either missing or not a string.",
    ],
    [
      'reservation-del',
      { 'identifier-type': 'hw-address' },
      "No 'ip-address' provided and 'identifier' is either missing or not a string.",
    ],
    ['reservation-get-all', {}, "missing parameter 'subnet-id' (<wire>:0:46)"],
    ['reservation-get-all', undefined, 'Parameters missing or are not a map.'],
    ['reservation-get-all', { 'subnet-id': 7777 }, noSubnet],
    ['reservation-get-page', {}, "missing parameter 'limit' (<wire>:0:47)"],
    ['reservation-get-page', { 'subnet-id': 7777, limit: 100 }, noSubnet],
    ['reservation-get-by-hostname', { hostname: '' }, 'Empty hostname'],
    ['reservation-get-by-id', {}, "'identifier-type' is either missing or not a string."],
    ['reservation-get-by-id', { 'identifier-type': 'hw-address' }, "'identifier' is either missing or not a string."],
    ['reservation-get-by-id', byId, "'subnet-id' is forbidden in reservation-get-by-id"],
    ['reservation-get-by-address', {}, "missing parameter 'ip-address' (<wire>:0:53)"],
    [
      'reservation-update',
      {},
      "invalid command: expected 'reservation' as the sole parameter inside the 'arguments' map, didn't get it instead",
    ],
  ])('%s %j is refused', async (command, given, text) => {
    const { call } = await server4()
    expect(await call(command, given)).toEqual({ result: 1, text })
  })

  const missing = "Mandatory 'subnet-id' parameter missing."
  it.each([
    [{ ...mine }, `${missing} The address '192.0.2.202' belongs to subnet '192.0.2.0/24' id 1.`],
    [{ ...mine, 'ip-address': '10.0.0.1' }, `${missing} The address '10.0.0.1' belongs to no configured subnet.`],
    [{ ...mine, 'subnet-id': '1' }, "'subnet-id' parameter is not integer."],
    [{ ...mine, 'subnet-id': -1 }, 'subnet-id: -1 is invalid, must be between 0 and 4294967294 (inclusive).'],
    [{ ...mine, 'subnet-id': 100 }, "IPv4 subnet with ID of '100' is not configured"],
    [
      { ...mine, 'subnet-id': 1, 'ip-address': '192.0.3.1' },
      "specified reservation '192.0.3.1' is not matching the IPv4 subnet prefix '192.0.2.0/24'",
    ],
    [
      { 'subnet-id': 1, hostname: 'x' },
      'one of the supported identifiers must be specified for host reservation: circuit-id, client-id, duid, flex-id, hw-address (<wire>:0:57)',
    ],
    [
      { 'subnet-id': 1, 'hw-address': '00:00:00:00:00:09', 'ip-address': '192.0.2.99' },
      "failed to add new host using the HW address '00:00:00:00:00:09' to the IPv4 subnet id '1' as this host has already been added",
    ],
    [
      { 'subnet-id': 1, 'hw-address': '00:00:00:00:00:08', 'ip-address': '192.0.2.99' },
      "failed to add new host to the IPv4 subnet id '1' for the address 192.0.2.99: There's already a reservation for this address",
    ],
  ])('reservation-add %j is refused', async (reservation, text) => {
    const there = { 'hw-address': '00:00:00:00:00:09', 'ip-address': '192.0.2.99' }
    const { engine, call } = await server4('3', { subnet4: [subnet({ reservations: [there] })] })
    const before = engine.service.edits.tree
    expect(await call('reservation-add', { reservation })).toEqual({ result: 1, text })
    expect(engine.service.edits.tree).toBe(before)
    expect(engine.service.edits.hosts.count).toBe(1)
  })

  it('without a subnet are global in Kea 3, and refused before', async () => {
    const reservation = { 'hw-address': '1a:1b:1c:1d:1e:1f', hostname: 'myhost' }
    const three = await server4('3')
    expect(await three.call('reservation-add', { reservation })).toEqual({
      result: 0,
      text: 'Host added. subnet-id not specified, assumed global (subnet-id 0).',
    })
    const two = await server4('2.2')
    expect(await two.call('reservation-add', { reservation })).toEqual({ result: 1, text: missing })
  })

  it('are not in a database', async () => {
    const { call } = await server4()
    const reservation = { 'subnet-id': 1, ...mine }
    expect(await call('reservation-add', { reservation, 'operation-target': 'database' })).toEqual({
      result: 1,
      text: 'Host database not available, cannot add host.',
    })
    expect(await call('reservation-del', { ...byAddress, 'operation-target': 'database' })).toEqual({
      result: 1,
      text: 'Unable to delete a host because there is no hosts-database configured.',
    })
  })
})

describe('reservations of DHCPv6', () => {
  it('keep addresses and prefixes', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] }, '3')
    const call = callerOf(engine.service, 'dhcp6', '3')
    const reservation = {
      'subnet-id': 1,
      duid: '01:02:03:04:05:06:07:08:09:0A',
      'ip-addresses': ['2001:db8:1:0:cafe::1'],
      prefixes: ['2001:db8:2:abcd::/64'],
      hostname: 'foo.example.com',
    }
    expect(await call('reservation-add', { reservation })).toEqual({ result: 0, text: 'Host added.' })
    expect(await call('reservation-get', { 'subnet-id': 1, 'ip-address': '2001:db8:1:0:cafe::1' })).toEqual({
      result: 0,
      text: 'Host found.',
      arguments: {
        'client-classes': [],
        duid: '01:02:03:04:05:06:07:08:09:0a',
        hostname: 'foo.example.com',
        'ip-addresses': ['2001:db8:1:0:cafe::1'],
        'option-data': [],
        prefixes: ['2001:db8:2:abcd::/64'],
        'subnet-id': 1,
      },
    })
    const twin = { ...reservation, duid: '01:02', 'ip-addresses': [] }
    expect(await call('reservation-add', { reservation: twin })).toEqual({
      result: 1,
      text: "failed to add address reservation for host to the IPv6 subnet id '1' for address/prefix 2001:db8:2:abcd::/64: There's already reservation for this address/prefix",
    })
    const id = { 'subnet-id': 1, 'identifier-type': 'duid', identifier: '0102030405060708090a' }
    expect(await call('reservation-del', id)).toEqual({ result: 0, text: 'Host deleted.' })
    expect((await call('reservation-add', { reservation: twin })).result).toBe(0)
  })

  it.each([
    [
      { 'ip-addresses': ['2001:db8:1::1', '2001:db8:2::2'] },
      'Reserved IPv6 addresses do not belong to a common configured subnet.',
    ],
    [{ 'ip-addresses': ['2001:db8:1::1'] }, "Reserved IPv6 addresses belong to subnet '2001:db8:1::/64' id 1."],
    [{ prefixes: ['3001:1::/64'] }, 'Prefixes are not attached to subnets so no hint is available.'],
  ])('%j without a subnet', async (more, hint) => {
    const engine = await Engine6.start({ subnet6: [subnet6()] }, '3')
    const call = callerOf(engine.service, 'dhcp6', '3')
    const reservation = { 'hw-address': '1a:1b:1c:1d:1e:1f', hostname: 'myhost', ...more }
    expect(await call('reservation-add', { reservation })).toEqual({
      result: 1,
      text: `Mandatory 'subnet-id' parameter missing. ${hint}`,
    })
  })
})
