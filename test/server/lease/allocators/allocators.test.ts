import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LeaseKind } from '../../../../src/server/lease/lease.js'
import { PoolSpaces } from '../../../../src/server/lease/pool-spaces.js'
import { ipv4, ipv6 } from '../../../../src/wire/address.js'

const first = ipv4.parse('192.0.2.10')!
const spaces4 = (random = Math.random) => new PoolSpaces(ipv4, random)
const pool = (n: number) => ({ first, last: first + n - 1, leaseLength: 32, kind: LeaseKind.v4 })
const taken = (space: { next(): number | undefined }, n: number) =>
  Array.from({ length: n }, () => space.next()! - first)

describe('iterative', () => {
  test('hands out in order, and begins again at the end', () => {
    const space = spaces4().add(pool(5), 'iterative')
    expect(taken(space, 7)).toEqual([0, 1, 2, 3, 4, 0, 1])
  })

  test('passes over what is in use, and goes on behind what it handed out last', () => {
    const space = spaces4().add(pool(6), 'iterative')
    space.used(first + 1, true)
    space.used(first + 3, true)
    expect(taken(space, 4)).toEqual([0, 2, 4, 5])
    space.used(first + 3, false)
    expect(taken(space, 3)).toEqual([0, 2, 3])
  })
})

describe('random', () => {
  test('meets every free address within a search', () => {
    for (let seed = 1; seed < 20; seed++) {
      let x = seed
      const random = () => (x = (x * 16807) % 2147483647) / 2147483647
      const space = spaces4(random).add(pool(300), 'random')
      for (let i = 0; i < 300; i++) if (i % 3 !== 0) space.used(first + i, true)
      const seen = new Set(taken(space, space.free + 16))
      expect(seen.size).toBe(100)
    }
  })

  test('follows the numbers it is given', () => {
    const draws = [0.5, 0, 0.25, 0, 0.999999, 0.999999]
    const space = spaces4(() => draws.shift()!).add(pool(100), 'random')
    expect(taken(space, 3)).toEqual([50, 25, 99])
  })
})

describe('free queue', () => {
  test('the address that is free for longest comes first', () => {
    const space = spaces4().add(pool(4), 'flq')
    for (const i of [0, 1, 2, 3]) space.used(first + i, true)
    expect(space.next()).toBeUndefined()
    for (const i of [2, 0, 3]) space.used(first + i, false)
    expect(taken(space, 3)).toEqual([2, 0, 3])
    space.used(first + 2, true)
    space.used(first + 2, false)
    expect(taken(space, 3)).toEqual([0, 3, 2])
  })

  test('addresses that never were in use come before those that were', () => {
    const space = spaces4().add(pool(3), 'flq')
    space.used(first, true)
    space.used(first, false)
    expect(taken(space, 3)).toEqual([1, 2, 0])
  })
})

describe('every allocator', () => {
  test('agrees with a set about what is free, and hands out nothing else', () => {
    const operation = fc.record({ place: fc.nat(69), used: fc.boolean(), asks: fc.nat(3) })
    fc.assert(
      fc.property(
        fc.constantFrom('iterative', 'random', 'flq' as const),
        fc.array(operation, { maxLength: 120 }),
        (algorithm, operations) => {
          const space = spaces4().add(pool(70), algorithm as 'iterative' | 'random' | 'flq')
          const free = new Set(Array.from({ length: 70 }, (_, i) => first + i))
          for (const { place, used, asks } of operations) {
            space.used(first + place, used)
            if (used) free.delete(first + place)
            else free.add(first + place)
            expect(space.free).toBe(free.size)
            for (let i = 0; i < asks; i++) {
              const next = space.next()
              expect(next === undefined ? free.size === 0 : free.has(next)).toBe(true)
            }
          }
          const all = new Set<number>()
          for (let i = 0; i < free.size + 16; i++) all.add(space.next() ?? -1)
          if (free.size > 0) expect(all).toEqual(free)
        },
      ),
    )
  })

  test.each(['iterative', 'random', 'flq'] as const)('%s: the last free address of a /12 is found', algorithm => {
    const space = spaces4().add({ first: 0x0a000000, last: 0x0a0fffff, leaseLength: 32, kind: LeaseKind.v4 }, algorithm)
    for (let i = 0; i < 2 ** 20; i++) if (i !== 777_777) space.used(0x0a000000 + i, true)
    expect(space.next()).toBe(0x0a000000 + 777_777)
    expect(space.next()).toBe(0x0a000000 + 777_777)
    space.used(0x0a000000 + 777_777, true)
    expect(space.next()).toBeUndefined()
  })
})

describe('IPv6', () => {
  const at = ipv6.parse('2001:db8::')!

  test('a /64 is served without a bitmap', () => {
    const space = new PoolSpaces(ipv6, Math.random).add(
      { first: at, last: at + 2n ** 64n - 1n, leaseLength: 128, kind: LeaseKind.na },
      'iterative',
    )
    for (let i = 0n; i < 5000n; i++) if (i !== 4321n) space.used(at + i, true)
    expect(space.next()).toBe(at + 4321n)
    expect(space.next()).toBe(at + 5000n)
    space.used(at + 100n, false)
    space.used(at + 2n ** 63n, true)
    const random = new PoolSpaces(ipv6, () => 0.75).add(
      { first: at, last: at + 2n ** 64n - 1n, leaseLength: 128, kind: LeaseKind.na },
      'random',
    )
    expect(random.next()! >> 64n).toBe(at >> 64n)
  })

  test('prefixes are handed out in steps of their length', () => {
    const space = new PoolSpaces(ipv6, Math.random).add(
      { first: at, last: at + 2n ** 80n - 1n, leaseLength: 56, kind: LeaseKind.pd },
      'iterative',
    )
    expect(space.capacity).toBe(256)
    space.used(at, true)
    expect([space.next(), space.next()].map(a => ipv6.format(a!))).toEqual(['2001:db8:0:100::', '2001:db8:0:200::'])
  })
})

describe('the pools of a configuration', () => {
  test('each is told of its own addresses only, overlapping ones all', () => {
    const spaces = spaces4()
    const wide = spaces.add({ first, last: first + 99, leaseLength: 32, kind: LeaseKind.v4 }, 'iterative')
    const inner = spaces.add({ first: first + 10, last: first + 19, leaseLength: 32, kind: LeaseKind.v4 }, 'iterative')
    const other = spaces.add({ first: first + 50, last: first + 59, leaseLength: 32, kind: LeaseKind.v4 }, 'iterative')
    for (const i of [-1, 5, 15, 55, 99, 100, 4000]) spaces.used(3, first + i, 32, true)
    expect([wide.free, inner.free, other.free]).toEqual([96, 9, 9])
    spaces.used(3, first + 15, 32, false)
    expect([wide.free, inner.free, other.free]).toEqual([97, 10, 9])
  })

  test('addresses and prefixes are kept apart', () => {
    const at = ipv6.parse('2001:db8::')!
    const spaces = new PoolSpaces(ipv6, Math.random)
    const addresses = spaces.add({ first: at, last: at + 15n, leaseLength: 128, kind: LeaseKind.na }, 'iterative')
    const prefixes = spaces.add(
      { first: at, last: at + 2n ** 72n - 1n, leaseLength: 64, kind: LeaseKind.pd },
      'iterative',
    )
    spaces.used(2, at, 64, true)
    expect([addresses.free, prefixes.free]).toEqual([16, 255])
    spaces.used(0, at, 128, true)
    expect([addresses.free, prefixes.free]).toEqual([15, 255])
  })
})
