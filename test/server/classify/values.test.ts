import { describe, expect, it } from 'vitest'
import { message4, option4, option6, PlainPacket } from '../../kit/classify-packet.js'
import { samplePacket4, samplePacket6 } from '../../kit/classify-sample.js'
import { hexOf, testOf } from './expression-kit.js'
import { type ValueCase, valueCases4, valueCases6 } from './kea-values.js'

function check(family: 'v4' | 'v6', row: ValueCase): void {
  const packet = family === 'v4' ? samplePacket4() : samplePacket6()
  const got = 'text' in row ? hexOf(row.text, packet, { family }) : testOf(row.test, packet, { family })
  expect(got).toBe('is' in row ? row.is : `fails: ${row.fails}`)
}

const named = (rows: readonly ValueCase[]): readonly (readonly [string, ValueCase])[] =>
  rows.map(row => ['text' in row ? row.text : row.test, row])

describe('what expressions come to', () => {
  it.each(named(valueCases4))('v4 %s', (_, row) => check('v4', row))
  it.each(named(valueCases6))('v6 %s', (_, row) => check('v6', row))
})

describe('options as clients really send them', () => {
  it('takes NULs off the end of a text, as they are no part of it', () => {
    const packet = new PlainPacket(
      'v4',
      message4({}, option4(12, 'host\0\0'), option4(60, 'abc\0'), option4(61, [0, 97, 0])),
    )
    expect(testOf("option[12].hex == 'host' and option[12].text == 'host'", packet)).toBe(true)
    expect(hexOf('option[12].hex + option[60].text', packet)).toBe(Buffer.from('hostabc').toString('hex'))
    expect(hexOf('option[61].hex', packet)).toBe('006100')
  })

  it('looks for vendor sub-options only within the first enterprise of option 125', () => {
    // RFC 3925 4: enterprise 4491 with sub-option 1, then enterprise 9 with sub-option 2
    const vivso = Buffer.from('\0\0\x11\x8b\x05\x01\x03abc\0\0\0\x09\x04\x02\x02xy', 'latin1')
    const packet = new PlainPacket('v4', message4({}, option4(125, vivso)))
    expect(hexOf('vendor[4491].option[1].hex', packet)).toBe('616263')
    expect(hexOf('option[125].option[1].hex', packet)).toBe('616263')
    expect(testOf('vendor[*].option[2].exists or vendor[9].exists or option[125].option[0].exists', packet)).toBe(false)
  })

  it('matches within a value and not beyond its end', () => {
    const packet = new PlainPacket('v4', message4({}, option4(61, [1, 2, 3, 4]), option4(50, [4, 5, 6, 7])))
    expect(testOf('substring(option[61].hex, 2, 2) == 0x0304', packet)).toBe(true)
    expect(testOf('substring(option[61].hex, 2, 3) == 0x0304', packet)).toBe(true)
    expect(testOf('substring(option[61].hex, 2, 1) == 0x0304', packet)).toBe(false)
    expect(testOf('substring(option[61].hex, 3, 3) == 0x043204', packet)).toBe(false)
    expect(testOf("substring(option[61].hex, 4, 1) == ''", packet)).toBe(true)
    expect(testOf("substring(option[99].hex, 0, 1) == ''", packet)).toBe(true)
  })
})

describe('words of generation 3', () => {
  const packet = new PlainPacket('v4', message4({}, option4(60, 'MSFT 5.0')))
  const three = { generation: '3' as const }

  it('lcase, ucase', () => {
    expect(testOf("lcase(option[60].hex) == 'msft 5.0' and ucase('aZ[{') == 'AZ[{'", packet, three)).toBe(true)
  })

  it('options below options below options', () => {
    // RFC 8415 21.21, 21.22, 21.13: the status code of a prefix of an identity association
    const prefix = option6(26, Buffer.concat([Buffer.alloc(25), option6(13, [0, 6, 110, 111])]))
    const bytes = Buffer.concat([Buffer.from([3, 0, 0, 1]), option6(25, Buffer.concat([Buffer.alloc(12), prefix]))])
    const v6 = { family: 'v6' as const, ...three }
    const request = new PlainPacket('v6', bytes)
    expect(hexOf('option[25].option[26].option[13].hex', request, v6)).toBe('00066e6f')
    expect(testOf('option[25].option[26].option[14].exists', request, v6)).toBe(false)
  })

  it('match compares the whole value, and knows named classes', () => {
    expect(testOf("match('MSFT [[:digit:]].*', option[60].hex)", packet, three)).toBe(true)
    expect(testOf("match('MSFT', option[60].hex)", packet, three)).toBe(false)
  })
})
