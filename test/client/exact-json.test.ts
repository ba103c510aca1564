import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatExact, parseExact } from '../../src/client/exact-json.js'

// what JSON.parse makes of big integers
function rounded(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(rounded)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rounded(one)]))
}

describe('exact JSON', () => {
  it('keeps totals of IPv6 pools, which have more digits than a number', () => {
    const text =
      '{"subnet[1].total-nas":[[340282366920938463463374607431768211456,"2026-01-01"]],"n":-18446744073709551615}'
    const value = parseExact(text)
    expect(value).toEqual({
      'subnet[1].total-nas': [[2n ** 128n, '2026-01-01']],
      n: -(2n ** 64n - 1n),
    })
    expect(formatExact(value)).toBe(text)
  })

  it('leaves digits in texts, fractions and exponents alone', () => {
    expect(parseExact('["12345678901234567890", 0.12345678901234567890, 1e20, 9007199254740991]')).toEqual([
      '12345678901234567890',
      // biome-ignore lint/correctness/noPrecisionLoss: what JSON.parse makes of it
      0.1234567890123456789,
      1e20,
      9007199254740991,
    ])
  })

  it('reads what JSON.parse reads, big number in it or not', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), value => {
        const text = JSON.stringify(value)
        const both = parseExact(`{ "big" : 99999999999999999999 ,\n"rest":\t${text} }`) as { rest: unknown }
        expect(rounded(both.rest)).toEqual(JSON.parse(text))
        expect(rounded(parseExact(text))).toEqual(JSON.parse(text))
        expect(JSON.parse(formatExact(JSON.parse(text), 2))).toEqual(JSON.parse(text))
      }),
    )
  })

  it('refuses what JSON.parse refuses', () => {
    const cut = fc.string({ unit: fc.constantFrom(...'{}[]",:\\u01.-eE trfalsn'), maxLength: 12 })
    fc.assert(
      fc.property(cut, noise => {
        const text = `[12345678901234567890,${noise}]`
        let good = true
        try {
          JSON.parse(text)
        } catch {
          good = false
        }
        if (good) parseExact(text)
        else expect(() => parseExact(text)).toThrow(SyntaxError)
      }),
      { numRuns: 2000 },
    )
  })

  it('takes __proto__ for a key and refuses bottomless nesting', () => {
    const value = parseExact('{"__proto__": {"x": 12345678901234567890}}') as object
    expect(Object.keys(value)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(() => parseExact(`${'['.repeat(100_000)}12345678901234567890`)).toThrow(SyntaxError)
  })

  it('writes empty maps and lists, and indents like JSON.stringify', () => {
    const value = { a: [], b: {}, c: [1, { d: null, 'e"': 'ü\n' }], f: true }
    expect(formatExact(value, 2)).toBe(JSON.stringify(value, undefined, 2))
    expect(formatExact(value)).toBe(JSON.stringify(value))
    expect(formatExact(undefined)).toBe('null')
  })
})
