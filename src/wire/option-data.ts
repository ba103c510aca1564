import { decodeNames } from './dns-name.js'
import { parseBytes } from './hex.js'
import type { OptionDefinition, OptionType } from './option-space.js'
import { type Family, type FieldValue, OptionDataError } from './option-types/field-type.js'
import { fieldType } from './option-types/field-types.js'
import { internalType } from './option-types/internal-types.js'

export { OptionDataError } from './option-types/field-type.js'

/** One value of an option. */
export interface OptionField {
  readonly type: OptionType
  readonly value: FieldValue
  /** As option-data writes it, without its escapes. */
  readonly text: string
}

/** The values of an option. */
export interface OptionValue {
  readonly fields: readonly OptionField[]
  /** Where the sub-options begin, or bytes that the definition does not speak of; the end of the option when there are none. */
  readonly rest: number
}

/**
 * Payload of an option-data entry. `csv` is its csv-format: the text is a list of values separated by commas (`\,` is
 * a comma in a value, `\\` a backslash, blanks around values do not count); else bytes in one of Kea's notations, checked against the
 * definition. Without a definition the text is always bytes. Throws OptionDataError with Kea's words, without the position.
 */
export function parseOptionData(
  definition: OptionDefinition | undefined,
  text: string,
  csv: boolean,
  family: Family = familyOf(definition),
): Buffer {
  if (definition === undefined || !csv) {
    const bytes = parseBytes(text)
    if (bytes === undefined)
      throw new OptionDataError(`option data is not a valid string of hexadecimal digits: ${text}`)
    // Options whose layout only Kea 3 knows are free bytes in the files of Kea 2.2, which go on to load
    if (definition === undefined || definition.type === 'internal') return bytes
    const reason = mismatch(definition, bytes, family)
    if (reason !== undefined) throw refused(definition, reason)
    return bytes
  }
  try {
    const bytes = encodeFields(definition, text, family)
    const reason = mismatch(definition, bytes, family)
    if (reason !== undefined) throw new OptionDataError(reason)
    return bytes
  } catch (error) {
    throw error instanceof OptionDataError ? refused(definition, error.message) : error
  }
}

/**
 * Text of a payload for option-data with csv-format true. Exact, that is parseOptionData gives the payload again, save
 * for values that text cannot carry (blanks around a string, bytes that are not UTF-8): optionText knows them.
 * A payload that does not match its definition gives hex digits.
 */
export function formatOptionData(
  definition: OptionDefinition,
  payload: Uint8Array,
  family: Family = familyOf(definition),
): string {
  const internal = internalType(definition)
  if (internal !== undefined) return internal.format(payload, 0, payload.length, family) ?? hex(payload)
  const spans = spansOf(definition, payload, 0, payload.length, family)
  if (spans === undefined) return hex(payload)
  return spans.map(s => escaped(fieldType(s.type).format(payload, s.start, s.end, family))).join(', ')
}

/** The `data` and `csv-format` that say a payload exactly: values where they can, else hex digits. */
export function optionText(
  definition: OptionDefinition | undefined,
  payload: Uint8Array,
  family: Family = familyOf(definition),
): { readonly data: string; readonly csv: boolean } {
  if (definition !== undefined) {
    const data = formatOptionData(definition, payload, family)
    try {
      if (parseOptionData(definition, data, true, family).equals(payload)) return { data, csv: true }
    } catch (error) {
      if (!(error instanceof OptionDataError)) throw error
    }
  }
  return { data: hex(payload), csv: false }
}

/** The values in bytes[start, end). Undefined: they do not match the definition. Allocates: for display, not for the walk. */
export function decodeOption(
  definition: OptionDefinition,
  bytes: Uint8Array,
  start: number,
  end: number,
  family: Family = familyOf(definition),
): OptionValue | undefined {
  const internal = internalType(definition)
  if (internal !== undefined) {
    const text = internal.format(bytes, start, end, family)
    return text === undefined ? undefined : { fields: [{ type: 'internal', value: text, text }], rest: end }
  }
  const spans = spansOf(definition, bytes, start, end, family)
  if (spans === undefined) return undefined
  const fields = spans.map(({ type, start, end }) => ({
    type,
    value: fieldType(type).decode(bytes, start, end, family),
    text: fieldType(type).format(bytes, start, end, family),
  }))
  return { fields, rest: spans.at(-1)?.end ?? start }
}

/** Which family a definition is of, as far as its space tells; DHCPv4 when it does not. */
function familyOf(definition: OptionDefinition | undefined): Family {
  return definition !== undefined && /^dhcp6$|^docsis3-v6$|^s46-|^v6-|^4o6$|^rsoo-/.test(definition.space) ? 6 : 4
}

function hex(payload: Uint8Array): string {
  return fieldType('binary').format(payload, 0, payload.length, 4)
}

function refused(definition: OptionDefinition, reason: string): OptionDataError {
  return new OptionDataError(
    `option data does not match option definition (space: ${definition.space}, code: ${definition.code}): ${reason}`,
  )
}

const COMMA_OR_BACKSLASH = /[,\\]/g

/** Takes their meaning from commas and backslashes in a value. */
function escaped(value: string): string {
  return value.replaceAll(COMMA_OR_BACKSLASH, '\\$&')
}

/** Values of an option-data text: separated by commas, empty ones left out, `\,` a comma and `\\` a backslash. */
function split(text: string): string[] {
  const values: string[] = []
  let value = ''
  for (let i = 0; i <= text.length; i++) {
    const next = text[i + 1]
    if (i === text.length || text[i] === ',') {
      if (value !== '') values.push(value.trim())
      value = ''
    } else if (text[i] === '\\' && (next === ',' || next === '\\')) {
      value += next
      i++
    } else value += text[i]
  }
  return values
}

function encodeFields(definition: OptionDefinition, text: string, family: Family): Buffer {
  const internal = internalType(definition)
  if (internal !== undefined) return Buffer.from(internal.parse(text, family))
  const values = split(text)
  const { type, array, recordTypes } = definition
  if (type === 'record') {
    if (values.length < recordTypes.length)
      throw new OptionDataError(
        `number of data fields for the option type '${definition.code}' is greater than number of values provided.`,
      )
    const types = [...recordTypes]
    if (array) while (types.length < values.length) types.push(types.at(-1)!)
    return Buffer.concat(types.map((field, i) => fieldType(field).parse(values[i]!, family)))
  }
  if (array) return Buffer.concat(values.map(value => fieldType(type).parse(value, family)))
  if (values.length === 0) {
    if (type === 'empty') return Buffer.alloc(0)
    throw new OptionDataError('no option value specified')
  }
  return Buffer.from(fieldType(type).parse(values[0]!, family))
}

interface Span {
  readonly type: OptionType
  readonly start: number
  readonly end: number
}

/** Where each value of bytes[start, end) stands; undefined: one is truncated or malformed. */
function spansOf(
  definition: OptionDefinition,
  bytes: Uint8Array,
  start: number,
  end: number,
  family: Family,
): Span[] | undefined {
  const { type, array, recordTypes } = definition
  const once: readonly OptionType[] = type === 'record' ? recordTypes : array || type === 'empty' ? [] : [type]
  const spans: Span[] = []
  let at = start
  const take = (next: OptionType): boolean => {
    const stop = fieldType(next).endOf(bytes, at, end, family)
    if (stop < 0) return false
    spans.push({ type: next, start: at, end: stop })
    at = stop
    return true
  }
  for (const next of once) if (!take(next)) return undefined
  const repeated = array ? (type === 'record' ? recordTypes.at(-1) : type) : undefined
  if (repeated !== undefined) while (at < end) if (!take(repeated)) return undefined
  return spans
}

/** Kea's words for a payload that its definition does not allow; undefined: it does. */
export function mismatch(
  definition: OptionDefinition,
  payload: Uint8Array,
  family: Family = familyOf(definition),
): string | undefined {
  const { type, array } = definition
  const { length } = payload
  const internal = internalType(definition)
  if (internal !== undefined)
    return internal.format(payload, 0, length, family) === undefined ? 'option buffer truncated' : undefined
  if (array && length === 0) return emptyArray(definition)
  // Names in a list may be compressed when they come from a client (RFC 3397)
  if (array && type === 'fqdn')
    return decodeNames(payload, 0, length) === undefined ? 'incomplete wire-format name' : undefined
  return spansOf(definition, payload, 0, length, family) === undefined ? misfit(definition, length) : undefined
}

const INTEGERS: ReadonlySet<OptionType> = new Set(['int8', 'int16', 'int32', 'uint8', 'uint16', 'uint32'])

function misfit({ type, array, code }: OptionDefinition, length: number): string {
  if (INTEGERS.has(type)) return `${array ? 'OptionIntArray' : 'OptionInt'} ${code} truncated`
  if (array && type === 'ipv4-address')
    return `DHCPv4 Option4AddrLst ${code} has invalid length=${length}, must be divisible by 4.`
  if (array && type === 'ipv6-address') return `Option ${code} malformed: len=${length} is not divisible by 16.`
  if (type === 'fqdn')
    return length === 0 ? 'unable to read FQDN from a buffer. The buffer is empty.' : 'incomplete wire-format name'
  return 'option buffer truncated'
}

function emptyArray({ type, code }: OptionDefinition): string | undefined {
  switch (type) {
    case 'ipv4-address':
    case 'ipv6-address':
      return undefined
    case 'fqdn':
      return 'FQDN list option has invalid length of 0'
    case 'tuple':
      return 'parsed data tuples option data truncated to size 0'
    default:
      return INTEGERS.has(type) ? `option ${code} empty` : 'option buffer truncated'
  }
}
