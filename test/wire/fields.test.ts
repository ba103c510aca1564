import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Reader } from '../../src/wire/reader.js'
import { Writer } from '../../src/wire/writer.js'

describe('Reader and Writer', () => {
  it('mean the same bytes, in network order', () => {
    fc.assert(
      fc.property(
        fc.nat(0xff),
        fc.nat(0xffff),
        fc.nat(0xffffffff),
        fc.uint8Array({ maxLength: 40 }),
        (a, b, c, rest) => {
          const writer = new Writer(Buffer.alloc(64), 3)
          writer.u8(a)
          writer.u16(b)
          writer.u32(c)
          writer.copy(rest)
          const reader = new Reader(writer.bytes, 3, writer.at)
          expect([reader.u8(), reader.u16(), reader.u32()]).toEqual([a, b, c])
          expect(reader.left).toBe(rest.length)
          expect(reader.copy(reader.left)).toEqual(Buffer.from(rest))
          expect(reader.failed).toBe(false)
        },
      ),
    )
    const writer = new Writer(Buffer.alloc(4))
    writer.u32(0x01020304)
    expect(writer.bytes).toEqual(Buffer.of(1, 2, 3, 4))
  })

  it('stop at their window and say so', () => {
    const bytes = Buffer.of(1, 2, 3, 4, 5)
    const reader = new Reader(bytes, 1, 4)
    expect([reader.u16(), reader.u16(), reader.u8()]).toEqual([0x0203, 0, 0])
    expect([reader.failed, reader.left]).toEqual([true, 0])
    expect(reader.reset(bytes, 0, 5).skip(4)).toBe(0)
    expect([reader.u8(), reader.failed]).toEqual([5, false])

    const writer = new Writer(bytes, 1, 4)
    writer.u16(0xffff)
    writer.u16(0xffff)
    expect([...bytes]).toEqual([1, 255, 255, 4, 5])
    expect([writer.overflow, writer.at]).toEqual([true, 3])
  })
})
