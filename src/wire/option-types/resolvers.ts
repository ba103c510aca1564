import { ipv4, ipv6 } from '../address.js'
import { decodeName, encodeName, NameError } from '../dns-name.js'
import { formatDigits, parseDigits } from '../hex.js'
import { type Family, OptionDataError } from './field-type.js'
import type { InternalType } from './internal-types.js'

/** Service parameters by name (RFC 9460 14.3.2, RFC 9461 5). The others are written "keyNNN=hex digits". */
const keys = { alpn: 1, port: 3, dohpath: 7 } as const
/** RFC 9463 3.1.5: addresses stand in the option itself, not in hints. */
const forbidden: ReadonlySet<number> = new Set([4, 6])

/**
 * Encrypted resolvers, options 162 and 144 (RFC 9463): "priority, name[, addresses separated by blanks[, parameters]]",
 * several in DHCPv4 with "|" between them. Commas inside the parameters are written `\,`.
 */
export const resolvers: InternalType = {
  parse(text, family) {
    const texts = family === 4 ? text.split(/(?<!\\)\|/) : [text]
    return Buffer.concat(texts.map(instance => parseInstance(instance, family)))
  },
  format(bytes, start, end, family) {
    if (family === 6) return formatInstance(Buffer.from(bytes.slice(start, end)), 6)
    const texts: string[] = []
    let at = start
    while (at < end) {
      const stop = at + 2 + ((bytes[at]! << 8) | (bytes[at + 1] ?? 0))
      if (stop > end) return undefined
      const text = formatInstance(Buffer.from(bytes.slice(at + 2, stop)), 4)
      if (text === undefined) return undefined
      texts.push(text)
      at = stop
    }
    return texts.join(' | ')
  },
}

function parseInstance(text: string, family: Family): Buffer {
  const parts = text.split(/(?<!\\),/).map(part => part.trim())
  const [priority, name, addresses, parameters] = parts
  if (priority === undefined || name === undefined || parts.length > 4)
    throw new OptionDataError(`resolver '${text.trim()}' is not of the form 'priority, name, addresses, parameters'`)
  if (!/^\d{1,5}$/.test(priority) || Number(priority) > 0xffff)
    throw new OptionDataError(`service priority '${priority}' is not in the range of 0..65535`)
  const length = lengthBytes(family)
  const pieces: Uint8Array[] = [number(Number(priority), 2), ...counted(nameBytes(name), length)]
  // RFC 9463 4.1 and 5.1: with the name alone the rest of the option is absent
  if (addresses !== undefined) {
    const list = addresses.split(/\s+/).map(address => addressBytes(address, family))
    pieces.push(...counted(Buffer.concat(list), length), parameterBytes(parameters ?? ''))
  }
  const body = Buffer.concat(pieces)
  return family === 4 ? Buffer.concat(counted(body, 2)) : body
}

function nameBytes(name: string): Buffer {
  try {
    return encodeName(name)
  } catch (error) {
    throw error instanceof NameError ? new OptionDataError(error.message) : error
  }
}

function addressBytes(text: string, family: Family): Uint8Array {
  const bytes = new Uint8Array(family === 4 ? 4 : 16)
  const four = family === 4 ? ipv4.parse(text) : undefined
  const six = family === 6 ? ipv6.parse(text) : undefined
  if (four !== undefined) ipv4.write(four, bytes, 0)
  else if (six !== undefined) ipv6.write(six, bytes, 0)
  else throw new OptionDataError(`Failed to convert string to address '${text}': Invalid argument`)
  return bytes
}

/** RFC 9460 2.2: key, length, value; ascending by key, each key once. */
function parameterBytes(text: string): Buffer {
  const values = new Map<number, Uint8Array>()
  for (const word of text.split(/\s+/).filter(word => word !== '')) {
    const [name, value, ...more] = word.split('=')
    if (name === undefined || value === undefined || more.length > 0)
      throw new OptionDataError(`service parameter '${word}' is not of the form key=value`)
    const key = keyOf(name)
    if (forbidden.has(key)) throw new OptionDataError(`service parameter '${name}' is not allowed here`)
    if (values.has(key)) throw new OptionDataError(`service parameter '${name}' stands there twice`)
    values.set(key, valueBytes(key, name, value))
  }
  const sorted = [...values].sort(([a], [b]) => a - b)
  return Buffer.concat(sorted.flatMap(([key, value]) => [number(key, 2), ...counted(value, 2)]))
}

function keyOf(name: string): number {
  const known = Object.entries(keys).find(([known]) => known === name)
  if (known !== undefined) return known[1]
  const digits = /^key(\d{1,5})$/.exec(name)?.[1]
  if (name === 'ipv4hint') return 4
  if (name === 'ipv6hint') return 6
  if (digits === undefined || Number(digits) > 0xffff)
    throw new OptionDataError(`service parameter '${name}' is not known`)
  return Number(digits)
}

function valueBytes(key: number, name: string, value: string): Uint8Array {
  if (key === keys.alpn) {
    const protocols = value.split(/\\?,/).map(protocol => Buffer.from(protocol, 'utf8'))
    if (protocols.some(p => p.length === 0 || p.length > 255))
      throw new OptionDataError(`service parameter '${name}' has an empty or overlong protocol`)
    return Buffer.concat(protocols.flatMap(protocol => counted(protocol, 1)))
  }
  if (key === keys.port) {
    if (!/^\d{1,5}$/.test(value) || Number(value) > 0xffff)
      throw new OptionDataError(`service parameter '${name}' is not in the range of 0..65535`)
    return number(Number(value), 2)
  }
  if (key === keys.dohpath) return Buffer.from(value.replaceAll(/\\([,|])/g, '$1'), 'utf8')
  const bytes = parseDigits(value)
  if (bytes === undefined)
    throw new OptionDataError(`service parameter '${name}' is not a string of hexadecimal digits`)
  return bytes
}

function formatInstance(body: Buffer, family: Family): string | undefined {
  const size = lengthBytes(family)
  if (body.length < 2 + size) return undefined
  const parts = [String(body.readUInt16BE(0))]
  const nameStart = 2 + size
  const nameStop = nameStart + body.readUIntBE(2, size)
  if (nameStop > body.length) return undefined
  const name = decodeName(body, nameStart, nameStop)
  if (name === undefined || !name.endsWith('.')) return undefined
  parts.push(name.replaceAll(',', '\\,'))
  if (nameStop < body.length) {
    if (nameStop + size > body.length) return undefined
    const start = nameStop + size
    const stop = start + body.readUIntBE(nameStop, size)
    if (stop > body.length) return undefined
    const addresses = formatAddresses(body.subarray(start, stop), family)
    const parameters = formatParameters(body.subarray(stop))
    if (addresses === undefined || parameters === undefined) return undefined
    parts.push(addresses)
    if (parameters !== '') parts.push(parameters)
  }
  return parts.join(', ')
}

function formatAddresses(bytes: Buffer, family: Family): string | undefined {
  const width = family === 4 ? 4 : 16
  // An instance with an address field holds at least one (RFC 9463 3.1.3)
  if (bytes.length === 0 || bytes.length % width !== 0) return undefined
  const texts: string[] = []
  for (let at = 0; at < bytes.length; at += width)
    texts.push(family === 4 ? ipv4.format(ipv4.read(bytes, at)) : ipv6.format(ipv6.read(bytes, at)))
  return texts.join(' ')
}

function formatParameters(bytes: Buffer): string | undefined {
  const texts: string[] = []
  let at = 0
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return undefined
    const key = bytes.readUInt16BE(at)
    const stop = at + 4 + bytes.readUInt16BE(at + 2)
    if (stop > bytes.length) return undefined
    texts.push(formatParameter(key, bytes.subarray(at + 4, stop)))
    at = stop
  }
  return texts.join(' ')
}

function formatParameter(key: number, value: Buffer): string {
  if (key === keys.alpn) {
    const protocols: string[] = []
    for (let at = 0; at < value.length; at += 1 + value[at]!)
      protocols.push(value.toString('utf8', at + 1, at + 1 + value[at]!))
    return `alpn=${protocols.join('\\,')}`
  }
  if (key === keys.port && value.length === 2) return `port=${value.readUInt16BE(0)}`
  if (key === keys.dohpath) return `dohpath=${value.toString('utf8').replaceAll(/[,|]/g, '\\$&')}`
  return `key${key}=${formatDigits(value)}`
}

/** Lengths of the name and of the addresses have one byte in option 162, two in option 144. */
function lengthBytes(family: Family): 1 | 2 {
  return family === 4 ? 1 : 2
}

function counted(bytes: Uint8Array, size: 1 | 2): [Uint8Array, Uint8Array] {
  if (bytes.length >= 2 ** (8 * size)) throw new OptionDataError(`${bytes.length} bytes are too many for one field`)
  return [number(bytes.length, size), bytes]
}

function number(value: number, size: 1 | 2): Uint8Array {
  return size === 1 ? Uint8Array.of(value) : Uint8Array.of(value >>> 8, value)
}
