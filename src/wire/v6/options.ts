import { Option } from './codes.js'
import type { Message6 } from './message.js'
import { optionAt, optionEndAt } from './option-cursor.js'

/** Typed readers over a message view. Those that return numbers or booleans do not allocate. */

/** Two bytes at `at`, network order. */
export function u16At(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}

/** Four bytes at `at` as uint32. */
export function u32At(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}

/** First two bytes of an option, network order; undefined: not there. */
export function u16Option(message: Message6, code: number): number | undefined {
  if (!message.find(code) || message.optionEnd - message.optionStart < 2) return undefined
  return u16At(message.arena, message.optionStart)
}

/** First four bytes of an option as uint32; undefined: not there. */
export function u32Option(message: Message6, code: number): number | undefined {
  if (!message.find(code) || message.optionEnd - message.optionStart < 4) return undefined
  return u32At(message.arena, message.optionStart)
}

/** Option 8, hundredths of a second since the client began this exchange; 65535: that or more. */
export function elapsedTime(message: Message6): number | undefined {
  return u16Option(message, Option.elapsedTime)
}

/** Is `code` in the option request option (6)? To walk over the list, find() it: each two bytes are a code. */
export function isRequested(message: Message6, code: number): boolean {
  return message.find(Option.oro) && holdsCode(message.arena, message.optionStart, message.optionEnd, code)
}

/** Is `code` in the list of two-byte option codes bytes[start, end)? */
export function holdsCode(bytes: Uint8Array, start: number, end: number, code: number): boolean {
  for (let at = start; at + 2 <= end; at += 2) if (u16At(bytes, at) === code) return true
  return false
}

/** Payload of a text option; undefined: not there. Allocates. */
export function textOption(message: Message6, code: number): string | undefined {
  return message.find(code) ? message.arena.toString('utf8', message.optionStart, message.optionEnd) : undefined
}

/** Bytes of an enterprise number (RFC 8415 21.16, 21.17). */
const ENTERPRISE = 4

/**
 * Find what option 16 (vendor class) or 17 (vendor options) holds for an enterprise; there may be one option for each
 * (RFC 8415 21.16). Sets the view's optionStart and optionEnd to what is behind the enterprise number: tuples of two
 * bytes of length and data, or sub-options. The first of several counts. False: not there.
 */
export function findEnterprise(message: Message6, code: number, enterprise: number): boolean {
  if (!message.has(code)) return false
  const { arena, optionsEnd } = message
  let at = optionAt(arena, message.optionsAt, optionsEnd, code)
  while (at >= 0) {
    const end = optionEndAt(arena, at)
    if (end - at >= ENTERPRISE && u32At(arena, at) === enterprise) {
      message.optionStart = at + ENTERPRISE
      message.optionEnd = end
      return true
    }
    at = optionAt(arena, end, optionsEnd, code)
  }
  return false
}

/** The enterprise number of the first option 16 or 17; undefined: not there. */
export function firstEnterprise(message: Message6, code: number): number | undefined {
  return u32Option(message, code)
}

/** Find a sub-option of the vendor options (17) of an enterprise: sets the view's optionStart and optionEnd. */
export function findVendorOption(message: Message6, enterprise: number, code: number): boolean {
  if (!findEnterprise(message, Option.vendorOptions, enterprise)) return false
  const { arena } = message
  const at = optionAt(arena, message.optionStart, message.optionEnd, code)
  if (at < 0) return false
  message.optionStart = at
  message.optionEnd = optionEndAt(arena, at)
  return true
}

/** Enterprise number of CableLabs, and the sub-option in which its devices ask for others. */
export const CABLELABS = 4491
const DOCSIS_ORO = 1

/** Is `code` in the option request that DOCSIS devices put into their vendor options? */
export function isDocsisRequested(message: Message6, code: number): boolean {
  return (
    findVendorOption(message, CABLELABS, DOCSIS_ORO) &&
    holdsCode(message.arena, message.optionStart, message.optionEnd, code)
  )
}

/**
 * Where the tuple at `at` of a user class (15), vendor class (16) or the like ends, its two bytes of length included;
 * -1: it does not fit before `end`. The data begins at `at` + 2.
 */
export function tupleEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at + 2 > end) return -1
  const stop = at + 2 + u16At(bytes, at)
  return stop <= end ? stop : -1
}

/** The user classes of option 15 (RFC 8415 21.15); what is cut short is left out. Undefined: not there. Allocates. */
export function userClasses(message: Message6): string[] | undefined {
  if (!message.find(Option.userClass)) return undefined
  return tupleTexts(message.arena, message.optionStart, message.optionEnd)
}

/** Tuples of bytes[start, end) as texts. Allocates. */
export function tupleTexts(bytes: Buffer, start: number, end: number): string[] {
  const texts: string[] = []
  let at = start
  for (let stop = tupleEnd(bytes, at, end); stop >= 0; stop = tupleEnd(bytes, at, end)) {
    texts.push(bytes.toString('utf8', at + 2, stop))
    at = stop
  }
  return texts
}
