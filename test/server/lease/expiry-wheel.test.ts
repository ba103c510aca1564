import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ExpiryWheel } from '../../../src/server/lease/expiry-wheel.js'
import { Field, RowPages, STRIDE_V4 } from '../../../src/server/lease/row-pages.js'

/** A small wheel, so that time goes round it often. */
function wheelOf(ends: readonly number[]) {
  const rows = new RowPages(STRIDE_V4)
  const wheel = new ExpiryWheel(rows, 16)
  const set = (slot: number, end: number) => {
    rows.set(slot, Field.cltt, end)
    rows.set(slot, Field.valid, 0)
  }
  ends.forEach((end, i) => {
    expect(rows.take()).toBe(i)
    set(i, end)
    wheel.add(i)
  })
  const due = (seconds: number, limit = 1000): number[] => {
    const out: number[] = []
    wheel.due(seconds, limit, out)
    return out
  }
  return { wheel, set, due }
}

test('yields a lease from the second after its last one', () => {
  const { due } = wheelOf([100])
  expect(due(99)).toEqual([])
  expect(due(100)).toEqual([])
  expect(due(101)).toEqual([0])
  expect(due(101)).toEqual([0])
})

test('leases a whole turn or more ahead are not due', () => {
  const { due } = wheelOf([100, 116, 132, 1_000_000])
  for (let now = 90; now < 117; now++) expect(due(now)).toEqual(now > 100 ? [0] : [])
  expect(due(117)).toEqual([0, 1])
})

test('what is a turn ahead is passed by once, and found in its own turn', () => {
  const { wheel, set, due } = wheelOf([100, 116, 100, 116, 100])
  expect(due(99)).toEqual([])
  expect(due(101, 1)).toHaveLength(1)
  wheel.remove(1)
  set(1, 132)
  wheel.add(1)
  expect(due(101).sort()).toEqual([0, 2, 4])
  expect(due(117).slice(3)).toEqual([3])
  expect(due(200).slice(4)).toEqual([1])
})

test('agrees with a list of ends, whatever moves, leaves and passes', () => {
  const operation = fc.oneof(
    fc.record({ what: fc.constant('move' as const), slot: fc.nat(9), by: fc.integer({ min: -30, max: 60 }) }),
    fc.record({ what: fc.constant('leave' as const), slot: fc.nat(9), by: fc.constant(0) }),
    fc.record({
      what: fc.constant('pass' as const),
      slot: fc.integer({ min: 1, max: 12 }),
      by: fc.integer({ min: -3, max: 40 }),
    }),
  )
  fc.assert(
    fc.property(
      fc.array(fc.nat(60), { minLength: 10, maxLength: 10 }),
      fc.array(operation, { maxLength: 60 }),
      (start, operations) => {
        let now = 1000
        const ends: (number | undefined)[] = start.map(end => now + end - 10)
        const { wheel, set, due } = wheelOf(ends as number[])
        for (const { what, slot, by } of operations) {
          if (what === 'pass') {
            now += by
            const over = ends
              .map((end, i) => ({ end: end ?? Number.POSITIVE_INFINITY, i }))
              .filter(({ end }) => end < now)
            const expected = over.map(({ end }) => end).sort((a, b) => a - b)
            expect(due(now, slot).map(i => ends[i])).toEqual(expected.slice(0, slot))
            expect(due(now).map(i => ends[i])).toEqual(expected)
            expect(new Set(due(now)).size).toBe(expected.length)
            continue
          }
          if (ends[slot] !== undefined) wheel.remove(slot)
          ends[slot] = what === 'move' ? now + by : undefined
          if (what === 'move') {
            set(slot, now + by)
            wheel.add(slot)
          }
        }
      },
    ),
    { numRuns: 500 },
  )
})
