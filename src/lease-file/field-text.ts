/** Numbers, hex and escapes straight from and to bytes: no strings on the way. */

/** Digits of bytes[start, end) as a number; -1 when there is none, something else stands there, or it is over 2^53. */
export function readDecimal(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || end - start > 15) return -1
  let value = 0
  for (let i = start; i < end; i++) {
    const digit = bytes[i]! - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/** Write a whole number 0 .. 2^53 as decimal digits; returns the offset after them. */
export function writeDecimal(value: number, out: Uint8Array, at: number): number {
  if (value < 10) {
    out[at] = 48 + value
    return at + 1
  }
  let high = 0
  let low = value
  if (value > 999_999_999) {
    high = Math.floor(value / 1e9)
    low = value - high * 1e9
  }
  let end = at
  if (high > 0) {
    end = writeDecimal(high, out, at) + 9
  } else {
    for (let rest = low; rest > 0; rest = (rest / 10) | 0) end++
  }
  for (let i = end - 1, first = high > 0 ? end - 9 : at; i >= first; i--) {
    const next = (low / 10) | 0
    out[i] = 48 + low - next * 10
    low = next
  }
  return end
}

/** Value of a hex digit of either case; -1 for anything else. */
export function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48
  const letter = byte | 0x20
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}

/**
 * Decode hex bytes joined by ":" ("1a:1b", also "1:b") from bytes[start, end) to out[at ...]. Returns how many; -1 when
 * a digit is not one, -2 when the form is not this one.
 */
export function readHex(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
  let count = 0
  let i = start
  while (i < end) {
    const first = hexDigit(bytes[i]!)
    if (first < 0) return bytes[i] === 0x3a ? -2 : -1
    i++
    let value = first
    if (i < end && bytes[i] !== 0x3a) {
      const second = hexDigit(bytes[i]!)
      if (second < 0) return -1
      value = (first << 4) | second
      i++
    }
    out[at + count++] = value
    if (i === end) break
    if (bytes[i] !== 0x3a || i + 1 === end) return -2
    i++
  }
  return count
}

const DIGITS = Uint8Array.from('0123456789abcdef', c => c.charCodeAt(0))

/** Write bytes[start, end) as lower-case hex pairs joined by ":"; returns the offset after them. */
export function writeHex(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (i > start) out[at++] = 0x3a
    out[at] = DIGITS[byte >>> 4]!
    out[at + 1] = DIGITS[byte & 15]!
    at += 2
  }
  return at
}

/**
 * Undo Kea's escapes ("&#x2c") from bytes[start, end) to out[at ...]; returns how many bytes came out. A tag without
 * two hex digits stays as it is.
 */
export function readEscaped(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
  let to = at
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (byte === 0x26 && i + 4 < end && bytes[i + 1] === 0x23 && bytes[i + 2] === 0x78) {
      const high = hexDigit(bytes[i + 3]!)
      const low = hexDigit(bytes[i + 4]!)
      if (high >= 0 && low >= 0) {
        out[to++] = (high << 4) | low
        i += 4
        continue
      }
    }
    out[to++] = byte
  }
  return to - at
}

/**
 * Write bytes[start, end) with Kea's escapes; returns the offset after them. Takes at most 5 bytes for each. Bytes above
 * `highest` are escaped; Kea 2.2 leaves all of them as they are.
 */
export function writeEscaped(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  at: number,
  highest = 0x7e,
): number {
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (byte < 0x20 || byte > highest || byte === 0x2c || byte === 0x26) {
      out[at] = 0x26
      out[at + 1] = 0x23
      out[at + 2] = 0x78
      out[at + 3] = DIGITS[byte >>> 4]!
      out[at + 4] = DIGITS[byte & 15]!
      at += 5
    } else out[at++] = byte
  }
  return at
}
