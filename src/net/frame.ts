/** Ethernet, IP and UDP headers. Offsets into a caller's buffer, network order; no copies. */

export const ETHERNET = 14
export const IPV4_HEADER = 20
export const UDP_HEADER = 8
/** Headers of a built frame: Ethernet, IPv4 without options, UDP. */
export const FRAME_HEADERS = ETHERNET + IPV4_HEADER + UDP_HEADER

const ETHERTYPE_IPV4 = 0x0800
const ETHERTYPE_IPV6 = 0x86dd
const ETHERTYPE_VLAN = 0x8100
const ETHERTYPE_SERVICE_VLAN = 0x88a8
const PROTOCOL_UDP = 17
/** RFC 1122 3.2.1.7 asks for at least the diameter of the Internet; answers by frame never leave the link. */
const TTL = 64

/** Where the parts of a UDP datagram lie. Filled by parseFrame and parsePacket; reused. */
export class Frame {
  /** 4 or 16. */
  addressLength: 4 | 16 = 4
  sourceAt = 0
  destinationAt = 0
  sourcePort = 0
  destinationPort = 0
  /** The UDP header. */
  udpAt = 0
  payloadStart = 0
  payloadEnd = 0
  /** Sender's Ethernet address, 6 bytes; -1 for a packet without a frame. */
  hardwareAt = -1
  /** 802.1Q VLAN identifier of the outermost tag in the frame; -1 without. */
  vlan = -1
}

/** An Ethernet II frame in bytes[start, end) with up to two VLAN tags. False: not a whole UDP datagram. */
export function parseFrame(bytes: Uint8Array, start: number, end: number, into: Frame): boolean {
  let at = start + 12
  into.hardwareAt = start + 6
  into.vlan = -1
  if (at + 2 > end) return false
  let type = u16(bytes, at)
  for (let tags = 0; tags < 2 && (type === ETHERTYPE_VLAN || type === ETHERTYPE_SERVICE_VLAN); tags++) {
    if (at + 6 > end) return false
    if (into.vlan < 0) into.vlan = u16(bytes, at + 2) & 0xfff
    at += 4
    type = u16(bytes, at)
  }
  at += 2
  if (type === ETHERTYPE_IPV4) return parseIpv4(bytes, at, end, into)
  return type === ETHERTYPE_IPV6 && parseIpv6(bytes, at, end, into)
}

/** An IPv4 or IPv6 packet in bytes[start, end). False: not a whole UDP datagram. */
export function parsePacket(bytes: Uint8Array, start: number, end: number, into: Frame): boolean {
  into.hardwareAt = -1
  into.vlan = -1
  if (start >= end) return false
  return bytes[start]! >>> 4 === 4 ? parseIpv4(bytes, start, end, into) : parseIpv6(bytes, start, end, into)
}

// RFC 791 3.1
function parseIpv4(bytes: Uint8Array, at: number, end: number, into: Frame): boolean {
  if (at + IPV4_HEADER > end || bytes[at]! >>> 4 !== 4) return false
  const header = (bytes[at]! & 0xf) * 4
  const total = u16(bytes, at + 2)
  // Frames are padded to 60 bytes: the packet ends where it says, not where the frame does.
  if (header < IPV4_HEADER || total < header || at + total > end) return false
  if (bytes[at + 9] !== PROTOCOL_UDP || (u16(bytes, at + 6) & 0x3fff) !== 0) return false
  into.addressLength = 4
  into.sourceAt = at + 12
  into.destinationAt = at + 16
  return parseUdp(bytes, at + header, at + total, into)
}

// RFC 8200 3; extension headers do not stand before DHCPv6 in practice and are not looked through
function parseIpv6(bytes: Uint8Array, at: number, end: number, into: Frame): boolean {
  if (at + 40 > end || bytes[at]! >>> 4 !== 6 || bytes[at + 6] !== PROTOCOL_UDP) return false
  const limit = at + 40 + u16(bytes, at + 4)
  if (limit > end) return false
  into.addressLength = 16
  into.sourceAt = at + 8
  into.destinationAt = at + 24
  return parseUdp(bytes, at + 40, limit, into)
}

// RFC 768
function parseUdp(bytes: Uint8Array, at: number, end: number, into: Frame): boolean {
  if (at + UDP_HEADER > end) return false
  const length = u16(bytes, at + 4)
  if (length < UDP_HEADER || at + length > end) return false
  into.sourcePort = u16(bytes, at)
  into.destinationPort = u16(bytes, at + 2)
  into.udpAt = at
  into.payloadStart = at + UDP_HEADER
  into.payloadEnd = at + length
  return true
}

/**
 * The UDP checksum is right, absent (RFC 768: zero), or partial: a sender on the same host leaves the sum of the
 * pseudo-header alone in the field for a network card that never saw the frame.
 */
export function checksumHolds(bytes: Uint8Array, frame: Frame): boolean {
  const field = u16(bytes, frame.udpAt + 6)
  if (field === 0) return true
  const pseudo = pseudoHeader(bytes, frame.sourceAt, frame.addressLength, frame.payloadEnd - frame.udpAt)
  return fold(pseudo) === field || fold(pseudo + sum(bytes, frame.udpAt, frame.payloadEnd)) === 0xffff
}

/** Who an answer by frame comes from. */
export interface FrameSource {
  /** Own Ethernet address, 6 bytes. */
  readonly hardware: Uint8Array
  /** Own IPv4 address, 4 bytes; zeros for none. */
  readonly address: Uint8Array
  readonly port: number
}

/**
 * Write Ethernet, IPv4 and UDP headers in front of a payload, in bytes[payloadStart - FRAME_HEADERS, payloadStart).
 * The destination's Ethernet address stands at the start of that room already; its IPv4 address is read at addressAt.
 */
export function buildFrame(
  bytes: Uint8Array,
  payloadStart: number,
  payloadEnd: number,
  from: FrameSource,
  addressAt: number,
  port: number,
): void {
  const ethernet = payloadStart - FRAME_HEADERS
  const ip = ethernet + ETHERNET
  const udp = ip + IPV4_HEADER
  const length = payloadEnd - udp
  const { hardware, address } = from
  for (let i = 0; i < 6; i++) bytes[ethernet + 6 + i] = hardware[i]!
  put16(bytes, ethernet + 12, ETHERTYPE_IPV4)
  put16(bytes, ip, 0x4500)
  put16(bytes, ip + 2, IPV4_HEADER + length)
  put16(bytes, ip + 4, 0) // RFC 6864 4.1: the identification of an unfragmentable packet means nothing
  put16(bytes, ip + 6, 0x4000)
  put16(bytes, ip + 8, (TTL << 8) | PROTOCOL_UDP)
  put16(bytes, ip + 10, 0)
  for (let i = 0; i < 4; i++) bytes[ip + 12 + i] = address[i]!
  for (let i = 0; i < 4; i++) bytes[ip + 16 + i] = bytes[addressAt + i]!
  put16(bytes, ip + 10, ~fold(sum(bytes, ip, udp)))
  put16(bytes, udp, from.port)
  put16(bytes, udp + 2, port)
  put16(bytes, udp + 4, length)
  put16(bytes, udp + 6, 0)
  const checksum = ~fold(pseudoHeader(bytes, ip + 12, 4, length) + sum(bytes, udp, payloadEnd)) & 0xffff
  put16(bytes, udp + 6, checksum === 0 ? 0xffff : checksum) // RFC 768: a sum of zero is sent as all ones
}

/** RFC 768, RFC 8200 8.1: both addresses, which stand side by side in the IP header, the protocol and the length. */
function pseudoHeader(bytes: Uint8Array, sourceAt: number, addressLength: number, length: number): number {
  return sum(bytes, sourceAt, sourceAt + 2 * addressLength) + PROTOCOL_UDP + length
}

/** RFC 1071: the sum of 16-bit words, not folded; 64 KiB cannot overflow the 53 bits of a number. */
function sum(bytes: Uint8Array, start: number, end: number): number {
  let high = 0
  let low = 0
  let i = start
  // Four words a turn, high and low bytes apart: a third faster than word by word.
  for (const last = end - 7; i < last; i += 8) {
    high += bytes[i]! + bytes[i + 2]! + bytes[i + 4]! + bytes[i + 6]!
    low += bytes[i + 1]! + bytes[i + 3]! + bytes[i + 5]! + bytes[i + 7]!
  }
  for (; i < end; i += 2) {
    high += bytes[i]!
    if (i + 1 < end) low += bytes[i + 1]!
  }
  return high * 256 + low
}

function fold(total: number): number {
  let rest = total
  while (rest > 0xffff) rest = (rest & 0xffff) + Math.floor(rest / 0x10000)
  return rest
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}

function put16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8
  bytes[at + 1] = value
}
