import { Option } from './codes.js'
import type { Message4 } from './message.js'

/**
 * Offset of the payload of a one-byte-code, one-byte-length sub-option (RFC 3046 2.0) in bytes[start, end); its length
 * is the byte before. The first of several counts. -1: not there, or what there is of it is truncated.
 */
export function subOptionAt(bytes: Uint8Array, start: number, end: number, code: number): number {
  let at = start
  while (at + 2 <= end) {
    const found = bytes[at]!
    // Neither is a sub-option of RFC 3046, but Kea and some relays take them as in the options field
    if (found === Option.end) return -1
    if (found === Option.pad) {
      at++
      continue
    }
    const payload = at + 2
    const length = bytes[at + 1]!
    if (payload + length > end) return -1
    if (found === code) return payload
    at = payload + length
  }
  return -1
}

/**
 * Find a sub-option of option 82 (RelayOption): sets the view's optionBytes, optionStart and optionEnd to its payload.
 * False: no option 82, or not in it.
 */
export function findRelayOption(message: Message4, code: number): boolean {
  if (!message.find(Option.relayAgent)) return false
  const at = subOptionAt(message.optionBytes, message.optionStart, message.optionEnd, code)
  if (at < 0) return false
  message.optionStart = at
  message.optionEnd = at + message.optionBytes[at - 1]!
  return true
}

/** An IPv4 address that is the whole payload of a sub-option: RelayOption.linkSelection (RFC 3527), serverIdOverride (RFC 5107). */
export function relayAddress(message: Message4, code: number): number | undefined {
  if (!findRelayOption(message, code) || message.optionEnd - message.optionStart !== 4) return undefined
  const { optionBytes: b, optionStart: at } = message
  return ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0
}
