import type { UnaryName } from './ast.js'
import type { Frame } from './frame.js'

/** Turns the value in the register into another; false: this value cannot be converted. */
export type Unary = (frame: Frame) => boolean

/** Functions of one value, by their name in the language. An empty value stays empty. */
export const unary: Readonly<Record<UnaryName, Unary>> = {
  addrtotext: addressToText,
  int8totext: frame => integerToText(frame, 1, true),
  int16totext: frame => integerToText(frame, 2, true),
  int32totext: frame => integerToText(frame, 4, true),
  uint8totext: frame => integerToText(frame, 1, false),
  uint16totext: frame => integerToText(frame, 2, false),
  uint32totext: frame => integerToText(frame, 4, false),
  lcase: frame => shiftCase(frame, 0x41, 0x20),
  ucase: frame => shiftCase(frame, 0x61, -0x20),
}

const HEX = Buffer.from('0123456789abcdef', 'latin1')

/** Keep `length` bytes from `start`; negative start counts from the end, negative length goes back from there. */
export function substring(frame: Frame, start: number, length: number): void {
  const size = frame.end - frame.start
  if (start < -size || start >= size) {
    frame.empty()
    return
  }
  let from = start < 0 ? start + size : start
  let to = from + length
  if (length < 0) {
    to = from
    from = Math.max(0, from + length)
  }
  frame.end = frame.start + Math.min(to, size)
  frame.start += from
}

/** Keep the field-th part, counted from 1, between any of the delimiters. Two delimiters in a row have a part between. */
export function split(frame: Frame, delimiters: Uint8Array, from: number, to: number, field: number): void {
  if (from === to) return
  const { bytes, end } = frame
  let part = 1
  let start = frame.start
  for (let at = start; at <= end; at++) {
    if (at < end && !holds(delimiters, from, to, bytes[at]!)) continue
    if (part === field) {
      frame.set(bytes, start, at)
      return
    }
    part++
    start = at + 1
  }
  frame.empty()
}

function holds(bytes: Uint8Array, from: number, to: number, byte: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === byte) return true
  return false
}

/** The bytes given and then those of the register. */
export function concat(frame: Frame, bytes: Uint8Array, start: number, end: number): void {
  const right = frame.bytes
  const { start: rightStart, end: rightEnd } = frame
  if (end === start) return
  if (rightEnd === rightStart) {
    frame.set(bytes, start, end)
    return
  }
  const at = frame.build(end - start + rightEnd - rightStart)
  if (at < 0) return
  copy(bytes, start, end, frame.scratch, at)
  copy(right, rightStart, rightEnd, frame.scratch, at + end - start)
}

/** Lower-case hex digits of bytes[start, end), with the value of the register between the pairs. */
export function hexstring(frame: Frame, bytes: Uint8Array, start: number, end: number): void {
  const separator = frame.bytes
  const { start: from, end: to } = frame
  if (start === end) {
    frame.empty()
    return
  }
  let at = frame.build((end - start) * 2 + (end - start - 1) * (to - from))
  if (at < 0) return
  const { scratch } = frame
  for (let i = start; i < end; i++) {
    if (i > start) {
      copy(separator, from, to, scratch, at)
      at += to - from
    }
    scratch[at++] = HEX[bytes[i]! >>> 4]!
    scratch[at++] = HEX[bytes[i]! & 15]!
  }
}

function copy(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): void {
  for (let i = start; i < end; i++) target[at + i - start] = source[i]!
}

function shiftCase(frame: Frame, first: number, shift: number): boolean {
  const { bytes, start, end } = frame
  const at = frame.build(end - start)
  if (at < 0) return true
  for (let i = start; i < end; i++) {
    const c = bytes[i]!
    frame.scratch[at + i - start] = c >= first && c < first + 26 ? c + shift : c
  }
  return true
}

function integerToText(frame: Frame, width: number, signed: boolean): boolean {
  const { bytes, start, end } = frame
  if (end === start) return true
  if (end - start !== width) return false
  let value = 0
  for (let i = start; i < end; i++) value = value * 256 + bytes[i]!
  if (signed && value >= 2 ** (width * 8 - 1)) value -= 2 ** (width * 8)
  // at most "-2147483648"
  const at = frame.build(11)
  if (at >= 0) frame.end = decimal(value, frame.scratch, at)
  return true
}

/** Writes the digits of an integer and returns where they end. */
function decimal(value: number, target: Uint8Array, at: number): number {
  let rest = Math.abs(value)
  let to = at
  if (value < 0) target[to++] = 0x2d
  let power = 1
  while (power * 10 <= rest) power *= 10
  for (; power >= 1; power /= 10) {
    const digit = Math.floor(rest / power)
    target[to++] = 0x30 + digit
    rest -= digit * power
  }
  return to
}

function addressToText(frame: Frame): boolean {
  const { bytes, start, end } = frame
  if (end === start) return true
  if (end - start !== 4 && end - start !== 16) return false
  // at most eight groups of four digits with seven colons, or six of them with a dotted tail
  const at = frame.build(45)
  if (at < 0) return true
  frame.end = end - start === 4 ? dotted(bytes, start, frame.scratch, at) : colons(bytes, start, frame.scratch, at)
  return true
}

function dotted(bytes: Uint8Array, start: number, target: Uint8Array, at: number): number {
  let to = at
  for (let i = 0; i < 4; i++) {
    if (i > 0) target[to++] = 0x2e
    to = decimal(bytes[start + i]!, target, to)
  }
  return to
}

/** RFC 5952, and like inet_ntop a dotted tail for IPv4-mapped and IPv4-compatible addresses. */
function colons(bytes: Uint8Array, start: number, target: Uint8Array, at: number): number {
  const group = (i: number): number => (bytes[start + 2 * i]! << 8) | bytes[start + 2 * i + 1]!
  let best = -1
  let bestLength = 1
  for (let i = 0; i < 8; i++) {
    let j = i
    while (j < 8 && group(j) === 0) j++
    if (j - i > bestLength) {
      best = i
      bestLength = j - i
    }
    if (j > i) i = j
  }
  const mapped = best === 0 && (bestLength === 6 || (bestLength === 5 && group(5) === 0xffff))
  let to = at
  for (let i = 0; i < (mapped ? 6 : 8); i++) {
    if (i === best) {
      target[to++] = 0x3a
      i += bestLength - 1
      if (i === 7) target[to++] = 0x3a
      continue
    }
    if (i > 0) target[to++] = 0x3a
    const value = group(i)
    for (let shift = value > 0xfff ? 12 : value > 0xff ? 8 : value > 0xf ? 4 : 0; shift >= 0; shift -= 4)
      target[to++] = HEX[(value >>> shift) & 15]!
  }
  if (!mapped) return to
  target[to++] = 0x3a
  return dotted(bytes, start + 12, target, to)
}
