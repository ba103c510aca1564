import { ipv6 } from '../address.js'
import type { Writer } from '../writer.js'
import { IA_ADDRESS_HEADER, IA_PREFIX_HEADER, MESSAGE_HEADER, OPTION_HEADER, Option } from './codes.js'

/** Write message type and transaction id. Returns where the message starts; check writer.overflow. */
export function beginMessage(writer: Writer, type: number, transactionId: number): number {
  const start = writer.at
  if (writer.room(MESSAGE_HEADER)) writer.u32(type * 0x1000000 + (transactionId & 0xffffff))
  return start
}

/**
 * Write the head of an option whose payload, and with it its length, comes later: endOption() closes it. Returns the mark
 * for that, where the payload begins; -1, and writer.overflow set, when there is no room for `least` bytes of payload.
 */
export function beginOption(writer: Writer, code: number, least = 0): number {
  if (!writer.room(OPTION_HEADER + least)) return -1
  const { bytes, at } = writer
  bytes[at] = code >>> 8
  bytes[at + 1] = code
  bytes[at + 2] = 0
  bytes[at + 3] = 0
  writer.at = at + OPTION_HEADER
  return writer.at
}

/** Set the length of the option that beginOption() began. A mark of -1 is ignored: nothing was written. */
export function endOption(writer: Writer, mark: number): void {
  if (mark < 0) return
  const { bytes } = writer
  const length = writer.at - mark
  bytes[mark - 2] = length >>> 8
  bytes[mark - 1] = length
}

/** Take back the option that beginOption() began, and all that was written into it. */
export function dropOption(writer: Writer, mark: number): void {
  if (mark >= 0) writer.at = mark - OPTION_HEADER
}

/** Write one option with the payload bytes[start, end). All or nothing: false, and writer.overflow set, when it does not fit. */
export function putOption(writer: Writer, code: number, bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start
  if (!head(writer, code, length)) return false
  writer.copy(bytes, start, end)
  return true
}

/** An option without payload, such as rapid commit. */
export function putEmptyOption(writer: Writer, code: number): boolean {
  return head(writer, code, 0)
}

/** An option of one byte. */
export function putOptionU8(writer: Writer, code: number, value: number): boolean {
  if (!head(writer, code, 1)) return false
  writer.u8(value)
  return true
}

/** An option of two bytes. */
export function putOptionU16(writer: Writer, code: number, value: number): boolean {
  if (!head(writer, code, 2)) return false
  writer.u16(value)
  return true
}

/** An option of four bytes: a time in seconds. */
export function putOptionU32(writer: Writer, code: number, value: number): boolean {
  if (!head(writer, code, 4)) return false
  writer.u32(value)
  return true
}

/** Begin an IA_NA or IA_PD; times in seconds. Returns the mark for endOption(), as beginOption() does. */
export function beginIa(writer: Writer, code: number, iaid: number, t1: number, t2: number): number {
  const mark = beginOption(writer, code, 12)
  if (mark < 0) return mark
  writer.u32(iaid)
  writer.u32(t1)
  writer.u32(t2)
  return mark
}

/** Set the times of the IA at `mark`, where they depend on what was put into it. Seconds. */
export function setIaTimes(writer: Writer, mark: number, t1: number, t2: number): void {
  if (mark < 0) return
  const { at } = writer
  writer.at = mark + 4
  writer.u32(t1)
  writer.u32(t2)
  writer.at = at
}

/** Begin an IA address with options of its own. Lifetimes in seconds. Returns the mark for endOption(). */
export function beginIaAddress(writer: Writer, address: bigint, preferred: number, valid: number): number {
  const mark = beginOption(writer, Option.iaAddress, IA_ADDRESS_HEADER)
  if (mark < 0) return mark
  ipv6.write(address, writer.bytes, writer.at)
  writer.at += 16
  writer.u32(preferred)
  writer.u32(valid)
  return mark
}

/** An IA address; false, and writer.overflow set, when it does not fit. Lifetimes in seconds. */
export function putIaAddress(writer: Writer, address: bigint, preferred: number, valid: number): boolean {
  const mark = beginIaAddress(writer, address, preferred, valid)
  endOption(writer, mark)
  return mark >= 0
}

/** Begin an IA prefix with options of its own. Lifetimes in seconds, length in bits. Returns the mark for endOption(). */
export function beginIaPrefix(
  writer: Writer,
  prefix: bigint,
  length: number,
  preferred: number,
  valid: number,
): number {
  const mark = beginOption(writer, Option.iaPrefix, IA_PREFIX_HEADER)
  if (mark < 0) return mark
  writer.u32(preferred)
  writer.u32(valid)
  writer.u8(length)
  ipv6.write(prefix, writer.bytes, writer.at)
  writer.at += 16
  return mark
}

/** An IA prefix; false, and writer.overflow set, when it does not fit. Lifetimes in seconds, length in bits. */
export function putIaPrefix(writer: Writer, prefix: bigint, length: number, preferred: number, valid: number): boolean {
  const mark = beginIaPrefix(writer, prefix, length, preferred, valid)
  endOption(writer, mark)
  return mark >= 0
}

/** A status (option 13) with its text as UTF-8 (RFC 8415 21.13); false, and writer.overflow set, when it does not fit. */
export function putStatus(writer: Writer, status: number, text: Uint8Array): boolean {
  if (!head(writer, Option.statusCode, 2 + text.length)) return false
  writer.u16(status)
  writer.copy(text)
  return true
}

/** The same with a text that is written without a copy of its own; texts beyond ASCII become UTF-8. */
export function putStatusText(writer: Writer, status: number, text: string): boolean {
  for (let i = 0; i < text.length; i++)
    if (text.charCodeAt(i) > 0x7f) return putStatus(writer, status, Buffer.from(text))
  if (!head(writer, Option.statusCode, 2 + text.length)) return false
  writer.u16(status)
  const { bytes, at } = writer
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i)
  writer.at = at + text.length
  return true
}

/** Code and length, if the payload fits behind them. */
function head(writer: Writer, code: number, length: number): boolean {
  if (!writer.room(OPTION_HEADER + length)) return false
  const { bytes, at } = writer
  bytes[at] = code >>> 8
  bytes[at + 1] = code
  bytes[at + 2] = length >>> 8
  bytes[at + 3] = length
  writer.at = at + OPTION_HEADER
  return true
}
