import { type FieldType, fixed, OptionDataError } from './field-type.js'

/** A two's complement or unsigned number of 1, 2 or 4 bytes in network order. */
export function integer(width: 1 | 2 | 4, signed: boolean): FieldType {
  const bits = width * 8
  const min = signed ? -(2 ** (bits - 1)) : 0
  const max = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1
  const read = (bytes: Uint8Array, start: number): number => {
    let value = 0
    for (let i = 0; i < width; i++) value = value * 256 + bytes[start + i]!
    return value > max ? value - 2 ** bits : value
  }
  return {
    ...fixed(width),
    parse(text) {
      const value = parseInteger(text)
      if (value < min || value > max)
        throw new OptionDataError(
          `unable to convert '${text}' to numeric type. This value is expected to be in the range of ${min}..${max}`,
        )
      return integerBytes(value, width)
    },
    format: (bytes, start) => String(read(bytes, start)),
    decode: (bytes, start) => read(bytes, start),
  }
}

/** Low `width` bytes of an integer, network order. */
export function integerBytes(value: number, width: number): Uint8Array {
  const bytes = new Uint8Array(width)
  let left = value < 0 ? value + 2 ** (width * 8) : value
  for (let i = width - 1; i >= 0; i--) {
    bytes[i] = left % 256
    left = Math.floor(left / 256)
  }
  return bytes
}

/** Decimal, else hexadecimal with or without 0x: what is not decimal digits is taken as hex, as Kea does. */
function parseInteger(text: string): number {
  const value = /^[+-]?\d+$/.test(text)
    ? Number(text)
    : /^(0x)?[0-9a-f]+$/i.test(text)
      ? Number.parseInt(text, 16)
      : Number.NaN
  // Beyond 64 bits Kea has no number to compare with the range
  if (Number.isNaN(value) || Math.abs(value) >= 2 ** 63)
    throw new OptionDataError(`unable to convert the value '${text}' to integer data type`)
  return value
}

/** One byte, 0 or 1. */
export const boolean: FieldType = {
  ...fixed(1),
  parse(text) {
    const word = text.toLowerCase()
    if (word === 'true') return Uint8Array.of(1)
    if (word === 'false') return Uint8Array.of(0)
    if (!/^[+-]?\d+$/.test(text)) throw new OptionDataError(`unable to covert the value '${text}' to boolean data type`)
    const value = Number(text)
    if (value !== 0 && value !== 1) throw new OptionDataError(`unable to convert '${text}' to boolean data type`)
    return Uint8Array.of(value)
  },
  format: (bytes, start) => (bytes[start] === 0 ? 'false' : 'true'),
  decode: (bytes, start) => bytes[start] !== 0,
}

/** Port set id of MAP-E and friends (RFC 7597 5.1): its length in bits, then the id left-aligned in 16 bits. Text "id/length". */
export const psid: FieldType = {
  ...fixed(3),
  parse(text) {
    const slash = text.indexOf('/')
    if (slash < 0) throw new OptionDataError(`provided PSID value ${text} is not valid`)
    const id = text.slice(0, slash).trim()
    const length = text.slice(slash + 1).trim()
    if (!/^\d{1,5}$/.test(id) || Number(id) > 0xffff) throw new OptionDataError(`provided PSID ${id} is not valid`)
    if (!/^\d{1,3}$/.test(length)) throw new OptionDataError(`provided PSID length ${length} is not valid`)
    const bits = Number(length)
    if (bits > 16) throw new OptionDataError(`invalid value ${bits} of PSID length`)
    if (Number(id) >= 2 ** bits && Number(id) > 0)
      throw new OptionDataError(`invalid PSID value ${Number(id)} for a specified PSID length ${bits}`)
    const aligned = bits === 0 ? 0 : Number(id) << (16 - bits)
    return Uint8Array.of(bits, aligned >>> 8, aligned)
  },
  endOf: (bytes, start, end) => (start + 3 <= end && bytes[start]! <= 16 ? start + 3 : -1),
  format(bytes, start) {
    const bits = bytes[start]!
    return `${((bytes[start + 1]! << 8) | bytes[start + 2]!) >>> (16 - bits)}/${bits}`
  },
  decode: (bytes, start, end, family) => psid.format(bytes, start, end, family),
}
