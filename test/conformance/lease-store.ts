import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { Identity } from '../../src/server/lease/identity.js'
import { type Address, INFINITE, type Lease, LeaseKind, type LeaseScope } from '../../src/server/lease/lease.js'
import type { LeaseObserver, LeaseQuery, LeaseStore } from '../../src/server/store/lease-store.js'
import type { AddressKind } from '../../src/wire/address.js'

/** A store under test and what the suite needs to know of it. */
export interface StoreUnderTest<A extends Address> {
  readonly store: LeaseStore<A>
  /** The next flush() must fail. Left out: writes of this store cannot be made to fail. */
  failNextFlush?(): void
}

export type MakeStore<A extends Address> = (observer: LeaseObserver<A>) => Promise<StoreUnderTest<A>>

/** All there is to say of a lease that the test does not care about. */
export function leaseFor<A extends Address>(
  kind: AddressKind<A>,
  n: number,
  changes: Partial<Lease<A>> = {},
): Lease<A> {
  const v4 = kind.width === 4
  return {
    kind: v4 ? LeaseKind.v4 : LeaseKind.na,
    address: kind.add(kind.parse(v4 ? '192.0.2.0' : '2001:db8::')!, n),
    prefixLength: kind.bits,
    subnetId: 1,
    poolId: 0,
    state: 0,
    validLifetime: 3600,
    preferredLifetime: v4 ? 0 : 1800,
    cltt: 1_800_000_000,
    iaid: v4 ? 0 : 1,
    clientId: Uint8Array.of(1, 2, 3, n),
    hardware: Uint8Array.of(2, 0, 0, 0, 0, n),
    hardwareType: 1,
    hardwareSource: 0,
    hostname: '',
    fqdnForward: false,
    fqdnReverse: false,
    userContext: '',
    ...changes,
  }
}

/** Every field as plain data, for comparisons. */
export function plain<A extends Address>(lease: Lease<A> | undefined): object | undefined {
  if (lease === undefined) return undefined
  return {
    kind: lease.kind,
    address: lease.address,
    prefixLength: lease.prefixLength,
    subnetId: lease.subnetId,
    poolId: lease.poolId,
    state: lease.state,
    validLifetime: lease.validLifetime,
    preferredLifetime: lease.preferredLifetime,
    cltt: lease.cltt,
    iaid: lease.iaid,
    clientId: [...lease.clientId],
    hardware: [...lease.hardware],
    hardwareType: lease.hardwareType,
    hardwareSource: lease.hardwareSource,
    hostname: lease.hostname,
    fqdnForward: lease.fqdnForward,
    fqdnReverse: lease.fqdnReverse,
    userContext: lease.userContext,
  }
}

/** Keeps what it is told as counts and a set, so that it can be compared with a recount. */
export class CountingObserver<A extends Address> implements LeaseObserver<A> {
  readonly counts = new Map<string, number>()
  readonly inUse = new Set<string>()

  used(kind: LeaseKind, address: A, prefixLength: number, inUse: boolean): void {
    const key = `${kind} ${address}/${prefixLength}`
    if (inUse === this.inUse.has(key)) throw new Error(`${key} was told twice`)
    if (inUse) this.inUse.add(key)
    else this.inUse.delete(key)
  }

  counted(kind: LeaseKind, subnetId: number, poolId: number, was: number, is: number): void {
    this.#add(`${kind} ${subnetId} ${poolId} ${was}`, was, -1)
    this.#add(`${kind} ${subnetId} ${poolId} ${is}`, is, 1)
  }

  #add(key: string, state: number, n: number): void {
    if (state < 0) return
    const sum = (this.counts.get(key) ?? 0) + n
    if (sum === 0) this.counts.delete(key)
    else this.counts.set(key, sum)
  }

  static recount<A extends Address>(leases: Iterable<Lease<A>>): CountingObserver<A> {
    const counts = new CountingObserver<A>()
    for (const lease of leases) {
      counts.counted(lease.kind, lease.subnetId, lease.poolId, -1, lease.state)
      if (lease.state === 0 || lease.state === 1 || lease.state === 4)
        counts.used(lease.kind, lease.address, lease.prefixLength, true)
    }
    return counts
  }
}

const anySubnet: LeaseScope = { holds: () => true }
const only = (id: number): LeaseScope => ({ holds: subnetId => subnetId === id })

/** What every LeaseStore keeps to, for one address family. */
export function leaseStoreSuite<A extends Address>(name: string, kind: AddressKind<A>, make: MakeStore<A>): void {
  const open: LeaseStore<A>[] = []
  const begin = async () => {
    const observer = new CountingObserver<A>()
    const made = await make(observer)
    open.push(made.store)
    return { ...made, observer }
  }
  const v6 = kind.width === 16
  const lease = (n: number, changes: Partial<Lease<A>> = {}) => leaseFor(kind, n, changes)
  const at = (store: LeaseStore<A>, l: Lease<A>) => store.byAddress(l.address, l.kind, l.prefixLength)
  const put = async (store: LeaseStore<A>, ...leases: Lease<A>[]) => {
    for (const is of leases) expect(await store.apply([{ was: undefined, is }])).toBe(true)
    expect(await store.flush()).toBe(true)
  }
  const all = (store: LeaseStore<A>) => store.page({}, undefined, 100_000)

  describe(`${name}: a lease store`, () => {
    afterEach(async () => {
      for (const store of open.splice(0)) await store.close()
    })

    test('gives back every field of a lease as it was put', async () => {
      const { store } = await begin()
      const full = lease(7, {
        subnetId: 0xfffffffe,
        poolId: 12,
        state: 1,
        validLifetime: INFINITE,
        cltt: 0xfffffffe,
        clientId: Uint8Array.from({ length: 128 }, (_, i) => 255 - i),
        hardware: Uint8Array.from({ length: 20 }, (_, i) => i),
        hardwareType: 6,
        hostname: 'host-7.example.org',
        fqdnForward: true,
        fqdnReverse: true,
        userContext: '{ "a": "b, & \u00e9" }',
        ...(v6 ? { iaid: 0xffffffff, preferredLifetime: INFINITE, hardwareSource: 32 } : {}),
      })
      await put(store, full)
      expect(plain(await at(store, full))).toEqual(plain(full))
    })

    test('finds nothing where there is nothing', async () => {
      const { store } = await begin()
      await put(store, lease(1))
      expect(await at(store, lease(2))).toBeUndefined()
      expect(await store.byClientId(Identity.of(lease(2).clientId), anySubnet)).toBeUndefined()
      expect(await store.byHardware(Identity.of(lease(2).hardware), anySubnet)).toBeUndefined()
      expect(await store.byClientId(new Identity(), anySubnet)).toBeUndefined()
      expect(await store.byHardware(new Identity(), anySubnet)).toBeUndefined()
    })

    test('finds by client id and hardware address, in the scope only', async () => {
      const { store } = await begin()
      const { clientId, hardware } = lease(1)
      await put(store, lease(1), lease(2, { clientId, hardware, subnetId: 2 }), lease(3, { subnetId: 2 }))
      for (const subnet of [1, 2]) {
        expect((await store.byClientId(Identity.of(clientId), only(subnet)))?.address).toBe(lease(subnet).address)
        expect((await store.byHardware(Identity.of(hardware), only(subnet)))?.address).toBe(lease(subnet).address)
      }
      expect(await store.byClientId(Identity.of(clientId), only(3))).toBeUndefined()
    })

    test('of several leases of a client, finds the active one', async () => {
      const { store } = await begin()
      const { clientId, hardware } = lease(1)
      const same = { clientId, hardware }
      await put(store, lease(1, { ...same, state: 2 }), lease(2, same), lease(3, { ...same, state: 2 }))
      expect((await store.byClientId(Identity.of(clientId), anySubnet))?.address).toBe(lease(2).address)
      expect((await store.byHardware(Identity.of(hardware), anySubnet))?.address).toBe(lease(2).address)
    })

    test('a lease that left a client is found by its new one only', async () => {
      const { store } = await begin()
      await put(store, lease(1))
      const was = await at(store, lease(1))
      const is = lease(1, { clientId: Uint8Array.of(9, 9), hardware: Uint8Array.of(8) })
      expect(await store.apply([{ was, is }])).toBe(true)
      expect(await store.byClientId(Identity.of(lease(1).clientId), anySubnet)).toBeUndefined()
      expect(await store.byHardware(Identity.of(lease(1).hardware), anySubnet)).toBeUndefined()
      expect((await store.byClientId(Identity.of(is.clientId), anySubnet))?.address).toBe(is.address)
      expect((await store.byHardware(Identity.of(is.hardware), anySubnet))?.address).toBe(is.address)
    })

    test('a found lease stays what it was when the store goes on', async () => {
      const { store } = await begin()
      await put(store, lease(1, { hostname: 'before' }))
      const was = await at(store, lease(1))
      await store.apply([{ was, is: lease(1, { hostname: 'after', clientId: Uint8Array.of(5) }) }])
      await store.flush()
      await store.apply([{ was: await at(store, lease(1)), is: undefined }])
      await store.flush()
      for (let n = 2; n < 100; n++) await put(store, lease(n))
      expect(plain(was)).toEqual(plain(lease(1, { hostname: 'before' })))
    })

    test('compares before it sets', async () => {
      const { store } = await begin()
      await put(store, lease(1))
      const seen = await at(store, lease(1))
      expect(await store.apply([{ was: undefined, is: lease(1) }])).toBe(false)
      expect(await store.apply([{ was: seen, is: lease(1, { cltt: 1_800_000_100 }) }])).toBe(true)
      expect(await store.apply([{ was: seen, is: lease(1, { cltt: 1_800_000_200 }) }])).toBe(false)
      expect(await store.apply([{ was: seen, is: undefined }])).toBe(false)
      expect(await store.apply([{ was: lease(2), is: lease(2, { cltt: 1 }) }])).toBe(false)
      expect((await at(store, lease(1)))?.cltt).toBe(1_800_000_100)
    })

    test('takes an equal lease of any origin for what it holds', async () => {
      const { store } = await begin()
      await put(store, lease(1, { hostname: 'a' }))
      expect(await store.apply([{ was: lease(1, { hostname: 'b' }), is: undefined }])).toBe(false)
      expect(await store.apply([{ was: lease(1, { hostname: 'a' }), is: undefined }])).toBe(true)
      expect(await at(store, lease(1))).toBeUndefined()
    })

    test('applies all changes or none', async () => {
      const { store, observer } = await begin()
      if (!store.can.atomicBatch) return
      await put(store, lease(1), lease(2))
      const before = (await all(store)).map(plain)
      const batch = [
        { was: undefined, is: lease(3) },
        { was: await at(store, lease(1)), is: lease(1, { cltt: 5, clientId: Uint8Array.of(7) }) },
        { was: await at(store, lease(2)), is: undefined },
        { was: lease(2), is: undefined },
      ]
      expect(await store.apply(batch)).toBe(false)
      await store.flush()
      expect((await all(store)).map(plain)).toEqual(before)
      expect(observer).toEqual(CountingObserver.recount(await all(store)))
      expect(await store.apply(batch.slice(0, 3))).toBe(true)
      await store.flush()
      expect((await all(store)).map(l => l.address)).toEqual([lease(1).address, lease(3).address])
    })

    test('pages in address order, after an address, within a filter', async () => {
      const { store } = await begin()
      const order = [9, 3, 250, 17, 4, 90, 5, 2]
      for (const n of order)
        await put(store, lease(n, { subnetId: n % 2, ...(n > 50 ? { hostname: 'far', state: 1 } : {}) }))
      const numbers = async (...args: Parameters<LeaseStore<A>['page']>) => {
        const page = await store.page(...args)
        return page.map(l => Number(BigInt(l.address) - BigInt(lease(0).address)))
      }
      expect(await numbers({}, undefined, 100)).toEqual([2, 3, 4, 5, 9, 17, 90, 250])
      expect(await numbers({}, undefined, 3)).toEqual([2, 3, 4])
      expect(await numbers({}, lease(4).address, 3)).toEqual([5, 9, 17])
      expect(await numbers({}, lease(6).address, 1)).toEqual([9])
      expect(await numbers({}, lease(250).address, 3)).toEqual([])
      expect(await numbers({ subnetId: 1 }, undefined, 100)).toEqual([3, 5, 9, 17])
      expect(await numbers({ hostname: 'far' }, undefined, 100)).toEqual([90, 250])
      expect(await numbers({ state: 1, subnetId: 0 }, lease(90).address, 100)).toEqual([250])
    })

    test('walks through all that match, in address order, whatever changes meanwhile', async () => {
      const { store } = await begin()
      const client = Uint8Array.of(1, 2)
      const hardware = Uint8Array.of(2, 0, 0, 0, 0, 9)
      for (const n of [9, 3, 250, 17, 4, 90])
        await put(store, lease(n, n % 2 === 0 ? { clientId: client, subnetId: 2 } : { hardware, hostname: 'odd' }))
      const walked = async (query: LeaseQuery<A>, size = 2) => {
        const walk = await store.walk(query)
        const found: number[] = []
        for (;;) {
          const page = await walk.next(size)
          if (page.length === 0) break
          found.push(...page.map(l => Number(BigInt(l.address) - BigInt(lease(0).address))))
        }
        expect(walk.count).toBe(found.length)
        walk.close()
        walk.close()
        return found
      }
      expect(await walked({})).toEqual([3, 4, 9, 17, 90, 250])
      expect(await walked({ client: Identity.of(client) })).toEqual([4, 90, 250])
      expect(await walked({ hardware: Identity.of(hardware) })).toEqual([3, 9, 17])
      expect(await walked({ client: Identity.of(client), hardware: Identity.of(hardware) })).toEqual([])
      expect(await walked({ client: Identity.of(Uint8Array.of(7)) })).toEqual([])
      expect(await walked({ hardware: Identity.of(new Uint8Array(0)) })).toEqual([])
      expect(await walked({ client: Identity.of(client), after: lease(4).address })).toEqual([90, 250])
      expect(await walked({ client: Identity.of(client), subnetId: 1 })).toEqual([])
      expect(await walked({ hostname: 'ODD' }, 100)).toEqual([3, 9, 17])
      expect(await walked({ after: lease(3).address, limit: 3 })).toEqual([4, 9, 17])
      const walk = await store.walk({})
      expect((await walk.next(1)).map(l => l.address)).toEqual([lease(3).address])
      await store.settle([{ was: await at(store, lease(9)), is: undefined }])
      await store.settle([{ was: undefined, is: lease(8) }])
      const rest = await walk.next(100)
      expect(rest.map(l => l.address)).toEqual([4, 17, 90, 250].map(n => lease(n).address))
      walk.close()
    })

    test('finds prefixes by where they begin, whatever their length', async () => {
      const { store } = await begin()
      if (!v6) {
        expect(await store.prefixesAt(lease(1).address)).toEqual([])
        return
      }
      const prefix = (n: number, prefixLength: number) => lease(n, { kind: LeaseKind.pd, prefixLength })
      await put(store, prefix(1, 64), prefix(1, 56), prefix(2, 64), lease(1))
      const lengths = async (n: number) => (await store.prefixesAt(lease(n).address)).map(l => l.prefixLength)
      expect(await lengths(1)).toEqual([56, 64])
      expect(await lengths(2)).toEqual([64])
      expect(await lengths(3)).toEqual([])
    })

    test('settles changes at once, apart from what others have not flushed yet', async () => {
      const { store, observer, failNextFlush } = await begin()
      expect(await store.settle([{ was: undefined, is: lease(1) }])).toBe('done')
      expect(await store.settle([{ was: undefined, is: lease(1) }])).toBe('stale')
      if (failNextFlush === undefined) return
      await store.apply([{ was: undefined, is: lease(2) }])
      failNextFlush()
      // lease 2 could not be written: its maker hears of it, lease 3 is none of that
      expect(await store.settle([{ was: undefined, is: lease(3) }])).toBe('done')
      expect(await store.flush()).toBe(false)
      expect((await all(store)).map(l => l.address)).toEqual([1, 3].map(n => lease(n).address))
      failNextFlush()
      expect(await store.settle([{ was: undefined, is: lease(4) }])).toBe('unwritten')
      expect(await store.flush()).toBe(true)
      expect((await all(store)).map(l => l.address)).toEqual([1, 3].map(n => lease(n).address))
      expect(observer).toEqual(CountingObserver.recount(await all(store)))
    })

    test('yields what has ended, oldest first, and what is held apart from it', async () => {
      const { store } = await begin()
      const ending = (n: number, end: number, state: 0 | 1 | 2 | 3) =>
        lease(n, { cltt: end - 100, validLifetime: 100, state })
      await put(
        store,
        ending(1, 1_800_000_050, 0),
        ending(2, 1_800_000_010, 1),
        ending(3, 1_800_000_030, 0),
        ending(4, 1_800_000_020, 2),
        ending(5, 1_800_000_015, 3),
        lease(6, { validLifetime: INFINITE, cltt: 1 }),
      )
      const ends = (leases: readonly Lease<A>[]) => leases.map(l => l.cltt + l.validLifetime - 1_800_000_000)
      // Kea's rule: the lease lasts through its last second
      expect(ends(await store.expired(1_800_000_010, 10))).toEqual([])
      expect(ends(await store.expired(1_800_000_011, 10))).toEqual([10])
      expect(ends(await store.expired(1_800_000_051, 10))).toEqual([10, 30, 50])
      expect(ends(await store.expired(1_800_000_051, 2))).toEqual([10, 30])
      expect(ends(await store.held(1_800_000_100, 10))).toEqual([15, 20])
      expect(ends(await store.expired(1_900_000_000, 10))).toEqual([10, 30, 50])
      // a clock that was set back
      expect(ends(await store.expired(1_800_000_031, 10))).toEqual([10, 30])
    })

    test('an extended, reclaimed or deleted lease has not ended', async () => {
      const { store } = await begin()
      await put(store, lease(1), lease(2), lease(3))
      const late = 1_800_003_601
      expect(await store.expired(late, 10)).toHaveLength(3)
      await store.apply([{ was: await at(store, lease(1)), is: lease(1, { cltt: late }) }])
      await store.apply([{ was: await at(store, lease(2)), is: lease(2, { state: 2 }) }])
      await store.apply([{ was: await at(store, lease(3)), is: undefined }])
      await store.flush()
      expect(await store.expired(late, 10)).toHaveLength(0)
      expect(await store.held(late, 10)).toHaveLength(1)
    })

    test('a flush that fails undoes everything since the last one, and only that', async () => {
      const { store, observer, failNextFlush } = await begin()
      if (failNextFlush === undefined) return
      await put(store, lease(1), lease(2), lease(3))
      const before = (await all(store)).map(plain)
      await store.apply([{ was: await at(store, lease(1)), is: lease(1, { cltt: 1_800_000_500, hostname: 'new' }) }])
      await store.apply([{ was: await at(store, lease(2)), is: undefined }])
      await store.apply([{ was: undefined, is: lease(2, { hardware: Uint8Array.of(1), subnetId: 4 }) }])
      await store.apply([{ was: undefined, is: lease(4) }])
      await store.apply([{ was: await at(store, lease(4)), is: lease(4, { state: 1 }) }])
      failNextFlush()
      expect(await store.flush()).toBe(false)
      expect((await all(store)).map(plain)).toEqual(before)
      expect(observer).toEqual(CountingObserver.recount(await all(store)))
      expect((await store.byHardware(Identity.of(lease(2).hardware), anySubnet))?.address).toBe(lease(2).address)
      await put(store, lease(5))
      expect(await store.flush()).toBe(true)
    })

    if (v6) {
      test('finds the leases of an identity association by kind', async () => {
        const { store } = await begin()
        const { clientId } = lease(1)
        const prefix = lease(1, { kind: LeaseKind.pd, prefixLength: 56 })
        await put(store, lease(1), lease(2, { clientId }), lease(3, { clientId, iaid: 2 }), lease(4), prefix)
        const find = (iaid: number, k: LeaseKind) => store.byIa(Identity.of(clientId), iaid, k, anySubnet)
        expect((await find(1, LeaseKind.na)).map(l => l.address).sort()).toEqual([lease(1).address, lease(2).address])
        expect((await find(2, LeaseKind.na)).map(l => l.address)).toEqual([lease(3).address])
        expect((await find(1, LeaseKind.pd)).map(l => l.prefixLength)).toEqual([56])
        expect(await store.byIa(Identity.of(clientId), 1, LeaseKind.na, only(9))).toEqual([])
      })

      test('an address and a prefix that begins with it are two leases', async () => {
        const { store } = await begin()
        const prefix = lease(1, { kind: LeaseKind.pd, prefixLength: 64 })
        await put(store, prefix, lease(1))
        expect((await at(store, prefix))?.kind).toBe(LeaseKind.pd)
        expect((await at(store, lease(1)))?.kind).toBe(LeaseKind.na)
        expect(await store.page({}, undefined, 10)).toHaveLength(2)
        expect(await store.page({}, lease(1).address, 10)).toHaveLength(0)
      })
    }

    test('does what a map of leases does', async () => {
      const put = fc.record({
        n: fc.nat(12),
        client: fc.nat(3),
        hardware: fc.nat(3),
        host: fc.constantFrom('', 'a', 'a-name-that-is-longer.example'),
        state: fc.constantFrom(0, 0, 0, 1, 2, 3) as fc.Arbitrary<0 | 1 | 2 | 3>,
        subnet: fc.integer({ min: 1, max: 2 }),
        end: fc.integer({ min: 1, max: 40 }),
      })
      const operation = fc.oneof(
        { weight: 6, arbitrary: put.map(values => ({ what: 'put' as const, ...values })) },
        { weight: 2, arbitrary: fc.nat(12).map(n => ({ what: 'delete' as const, n })) },
        { weight: 1, arbitrary: fc.constant({ what: 'flush' as const }) },
        { weight: 1, arbitrary: fc.constant({ what: 'fail' as const }) },
      )
      await fc.assert(
        fc.asyncProperty(fc.array(operation, { maxLength: 60 }), async operations => {
          const { store, observer, failNextFlush } = await begin()
          const model = new Map<number, Lease<A>>()
          let kept = new Map(model)
          for (const op of operations) {
            if (op.what === 'flush' || (op.what === 'fail' && (failNextFlush === undefined || same(kept, model)))) {
              expect(await store.flush()).toBe(true)
              kept = new Map(model)
            } else if (op.what === 'fail') {
              failNextFlush!()
              expect(await store.flush()).toBe(false)
              model.clear()
              for (const [n, l] of kept) model.set(n, l)
            } else {
              const was = await at(store, lease(op.n))
              expect(plain(was)).toEqual(plain(model.get(op.n)))
              const is =
                op.what === 'delete'
                  ? undefined
                  : lease(op.n, {
                      clientId: op.client === 0 ? new Uint8Array(0) : Uint8Array.of(1, op.client),
                      hardware: op.hardware === 0 ? new Uint8Array(0) : Uint8Array.of(2, op.hardware),
                      hostname: op.host,
                      state: op.state,
                      subnetId: op.subnet,
                      cltt: 1_800_000_000,
                      validLifetime: op.end,
                    })
              if (was === undefined && is === undefined) continue
              expect(await store.apply([{ was, is }])).toBe(true)
              if (is === undefined) model.delete(op.n)
              else model.set(op.n, is)
            }
          }
          const leases = [...model.entries()].sort((a, b) => a[0] - b[0]).map(entry => entry[1])
          expect((await all(store)).map(plain)).toEqual(leases.map(plain))
          expect(observer).toEqual(CountingObserver.recount(leases))
          for (let client = 1; client <= 3; client++) {
            for (const subnet of [1, 2]) {
              const own = leases.filter(l => l.subnetId === subnet && l.clientId[1] === client)
              const found = await store.byClientId(Identity.of(Uint8Array.of(1, client)), only(subnet))
              expect(found !== undefined).toBe(own.length > 0)
              if (own.some(l => l.state === 0)) expect(found?.state).toBe(0)
            }
          }
          const due = leases.filter(l => l.state < 2 && l.validLifetime < 20).map(l => l.address)
          expect((await store.expired(1_800_000_020, 100)).map(l => l.address).sort()).toEqual(due.sort())
          const over = leases.filter(l => l.state >= 2 && l.validLifetime < 20).map(l => l.address)
          expect((await store.held(1_800_000_020, 100)).map(l => l.address).sort()).toEqual(over.sort())
          await store.close()
        }),
        { numRuns: 60 },
      )
    })
  })
}

function same<K, V>(a: Map<K, V>, b: Map<K, V>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value)
}
