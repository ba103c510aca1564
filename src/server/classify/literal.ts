import { ipv4, ipv6 } from '../../wire/address.js'
import { ExpressionError } from './expression-error.js'
import type { Token } from './lexer.js'

/** Bytes of 0x5a7d; an odd number of digits gets a 0 in front. */
export function bytesOfHex(text: string): Buffer {
  const digits = text.slice(2)
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
}

/** 4 or 16 bytes, network order. Throws ExpressionError. */
export function addressOf({ text, place }: Token): Buffer {
  const four = ipv4.parse(text)
  if (four !== undefined) {
    const bytes = Buffer.alloc(4)
    ipv4.write(four, bytes, 0)
    return bytes
  }
  const sixteen = ipv6.parse(text)
  if (sixteen === undefined) throw new ExpressionError(place, `Failed to convert ${text} to an IP address.`)
  const bytes = Buffer.alloc(16)
  ipv6.write(sixteen, bytes, 0)
  return bytes
}

/** An integer constant: 4 bytes, network order. Throws ExpressionError. */
export function uint32(token: Token): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(checkRange(token, 0, 0xffffffff))
  return bytes
}

/** The value of an integer token, when it is within the range. Throws ExpressionError. */
export function checkRange({ text, place }: Token, low: number, high: number): number {
  const value = Number(text) + 0
  if (value < low || value > high)
    throw new ExpressionError(place, `Invalid value in ${text}. Allowed range: ${low}..${high}`)
  return value === 0 ? 0 : value
}

/** An option code of this family. Throws ExpressionError. */
export function optionCode({ text, place }: Token, family: 'v4' | 'v6'): number {
  const value = Number(text)
  const high = family === 'v4' ? 255 : 65535
  // Kea reads a 32-bit number first, and names the range only when that worked.
  if (value < -0x80000000 || value > 0x7fffffff)
    throw new ExpressionError(place, `Option code has invalid value in ${text}`)
  if (value < 0 || value > high)
    throw new ExpressionError(place, `Option code has invalid value in ${text}. Allowed range: 0..${high}`)
  return value === 0 ? 0 : value
}
