import { describe, expect, test } from 'vitest'
import { arpReply, decodeFrame, encodeFrame } from './frame.js'
import { hexBytes } from './packet4.js'

describe('Ethernet frames', () => {
  const datagram = {
    source: '192.168.0.1',
    sourcePort: 67,
    destination: '192.168.0.199',
    destinationPort: 68,
    sourceHardware: '02:00:00:00:00:01',
    destinationHardware: '02:00:00:00:00:02',
    payload: Buffer.from('odd'),
  }

  test('come back as they went', () => {
    expect(decodeFrame(encodeFrame(datagram))).toEqual(datagram)
  })

  test('have the checksums of RFC 791 and RFC 768', () => {
    const frame = encodeFrame({ ...datagram, payload: Buffer.alloc(0) })
    const words = (bytes: Buffer): number => {
      let total = 0
      for (let i = 0; i < bytes.length; i += 2) total += bytes.readUInt16BE(i)
      return (total & 0xffff) + (total >>> 16)
    }
    expect(words(frame.subarray(14, 34))).toBe(0xffff)
    // Pseudo header: addresses, protocol 17, length 8
    expect(words(Buffer.concat([frame.subarray(26, 34), Buffer.from([0, 17, 0, 8]), frame.subarray(34)]))).toBe(0xffff)
  })

  test('with a wrong header checksum are an error of whoever sent them', () => {
    const frame = encodeFrame(datagram)
    frame[22] = 63
    expect(() => decodeFrame(frame)).toThrow('checksum')
  })

  test('ask by ARP for simulated hosts, and get an answer', () => {
    const ask = (target: string): Buffer =>
      Buffer.concat([
        hexBytes('ffffffffffff0200000000010806'),
        hexBytes('0001080006040001'),
        hexBytes('020000000001c0a80001'),
        hexBytes(`000000000000${target}`),
      ])
    expect(arpReply(ask('c0a800c7'), '192.168.0.7', '02:00:00:00:00:02')).toBeUndefined()
    const reply = arpReply(ask('c0a800c7'), '192.168.0.199', '02:00:00:00:00:02')
    expect(reply?.toString('hex')).toBe(
      '0200000000010200000000020806' + '0001080006040002' + '020000000002c0a800c7' + '020000000001c0a80001',
    )
  })
})
