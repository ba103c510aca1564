import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { revised } from '../../../../src/server/lease/found-lease.js'
import { ipv4 } from '../../../../src/wire/address.js'
import { leaseFor } from '../../../conformance/lease-store.js'
import { PowerCutIo } from './power-cut-io.js'
import { PATH, StoreRoom } from './store-room.js'

type Act = 'new' | 'renew' | 'release' | 'second' | 'clean' | 'kill'
const acts = fc.array(fc.constantFrom<Act>('new', 'new', 'new', 'renew', 'release', 'second', 'clean', 'kill'), {
  minLength: 1,
  maxLength: 40,
})
const luck = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }))

/**
 * A store that lives through what is asked of it, and what was acknowledged meanwhile: cltt by number of the lease. `end`:
 * the call to the system at which it dies, in a clean-up; 0: in none.
 */
async function live(sync: 'none' | 'batch' | 'interval', history: readonly Act[], io: PowerCutIo, end = 0) {
  let room = new StoreRoom(io)
  let store = await room.open({ sync })
  const acknowledged = new Map<number, number>()
  let next = 1
  let last = 0
  for (const act of history) {
    if (act === 'clean') void store.compact()
    else if (act === 'second') room.time.advance(1000)
    else if (act === 'kill') {
      io.running.clear()
      room = new StoreRoom(io)
      store = await room.open({ sync })
    } else if (act === 'new') {
      const is = leaseFor(ipv4, next)
      store.apply([{ was: undefined, is }])
      if (store.flush()) acknowledged.set(next, is.cltt)
      last = next++
    } else {
      const was = store.byAddress(leaseFor(ipv4, last).address, 3, 32)
      if (was === undefined) continue
      const is = act === 'renew' ? revised(was, { cltt: was.cltt + 60 }) : undefined
      store.apply([{ was, is }])
      if (!store.flush()) continue
      if (is === undefined) acknowledged.delete(last)
      else acknowledged.set(last, is.cltt)
    }
  }
  if (end > 0) {
    io.diesAt = io.calls + end
    await store.compact()
  }
  return acknowledged
}

async function found(io: PowerCutIo, numbers: IterableIterator<number>): Promise<Map<number, number>> {
  const after = await new StoreRoom(io.cutPower(atMost => Math.round(numbers.next().value! * atMost))).open()
  const leases = await after.page({}, undefined, 1000)
  return new Map(leases.map(({ address, cltt }) => [address & 0xff, cltt]))
}

describe('after a power cut', () => {
  test('persist-sync batch: all that was acknowledged is there, as it was, clean-ups and crashes notwithstanding', async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.nat(15), luck, async (history, end, numbers) => {
        const io = new PowerCutIo()
        const acknowledged = await live('batch', history, io, end)
        expect(await found(io, numbers[Symbol.iterator]())).toEqual(acknowledged)
      }),
      { numRuns: 300 },
    )
  })

  test('persist-sync interval: all that was acknowledged before the last sync is there', async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.nat(15), luck, async (history, end, numbers) => {
        const io = new PowerCutIo()
        // nobody releases, so that what is missing afterwards was lost
        const kept = history.filter(act => act !== 'release')
        const cut = kept.lastIndexOf('second')
        const before = await live('interval', kept.slice(0, cut + 1), new PowerCutIo())
        await live('interval', kept, io, end)
        const after = await found(io, numbers[Symbol.iterator]())
        for (const [number, cltt] of before) expect(after.get(number)).toBeGreaterThanOrEqual(cltt)
      }),
      { numRuns: 300 },
    )
  })

  test('persist-sync none: what the system had not written out is gone, and the server starts', async () => {
    const io = new PowerCutIo()
    await live('none', ['new', 'new', 'renew'], io)
    expect(io.syncs).toBe(0)
    expect((await found(io, [0, 0, 0, 0][Symbol.iterator]())).size).toBe(0)
  })

  test('persist-sync batch: one sync a batch, none for a batch that changes nothing', async () => {
    const io = new PowerCutIo()
    const store = await new StoreRoom(io).open({ sync: 'batch' })
    const before = io.syncs
    for (let n = 1; n < 100; n++) store.apply([{ was: undefined, is: leaseFor(ipv4, n) }])
    store.flush()
    store.flush()
    expect(io.syncs).toBe(before + 1)
  })

  test('what a server without syncs left in the cache is on the disk before one with syncs answers', async () => {
    const io = new PowerCutIo()
    const first = await new StoreRoom(io).open({ sync: 'none' })
    first.apply([{ was: undefined, is: leaseFor(ipv4, 7) }])
    first.flush()
    await new StoreRoom(io).open({ sync: 'batch' })
    expect([...(await found(io, [0, 0, 0, 0][Symbol.iterator]())).keys()]).toEqual([7])
    expect(io.text(PATH)).toContain('192.0.2.7,')
  })
})
