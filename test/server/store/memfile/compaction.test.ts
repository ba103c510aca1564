import { describe, expect, test } from 'vitest'
import { revised } from '../../../../src/server/lease/found-lease.js'
import type { Lease } from '../../../../src/server/lease/lease.js'
import type { Clock, Timer, Timers } from '../../../../src/server/time/clock.js'
import { ipv4 } from '../../../../src/wire/address.js'
import { leaseFor } from '../../../conformance/lease-store.js'
import { MemoryIo } from './memory-io.js'
import { PATH, StoreRoom } from './store-room.js'

const HEADER =
  'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id\n'
const lease = (n: number, changes: Partial<Lease<number>> = {}) =>
  leaseFor(ipv4, n, { clientId: Uint8Array.of(1, n >> 8, n), hardware: Uint8Array.of(2, n >> 8, n), ...changes })

async function contents(io: MemoryIo): Promise<string[]> {
  const store = await new StoreRoom(io).open()
  return (await store.page({}, undefined, 100_000)).map(l => `${ipv4.format(l.address)} ${l.cltt}`)
}

describe('lease file clean-up', () => {
  test('one row a lease stands in F.2 after it, none in F, and no other file is left', async () => {
    const room = new StoreRoom()
    const store = await room.open()
    for (let n = 1; n < 20; n++) store.apply([{ was: undefined, is: lease(n) }])
    for (let n = 1; n < 10; n++) store.apply([{ was: lease(n), is: undefined }])
    for (let n = 10; n < 20; n++) store.apply([{ was: lease(n), is: lease(n, { cltt: 1_800_000_100 }) }])
    store.flush()
    const before = await contents(room.io)
    expect(await room.compact(store)).toBe(true)
    expect([...room.io.files.keys()].sort()).toEqual([PATH, `${PATH}.2`])
    expect(room.io.text(PATH)).toBe(HEADER)
    expect(room.io.text(`${PATH}.2`).split('\n')).toHaveLength(12)
    expect(await contents(room.io)).toEqual(before)
  })

  test('runs every lfc-interval', async () => {
    const room = new StoreRoom()
    const store = await room.open({ lfcInterval: 3600 })
    store.apply([{ was: undefined, is: lease(1) }])
    store.flush()
    room.time.advance(3_599_000)
    expect(room.io.exists(`${PATH}.2`)).toBe(false)
    room.time.advance(1000)
    room.time.settle()
    expect(room.io.text(`${PATH}.2`)).toContain('192.0.2.1,')
    await store.close()
  })

  test('serving goes on meanwhile: changes before, at and behind the walk are all kept', async () => {
    const room = new StoreRoom()
    const store = await room.open()
    for (let n = 0; n < 3000; n++) store.apply([{ was: undefined, is: lease(n) }])
    store.flush()
    const slices = new Slices(room)
    const sliced = await new StoreRoom(room.io).open({}, { clock: slices, timers: slices })
    const done = sliced.compact()
    let slice = 0
    for (; slices.waiting; slice++) {
      const at = (i: number) => sliced.byAddress(lease(i).address, 3, 32)
      for (const i of [slice, 2999 - slice, slice * 40]) {
        const was = at(i)
        if (was === undefined) sliced.apply([{ was, is: lease(i, { cltt: 5 }) }])
        else if (i % 3 === 0) sliced.apply([{ was, is: undefined }])
        else sliced.apply([{ was, is: revised(was, { cltt: 1_800_000_000 + slice }) }])
      }
      // some batches are still open when the clean-up goes on
      if (slice % 2 === 0) expect(sliced.flush()).toBe(true)
      if (slice === 6) expect(await contents(copyOf(room.io))).toHaveLength(sliced.size)
      slices.next()
    }
    expect(slice).toBeGreaterThan(5)
    expect(await done).toBe(true)
    sliced.flush()
    const expected = (await sliced.page({}, undefined, 10_000)).map(l => `${ipv4.format(l.address)} ${l.cltt}`)
    expect(await contents(room.io)).toEqual(expected)
  })

  test('a batch that cannot be written while a clean-up runs is in no file, and its maker is told', async () => {
    const room = new StoreRoom()
    const slices = new Slices(room)
    const store = await room.open({}, { clock: slices, timers: slices })
    for (let n = 0; n < 2000; n++) store.apply([{ was: undefined, is: lease(n) }])
    store.flush()
    const done = store.compact()
    expect(slices.waiting).toBe(true)
    store.apply([{ was: undefined, is: lease(2500) }])
    room.io.fail('write')
    while (slices.waiting) slices.next()
    await done
    store.apply([{ was: undefined, is: lease(2501) }])
    expect(store.flush()).toBe(false)
    expect(store.size).toBe(2000)
    expect(store.flush()).toBe(true)
    expect(await contents(room.io)).toHaveLength(2000)
  })

  test('a clean-up that fails leaves all leases where they can be found, and the next one succeeds', async () => {
    for (const fault of ['open', 'write', 'sync', 'rename'] as const) {
      const room = new StoreRoom()
      const store = await room.open()
      for (let n = 1; n < 5; n++) store.apply([{ was: undefined, is: lease(n) }])
      store.flush()
      room.io.fail(fault)
      expect(await room.compact(store)).toBe(false)
      expect(await contents(copyOf(room.io))).toHaveLength(4)
      store.apply([{ was: undefined, is: lease(5) }])
      expect(store.flush()).toBe(true)
      expect(await contents(copyOf(room.io))).toHaveLength(5)
      expect(await room.compact(store)).toBe(true)
      expect(await contents(room.io)).toHaveLength(5)
    }
  })

  test('a process that dies at any system call of it loses nothing', async () => {
    const prepare = async () => {
      const room = new StoreRoom()
      const store = await room.open()
      for (let n = 1; n < 300; n++) store.apply([{ was: undefined, is: lease(n) }])
      store.flush()
      await room.compact(store)
      for (let n = 1; n < 100; n++) store.apply([{ was: lease(n), is: undefined }])
      for (let n = 300; n < 400; n++) store.apply([{ was: undefined, is: lease(n) }])
      store.flush()
      return { room, store }
    }
    const whole = await prepare()
    const before = await contents(copyOf(whole.room.io))
    const first = whole.room.io.calls
    await whole.room.compact(whole.store)
    const calls = whole.room.io.calls - first
    expect(calls).toBeGreaterThan(8)
    for (let i = 1; i <= calls; i++) {
      const { room, store } = await prepare()
      room.io.diesAt = room.io.calls + i
      await room.compact(store)
      expect(await contents(copyOf(room.io))).toEqual(before)
    }
  })
})

/** A clock on which every slice is over at once, and slices that run one at a time. */
class Slices implements Clock, Timers {
  private readonly tasks: (() => void)[] = []
  private elapsed = 0
  private readonly room: StoreRoom

  constructor(room: StoreRoom) {
    this.room = room
  }

  get waiting(): boolean {
    return this.tasks.length > 0
  }

  next(): void {
    this.tasks.shift()?.()
  }

  now = (): number => this.room.time.now()
  seconds = (): number => this.room.time.seconds()
  monotonic = (): number => (this.elapsed += 10)
  soon = (run: () => void): void => void this.tasks.push(run)
  after = (ms: number, run: () => void): Timer => this.room.time.after(ms, run)
  every = (ms: number, run: () => void): Timer => this.room.time.every(ms, run)
}

function copyOf(io: MemoryIo): MemoryIo {
  const copy = new MemoryIo()
  for (const [path, file] of io.files) copy.files.set(path, { bytes: Buffer.from(file.bytes) })
  return copy
}
