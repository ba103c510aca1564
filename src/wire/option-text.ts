import { decodeNames } from './dns-name.js'
import { formatBytes } from './hex.js'
import { decodeOption, type OptionField } from './option-data.js'
import type { OptionDefinition, OptionType } from './option-space.js'
import type { Family } from './option-types/field-type.js'

/** Types of which an array is printed without a blank before the type's name, as Kea prints integer lists. */
const INTEGERS: ReadonlySet<OptionType> = new Set(['int8', 'int16', 'int32', 'uint8', 'uint16', 'uint32'])

/**
 * The payload bytes[start, end) as Kea's packet dumps show it: `"abc" (string)`, `1.2.3.4 5.6.7.8`, `3(uint8) 6(uint8)`,
 * or bytes as 01:02 without a definition, or where the payload does not match it.
 */
export function describePayload(
  definition: OptionDefinition | undefined,
  bytes: Uint8Array,
  start: number,
  end: number,
  family: Family,
): string {
  if (definition === undefined || definition.type === 'internal') return formatBytes(bytes, start, end)
  if (definition.type === 'fqdn' && definition.array) {
    const names = decodeNames(bytes, start, end)
    return names === undefined ? formatBytes(bytes, start, end) : names.map(name => `"${name}" (fqdn)`).join(' ')
  }
  const value = definition.type === 'empty' ? undefined : decodeOption(definition, bytes, start, end, family)
  if (value === undefined || (definition.type === 'binary' && !definition.array)) return formatBytes(bytes, start, end)
  return value.fields.map(field => describeField(definition, field)).join(' ')
}

function describeField({ type: whole, array }: OptionDefinition, { type, text }: OptionField): string {
  switch (type) {
    case 'string':
    case 'fqdn':
    case 'tuple':
      return `"${text}" (${type})`
    case 'psid': {
      const [id, length] = text.split('/')
      return `len=${length},psid=${id} (psid)`
    }
    default:
      if (array && whole !== 'record') {
        if (INTEGERS.has(type)) return `${text}(${type})`
        if (type === 'ipv4-address' || type === 'ipv6-address') return text
      }
      return `${text} (${type})`
  }
}
