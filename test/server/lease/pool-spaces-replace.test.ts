import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Allocator } from '../../../src/server/lease/allocators/allocator.js'
import { LeaseKind } from '../../../src/server/lease/lease.js'
import type { PoolBounds } from '../../../src/server/lease/pool-range.js'
import { PoolSpaces } from '../../../src/server/lease/pool-spaces.js'
import { ipv6 } from '../../../src/wire/address.js'

const base = ipv6.parse('2001:db8::')!
/** Sixteen addresses, or sixteen prefixes of /60; those with the same number overlap. */
const pool = fc.record({ n: fc.integer({ min: 0, max: 3 }), pd: fc.boolean() }).map(({ n, pd }): PoolBounds<bigint> => {
  const first = base + (BigInt(n) << 72n)
  return pd
    ? { kind: LeaseKind.pd, first, last: first + (1n << 72n) - 1n, leaseLength: 60 }
    : { kind: LeaseKind.na, first, last: first + 15n, leaseLength: 128 }
})
const lease = fc
  .record({ n: fc.integer({ min: 0, max: 3 }), at: fc.nat(15), length: fc.constantFrom(128, 60, 56, 64) })
  .map(({ n, at, length }) => {
    const start = base + (BigInt(n) << 72n)
    if (length === 128) return { kind: LeaseKind.na, address: start + BigInt(at), length }
    return { kind: LeaseKind.pd, address: ipv6.network(start + (BigInt(at) << 68n), length), length }
  })
const distinct = {
  maxLength: 12,
  selector: (l: { kind: number; address: bigint; length: number }) => `${l.kind} ${l.address}/${l.length}`,
}

function filled(
  pools: readonly PoolBounds<bigint>[],
  leases: readonly { kind: LeaseKind; address: bigint; length: number }[],
) {
  const spaces = new PoolSpaces(ipv6, () => 0.5)
  const allocators = pools.map(bounds => spaces.add(bounds, 'iterative'))
  for (const { kind, address, length } of leases) spaces.used(kind, address, length, true)
  return { spaces, allocators }
}

it('pools that stay, and those that come, know the same leases as if all had been there from the start', () => {
  fc.assert(
    fc.property(
      fc.array(pool, { maxLength: 4 }),
      fc.array(pool, { maxLength: 3 }),
      fc.array(fc.nat(3), { maxLength: 2 }),
      fc.uniqueArray(lease, distinct),
      fc.uniqueArray(lease, distinct),
      (old, fresh, goers, before, later) => {
        const one = filled(old, before)
        const two = filled(fresh, before)
        const gone = new Set<Allocator<bigint>>(goers.flatMap(i => one.allocators[i] ?? []))
        one.spaces.replace(gone, two.spaces)
        const had = new Set(before.map(distinct.selector))
        const news = later.filter(each => !had.has(distinct.selector(each)))
        for (const { kind, address, length } of news) one.spaces.used(kind, address, length, true)
        for (const { kind, address, length } of before) one.spaces.used(kind, address, length, false)
        const stay = old.filter((_, i) => !gone.has(one.allocators[i]!))
        const expected = filled([...stay, ...fresh], news).allocators.map(({ free }) => free)
        const kept = one.allocators.filter(allocator => !gone.has(allocator))
        expect([...kept, ...two.allocators].map(({ free }) => free)).toEqual(expected)
      },
    ),
  )
})
