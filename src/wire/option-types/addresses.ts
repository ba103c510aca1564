import { type AddressKind, ipv4, ipv6 } from '../address.js'
import { type FieldType, fixed, OptionDataError } from './field-type.js'

function address<A extends number | bigint>(kind: AddressKind<A>): FieldType {
  const format = (bytes: Uint8Array, start: number): string => kind.format(kind.read(bytes, start))
  return {
    ...fixed(kind.width),
    parse(text) {
      const value = kind.parse(text)
      if (value === undefined)
        throw new OptionDataError(`Failed to convert string to address '${text}': Invalid argument`)
      const bytes = new Uint8Array(kind.width)
      kind.write(value, bytes, 0)
      return bytes
    },
    format,
    decode: format,
  }
}

export const ipv4Address = address(ipv4)
export const ipv6Address = address(ipv6)

/** A prefix: its length in bits, then as many bytes as that takes, bits beyond the length zero. Text "2001:db8::/32". */
export const ipv6Prefix: FieldType = {
  width: 0,
  endOf(bytes, start, end) {
    if (start >= end || bytes[start]! > 128) return -1
    const stop = start + 1 + ((bytes[start]! + 7) >> 3)
    return stop <= end ? stop : -1
  },
  parse(text) {
    const slash = text.indexOf('/')
    if (slash < 0) throw new OptionDataError(`provided address/prefix ${text} is not valid.`)
    const head = text.slice(0, slash).trim()
    const tail = text.slice(slash + 1).trim()
    const prefix = ipv6.parse(head)
    if (prefix === undefined && ipv4.parse(head) !== undefined)
      throw new OptionDataError(`provided address ${head} is not a valid IPv4 or IPv6 address.`)
    if (prefix === undefined)
      throw new OptionDataError(`Failed to convert string to address '${head}': Invalid argument`)
    if (!/^\d{1,3}$/.test(tail) || Number(tail) > 128)
      throw new OptionDataError(`provided prefix ${tail} is not valid.`)
    const length = Number(tail)
    const bytes = new Uint8Array(17)
    bytes[0] = length
    ipv6.write(ipv6.network(prefix, length), bytes, 1)
    return bytes.subarray(0, 1 + ((length + 7) >> 3))
  },
  format(bytes, start, end) {
    const whole = new Uint8Array(16)
    whole.set(bytes.subarray(start + 1, end))
    return `${ipv6.format(ipv6.read(whole, 0))}/${bytes[start]}`
  },
  decode: (bytes, start, end, family) => ipv6Prefix.format(bytes, start, end, family),
}
