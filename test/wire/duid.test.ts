import { describe, expect, it } from 'vitest'
import { type Duid, decodeDuid, encodeDuid, formatDuid, parseDuid } from '../../src/wire/duid.js'
import { formatBytes, parseHardware } from '../../src/wire/hex.js'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

const rows: readonly (readonly [string, Duid, string])[] = [
  // RFC 8415 11.3, figure 6
  [
    'DUID-EN of RFC 8415',
    { type: 2, enterprise: 9, identifier: bytes(0x0c, 0xc0, 0x84, 0xd3, 0x03, 0x00, 0x09, 0x12) },
    '00020000 00090cc0 84d30300 0912',
  ],
  [
    'DUID-LLT, first second of 2000',
    { type: 1, hardwareType: 1, time: Date.UTC(2000, 0, 1) / 1000, address: bytes(0, 12, 1, 2, 3, 4) },
    '00010001 00000000 000c01020304',
  ],
  ['DUID-LL', { type: 3, hardwareType: 1, address: bytes(0, 12, 1, 2, 3, 4) }, '00030001 000c01020304'],
  [
    'DUID-UUID (RFC 6355)',
    { type: 4, uuid: Buffer.from('f81d4fae7dec11d0a76500a0c91e6bf6', 'hex') },
    '0004 f81d4fae7dec11d0a76500a0c91e6bf6',
  ],
  ['a type to come', { type: 'other', code: 5, data: bytes(1) }, '0005 01'],
]

describe('DUIDs', () => {
  it.each(rows)('%s', (_name, duid, hex) => {
    const wire = Buffer.from(hex.replaceAll(' ', ''), 'hex')
    expect(encodeDuid(duid)).toEqual(wire)
    const decoded = decodeDuid(wire)!
    expect(encodeDuid(decoded)).toEqual(wire)
    expect(decoded.type).toBe(duid.type)
    expect(parseDuid(formatDuid(wire))).toEqual(wire)
  })

  it('reads the time of an LLT as seconds since 1970', () => {
    const duid = decodeDuid(Buffer.from('000100012b2b2b2b000c01020304', 'hex'))
    expect(duid).toMatchObject({ type: 1, hardwareType: 1, time: 946684800 + 0x2b2b2b2b })
  })

  it.each(['0001', '000100010000', '0004f81d', '00'.repeat(131)])('refuses %s', hex => {
    expect(decodeDuid(Buffer.from(hex, 'hex'))).toBeUndefined()
  })

  it.each(['', '01:02', 'xx', '01-02-03'])('refuses the text %j', text => {
    expect(parseDuid(text)).toBeUndefined()
  })
})

describe('hardware addresses', () => {
  it.each([
    ['1a:1b:1c:1d:1e:1f', '1a1b1c1d1e1f'],
    ['1:2:3:4:5:6', '010203040506'],
    ['0A:00:ff:01:02:03', '0a00ff010203'],
  ])('%s', (text, hex) => {
    expect(parseHardware(text)?.toString('hex')).toBe(hex)
  })

  it.each(['', '1a1b1c1d1e1f', '1a:1b:', 'g0:00', '100:00', Array(21).fill('00').join(':')])('refuses %j', text => {
    expect(parseHardware(text)).toBeUndefined()
  })

  it('are written in lower case with colons', () => {
    expect(formatBytes(bytes(0, 0x1a, 0xff))).toBe('00:1a:ff')
  })
})
