import { addressBytes, addressText, hexBytes, hexText } from './packet4.js'

/** A UDP datagram with everything that stands around it on an Ethernet. */
export interface Datagram {
  readonly source: string
  readonly sourcePort: number
  readonly destination: string
  readonly destinationPort: number
  readonly sourceHardware: string
  readonly destinationHardware: string
  readonly payload: Buffer
}

export const broadcastHardware = 'ff:ff:ff:ff:ff:ff'

/** Ethernet II + IPv4 + UDP, checksums included. */
export function encodeFrame(datagram: Datagram): Buffer {
  const { payload } = datagram
  const frame = Buffer.alloc(42 + payload.length)
  hexBytes(datagram.destinationHardware).copy(frame, 0)
  hexBytes(datagram.sourceHardware).copy(frame, 6)
  frame.writeUInt16BE(0x0800, 12)
  frame[14] = 0x45
  frame.writeUInt16BE(28 + payload.length, 16)
  frame[22] = 64
  frame[23] = 17
  addressBytes(datagram.source).copy(frame, 26)
  addressBytes(datagram.destination).copy(frame, 30)
  frame.writeUInt16BE(checksum(frame.subarray(14, 34), 0), 24)
  frame.writeUInt16BE(datagram.sourcePort, 34)
  frame.writeUInt16BE(datagram.destinationPort, 36)
  frame.writeUInt16BE(8 + payload.length, 38)
  payload.copy(frame, 42)
  // RFC 768: pseudo header (addresses, protocol, length), then header and data; zero means "no checksum"
  const pseudo = sum(frame.subarray(26, 34), 17 + 8 + payload.length)
  frame.writeUInt16BE(checksum(frame.subarray(34), pseudo) || 0xffff, 40)
  return frame
}

/** The UDP datagram in a frame; undefined for anything else. Throws when a checksum is wrong. */
export function decodeFrame(frame: Buffer): Datagram | undefined {
  if (frame.length < 42 || frame.readUInt16BE(12) !== 0x0800 || frame[14]! >> 4 !== 4 || frame[23] !== 17)
    return undefined
  const header = (frame[14]! & 15) * 4
  const udp = 14 + header
  if (checksum(frame.subarray(14, udp), 0) !== 0) throw new Error('wrong IP header checksum')
  const end = udp + frame.readUInt16BE(udp + 4)
  if (end > frame.length) throw new Error('UDP length runs over the frame')
  return {
    source: addressText(frame, 26),
    destination: addressText(frame, 30),
    sourcePort: frame.readUInt16BE(udp),
    destinationPort: frame.readUInt16BE(udp + 2),
    destinationHardware: hexText(frame.subarray(0, 6)),
    sourceHardware: hexText(frame.subarray(6, 12)),
    payload: Buffer.from(frame.subarray(udp + 8, end)),
  }
}

/** The answer to "who has `address`?" on behalf of one of our simulated hosts; undefined when the frame does not ask. */
export function arpReply(frame: Buffer, address: string, hardware: string): Buffer | undefined {
  if (frame.length < 42 || frame.readUInt16BE(12) !== 0x0806 || frame.readUInt16BE(20) !== 1) return undefined
  if (addressText(frame, 38) !== address) return undefined
  const reply = Buffer.from(frame.subarray(0, 42))
  const own = hexBytes(hardware)
  reply.writeUInt16BE(2, 20)
  frame.copy(reply, 32, 22, 32)
  own.copy(reply, 22)
  addressBytes(address).copy(reply, 28)
  frame.copy(reply, 0, 22, 28)
  own.copy(reply, 6)
  return reply
}

function sum(bytes: Buffer, start: number): number {
  let total = start
  for (let i = 0; i + 1 < bytes.length; i += 2) total += bytes.readUInt16BE(i)
  if (bytes.length % 2 === 1) total += bytes[bytes.length - 1]! << 8
  return total
}

function checksum(bytes: Buffer, start: number): number {
  let total = sum(bytes, start)
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16)
  return ~total & 0xffff
}
