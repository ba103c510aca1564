import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeName, decodeNames, encodeName, NameError, nameEnd } from '../../src/wire/dns-name.js'

/** (text, wire form) */
const rows: readonly (readonly [string, string])[] = [
  ['.', '00'],
  ['f.isi.arpa.', '016603697369046172706100'],
  ['client1.example.com.', '07636c69656e7431076578616d706c6503636f6d00'],
  ['a\\.b.c.', '03612e62016300'],
  ['a\\\\b.', '03615c6200'],
  ['a\\032b.', '0361206200'],
  ['\\255.', '01ff00'],
]

describe('names', () => {
  it.each(rows)('%s is %s on the wire, both ways', (text, wire) => {
    const bytes = Buffer.from(wire, 'hex')
    expect(encodeName(text)).toEqual(bytes)
    expect(decodeName(bytes, 0, bytes.length)).toBe(text)
    expect(nameEnd(bytes, 0, bytes.length)).toBe(bytes.length)
  })

  it('are absolute without a trailing dot unless they may be partial (RFC 4702 2.3.1)', () => {
    expect(encodeName('myhost').toString('latin1')).toBe('\x06myhost\0')
    expect(encodeName('myhost', true).toString('latin1')).toBe('\x06myhost')
    expect(encodeName('myhost.', true).toString('latin1')).toBe('\x06myhost\0')
    const partial = Buffer.from('\x06myhost', 'latin1')
    expect(decodeName(partial, 0, partial.length)).toBe('myhost')
    expect(nameEnd(partial, 0, partial.length)).toBe(-1)
  })

  it.each(['', 'a..b', '.a', '..', `${'a'.repeat(64)}.b`, Array(128).fill('aa').join('.'), 'a\\', 'a\\256b'])(
    'refuses %s',
    text => {
      expect(() => encodeName(text)).toThrow(NameError)
    },
  )

  it('takes labels of 63 and names of 255 bytes (RFC 1035 2.3.4)', () => {
    const longest = [63, 63, 63, 61].map(n => 'a'.repeat(n)).join('.')
    expect(encodeName(longest)).toHaveLength(255)
    expect(() => encodeName(`${longest}a`)).toThrow(NameError)
    expect(decodeName(encodeName(longest), 0, 255)).toBe(`${longest}.`)
  })

  it('come back from the wire whatever their labels hold', () => {
    const labels = fc.array(fc.uint8Array({ minLength: 1, maxLength: 63 }), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(labels, list => {
        const wire = Buffer.concat([...list.flatMap(label => [Buffer.of(label.length), label]), Buffer.of(0)])
        expect(encodeName(decodeName(wire, 0, wire.length)!)).toEqual(wire)
      }),
    )
  })
})

describe('lists of names', () => {
  it('may be compressed: the example of RFC 3397 2', () => {
    const list = Buffer.from('\x03eng\x05apple\x03com\0\x09marketing\xc0\x04', 'latin1')
    expect(decodeNames(list, 0, list.length)).toEqual(['eng.apple.com.', 'marketing.apple.com.'])
  })

  it('count pointers from the start of the option, wherever it stands', () => {
    const list = Buffer.from('xxxx\x01a\x01b\0\x01c\xc0\x02\xc0\x05yy', 'latin1')
    expect(decodeNames(list, 4, list.length - 2)).toEqual(['a.b.', 'c.b.', 'c.b.'])
  })

  it.each([
    ['a pointer to itself', '\xc0\x00'],
    ['a loop of two', '\x01a\xc0\x03\x01b\xc0\x00'],
    ['a pointer forwards', '\xc0\x02\x01a\0'],
    ['half a pointer', '\x01a\xc0'],
    ['no end', '\x01a'],
    ['a label past the end', '\x09a'],
    ['a reserved label type', '\x80a\0'],
  ])('are refused with %s', (_what, text) => {
    const list = Buffer.from(text, 'latin1')
    expect(decodeNames(list, 0, list.length)).toBeUndefined()
  })

  it('never hang or throw at any bytes', () => {
    const bytes = fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0xc0, 0xc1)), { maxLength: 60 })
    fc.assert(
      fc.property(bytes, list => {
        const names = decodeNames(Buffer.from(list), 0, list.length)
        for (const name of names ?? []) expect(name.endsWith('.')).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
