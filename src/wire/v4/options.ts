import { Option } from './codes.js'
import type { Message4 } from './message.js'

/** Typed readers over a message view. Those that return numbers or booleans do not allocate. */

/** First two bytes of an option, network order; undefined: not there. */
export function u16Option(message: Message4, code: number): number | undefined {
  if (!message.find(code) || message.optionEnd - message.optionStart < 2) return undefined
  const { optionBytes: b, optionStart: at } = message
  return (b[at]! << 8) | b[at + 1]!
}

/** First four bytes of an option as uint32; undefined: not there. */
export function u32Option(message: Message4, code: number): number | undefined {
  if (!message.find(code) || message.optionEnd - message.optionStart < 4) return undefined
  const { optionBytes: b, optionStart: at } = message
  return ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0
}

/** Option 50, the address the client would like, uint32. */
export function requestedAddress(message: Message4): number | undefined {
  return u32Option(message, Option.requestedAddress)
}

/** Option 54, uint32. */
export function serverIdentifier(message: Message4): number | undefined {
  return u32Option(message, Option.serverIdentifier)
}

/** Option 51, the lease time the client would like, seconds. */
export function requestedLeaseTime(message: Message4): number | undefined {
  return u32Option(message, Option.leaseTime)
}

/** Option 57, the longest message the client takes, bytes with IP and UDP headers; at least 576 (RFC 2132 9.10). */
export function maxMessageSize(message: Message4): number | undefined {
  return u16Option(message, Option.maxMessageSize)
}

/** Option 118 (RFC 3011), uint32. */
export function subnetSelection(message: Message4): number | undefined {
  return u32Option(message, Option.subnetSelection)
}

/** Is `code` in the parameter request list (option 55)? To walk over the list, find() it: a byte is a code. */
export function isRequested(message: Message4, code: number): boolean {
  if (!message.find(Option.parameterRequestList)) return false
  const { optionBytes, optionEnd } = message
  for (let at = message.optionStart; at < optionEnd; at++) if (optionBytes[at] === code) return true
  return false
}

/** Payload of a text option such as the host name (12) or vendor class (60); undefined: not there. Allocates. */
export function textOption(message: Message4, code: number): string | undefined {
  if (!message.find(code)) return undefined
  return message.optionBytes.toString('utf8', message.optionStart, message.optionEnd)
}

/**
 * Offset of the first payload after `at` that is laid out as RFC 3925 has it (enterprise number, length, data) in
 * bytes[at, end) and is of `enterprise`. Its length is the byte before. -1: none.
 */
export function enterpriseAt(bytes: Uint8Array, start: number, end: number, enterprise: number): number {
  let at = start
  while (at + 5 <= end) {
    const payload = at + 5
    const stop = payload + bytes[at + 4]!
    if (stop > end) return -1
    const found = ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
    if (found === enterprise) return payload
    at = stop
  }
  return -1
}

/**
 * Find what option 124 (vendor class) or 125 (vendor options) holds for an enterprise: sets the view's optionBytes,
 * optionStart and optionEnd. For 125 these are sub-options, for subOptionAt().
 */
export function findEnterprise(message: Message4, code: number, enterprise: number): boolean {
  if (!message.find(code)) return false
  const at = enterpriseAt(message.optionBytes, message.optionStart, message.optionEnd, enterprise)
  if (at < 0) return false
  message.optionStart = at
  message.optionEnd = at + message.optionBytes[at - 1]!
  return true
}

/** The first enterprise number of option 124 or 125; undefined: not there. */
export function firstEnterprise(message: Message4, code: number): number | undefined {
  return u32Option(message, code)
}

/**
 * The user classes of option 77: several with their lengths in front (RFC 3004), or, as many clients send it, one
 * without. Undefined: not there. Allocates.
 */
export function userClasses(message: Message4): string[] | undefined {
  if (!message.find(Option.userClass)) return undefined
  const { optionBytes: bytes, optionStart: start, optionEnd: end } = message
  const classes: string[] = []
  let at = start
  while (at < end) {
    const stop = at + 1 + bytes[at]!
    if (bytes[at] === 0 || stop > end) return [bytes.toString('utf8', start, end)]
    classes.push(bytes.toString('utf8', at + 1, stop))
    at = stop
  }
  return classes
}
