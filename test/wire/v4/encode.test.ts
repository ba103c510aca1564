import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  beginReply,
  endReply,
  type Header4,
  putOption,
  putOptionU8,
  putOptionU16,
  putOptionU32,
} from '../../../src/wire/v4/encode.js'
import { Writer } from '../../../src/wire/writer.js'
import { parsePacket4 } from '../../kit/packet4.js'
import { payload, view } from './datagram.js'

const header: Header4 = {
  op: 2,
  htype: 1,
  hlen: 6,
  hops: 1,
  xid: 0x89abcdef,
  secs: 7,
  flags: 0x8000,
  ciaddr: 0xc0000201,
  yiaddr: 0xc0000202,
  siaddr: 0xc0000203,
  giaddr: 0xc0000204,
  chaddr: Buffer.from('ffff000c01020304', 'hex'),
  chaddrAt: 2,
  sname: Buffer.from('server'),
  file: Buffer.from('pxelinux.0'),
}

/** What `write` puts between header and END, in a window in the middle of a buffer that held something else before. */
function reply(write: (writer: Writer) => void, minimum = 0, room = 1500): Buffer {
  const arena = Buffer.alloc(room + 100, 0xaa)
  const writer = new Writer(arena, 50, 50 + room)
  const start = beginReply(writer, header)
  write(writer)
  endReply(writer, start, minimum)
  expect(arena.subarray(50 + room).every(byte => byte === 0xaa)).toBe(true)
  return arena.subarray(start, writer.at)
}

describe('a reply', () => {
  it('has all its fixed fields', () => {
    const bytes = reply(writer => putOptionU8(writer, 53, 5))
    expect(parsePacket4(bytes)).toEqual({
      op: 2,
      htype: 1,
      hops: 1,
      xid: 0x89abcdef,
      secs: 7,
      flags: 0x8000,
      ciaddr: '192.0.2.1',
      yiaddr: '192.0.2.2',
      siaddr: '192.0.2.3',
      giaddr: '192.0.2.4',
      chaddr: '00:0c:01:02:03:04',
      sname: 'server',
      file: 'pxelinux.0',
      options: [{ code: 53, data: Buffer.of(5) }],
    })
    expect(bytes).toHaveLength(244)
  })

  it('is filled to 300 bytes for BOOTP, and no further than its window', () => {
    const bytes = reply(() => undefined, 300)
    expect(bytes).toHaveLength(300)
    expect(bytes.subarray(241).every(byte => byte === 0)).toBe(true)
    expect(reply(() => undefined, 300, 270)).toHaveLength(270)
  })

  it('writes short options in network order', () => {
    const bytes = reply(writer => {
      putOptionU8(writer, 1, 0xff)
      putOptionU16(writer, 2, 0x1234)
      putOptionU32(writer, 3, 0xfffefdfc)
    })
    expect(bytes.toString('hex', 240)).toBe('0101ff' + '02021234' + '0304fffefdfc' + 'ff')
  })

  it('splits what is longer than 255 bytes (RFC 3396 5)', () => {
    const long = Buffer.from(Array.from({ length: 600 }, (_, i) => i & 255))
    const options = parsePacket4(reply(writer => putOption(writer, 43, long, 0, long.length))).options
    expect(options.map(o => [o.code, o.data.length])).toEqual([
      [43, 255],
      [43, 255],
      [43, 90],
    ])
    expect(Buffer.concat(options.map(o => o.data))).toEqual(long)
  })

  it('leaves an option out whole when it does not fit beside END', () => {
    const room = 240 + 3 + 6 + 1
    const fits = reply(
      writer => {
        expect(putOptionU8(writer, 53, 5)).toBe(true)
        expect(putOption(writer, 43, Buffer.alloc(5), 0, 5)).toBe(false)
        expect(writer.overflow).toBe(true)
        expect(putOptionU32(writer, 51, 9)).toBe(true)
      },
      0,
      room,
    )
    expect(parsePacket4(fits).options.map(o => o.code)).toEqual([53, 51])
  })

  it('is read as it was written, whatever the options', () => {
    // Codes without a standard definition: any payload is right
    const options = fc.uniqueArray(fc.tuple(fc.integer({ min: 224, max: 254 }), fc.uint8Array({ maxLength: 400 })), {
      selector: ([code]) => code,
      maxLength: 4,
    })
    fc.assert(
      fc.property(options, list => {
        const bytes = reply(
          writer => {
            for (const [code, data] of list) putOption(writer, code, data, 0, data.length)
          },
          0,
          4096,
        )
        const message = view(Buffer.from(bytes))
        for (const [code, data] of list) expect(payload(message, code)).toBe(Buffer.from(data).toString('latin1'))
      }),
    )
  })
})
