import { ipv4, ipv6 } from '../../wire/address.js'
import type { OptionDefinition, OptionType } from '../../wire/option-space.js'
import type { FieldType, Value } from '../isc/syntax.js'
import { nameToWire } from './wire-name.js'

/** What an option is set to: lists of values, split at commas. */
export type Values = readonly (readonly Value[])[]

const BOUNDS: Partial<Record<OptionType, readonly [number, number]>> = {
  int8: [-128, 127],
  int16: [-32768, 32767],
  int32: [-2147483648, 2147483647],
  uint8: [0, 255],
  uint16: [0, 65535],
  uint32: [0, 4294967295],
}

/** The data of an option as Kea's text for its definition. Undefined: they do not fit it, and are written as bytes. */
export function dataText(definition: OptionDefinition, values: Values): string | undefined {
  const flat = values.flat()
  const { type, array, recordTypes } = definition
  if (type === 'empty') return flat.length === 0 ? '' : undefined
  const types = type === 'record' ? recordTypes : [type]
  if (flat.length === 0 || flat.length < types.length) return undefined
  if (flat.length > types.length && !array) return undefined
  const parts: string[] = []
  for (const [i, value] of flat.entries()) {
    const part = fieldText(types[Math.min(i, types.length - 1)]!, value)
    if (part === undefined) return undefined
    parts.push(part)
  }
  return parts.join(', ')
}

function fieldText(type: OptionType, { kind, text }: Value): string | undefined {
  const bounds = BOUNDS[type]
  if (bounds !== undefined) {
    const value = integerOf(text)
    return value !== undefined && value >= bounds[0] && value <= bounds[1] ? String(value) : undefined
  }
  switch (type) {
    case 'boolean':
      return /^(true|on|1)$/i.test(text) ? 'true' : /^(false|off|0)$/i.test(text) ? 'false' : undefined
    case 'ipv4-address':
      return ipv4.parse(text) === undefined ? undefined : text
    case 'ipv6-address': {
      const address = ipv6.parse(text)
      return address === undefined ? undefined : ipv6.format(address)
    }
    case 'fqdn':
      return /^[\w-]+(\.[\w-]+)*\.?$/.test(text) ? text : undefined
    case 'string':
      // Kea trims what it reads and splits it at commas; anything else than plain text goes as bytes
      return kind === 'string' && /^[!-~]([ -~]*[!-~])?$/.test(text) && !text.includes('\\')
        ? text.replaceAll(',', '\\,')
        : undefined
    default:
      return undefined
  }
}

function integerOf(text: string): number | undefined {
  if (text.toLowerCase() === 'infinite') return 4294967295
  return /^(-?\d+|0x[0-9a-f]+)$/i.test(text) ? Number(text) : undefined
}

/** The data as bytes, by the type that dhcpd has for the option. Undefined: they do not fit it. */
export function dataBytes(fields: readonly FieldType[], values: Values): Uint8Array | undefined {
  const flat = values.flat()
  const parts: Uint8Array[] = []
  for (const [i, value] of flat.entries()) {
    const field = fields.length === 0 ? undefined : fields[flat.length > fields.length ? i % fields.length : i]
    const part = field === undefined ? plainBytes(value) : fieldBytes(field, value)
    if (part === undefined) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function fieldBytes(field: FieldType, value: Value): Uint8Array | undefined {
  const { text } = value
  switch (field.type) {
    case 'integer': {
      const number = integerOf(text)
      if (number === undefined) return undefined
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(number >>> 0)
      return bytes.subarray(4 - (field.width ?? 8) / 8)
    }
    case 'boolean':
      return /^(true|on)$/i.test(text) ? Uint8Array.of(1) : /^(false|off)$/i.test(text) ? Uint8Array.of(0) : undefined
    case 'domain-name':
    case 'domain-list':
      return nameToWire(text)
    default:
      return plainBytes(value)
  }
}

/** A text, an address or a list of hexadecimal numbers, by how it looks. */
export function plainBytes({ kind, text }: Value): Uint8Array | undefined {
  if (kind === 'string') return Buffer.from(text, 'latin1')
  const four = ipv4.parse(text)
  if (four !== undefined) {
    const bytes = Buffer.alloc(4)
    ipv4.write(four, bytes, 0)
    return bytes
  }
  const groups = text.split(':')
  if (groups.every(group => /^[0-9a-f]{1,2}$/i.test(group)))
    return Uint8Array.from(groups, group => Number.parseInt(group, 16))
  const six = ipv6.parse(text)
  if (six === undefined) return undefined
  const bytes = Buffer.alloc(16)
  ipv6.write(six, bytes, 0)
  return bytes
}

/** Bytes for "data" with csv-format off: text in single quotes where it is plain, else hexadecimal digits. */
export function bytesText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1')
  if (/^[!-&(-~]([ -&(-~]*[!-&(-~])?$/.test(text)) return `'${text}'`
  return Buffer.from(bytes).toString('hex').toUpperCase()
}
