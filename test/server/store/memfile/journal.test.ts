import { describe, expect, test } from 'vitest'
import { revised } from '../../../../src/server/lease/found-lease.js'
import type { Lease } from '../../../../src/server/lease/lease.js'
import { ipv4 } from '../../../../src/wire/address.js'
import { CountingObserver, leaseFor } from '../../../conformance/lease-store.js'
import { PATH, StoreRoom } from './store-room.js'

const HEADER =
  'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id\n'
const lease = (n: number, changes: Partial<Lease<number>> = {}) => leaseFor(ipv4, n, changes)
const insert = (is: Lease<number>) => [{ was: undefined, is }]

describe('what the journal writes', () => {
  test('a new file begins with the header of the current schema', async () => {
    const room = new StoreRoom()
    const store = await room.open()
    expect(room.io.text(PATH)).toBe(HEADER)
    await store.close()
    expect(room.io.openFiles).toBe(0)
  })

  test('rows are those of Kea: one for a new lease, one for its extension, one of lifetime 0 for its end', async () => {
    const room = new StoreRoom()
    const store = await room.open()
    store.apply(insert(lease(10, { hostname: 'h', clientId: new Uint8Array(0), poolId: 3 })))
    store.flush()
    const was = store.byAddress(lease(10).address, 3, 32)!
    store.apply([{ was, is: revised(was, { cltt: was.cltt + 60 }) }])
    store.apply([{ was: store.byAddress(lease(10).address, 3, 32), is: undefined }])
    store.flush()
    expect(room.io.text(PATH)).toBe(
      `${HEADER}192.0.2.10,02:00:00:00:00:0a,,3600,1800003600,1,0,0,h,0,,3\n` +
        '192.0.2.10,02:00:00:00:00:0a,,3600,1800003660,1,0,0,h,0,,3\n' +
        '192.0.2.10,02:00:00:00:00:0a,,0,1800000060,1,0,0,h,0,,3\n',
    )
  })

  test('nothing is written before the flush, and one flush is one write', async () => {
    const room = new StoreRoom()
    const store = await room.open()
    for (let n = 1; n < 100; n++) store.apply(insert(lease(n)))
    const calls = room.io.calls
    expect(room.io.text(PATH)).toBe(HEADER)
    expect(store.flush()).toBe(true)
    expect(room.io.calls).toBe(calls + 1)
    expect(store.flush()).toBe(true)
    expect(room.io.calls).toBe(calls + 1)
  })

  test('a batch bigger than the buffer is written whole or not at all', async () => {
    const room = new StoreRoom()
    const store = await room.open()
    store.apply(insert(lease(1)))
    store.flush()
    const before = room.io.text(PATH)
    const context = `{ "x": "${'y'.repeat(5000)}" }`
    const big = () => {
      for (let n = 2; n < 200; n++) store.apply(insert(lease(n, { userContext: context })))
    }
    room.io.room = 500_000
    big()
    expect(store.flush()).toBe(false)
    expect(room.io.text(PATH)).toBe(before)
    expect(store.size).toBe(1)
    room.io.heal()
    big()
    expect(store.flush()).toBe(true)
    expect((await new StoreRoom(room.io).open()).size).toBe(199)
  })
})

describe('a disk that fails', () => {
  test('full in the middle of a row: file and table agree at every batch, and go on when there is room', async () => {
    const room = new StoreRoom()
    const observer = new CountingObserver<number>()
    const store = await room.open({}, { observers: [observer] })
    const acknowledged: number[] = []
    room.io.room = 1000
    for (let n = 1; n < 60; n++) {
      if (n === 40) room.io.heal()
      store.apply(insert(lease(n)))
      if (store.flush()) acknowledged.push(n)
      expect(room.io.text(PATH).endsWith('\n')).toBe(true)
    }
    const leases = await store.page({}, undefined, 1000)
    expect(leases.map(l => l.address & 255)).toEqual(acknowledged)
    expect(acknowledged.length).toBeGreaterThan(20)
    expect(acknowledged.length).toBeLessThan(59)
    const again = await new StoreRoom(room.io).open()
    expect((await again.page({}, undefined, 1000)).map(l => l.address & 255)).toEqual(acknowledged)
    expect(observer).toEqual(CountingObserver.recount(leases))
    expect(room.logger.of('KEATS_MEMFILE_WRITE_FAIL')).toHaveLength(1)
    expect(room.logger.of('KEATS_MEMFILE_WRITE_RECOVERED')).toHaveLength(1)
  })

  test('where even cutting off fails, nothing is written behind the torn row until it succeeds', async () => {
    const room = new StoreRoom()
    const store = await room.open()
    store.apply(insert(lease(1)))
    store.flush()
    const before = room.io.text(PATH)
    store.apply(insert(lease(2)))
    room.io.fail('write', 'truncate', 'truncate')
    expect(store.flush()).toBe(false)
    store.apply(insert(lease(3)))
    expect(store.flush()).toBe(false)
    store.apply(insert(lease(4)))
    expect(store.flush()).toBe(true)
    expect(room.io.text(PATH).startsWith(before)).toBe(true)
    expect((await new StoreRoom(room.io).open()).size).toBe(2)
  })

  test('a sync that fails undoes the batch, and the file is written anew from the table', async () => {
    const room = new StoreRoom()
    const store = await room.open({ sync: 'batch' })
    store.apply(insert(lease(1)))
    expect(store.flush()).toBe(true)
    room.io.fail('sync')
    store.apply(insert(lease(2)))
    expect(store.flush()).toBe(false)
    room.time.settle()
    await Promise.resolve()
    expect(room.logger.of('KEATS_MEMFILE_SYNC_FAIL')).toHaveLength(1)
    expect(room.io.text(`${PATH}.2`)).toContain('192.0.2.1,')
    expect(room.io.text(PATH)).toBe(HEADER)
    store.apply(insert(lease(3)))
    expect(store.flush()).toBe(true)
  })

  test('persist-sync interval: a sync every second, if there was a write', async () => {
    const room = new StoreRoom()
    const store = await room.open({ sync: 'interval' })
    const calls = room.io.calls
    room.time.advance(5000)
    expect(room.io.calls).toBe(calls)
    store.apply(insert(lease(1)))
    store.flush()
    room.time.advance(5000)
    expect(room.io.calls).toBe(calls + 2)
    await store.close()
  })
})

describe('misuse', () => {
  test('a lease that lost its bytes is refused, and nothing of its batch is done', async () => {
    const room = new StoreRoom()
    const store = await room.open()
    store.apply(insert(lease(1)))
    const spread = { ...store.byAddress(lease(1).address, 3, 32)!, cltt: 5 } as Lease<number>
    const changes = [
      { was: undefined, is: lease(2) },
      { was: store.byAddress(lease(1).address, 3, 32), is: spread },
    ]
    expect(() => store.apply(changes)).toThrow(/revised/)
    expect(store.size).toBe(1)
  })
})
