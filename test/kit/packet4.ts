/** Message types of RFC 2132 9.6 by name, as the tests spell them. */
export const MessageType = {
  DISCOVER: 1,
  OFFER: 2,
  REQUEST: 3,
  DECLINE: 4,
  ACK: 5,
  NAK: 6,
  RELEASE: 7,
  INFORM: 8,
} as const
export type MessageName = keyof typeof MessageType

/** One option as it stood on the wire: no merging, no order but that of the datagram. */
export interface Option4 {
  readonly code: number
  readonly data: Buffer
}

/** A DHCPv4 message, every field as text or number. Addresses are dotted decimal, `chaddr` is colon-separated hex. */
export interface Packet4 {
  readonly op: number
  readonly htype: number
  readonly hops: number
  readonly xid: number
  readonly secs: number
  readonly flags: number
  readonly ciaddr: string
  readonly yiaddr: string
  readonly siaddr: string
  readonly giaddr: string
  readonly chaddr: string
  readonly sname: string
  readonly file: string
  readonly options: readonly Option4[]
}

const COOKIE = 0x63825363
const FIXED = 240
const BROADCAST = 0x8000

/** The broadcast bit of `flags` (RFC 2131 2). */
export const broadcastFlag = BROADCAST

/**
 * Writes a message; what is not given is zero. This codec is the judge's own: it shares no line with src/wire, so that
 * a mistake there cannot hide here.
 */
export function encodePacket4(message: Partial<Packet4>): Buffer {
  const fixed = Buffer.alloc(FIXED)
  const chaddr = hexBytes(message.chaddr ?? '')
  fixed[0] = message.op ?? 1
  fixed[1] = message.htype ?? 1
  fixed[2] = chaddr.length
  fixed[3] = message.hops ?? 0
  fixed.writeUInt32BE(message.xid ?? 0, 4)
  fixed.writeUInt16BE(message.secs ?? 0, 8)
  fixed.writeUInt16BE(message.flags ?? 0, 10)
  addressBytes(message.ciaddr ?? '0.0.0.0').copy(fixed, 12)
  addressBytes(message.yiaddr ?? '0.0.0.0').copy(fixed, 16)
  addressBytes(message.siaddr ?? '0.0.0.0').copy(fixed, 20)
  addressBytes(message.giaddr ?? '0.0.0.0').copy(fixed, 24)
  chaddr.copy(fixed, 28, 0, 16)
  fixed.write(message.sname ?? '', 44, 64, 'latin1')
  fixed.write(message.file ?? '', 108, 128, 'latin1')
  fixed.writeUInt32BE(COOKIE, 236)
  const parts: Buffer[] = [fixed]
  for (const { code, data } of message.options ?? []) {
    // RFC 3396 5: a long option goes out as several of the same code
    for (let at = 0; at === 0 || at < data.length; at += 255) {
      const part = data.subarray(at, at + 255)
      parts.push(Buffer.from([code, part.length]), part)
    }
  }
  parts.push(Buffer.from([255]))
  const packet = Buffer.concat(parts)
  // RFC 1542 2.1: 300 bytes is the least that every relay lets through
  return packet.length >= 300 ? packet : Buffer.concat([packet, Buffer.alloc(300 - packet.length)])
}

/** Reads a message. Throws an Error that names the first violation: a server under test must not send such bytes. */
export function parsePacket4(bytes: Buffer): Packet4 {
  if (bytes.length < FIXED) throw new Error(`${bytes.length} bytes are no DHCPv4 message`)
  if (bytes.readUInt32BE(236) !== COOKIE) throw new Error('no magic cookie')
  const hlen = bytes[2]!
  if (hlen > 16) throw new Error(`hlen ${hlen}`)
  const options: Option4[] = []
  let at = FIXED
  for (;;) {
    const code = bytes[at]
    if (code === undefined) throw new Error('options run to the end of the datagram without an end option')
    at++
    if (code === 255) break
    if (code === 0) continue
    const length = bytes[at]
    if (length === undefined || at + 1 + length > bytes.length) throw new Error(`option ${code} is cut off`)
    options.push({ code, data: Buffer.from(bytes.subarray(at + 1, at + 1 + length)) })
    at += 1 + length
  }
  if (bytes.subarray(at).some(byte => byte !== 0)) throw new Error('bytes other than padding after the end option')
  return {
    op: bytes[0]!,
    htype: bytes[1]!,
    hops: bytes[3]!,
    xid: bytes.readUInt32BE(4),
    secs: bytes.readUInt16BE(8),
    flags: bytes.readUInt16BE(10),
    ciaddr: addressText(bytes, 12),
    yiaddr: addressText(bytes, 16),
    siaddr: addressText(bytes, 20),
    giaddr: addressText(bytes, 24),
    chaddr: hexText(bytes.subarray(28, 28 + hlen)),
    sname: zeroEnded(bytes.subarray(44, 108)),
    file: zeroEnded(bytes.subarray(108, 236)),
    options,
  }
}

/** An option whose payload is given as bytes, colon-separated or plain hex after `0x`, an address list, or a number. */
export function option(code: number, value: Buffer | readonly number[] | string): Option4 {
  if (typeof value !== 'string') return { code, data: Buffer.from(value) }
  return { code, data: value.startsWith('0x') ? hexBytes(value.slice(2)) : Buffer.from(value, 'latin1') }
}

export function addressOption(code: number, ...addresses: string[]): Option4 {
  return { code, data: Buffer.concat(addresses.map(addressBytes)) }
}

/** A four-byte number, network order (lifetimes, in seconds). */
export function u32Option(code: number, value: number): Option4 {
  const data = Buffer.alloc(4)
  data.writeUInt32BE(value)
  return { code, data }
}

/** Sub-options packed into one payload (option 82, 43, ...). */
export function packed(...parts: Option4[]): Buffer {
  return Buffer.concat(parts.map(({ code, data }) => Buffer.concat([Buffer.from([code, data.length]), data])))
}

/** "02:00:5e" or "02005e" to bytes. */
export function hexBytes(text: string): Buffer {
  return Buffer.from(text.replaceAll(':', ''), 'hex')
}

export function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(':')
}

export function addressBytes(text: string): Buffer {
  const parts = text.split('.').map(Number)
  if (parts.length !== 4 || parts.some(part => !(part >= 0 && part <= 255))) throw new Error(`${text} is no address`)
  return Buffer.from(parts)
}

export function addressText(bytes: Uint8Array, at = 0): string {
  return Array.from(bytes.subarray(at, at + 4)).join('.')
}

/** first + offset, for pools and simulated clients. */
export function addressPlus(first: string, offset: number): string {
  const bytes = addressBytes(first)
  bytes.writeUInt32BE((bytes.readUInt32BE() + offset) >>> 0)
  return addressText(bytes)
}

function zeroEnded(field: Buffer): string {
  const end = field.indexOf(0)
  return field.toString('latin1', 0, end < 0 ? field.length : end)
}
