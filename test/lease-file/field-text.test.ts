import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AddressText, readIpv4 } from '../../src/lease-file/address-text.js'
import {
  readDecimal,
  readEscaped,
  readHex,
  writeDecimal,
  writeEscaped,
  writeHex,
} from '../../src/lease-file/field-text.js'
import { LeaseRecord } from '../../src/lease-file/lease-record.js'
import { ipv4, ipv6 } from '../../src/wire/address.js'

const out = Buffer.alloc(2048)
const text = (end: number) => out.toString('latin1', 0, end)

test('numbers are written as JavaScript does and read back', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.nat(), fc.nat(0xffffffff), fc.nat(2 ** 40), fc.constantFrom(0, 9, 10, 999_999_999, 1e9)),
      n => {
        const end = writeDecimal(n, out, 0)
        expect(text(end)).toBe(String(n))
        expect(readDecimal(out, 0, end)).toBe(n)
      },
    ),
  )
})

test.each(['', ' 1', '-1', '1x', '+1', '1.0', '9999999999999999'])('%j is no number', bad => {
  expect(readDecimal(Buffer.from(bad), 0, bad.length)).toBe(-1)
})

test('hex there and back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      const end = writeHex(bytes, 0, bytes.length, out, 0)
      expect(text(end)).toBe([...bytes].map(b => b.toString(16).padStart(2, '0')).join(':'))
      const back = new Uint8Array(300)
      expect(readHex(out, 0, end, back, 0)).toBe(bytes.length)
      expect(back.subarray(0, bytes.length)).toEqual(bytes)
    }),
  )
})

test.each([':', '01:', ':01', '012', '01::02', '0g', '01 02'])('%j is no hex', bad => {
  expect(readHex(Buffer.from(bad), 0, bad.length, out, 0)).toBeLessThan(0)
})

test('escapes there and back, with nothing left that a row cannot hold', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      const end = writeEscaped(bytes, 0, bytes.length, out, 0)
      expect(text(end)).toMatch(/^[\x20-\x7e]*$/)
      expect(text(end)).not.toContain(',')
      const back = new Uint8Array(300)
      expect(readEscaped(out, 0, end, back, 0)).toBe(bytes.length)
      expect(back.subarray(0, bytes.length)).toEqual(bytes)
    }),
  )
})

describe('addresses', () => {
  const record = new LeaseRecord()
  const text6 = new AddressText(16)
  const words = (a: bigint) => {
    record.w0 = Number(a & 0xffffffffn)
    record.w1 = Number((a >> 32n) & 0xffffffffn)
    record.w2 = Number((a >> 64n) & 0xffffffffn)
    record.w3 = Number(a >> 96n)
  }
  const joined = () =>
    (BigInt(record.w3) << 96n) | (BigInt(record.w2) << 64n) | (BigInt(record.w1) << 32n) | BigInt(record.w0)

  test('IPv4 as the protocol room reads and writes it', () => {
    const text4 = new AddressText(4)
    fc.assert(
      fc.property(fc.nat(0xffffffff), a => {
        record.w0 = a
        const end = text4.write(record, out, 0)
        expect(text(end)).toBe(ipv4.format(a))
        expect(readIpv4(out, 0, end)).toBe(a)
      }),
    )
  })

  test.each(['', '1.2.3', '1.2.3.4.5', '1.2.3.', '.1.2.3', '01.2.3.4', '1.2.3.256', '1.2.3.4 ', 'a.b.c.d'])(
    '%j is no IPv4 address',
    bad => {
      expect(readIpv4(Buffer.from(bad), 0, bad.length)).toBe(-1)
    },
  )

  const sparse = fc
    .array(fc.oneof(fc.constant(0n), fc.bigInt(0n, 0xffffn)), { minLength: 8, maxLength: 8 })
    .map(groups => groups.reduce((a, g) => (a << 16n) | g, 0n))

  test('IPv6 as the protocol room reads and writes it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          sparse,
          fc.bigInt(0n, 2n ** 128n - 1n),
          fc.nat(0xffffffff).map(v => 0xffff00000000n + BigInt(v)),
        ),
        a => {
          words(a)
          const end = text6.write(record, out, 0)
          expect(text(end)).toBe(ipv6.format(a))
          words(0n)
          expect(text6.read(out, 0, end, record)).toBe(true)
          expect(joined()).toBe(a)
        },
      ),
    )
  })

  test('reads what RFC 4291 2.2 allows, and nothing else', () => {
    const soup = fc.array(fc.constantFrom('0', '1', 'f', 'F', ':', '::', '1:', 'db8:', '1.2.3.4', '.'), {
      maxLength: 14,
    })
    fc.assert(
      fc.property(
        soup.map(parts => parts.join('')),
        candidate => {
          const bytes = Buffer.from(candidate)
          const expected = ipv6.parse(candidate)
          expect(text6.read(bytes, 0, bytes.length, record)).toBe(expected !== undefined)
          if (expected !== undefined) expect(joined()).toBe(expected)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
