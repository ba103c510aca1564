import { describe, expect, test } from 'vitest'
import { type Address, type Lease, LeaseKind } from '../../../src/server/lease/lease.js'
import { Reclaimer } from '../../../src/server/lease/reclaim.js'
import { reclaim4, reclaim6 } from '../../../src/server/lease/reclaim-messages.js'
import { type AddressKind, ipv4, ipv6 } from '../../../src/wire/address.js'
import { CountingObserver, leaseFor } from '../../conformance/lease-store.js'
import { MemoryIo } from '../store/memfile/memory-io.js'
import { StoreRoom } from '../store/memfile/store-room.js'

const MANY = 3000

/** Of every six leases that end in one second one is declined; others of DHCPv6 are prefixes. One in ten goes on. */
function someLease<A extends Address>(kind: AddressKind<A>, n: number): Lease<A> {
  const prefix = kind.width === 16 && n % 5 === 0
  return leaseFor(kind, n, {
    subnetId: 1 + (n % 3),
    poolId: n % 2,
    state: n % 6 === 0 && !prefix ? 1 : 0,
    validLifetime: n % 10 === 0 ? 100_000 : 3600,
    clientId: Uint8Array.of(1, 2, n >> 8, n),
    ...(prefix ? { kind: LeaseKind.pd, address: kind.add(kind.parse('2001:db9::')!, n * 256), prefixLength: 120 } : {}),
  })
}

describe.each([
  ['DHCPv4', ipv4 as AddressKind<Address>, reclaim4],
  ['DHCPv6', ipv6 as unknown as AddressKind<Address>, reclaim6],
])('reclamation of many %s leases that end at once', (_, kind, messages) => {
  test.each([
    ['keeping them for their clients', 3600],
    ['deleting them', 0],
  ])('%s: what observers count equals a recount, slice by slice, and so does the file', async (_how, hold) => {
    const room = new StoreRoom<Address>(new MemoryIo(), kind)
    const observer = new CountingObserver<Address>()
    const store = await room.open({}, { observers: [observer] })
    const all = Array.from({ length: MANY }, (_each, n) => someLease(kind, n + 1))
    for (const is of all) store.apply([{ was: undefined, is }])
    store.flush()
    const gone: Lease<Address>[] = []
    const rooms = { kind, store, clock: room.time, timers: room.time, log: room.logger, messages }
    const config = { reclaimWait: 10, flushWait: 25, hold, maxLeases: 100, maxTime: 250, unwarnedCycles: 5 }
    const reclaimer = new Reclaimer({ ...rooms, reclaimed: lease => gone.push(lease) }, config)
    const due = all.filter(({ validLifetime }) => validLifetime === 3600).length
    reclaimer.start()
    room.time.advance(3601_000)
    for (let run = 0; run < 40; run++) {
      room.time.advance(10_000)
      room.time.settle()
      const leases = await store.page({}, undefined, MANY)
      expect(observer).toEqual(CountingObserver.recount(leases))
    }
    reclaimer.stop()
    expect(gone).toHaveLength(due)
    const again = new CountingObserver<Address>()
    const reread = await new StoreRoom<Address>(room.io, kind).open({}, { observers: [again] })
    expect(reread.size).toBe(store.size)
    expect(again).toEqual(observer)
  })
})
