import { Frame, parseFrame } from '../../net/frame.js'
import type { Datagram } from '../../net/memory-link.js'
import { type AddressKind, ipv4, ipv6 } from '../../wire/address.js'
import { parseBytes } from '../../wire/hex.js'
import { CLIENT_PORT, SERVER_PORT } from '../../wire/v4/codes.js'
import { Message4 } from '../../wire/v4/message.js'
import {
  CLIENT_PORT as CLIENT_PORT6,
  MessageType as MessageType6,
  SERVER_PORT as SERVER_PORT6,
} from '../../wire/v6/codes.js'
import { Message6 } from '../../wire/v6/message.js'
import type { Address } from '../lease/lease.js'

/** What `--packet` names: one message, or a capture. */
export type Packets = { readonly message: Buffer } | { readonly capture: Buffer }

/** What the messages of a family look like, and how they travel. */
export interface PacketShape<A extends Address> {
  /** Are these bytes a message, and not a frame around one? */
  isMessage(bytes: Buffer): boolean
  /** Where a message comes from, and from which port, when nobody says. */
  sourceOf(message: Buffer): { readonly address: A; readonly port: number }
  /** Where what comes from this address was sent to; undefined: to the server itself. */
  groupFor(source: A): A | undefined
}

/** First bytes of captures, either byte order and resolution, and of pcapng, which the reader names in its refusal. */
const CAPTURES: ReadonlySet<number> = new Set([0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1, 0x0a0d0d0a])

/**
 * `text`: hexadecimal digits, with colons, blanks and line breaks as they please, or the name of a file that holds these
 * or a capture. A frame from Ethernet on is taken apart. Undefined: neither.
 */
export function packetsOf<A extends Address>(
  text: string,
  read: (path: string) => Buffer | undefined,
  shape: PacketShape<A>,
): Packets | undefined {
  const file = read(text)
  if (file !== undefined && file.length >= 4 && CAPTURES.has(file.readUInt32BE(0))) return { capture: file }
  const digits = (file?.toString('latin1') ?? text).replaceAll(/[\s:]/g, '').replace(/^0x/, '')
  const bytes = /^([0-9a-fA-F]{2})+$/.test(digits) ? parseBytes(digits) : undefined
  return bytes && { message: payloadOf(bytes, shape) }
}

function payloadOf<A extends Address>(bytes: Buffer, shape: PacketShape<A>): Buffer {
  const frame = new Frame()
  if (shape.isMessage(bytes) || !parseFrame(bytes, 0, bytes.length, frame)) return bytes
  return bytes.subarray(frame.payloadStart, frame.payloadEnd)
}

/** A message as it comes in, from where such a message does unless `from` says. */
export function arriving<A extends Address>(
  message: Buffer,
  from: A | undefined,
  server: Uint8Array,
  kind: AddressKind<A>,
  shape: PacketShape<A>,
): Datagram {
  const bytesOf = (address: A): Buffer => {
    const bytes = Buffer.alloc(kind.width)
    kind.write(address, bytes, 0)
    return bytes
  }
  const usual = shape.sourceOf(message)
  const source = from ?? usual.address
  const group = shape.groupFor(source)
  return {
    bytes: message,
    source: bytesOf(source),
    sourcePort: usual.port,
    destination: group === undefined ? server : bytesOf(group),
  }
}

/** From the relay, from the address that the client renews, or from nowhere to everybody. */
export const shape4: PacketShape<number> = {
  isMessage: bytes => bytes[0]! <= 2 && new Message4().read(bytes, 0, bytes.length) === undefined,
  sourceOf(message) {
    const query = new Message4()
    if (query.read(message, 0, message.length) !== undefined) return { address: 0, port: CLIENT_PORT }
    return { address: query.giaddr || query.ciaddr, port: query.giaddr === 0 ? CLIENT_PORT : SERVER_PORT }
  },
  groupFor: source => (source === 0 ? ipv4.parse('255.255.255.255') : undefined),
}

/** From some link-local address, or from a relay. */
export const shape6: PacketShape<bigint> = {
  isMessage: bytes => bytes[0]! <= MessageType6.addressRegistrationReply && isMessage6(bytes),
  sourceOf: message => ({
    address: ipv6.parse('fe80::1')!,
    port: message[0] === MessageType6.relayForward ? SERVER_PORT6 : CLIENT_PORT6,
  }),
  // RFC 8415 7.1: All_DHCP_Relay_Agents_and_Servers
  groupFor: () => ipv6.parse('ff02::1:2'),
}

function isMessage6(bytes: Buffer): boolean {
  return new Message6().read(bytes, 0, bytes.length) === undefined
}
