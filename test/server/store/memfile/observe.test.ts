import { expect, test } from 'vitest'
import { revised } from '../../../../src/server/lease/found-lease.js'
import { LeaseKind } from '../../../../src/server/lease/lease.js'
import { PoolSpaces } from '../../../../src/server/lease/pool-spaces.js'
import { ipv4 } from '../../../../src/wire/address.js'
import { CountingObserver, leaseFor } from '../../../conformance/lease-store.js'
import { StoreRoom } from './store-room.js'

const lease = (n: number, changes = {}) =>
  leaseFor(ipv4, n, {
    clientId: Uint8Array.of(1, n >> 16, n >> 8, n),
    hardware: Uint8Array.of(2, n >> 16, n >> 8, n),
    ...changes,
  })

async function storeOf(count: number, room = new StoreRoom()) {
  const store = await room.open({ persist: false })
  for (let n = 0; n < count; n++) store.apply([{ was: undefined, is: lease(n) }])
  return store
}

test('an observer that joins in slices counts what happens meanwhile once', async () => {
  const store = await storeOf(1000)
  const observer = new CountingObserver<number>()
  let n = 0
  for (const _ of store.observe(observer, 10)) {
    void _
    for (const at of [n * 7, 999 - n * 5, n]) {
      const was = store.byAddress(lease(at).address, 3, 32)
      if (was === undefined) store.apply([{ was, is: lease(at, { subnetId: 3 }) }])
      else if (at % 3 === 0) store.apply([{ was, is: undefined }])
      else store.apply([{ was, is: revised(was, { state: 2 as const, poolId: at }) }])
    }
    n++
  }
  expect(n).toBeGreaterThan(50)
  expect(observer).toEqual(CountingObserver.recount(await store.page({}, undefined, 10_000)))
})

test('one that left is told nothing more', async () => {
  const store = await storeOf(1)
  const observer = new CountingObserver<number>()
  for (const _ of store.observe(observer)) void _
  store.forget(observer)
  store.apply([{ was: undefined, is: lease(5) }])
  expect(observer.inUse.size).toBe(1)
})

test('the pools of a configuration know which addresses are in use', async () => {
  const store = await storeOf(10)
  const spaces = new PoolSpaces(ipv4, Math.random)
  const pool = spaces.add(
    { first: lease(0).address, last: lease(19).address, leaseLength: 32, kind: LeaseKind.v4 },
    'iterative',
  )
  for (const _ of store.observe(spaces)) void _
  expect(pool.free).toBe(10)
  expect(pool.next()).toBe(lease(10).address)
  const was = store.byAddress(lease(4).address, 3, 32)!
  store.apply([{ was, is: revised(was, { state: 2 as const }) }])
  expect(pool.isFree(lease(4).address)).toBe(true)
})

test('a big table is paged in slices, with changes in between', async () => {
  const room = new StoreRoom()
  const store = await storeOf(40_000, room)
  const first = store.page({}, undefined, 300)
  expect(first).toBeInstanceOf(Promise)
  for (let n = 100; n < 200; n++) store.apply([{ was: lease(n), is: undefined }])
  // slots that became free while the scan runs must not come back as other addresses
  for (let n = 50_000; n < 50_100; n++) store.apply([{ was: undefined, is: lease(n) }])
  room.time.settle()
  const page = await first
  const addresses = page.map(l => l.address)
  expect(addresses).toEqual([...addresses].sort((a, b) => a - b))
  expect(page.every(l => store.byAddress(l.address, 3, 32) !== undefined)).toBe(true)
  expect(addresses.filter(a => a < lease(100).address)).toHaveLength(100)
  let after = page.at(-1)!.address
  let count = page.length
  for (;;) {
    const next = store.page({}, after, 10_000)
    room.time.settle()
    const more = await next
    if (more.length === 0) break
    count += more.length
    after = more.at(-1)!.address
  }
  expect(count).toBe(40_000)
})
