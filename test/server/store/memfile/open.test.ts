import { describe, expect, test } from 'vitest'
import { ipv6 } from '../../../../src/wire/address.js'
import { leaseFor, plain } from '../../../conformance/lease-store.js'
import { MemoryIo } from './memory-io.js'
import { PATH, StoreRoom } from './store-room.js'

const HEADER21 =
  'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n'
const HEADER30 = `${HEADER21.trim()},pool_id\n`
const row = (n: number, rest = '3600,1800003600,1,0,0,,0,') => `192.0.2.${n},02:00:00:00:00:0${n},,${rest}`
const numbers = async (room: StoreRoom, ...args: Parameters<StoreRoom['open']>) =>
  (await (await room.open(...args)).page({}, undefined, 1000)).map(l => l.address & 255)

describe('loading', () => {
  test('the last row of an address wins, lifetime 0 deletes, and for an unknown address says nothing', async () => {
    const room = new StoreRoom()
    room.io.put(
      PATH,
      `${HEADER30}${row(1)},0\n${row(2)},0\n${row(1, '7200,1800009000,1,0,0,new,0,')},5\n` +
        `${row(2, '0,1800000000,1,0,0,,0,')},0\n${row(3, '0,1800000000,1,0,0,,0,')},0\n`,
    )
    const store = await room.open()
    const [only, ...others] = await store.page({}, undefined, 10)
    expect(others).toEqual([])
    expect(only).toMatchObject({ validLifetime: 7200, cltt: 1_800_001_800, hostname: 'new', poolId: 5 })
  })

  test('reads F.2, F.1 and F in this order, and F.completed instead of the first two', async () => {
    const room = new StoreRoom()
    room.io.put(`${PATH}.2`, `${HEADER30}${row(1)},0\n${row(2)},2\n`)
    room.io.put(`${PATH}.1`, `${HEADER30}${row(2)},1\n${row(3)},1\n`)
    room.io.put(PATH, `${HEADER30}${row(3)},0\n`)
    const leases = await (await room.open()).page({}, undefined, 10)
    expect(leases.map(l => [l.address & 255, l.poolId])).toEqual([[1, 0], [2, 1], [3, 0]]) // biome-ignore format: a table
    room.io.put(`${PATH}.completed`, `${HEADER30}${row(7)},0\n`)
    expect(await numbers(new StoreRoom(room.io))).toEqual([3, 7])
    // what was completed has taken its place
    expect(room.io.exists(`${PATH}.completed`)).toBe(false)
    expect(room.io.exists(`${PATH}.1`)).toBe(false)
    expect(room.io.text(`${PATH}.2`)).toContain('192.0.2.7,')
  })

  test('refuses while another process cleans up, not for a pid file that was left behind', async () => {
    const room = new StoreRoom()
    room.io.put(`${PATH}.pid`, '99\n')
    room.io.running.add(99)
    await expect(room.open()).rejects.toThrow(
      'unable to load leases from files while the lease file cleanup is in progress',
    )
    room.io.running.clear()
    await room.open()
    room.io.put(`${PATH}.pid`, `${room.io.pid}\n`)
    room.io.running.add(room.io.pid)
    await room.open()
  })

  test('a file of an older schema is written anew at once, and nothing is lost on the way', async () => {
    const room = new StoreRoom()
    room.io.put(PATH, `${HEADER21}${row(1)}\n${row(2, '3600,1800003600,1,0,0,,0,{ "a": 1 }')}\n`)
    const store = await room.open()
    expect(room.logger.of('DHCPSRV_MEMFILE_NEEDS_UPGRADING')).toEqual([`DHCPSRV_MEMFILE_NEEDS_UPGRADING ${PATH} 3.0`])
    expect(room.io.text(PATH)).toBe(HEADER30)
    store.apply([{ was: undefined, is: { ...plainLease(3) } }])
    store.flush()
    expect(await numbers(new StoreRoom(copyOf(room.io)))).toEqual([1, 2, 3])
    room.time.settle()
    const upgraded = `${HEADER30}${row(1)},0\n${row(2, '3600,1800003600,1,0,0,,0,{ "a": 1 }')},0\n`
    expect(room.io.text(`${PATH}.2`).startsWith(upgraded)).toBe(true)
    expect(await numbers(new StoreRoom(room.io))).toEqual([1, 2, 3])
  })

  test('an old file beside a clean-up that never ended', async () => {
    const room = new StoreRoom()
    room.io.put(`${PATH}.1`, `${HEADER21}${row(1)}\n`)
    room.io.put(PATH, `${HEADER21}${row(2)}\n`)
    const store = await room.open()
    expect(store.size).toBe(2)
    expect(room.io.text(PATH)).toBe(HEADER30)
    expect(await numbers(new StoreRoom(copyOf(room.io)))).toEqual([1, 2])
  })

  test('a header that is none is refused in words of Kea', async () => {
    const room = new StoreRoom()
    room.io.put(PATH, 'address,hwaddr,clientid,x\n')
    await expect(room.open()).rejects.toThrow(" - header contains an invalid column: 'clientid'")
    expect(room.io.openFiles).toBe(0)
  })

  test('a file that died before its header was whole is a new one', async () => {
    for (const length of [0, 1, 20, HEADER30.length - 1]) {
      const room = new StoreRoom()
      room.io.put(PATH, HEADER30.slice(0, length))
      expect((await room.open()).size).toBe(0)
      expect(room.io.text(PATH)).toBe(HEADER30)
    }
  })

  test('bad rows are reported and left out; more than max-row-errors end the start', async () => {
    const file = `${HEADER30}${row(1)},0\nnonsense\n192.0.2.999,,,,,,,,,,,\n${row(2)},0\n`
    const room = new StoreRoom()
    room.io.put(PATH, file)
    expect(await numbers(room, { maxRowErrors: 2 })).toEqual([1, 2])
    expect(room.logger.of('DHCPSRV_MEMFILE_LEASE_LOAD_ROW_ERROR')).toHaveLength(2)
    await expect(new StoreRoom(room.io).open({ maxRowErrors: 1 })).rejects.toThrow(
      `exceeded maximum number of failures 1 to read a lease from the lease file ${PATH}`,
    )
  })

  test('after a torn last row, new rows begin on a line of their own', async () => {
    const room = new StoreRoom()
    room.io.put(PATH, `${HEADER30}${row(1)},0\n192.0.2.2,02:00:00`)
    const store = await room.open()
    store.apply([{ was: undefined, is: plainLease(3) }])
    store.flush()
    expect(await numbers(new StoreRoom(room.io))).toEqual([1, 3])
  })

  test('without persist there is no file', async () => {
    const room = new StoreRoom()
    const store = await room.open({ persist: false })
    expect(store.apply([{ was: undefined, is: plainLease(1) }])).toBe(true)
    expect(store.flush()).toBe(true)
    expect(await store.compact()).toBe(true)
    expect(room.io.files.size).toBe(0)
    expect(room.logger.of('DHCPSRV_MEMFILE_NO_STORAGE')).toHaveLength(1)
  })

  test('DHCPv6: every kind of row there and back', async () => {
    const room = new StoreRoom<bigint>(new MemoryIo(), ipv6)
    const store = await room.open()
    const leases = [
      leaseFor(ipv6, 1, { hostname: 'a,b', userContext: '{ "x": "a,b" }', hardwareSource: 32, hardwareType: 6 }),
      leaseFor(ipv6, 2, { kind: 2, prefixLength: 56, preferredLifetime: 10, iaid: 4_000_000_000, poolId: 9 }),
      leaseFor(ipv6, 3, { clientId: new Uint8Array(0), hardware: new Uint8Array(0), hardwareType: 0, state: 1 }),
      leaseFor(ipv6, 4, { validLifetime: 0xffffffff, preferredLifetime: 0xffffffff }),
    ]
    for (const is of leases) store.apply([{ was: undefined, is }])
    store.flush()
    expect(room.io.text(PATH)).toContain('2001:db8::3,00:00:00,3600,')
    const again = await new StoreRoom<bigint>(room.io, ipv6).open()
    expect((await again.page({}, undefined, 10)).map(plain)).toEqual(leases.map(plain))
  })
})

function plainLease(n: number) {
  return {
    kind: 3,
    address: 0xc0000200 + n,
    prefixLength: 32,
    subnetId: 1,
    poolId: 0,
    state: 0,
    validLifetime: 3600,
    preferredLifetime: 0,
    cltt: 1_800_000_000,
    iaid: 0,
    clientId: new Uint8Array(0),
    hardware: Uint8Array.of(2, n),
    hardwareType: 1,
    hardwareSource: 0,
    hostname: '',
    fqdnForward: false,
    fqdnReverse: false,
    userContext: '',
  } as const
}

/** What a machine that is switched off now finds on its disk. */
function copyOf(io: MemoryIo): MemoryIo {
  const copy = new MemoryIo()
  for (const [path, file] of io.files) copy.files.set(path, { bytes: Buffer.from(file.bytes) })
  return copy
}
