import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LeaseRecord } from '../../src/lease-file/lease-record.js'
import { LastRows } from '../../src/lease-tools/last-rows.js'
import { radixOrder } from '../../src/lease-tools/radix-order.js'

const words = fc.array(fc.oneof(fc.nat(3), fc.nat(0xffffffff)), { minLength: 4, maxLength: 4 })

function recordOf([w0 = 0, w1 = 0, w2 = 0, w3 = 0]: readonly number[], width: 4 | 16): LeaseRecord {
  const record = new LeaseRecord()
  record.w0 = w0
  if (width === 16) Object.assign(record, { w1, w2, w3 })
  return record
}

test.each([4, 16] as const)('the last row of an address, as a map has it (%i bytes)', width => {
  const step = fc.record({ words, offset: fc.nat(2 ** 40 - 2 ** 33), gone: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 5000, size: 'max' }), steps => {
      const rows = new LastRows(width, 0)
      const model = new Map<string, number>()
      const nameOf = (address: readonly number[]) => address.slice(0, width / 4).join()
      for (const { words: address, offset, gone } of steps) {
        if (gone) rows.delete(recordOf(address, width))
        else rows.set(recordOf(address, width), offset)
        if (gone) model.delete(nameOf(address))
        else model.set(nameOf(address), offset)
      }
      expect(rows.live).toBe(model.size)
      for (const { words: address } of steps) {
        const record = recordOf(address, width)
        const offset = model.get(nameOf(address))
        expect(rows.has(record)).toBe(offset !== undefined)
        if (offset !== undefined) expect(rows.isLast(record, offset)).toBe(true)
      }
    }),
    { numRuns: 15 },
  )
})

test('radix order is the order of the numbers', () => {
  fc.assert(
    fc.property(fc.array(words, { maxLength: 300 }), keys => {
      const columns = [0, 1, 2, 3].map(i => Uint32Array.from(keys, key => key[i]!))
      const slots = Uint32Array.from(keys, (_, i) => i)
      const big = (slot: number) => keys[slot]!.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n)
      const found = [...radixOrder(columns, slots)].map(big)
      expect(found).toEqual([...found].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
      expect(found).toHaveLength(keys.length)
    }),
  )
})
