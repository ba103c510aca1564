import { decodeNames, nameEnd } from '../dns-name.js'
import { fieldType } from '../option-types/field-types.js'
import type { StandardRow } from '../standard-options.js'
import { standardRows4 } from '../standard-options4.js'
import { Option } from './codes.js'

/** What is to be done with an option of a received message. */
export const Verdict = { keep: 0, trim: 1, skip: 2, refuse: 3 } as const
export type Verdict = (typeof Verdict)[keyof typeof Verdict]

/** How the payload of an option is checked. */
const Rule = {
  any: 0,
  /** At least `size` bytes; what is beyond does not matter. */
  atLeast: 1,
  /** A multiple of `size` bytes. */
  multiple: 2,
  /** A multiple of `size` bytes, and not none. */
  multipleSome: 3,
  /** Trailing NULs do not count (RFC 2132 2); without them there must be something, else it is as if not sent. */
  text: 4,
  name: 5,
  names: 6,
  clientFqdn: 7,
  vendorClass: 8,
  vendorOptions: 9,
  /** `size` bytes of other fields, then names to the end, at least one. */
  fieldsAndNames: 10,
} as const

/** Rule and size by option code, from the standard definitions. */
const rules = new Uint8Array(256)
const sizes = new Uint8Array(256)
for (const row of standardRows4.dhcp4 ?? []) {
  const [rule, size] = ruleOf(row)
  rules[row[0]] = rule
  sizes[row[0]] = size
}

function ruleOf([code, , type, { array = false, fields = [] } = {}]: StandardRow): readonly [number, number] {
  if (code === Option.fqdn) return [Rule.clientFqdn, 3]
  if (code === Option.vendorClasses) return [Rule.vendorClass, 5]
  if (code === Option.vendorOptions) return [Rule.vendorOptions, 5]
  if (type === 'record') {
    const fixed = fields.reduce((sum, field) => sum + fieldType(field).width, 0)
    return [fields.at(-1) === 'fqdn' ? Rule.fieldsAndNames : Rule.atLeast, fixed]
  }
  if (type === 'string') return [Rule.text, 0]
  if (type === 'fqdn') return [array ? Rule.names : Rule.name, 1]
  const { width } = fieldType(type)
  if (width === 0) return [Rule.any, 0]
  if (!array) return [Rule.atLeast, width]
  return [type === 'ipv4-address' ? Rule.multiple : Rule.multipleSome, width]
}

/**
 * Does the payload bytes[start, end) fit the standard definition of option `code`? A message with one that does not is
 * dropped, as Kea drops it; `lenient` (compatibility.lenient-option-parsing) lets tuples run past the end.
 */
export function judge(code: number, bytes: Uint8Array, start: number, end: number, lenient: boolean): Verdict {
  const length = end - start
  switch (rules[code]) {
    case Rule.atLeast:
      return length >= sizes[code]! ? Verdict.keep : Verdict.refuse
    case Rule.multiple:
      return length % sizes[code]! === 0 ? Verdict.keep : Verdict.refuse
    case Rule.multipleSome:
      return length > 0 && length % sizes[code]! === 0 ? Verdict.keep : Verdict.refuse
    case Rule.text:
      if (length > 0 && bytes[end - 1] !== 0) return Verdict.keep
      return trimmedEnd(bytes, start, end) > start ? Verdict.trim : Verdict.skip
    case Rule.name:
      return nameEnd(bytes, start, end) >= 0 ? Verdict.keep : Verdict.refuse
    case Rule.names:
      return areNames(bytes, start, end) ? Verdict.keep : Verdict.refuse
    case Rule.fieldsAndNames:
      return areNames(bytes, start + sizes[code]!, end) ? Verdict.keep : Verdict.refuse
    case Rule.clientFqdn:
      return judgeFqdn(bytes, start, end)
    case Rule.vendorClass:
      // An enterprise number alone will do
      return lenient || length === 4 || recordsFit(bytes, start, end) ? Verdict.keep : Verdict.refuse
    case Rule.vendorOptions:
      return recordsFit(bytes, start, end) ? Verdict.keep : Verdict.skip
    default:
      return Verdict.keep
  }
}

/** Where a text ends without its trailing NULs. */
export function trimmedEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end
  while (at > start && bytes[at - 1] === 0) at--
  return at
}

function areNames(bytes: Uint8Array, start: number, end: number): boolean {
  return start < end && decodeNames(bytes, start, end) !== undefined
}

/** RFC 4702 2.1: N and S exclude each other. With the E bit the name is in wire form, the closing zero may be missing. */
function judgeFqdn(bytes: Uint8Array, start: number, end: number): Verdict {
  if (end - start < 3) return Verdict.refuse
  const flags = bytes[start]!
  if ((flags & 0b1001) === 0b1001) return Verdict.refuse
  if ((flags & 0b0100) !== 0) {
    let at = start + 3
    while (at < end) {
      const length = bytes[at]!
      if (length === 0) return Verdict.keep
      if (length > 63) return Verdict.refuse
      at += 1 + length
    }
    return at === end ? Verdict.keep : Verdict.refuse
  }
  // ASCII form (deprecated by RFC 4702 2.3.1, still common): labels of 1 to 63 bytes between single dots
  let label = 0
  for (let at = start + 3; at < end; at++) {
    if (bytes[at] !== 0x2e) {
      if (++label > 63) return Verdict.refuse
    } else if (label === 0) return end - start === 4 ? Verdict.keep : Verdict.refuse
    else label = 0
  }
  return Verdict.keep
}

/** RFC 3925: enterprise number, length, data, over and over to the end. */
function recordsFit(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  do {
    if (at + 5 > end) return false
    at += 5 + bytes[at + 4]!
  } while (at < end)
  return at === end
}
