import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildFrame, checksumHolds, FRAME_HEADERS, Frame, parseFrame, parsePacket } from '../../src/net/frame.js'

/** ICMP-free textbook datagram: 192.168.0.31:20 -> 192.168.0.30:10, "Hi", with the checksum worked out in RFC 768's manner. */
const HI = Buffer.from(
  '020000000002' + // to
    '020000000001' + // from
    '0800' +
    '4500001e000040004011b941' + // IPv4, 30 bytes, don't fragment, TTL 64, UDP
    'c0a8001f' +
    'c0a8001e' +
    '0014000a000a35c5' + // ports 20 and 10, length 10, checksum
    '4869',
  'hex',
)

function built(payload: Uint8Array): Buffer {
  const bytes = Buffer.alloc(200 + payload.length)
  const start = 100
  bytes.set(payload, start)
  bytes.set(HI.subarray(0, 6), start - FRAME_HEADERS)
  bytes.set([192, 168, 0, 30], 0)
  const from = { hardware: HI.subarray(6, 12), address: Uint8Array.of(192, 168, 0, 31), port: 20 }
  buildFrame(bytes, start, start + payload.length, from, 0, 10)
  return bytes.subarray(start - FRAME_HEADERS, start + payload.length)
}

/** RFC 1071 as it is written there: one's complement sum of 16-bit words, end-around carry at every step. */
function onesComplement(words: Buffer): number {
  const even = words.length % 2 === 0 ? words : Buffer.concat([words, Buffer.alloc(1)])
  let sum = 0
  for (let i = 0; i < even.length; i += 2) {
    sum += even.readUInt16BE(i)
    if (sum > 0xffff) sum -= 0xffff
  }
  return sum
}

describe('frame', () => {
  it('builds Ethernet, IPv4 and UDP headers with both checksums', () => {
    expect(built(Buffer.from('Hi')).toString('hex')).toBe(HI.toString('hex'))
  })

  it('builds sums that a receiver finds right, for every payload', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1472 }), payload => {
        const frame = built(payload)
        const ip = frame.subarray(14, 34)
        const udp = frame.subarray(34)
        const length = Buffer.alloc(2)
        length.writeUInt16BE(udp.length)
        expect(onesComplement(ip)).toBe(0xffff)
        const pseudo = Buffer.concat([ip.subarray(12, 20), Buffer.of(0, 17), length, udp])
        expect(onesComplement(pseudo)).toBe(0xffff)
        const view = new Frame()
        expect(parseFrame(frame, 0, frame.length, view)).toBe(true)
        expect(checksumHolds(frame, view)).toBe(true)
        expect([...frame.subarray(view.payloadStart, view.payloadEnd)]).toEqual([...payload])
      }),
    )
  })

  it('reads a frame: padding is not payload, addresses and ports are found', () => {
    const padded = Buffer.concat([HI, Buffer.alloc(60 - HI.length, 0xee)])
    const view = new Frame()
    expect(parseFrame(padded, 0, padded.length, view)).toBe(true)
    expect(padded.toString('latin1', view.payloadStart, view.payloadEnd)).toBe('Hi')
    expect(view).toMatchObject({ sourcePort: 20, destinationPort: 10, vlan: -1, addressLength: 4 })
    expect([...padded.subarray(view.sourceAt, view.sourceAt + 4)]).toEqual([192, 168, 0, 31])
    expect([...padded.subarray(view.hardwareAt, view.hardwareAt + 6)]).toEqual([2, 0, 0, 0, 0, 1])
  })

  it('looks behind one VLAN tag and behind two', () => {
    const view = new Frame()
    for (const tags of ['81000064', '88a8000581000064']) {
      const tagged = Buffer.concat([HI.subarray(0, 12), Buffer.from(tags, 'hex'), HI.subarray(12)])
      expect(parseFrame(tagged, 0, tagged.length, view)).toBe(true)
      expect(view.vlan).toBe(tags.length === 8 ? 100 : 5)
      expect(tagged.toString('latin1', view.payloadStart, view.payloadEnd)).toBe('Hi')
    }
  })

  it('accepts a checksum that is absent or partial, and no wrong one', () => {
    const view = new Frame()
    const withChecksum = (value: number): Buffer => {
      const bytes = Buffer.from(HI)
      bytes.writeUInt16BE(value, 40)
      expect(parseFrame(bytes, 0, bytes.length, view)).toBe(true)
      return bytes
    }
    expect(checksumHolds(withChecksum(0x35c5), view)).toBe(true)
    expect(checksumHolds(withChecksum(0), view)).toBe(true)
    // RFC 768's pseudo-header alone: c0a8 + 001f + c0a8 + 001e + 0011 + 000a, carry folded in
    expect(checksumHolds(withChecksum(0x81a9), view)).toBe(true)
    expect(checksumHolds(withChecksum(0x35c6), view)).toBe(false)
  })

  it('reads UDP over IPv6 without a frame', () => {
    const packet = Buffer.from(
      `60000000000a1140${'fe80000000000000'}${'0000000000000001'}${'ff02000000000000'}${'0000000000010002'}02220223000a00004869`,
      'hex',
    )
    const view = new Frame()
    expect(parsePacket(packet, 0, packet.length, view)).toBe(true)
    expect(view).toMatchObject({ addressLength: 16, sourcePort: 546, destinationPort: 547, hardwareAt: -1 })
    expect(packet.toString('latin1', view.payloadStart, view.payloadEnd)).toBe('Hi')
  })

  it('refuses fragments, other protocols and lengths that do not add up', () => {
    const spoilt = (at: number, value: number): boolean => {
      const bytes = Buffer.from(HI)
      bytes[at] = value
      return parseFrame(bytes, 0, bytes.length, new Frame())
    }
    expect(spoilt(20, 0x20)).toBe(false) // more fragments
    expect(spoilt(21, 0x01)).toBe(false) // an offset
    expect(spoilt(23, 6)).toBe(false) // TCP
    expect(spoilt(14, 0x44)).toBe(false) // header shorter than 20
    expect(spoilt(17, 0x1f)).toBe(false) // longer than the frame
    expect(spoilt(39, 0x0b)).toBe(false) // UDP longer than the packet
    expect(spoilt(39, 0x07)).toBe(false) // UDP shorter than its header
    expect(spoilt(12, 0x09)).toBe(false) // another ethertype
  })

  it('never reads outside the given range and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(60), (noise, keep) => {
        const bytes = Buffer.concat([HI.subarray(0, Math.min(keep, HI.length)), noise])
        const view = new Frame()
        for (const parse of [parseFrame, parsePacket]) {
          if (!parse(bytes, 0, bytes.length, view)) continue
          expect(view.payloadStart).toBeLessThanOrEqual(view.payloadEnd)
          expect(view.payloadEnd).toBeLessThanOrEqual(bytes.length)
        }
      }),
    )
  })
})
