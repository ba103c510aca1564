import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LeaseKind } from '../../../src/server/lease/lease.js'
import { PoolSpaces } from '../../../src/server/lease/pool-spaces.js'
import { ipv6 } from '../../../src/wire/address.js'

const { na, pd } = LeaseKind
const at = (text: string): bigint => ipv6.parse(text)!
type Algorithm = 'iterative' | 'random' | 'flq'
const algorithms: Algorithm[] = ['iterative', 'random', 'flq']

/** A pool of prefixes: "2001:db8::/48" of so many bits each. */
const prefixes = (text: string, leaseLength: number) => {
  const [prefix, length] = text.split('/')
  const first = at(prefix!)
  return { kind: pd, first, last: ipv6.broadcast(first, Number(length)), leaseLength }
}

interface Prefix {
  readonly prefix: bigint
  readonly length: number
}

const overlap = (a: Prefix, b: Prefix): boolean => ipv6.contains(a.prefix, Math.min(a.length, b.length), b.prefix)

describe('pools of prefixes', () => {
  test('a /48 has 65536 prefixes of 64 bits, a /32 has 2^32, a /0 of addresses 2^53 - 1 at most', () => {
    const spaces = new PoolSpaces(ipv6, Math.random)
    expect(spaces.add(prefixes('2001:db8::/48', 64), 'iterative').free).toBe(65536)
    expect(spaces.add(prefixes('2001:db8::/32', 64), 'iterative').free).toBe(2 ** 32)
    expect(spaces.add(prefixes('::/1', 128), 'random').free).toBe(2 ** 53 - 1)
  })

  test.each(algorithms)('%s: a pool of 2^32 prefixes hands out what is in it', algorithm => {
    const pool = prefixes('2001:db8::/32', 64)
    const spaces = new PoolSpaces(ipv6, Math.random)
    const space = spaces.add(pool, algorithm)
    const given = new Set<bigint>()
    for (let i = 0; i < 200; i++) {
      const prefix = space.next()!
      expect(ipv6.network(prefix, 64)).toBe(prefix)
      expect(prefix >= pool.first && prefix <= pool.last && !given.has(prefix)).toBe(true)
      given.add(prefix)
      spaces.used(pd, prefix, 64, true)
    }
    expect(space.free).toBe(2 ** 32 - 200)
  })

  test('addresses within a prefix do not count, and prefixes around addresses neither', () => {
    const spaces = new PoolSpaces(ipv6, Math.random)
    const space = spaces.add(prefixes('2001:db8::/56', 64), 'iterative')
    const addresses = spaces.add(
      { kind: na, first: at('2001:db8::'), last: at('2001:db8::ff'), leaseLength: 128 },
      'iterative',
    )
    spaces.used(na, at('2001:db8::1'), 128, true)
    expect([space.free, addresses.free]).toEqual([256, 255])
    spaces.used(pd, at('2001:db8::'), 56, true)
    expect([space.free, addresses.free]).toEqual([0, 255])
  })
})

describe('leases of other lengths than the pool has now', () => {
  test.each(algorithms)('%s: a shorter one takes all prefixes in it, and gives them back', algorithm => {
    const spaces = new PoolSpaces(ipv6, Math.random)
    const space = spaces.add(prefixes('2001:db8::/48', 56), algorithm)
    spaces.used(pd, at('2001:db8:0:0::'), 49, true)
    expect(space.free).toBe(128)
    const given = Array.from({ length: 128 }, () => {
      const prefix = space.next()!
      spaces.used(pd, prefix, 56, true)
      return prefix
    })
    expect(given.every(prefix => prefix >= at('2001:db8:0:8000::'))).toBe(true)
    expect(space.next()).toBeUndefined()
    spaces.used(pd, at('2001:db8:0:0::'), 49, false)
    expect(space.free).toBe(128)
    expect(space.next()! < at('2001:db8:0:8000::')).toBe(true)
  })

  test('longer ones take the prefix they lie in until the last of them has gone', () => {
    const spaces = new PoolSpaces(ipv6, Math.random)
    const space = spaces.add(prefixes('2001:db8::/48', 56), 'iterative')
    const inFirst = ['2001:db8:0:1::', '2001:db8:0:2::', '2001:db8:0:ff::'].map(at)
    for (const prefix of inFirst) spaces.used(pd, prefix, 64, true)
    expect([space.free, space.next()]).toEqual([255, at('2001:db8:0:100::')])
    for (const prefix of inFirst.slice(1)) spaces.used(pd, prefix, 64, false)
    expect(space.free).toBe(255)
    spaces.used(pd, inFirst[0]!, 64, false)
    expect(space.free).toBe(256)
  })

  test('a lease around the whole pool leaves nothing, however many prefixes that are', () => {
    const spaces = new PoolSpaces(ipv6, Math.random)
    const space = spaces.add(prefixes('2001:db8::/32', 64), 'random')
    spaces.used(pd, at('2001:d00::'), 24, true)
    expect([space.free, space.next()]).toEqual([0, undefined])
    spaces.used(pd, at('2001:d00::'), 24, false)
    expect(space.free).toBe(2 ** 32)
  })

  test('a lease of 2^31 prefixes is passed over at once', () => {
    const spaces = new PoolSpaces(ipv6, Math.random)
    const space = spaces.add(prefixes('2001:db8::/32', 64), 'iterative')
    spaces.used(pd, at('2001:db8::'), 33, true)
    expect(space.next()).toBe(at('2001:db8:8000::'))
    expect(space.free).toBe(2 ** 31)
  })
})

test('whatever leases come and go, free is what overlaps with none of them, and all of that is handed out', () => {
  // 64 prefixes of 62 bits, once as a bitmap of their own and once as part of a pool of 2^30
  const pools = [
    ['2001:db8::/56', 62],
    ['2001:db8::/32', 62],
    ['2001:db8::/57', 60],
  ] as const
  const lease = fc.record({ at: fc.nat(2 ** 12 - 1), length: fc.integer({ min: 55, max: 68 }) })
  fc.assert(
    fc.property(
      fc.constantFrom(...algorithms),
      fc.array(fc.oneof(lease, fc.nat(40)), { maxLength: 40 }),
      fc.nat(10),
      (algorithm, steps, asks) => {
        const spaces = new PoolSpaces(ipv6, Math.random)
        const made = pools.map(([text, length]) => {
          const pool = prefixes(text, length)
          return { pool, length, space: spaces.add(pool, algorithm) }
        })
        const leases = new Map<string, Prefix>()
        for (const step of steps) {
          if (typeof step === 'number') {
            const [key, gone] = [...leases][step % Math.max(1, leases.size)] ?? []
            if (key === undefined) continue
            leases.delete(key)
            spaces.used(pd, gone!.prefix, gone!.length, false)
          } else {
            const prefix = ipv6.network(at('2001:db8::') + (BigInt(step.at) << 60n), step.length)
            if (leases.has(`${prefix}/${step.length}`)) continue
            leases.set(`${prefix}/${step.length}`, { prefix, length: step.length })
            spaces.used(pd, prefix, step.length, true)
          }
          // allocators remember what they handed out before
          for (const { space } of made) for (let i = 0; i < asks; i++) space.next()
        }
        const free = (prefix: bigint, length: number): boolean =>
          [...leases.values()].every(held => !overlap(held, { prefix, length }))
        for (const { pool, length, space } of made) {
          const step = 1n << BigInt(128 - length)
          const places = Number((pool.last - pool.first) / step) + 1
          // all leases lie in the first 64 places of the big pool
          const near: bigint[] = []
          for (let i = 0; i < Math.min(places, 128); i++) {
            const prefix = pool.first + BigInt(i) * step
            if (free(prefix, length)) near.push(prefix)
          }
          expect(space.free).toBe(near.length + places - Math.min(places, 128))
          for (let i = 0; i < Math.min(places, 128); i++) {
            const prefix = pool.first + BigInt(i) * step
            expect(space.isFree(prefix)).toBe(free(prefix, length))
          }
          const met = new Set<bigint>()
          for (let i = 0; i < Math.min(space.free + 16, 128); i++) {
            const next = space.next()
            if (next === undefined) break
            expect(free(next, length)).toBe(true)
            met.add(next)
          }
          if (places <= 64) expect(met).toEqual(new Set(near))
        }
      },
    ),
  )
})
