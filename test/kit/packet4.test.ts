import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressPlus, encodePacket4, hexBytes, option, packed, parsePacket4 } from './packet4.js'

describe('the judge’s DHCPv4 codec', () => {
  test('reads a message of another implementation field by field', () => {
    // An OFFER of Kea 2.2.0 to a client behind a relay, as it was on the wire
    const bytes = Buffer.concat([
      hexBytes('02010603 5a5e1001 0000 0000 00000000 cb007164 00000000 cb007101'.replaceAll(' ', '')),
      hexBytes('02005e100001'),
      Buffer.alloc(10 + 64 + 128),
      hexBytes('63825363 350102 0104ffffff00 330400001c20 3604c6336401 3d0701 02005e100001'.replaceAll(' ', '')),
      hexBytes('5208 0106 706f72742037 ff'.replaceAll(' ', '')),
    ])
    const packet = parsePacket4(bytes)
    expect(packet).toMatchObject({ op: 2, htype: 1, hops: 3, xid: 0x5a5e1001, chaddr: '02:00:5e:10:00:01' })
    expect(packet).toMatchObject({ yiaddr: '203.0.113.100', giaddr: '203.0.113.1', siaddr: '0.0.0.0' })
    expect(packet.options.map(({ code }) => code)).toEqual([53, 1, 51, 54, 61, 82])
    expect(packet.options.at(-1)?.data).toEqual(packed(option(1, 'port 7')))
  })

  test('reads back what it writes', () => {
    const anyOption = fc.record({
      code: fc.integer({ min: 1, max: 254 }),
      data: fc.uint8Array({ maxLength: 255 }).map(bytes => Buffer.from(bytes)),
    })
    fc.assert(
      fc.property(fc.array(anyOption, { maxLength: 20 }), fc.nat(0xffffffff), fc.nat(0xffff), (options, xid, secs) => {
        const packet = parsePacket4(encodePacket4({ xid, secs, chaddr: '02:00:5e:00:00:01', options }))
        expect(packet).toMatchObject({ xid, secs, chaddr: '02:00:5e:00:00:01' })
        expect(packet.options).toEqual(options)
      }),
    )
  })

  test('splits an option over 255 bytes into several of its code (RFC 3396)', () => {
    const { options } = parsePacket4(encodePacket4({ options: [{ code: 43, data: Buffer.alloc(300, 7) }] }))
    expect(options.map(({ code, data }) => [code, data.length])).toEqual([
      [43, 255],
      [43, 45],
    ])
  })

  test.each([
    ['no end option', 0, [53, 1, 5]],
    ['is cut off', 0, [53, 1, 5, 12, 9, 65, 255]],
    ['bytes other than padding', 0, [53, 1, 5, 255, 0, 1]],
    ['no magic cookie', 1, [255]],
  ])('refuses a message with %s', (_, cookieError, tail) => {
    const bytes = Buffer.concat([encodePacket4({}).subarray(0, 240), Buffer.from(tail)])
    bytes.writeUInt32BE(0x63825363 + cookieError, 236)
    expect(() => parsePacket4(bytes)).toThrow()
  })

  test('counts addresses over octet boundaries', () => {
    expect(addressPlus('10.0.0.250', 10)).toBe('10.0.1.4')
  })
})
