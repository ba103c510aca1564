import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Histogram } from '../../src/perf/histogram.js'

const durations = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 })

function filled(values: readonly number[]): Histogram {
  const histogram = new Histogram()
  for (const value of values) histogram.add(value)
  return histogram
}

describe('the histogram', () => {
  test('gives every quantile to the microsecond or within 1.6 %', () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(0.01, 0.5, 0.9, 0.99, 0.999, 1), (values, share) => {
        const sorted = values.map(value => Math.round(value * 1000) / 1000).sort((a, b) => a - b)
        const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]!
        const found = filled(values).quantile(share)
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(Math.max(0.0011, exact * 0.016))
      }),
    )
  })

  test('merged from parts is that of all', () => {
    fc.assert(
      fc.property(durations, durations, (a, b) => {
        const merged = filled(a)
        merged.merge(filled(b))
        const all = filled([...a, ...b])
        expect([...merged.counts]).toEqual([...all.counts])
        expect([merged.total, merged.max]).toEqual([all.total, all.max])
      }),
    )
  })

  test('has nothing to say of no values, and takes what is longer than it can hold for the longest', () => {
    expect(new Histogram().quantile(0.5)).toBe(0)
    expect(filled([1e9]).quantile(1)).toBeGreaterThan(2e6)
  })
})
