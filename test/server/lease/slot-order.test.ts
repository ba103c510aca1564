import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sortSlots } from '../../../src/server/lease/slot-order.js'

test('sorts any number of slots, with stops', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { maxLength: 6000, size: 'max' }), items => {
      const sorted = [...items]
      let stops = 0
      for (const _ of sortSlots(sorted, (a, b) => a - b)) stops++
      expect(sorted).toEqual([...items].sort((a, b) => a - b))
      expect(stops).toBeGreaterThanOrEqual(Math.floor(items.length / 1024) - 1)
    }),
    { numRuns: 50 },
  )
})
