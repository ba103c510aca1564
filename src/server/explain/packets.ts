import { Frame, parseFrame } from '../../net/frame.js'
import type { Datagram } from '../../net/memory-link.js'
import { ipv4 } from '../../wire/address.js'
import { parseBytes } from '../../wire/hex.js'
import { CLIENT_PORT, SERVER_PORT } from '../../wire/v4/codes.js'
import { Message4 } from '../../wire/v4/message.js'

/** What `--packet` names: one message, or a capture. */
export type Packets = { readonly message: Buffer } | { readonly capture: Buffer }

/** First bytes of captures, either byte order and resolution, and of pcapng, which the reader names in its refusal. */
const CAPTURES: ReadonlySet<number> = new Set([0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1, 0x0a0d0d0a])

/**
 * `text`: hexadecimal digits, with colons, blanks and line breaks as they please, or the name of a file that holds these
 * or a capture. A frame from Ethernet on is taken apart. Undefined: neither.
 */
export function packetsOf(text: string, read: (path: string) => Buffer | undefined): Packets | undefined {
  const file = read(text)
  if (file !== undefined && file.length >= 4 && CAPTURES.has(file.readUInt32BE(0))) return { capture: file }
  const digits = (file?.toString('latin1') ?? text).replaceAll(/[\s:]/g, '').replace(/^0x/, '')
  const bytes = /^([0-9a-fA-F]{2})+$/.test(digits) ? parseBytes(digits) : undefined
  return bytes && { message: payloadOf(bytes) }
}

function payloadOf(bytes: Buffer): Buffer {
  const frame = new Frame()
  if (bytes[0]! <= 2 && new Message4().read(bytes, 0, bytes.length) === undefined) return bytes
  if (!parseFrame(bytes, 0, bytes.length, frame)) return bytes
  return bytes.subarray(frame.payloadStart, frame.payloadEnd)
}

/**
 * A message as it comes in. Without `from` it comes from where such a message does: the relay, the address that the
 * client renews, or nowhere.
 */
export function arriving(message: Buffer, from: number | undefined, server: Uint8Array): Datagram {
  const query = new Message4()
  const readable = query.read(message, 0, message.length) === undefined
  const source = from ?? (readable ? query.giaddr || query.ciaddr : 0)
  return {
    bytes: message,
    source: bytesOf(source),
    sourcePort: readable && query.giaddr !== 0 ? SERVER_PORT : CLIENT_PORT,
    destination: source === 0 ? bytesOf(0xffffffff) : server,
  }
}

function bytesOf(address: number): Buffer {
  const bytes = Buffer.alloc(4)
  ipv4.write(address, bytes, 0)
  return bytes
}
