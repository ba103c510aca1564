import type { Writer } from '../writer.js'
import { Option } from './codes.js'

/** The fixed fields of a reply. Reuse one object for all packets. Addresses are uint32. */
export interface Header4 {
  op: number
  htype: number
  /** Bytes of chaddr, 0..16. */
  hlen: number
  hops: number
  xid: number
  /** Seconds. */
  secs: number
  flags: number
  ciaddr: number
  yiaddr: number
  siaddr: number
  giaddr: number
  /** The client hardware address is chaddr[chaddrAt, chaddrAt + hlen). */
  chaddr: Uint8Array
  chaddrAt: number
  /** At most 64 bytes are written; undefined: the field is zero. */
  sname: Uint8Array | undefined
  /** At most 128 bytes are written; undefined: the field is zero. */
  file: Uint8Array | undefined
}

/** Offsets and widths of fields, bytes (RFC 2131 2). */
const AT_CHADDR = 28
const AT_SNAME = 44
const AT_FILE = 108
const AT_COOKIE = 236
const FIXED = 240
const CHADDR = 16
const SNAME = 64
const FILE = 128
const MAGIC_COOKIE = 0x63825363
/** The longest payload of one option; longer ones are split (RFC 3396 5). */
const PIECE = 255

/** Without the argument checks of Buffer.fill, which cost more than the filling. */
const { fill } = Uint8Array.prototype

/** Write the fixed fields and the magic cookie. Returns where the message starts, for endReply; check writer.overflow. */
export function beginReply(writer: Writer, header: Header4): number {
  const start = writer.at
  if (!writer.room(FIXED)) return start
  const { bytes } = writer
  // room for all of it is there: written without asking again for each field
  bytes[start] = header.op
  bytes[start + 1] = header.htype
  bytes[start + 2] = header.hlen
  bytes[start + 3] = header.hops
  put32(bytes, start + 4, header.xid)
  bytes[start + 8] = header.secs >>> 8
  bytes[start + 9] = header.secs
  bytes[start + 10] = header.flags >>> 8
  bytes[start + 11] = header.flags
  put32(bytes, start + 12, header.ciaddr)
  put32(bytes, start + 16, header.yiaddr)
  put32(bytes, start + 20, header.siaddr)
  put32(bytes, start + 24, header.giaddr)
  // The three wide fields are mostly empty: one fill for all, then what there is of them
  const { chaddr, chaddrAt, sname, file } = header
  const hlen = Math.min(header.hlen, CHADDR)
  fill.call(bytes, 0, start + AT_CHADDR + hlen, start + AT_COOKIE)
  for (let i = 0; i < hlen; i++) bytes[start + AT_CHADDR + i] = chaddr[chaddrAt + i]!
  if (sname !== undefined) putField(bytes, start + AT_SNAME, sname, SNAME)
  if (file !== undefined) putField(bytes, start + AT_FILE, file, FILE)
  put32(bytes, start + AT_COOKIE, MAGIC_COOKIE)
  writer.at = start + FIXED
  return start
}

function put32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24
  bytes[at + 1] = value >>> 16
  bytes[at + 2] = value >>> 8
  bytes[at + 3] = value
}

function putField(bytes: Buffer, at: number, value: Uint8Array, width: number): void {
  const used = Math.min(value.length, width)
  for (let i = 0; i < used; i++) bytes[at + i] = value[i]!
}

/**
 * Write one option with the payload bytes[start, end), split when it is longer than 255 bytes (RFC 3396 5). All or
 * nothing: false, and writer.overflow set, when it does not fit beside the END that endReply writes.
 */
export function putOption(writer: Writer, code: number, bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start
  if (length > PIECE) return putPieces(writer, code, bytes, start, end)
  if (!writer.room(length + 3)) return false
  const { bytes: out, at } = writer
  out[at] = code
  out[at + 1] = length
  writer.at = at + 2
  writer.copy(bytes, start, end)
  return true
}

function putPieces(writer: Writer, code: number, bytes: Uint8Array, start: number, end: number): boolean {
  if (!writer.room(end - start + 2 * Math.ceil((end - start) / PIECE) + 1)) return false
  for (let at = start; at < end; at += PIECE) {
    const stop = Math.min(at + PIECE, end)
    writer.u8(code)
    writer.u8(stop - at)
    writer.copy(bytes, at, stop)
  }
  return true
}

/** An option of one byte. */
export function putOptionU8(writer: Writer, code: number, value: number): boolean {
  if (!writer.room(4)) return false
  writer.u8(code)
  writer.u8(1)
  writer.u8(value)
  return true
}

/** An option of two bytes. */
export function putOptionU16(writer: Writer, code: number, value: number): boolean {
  if (!writer.room(5)) return false
  writer.u8(code)
  writer.u8(2)
  writer.u16(value)
  return true
}

/** An option of four bytes: an address, or a time in seconds. */
export function putOptionU32(writer: Writer, code: number, value: number): boolean {
  if (!writer.room(7)) return false
  writer.u8(code)
  writer.u8(4)
  writer.u32(value)
  return true
}

/**
 * Write END and fill with zeros up to `minimumLength` bytes from `start` (300 for BOOTP, RFC 951 and RFC 1542 2.1; 0: no
 * filling). The filling is cut where the window ends.
 */
export function endReply(writer: Writer, start: number, minimumLength = 0): void {
  writer.u8(Option.end)
  const missing = Math.min(start + minimumLength, writer.limit) - writer.at
  if (missing > 0) writer.zero(missing)
}
