import { decodeName, encodeName, NameError, nameEnd } from '../dns-name.js'
import { formatDigits } from '../hex.js'
import { type Family, type FieldType, OptionDataError, rest } from './field-type.js'

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', start, end)
}

/** All that is left, as UTF-8. */
export const string: FieldType = {
  ...rest,
  parse: text => Buffer.from(text, 'utf8'),
  format: textOf,
  decode: textOf,
}

/** All that is left, as hex digits; blanks between them do not count. */
export const binary: FieldType = {
  ...rest,
  parse(text) {
    const digits = text.replaceAll(/\s/g, '')
    const reason = !/^[0-9a-fA-F]*$/.test(digits)
      ? 'attempt to decode a value not in base16 char set'
      : digits.length % 2 !== 0
        ? `Incomplete input for base16: ${text}`
        : undefined
    if (reason !== undefined) throw new OptionDataError(`unable to cast ${text} to binary data type: ${reason}`)
    return Buffer.from(digits, 'hex')
  },
  format: formatDigits,
  decode: (bytes, start, end) => bytes.slice(start, end),
}

/** A domain name in wire form (RFC 1035 3.1), always absolute. */
export const fqdn: FieldType = {
  width: 0,
  endOf: nameEnd,
  parse(text) {
    try {
      return encodeName(text)
    } catch (error) {
      throw error instanceof NameError ? new OptionDataError(error.message) : error
    }
  },
  format: (bytes, start, end) => decodeName(bytes, start, end) ?? '',
  decode: (bytes, start, end) => decodeName(bytes, start, end) ?? '',
}

/** A text with its length in front: one byte in DHCPv4, two in DHCPv6. */
export const tuple: FieldType = {
  width: 0,
  endOf(bytes, start, end, family) {
    const head = headOf(family)
    if (start + head > end) return -1
    const length = family === 4 ? bytes[start]! : (bytes[start]! << 8) | bytes[start + 1]!
    const stop = start + head + length
    return stop <= end ? stop : -1
  },
  parse(text, family) {
    const payload = Buffer.from(text, 'utf8')
    const limit = family === 4 ? 0xff : 0xffff
    if (payload.length > limit)
      throw new OptionDataError(`invalid tuple value (size ${payload.length} larger than ${limit})`)
    const head = family === 4 ? [payload.length] : [payload.length >>> 8, payload.length & 0xff]
    return Buffer.concat([Uint8Array.from(head), payload])
  },
  format: (bytes, start, end, family) => textOf(bytes, start + headOf(family), end),
  decode: (bytes, start, end, family) => textOf(bytes, start + headOf(family), end),
}

function headOf(family: Family): number {
  return family === 4 ? 1 : 2
}

/** No value. */
export const empty: FieldType = {
  width: 0,
  endOf: (_bytes, start, end) => (start === end ? start : -1),
  parse() {
    throw new OptionDataError('attempt to write invalid option data field type into the option buffer: 0')
  },
  format: () => '',
  decode: () => '',
}
