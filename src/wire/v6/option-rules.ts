import { nameEnd } from '../dns-name.js'
import type { OptionType } from '../option-space.js'
import { fieldType } from '../option-types/field-types.js'
import type { StandardRow } from '../standard-options.js'
import { standardRows6 } from '../standard-options6.js'
import { IA_ADDRESS_HEADER, IA_HEADER, IA_PREFIX_HEADER, OPTION_HEADER, Option } from './codes.js'

/** What is to be done with an option of a received message. */
export const Verdict = {
  keep: 0,
  /** Keep it without the NULs at its end. */
  trim: 1,
  /** As if it had not been sent. */
  skip: 2,
  /** Neither it nor what follows counts; nested, neither the option it stands in. */
  stop: 3,
  /** The message is refused whole. */
  refuse: 4,
} as const
export type Verdict = (typeof Verdict)[keyof typeof Verdict]

/** How the fields of an option, which stand before its sub-options, are checked. */
const Rule = {
  any: 0,
  /** At least `size` bytes; sub-options, or what does not matter, follow. */
  atLeast: 1,
  /** A multiple of `size` bytes. */
  multiple: 2,
  /** A multiple of `size` bytes, and not none. */
  multipleSome: 3,
  /** NULs at the end do not count; without them there must be something, else it is as if not sent. */
  text: 4,
  name: 5,
  names: 6,
  /** `size` bytes of other fields, then names to the end, at least one. */
  fieldsAndNames: 7,
  /** Values of types that know their own length, one after the other. */
  fields: 8,
  /** Lengths of two bytes with as many bytes behind, to the end. */
  tuples: 9,
  vendorClass: 10,
  vendorOptions: 11,
  clientFqdn: 12,
  prefixExclude: 13,
} as const

/** Rules for the options of one space, by code. Codes above 255 have none: no standard option there needs one. */
export interface RuleTable {
  readonly space: string
  readonly rules: Uint8Array
  readonly sizes: Uint8Array
  readonly fields: (readonly OptionType[] | undefined)[]
  /** The table for the sub-options, which begin `sizes[code]` bytes into the payload. */
  readonly inner: (RuleTable | undefined)[]
}

/**
 * Levels of options in options that are checked. The standards nest four deep (client data, IA_PD, prefix, excluded prefix);
 * the bound keeps a datagram that nests thousands from running the stack out.
 */
export const MAX_DEPTH = 8

const ENTERPRISE = 4
const CABLELABS = 4491

const tables: ReadonlyMap<string, RuleTable> = new Map(
  Object.keys(standardRows6).map(space => [
    space,
    { space, rules: new Uint8Array(256), sizes: new Uint8Array(256), fields: [], inner: [] },
  ]),
)
for (const table of tables.values()) fill(table)

/** The options of messages and of IAs. */
export const dhcp6Rules: RuleTable = tables.get('dhcp6')!
/** The vendor options of DOCSIS devices. */
export const docsisRules: RuleTable = tables.get('docsis3-v6')!

function fill(table: RuleTable): void {
  for (const row of standardRows6[table.space]!) {
    const [code, , type, { array = false, fields = [], encapsulates = '' } = {}] = row
    if (code > 255) continue
    const [rule, size] = special(table.space, code) ?? ruleOf(row)
    table.rules[code] = rule
    table.sizes[code] = size
    if (rule === Rule.fields) table.fields[code] = type === 'record' ? fields : [type]
    const inner = tables.get(encapsulates)
    if (inner !== undefined && !array) table.inner[code] = inner
  }
  if (table.space !== 'dhcp6') return
  for (const code of [Option.iaNa, Option.iaPd, Option.iaAddress, Option.iaPrefix]) table.inner[code] = table
}

/** Options whose definition does not tell all. */
function special(space: string, code: number): readonly [number, number] | undefined {
  if (space !== 'dhcp6') return undefined
  switch (code) {
    case Option.iaNa:
    case Option.iaPd:
      return [Rule.atLeast, IA_HEADER]
    case Option.iaAddress:
      return [Rule.atLeast, IA_ADDRESS_HEADER]
    case Option.iaPrefix:
      return [Rule.atLeast, IA_PREFIX_HEADER]
    case Option.vendorClass:
      return [Rule.vendorClass, ENTERPRISE]
    case Option.vendorOptions:
      return [Rule.vendorOptions, ENTERPRISE]
    case Option.fqdn:
      return [Rule.clientFqdn, 1]
    case Option.prefixExclude:
      return [Rule.prefixExclude, 2]
    default:
      return undefined
  }
}

function ruleOf([, , type, { array = false, fields = [] } = {}]: StandardRow): readonly [number, number] {
  if (type === 'record') {
    const size = fields.reduce((sum, field) => sum + fieldType(field).width, 0)
    if (fields.at(-1) === 'fqdn') return [Rule.fieldsAndNames, size]
    const open = fields.some((field, i) => {
      const takesRest = (field === 'binary' || field === 'string') && i === fields.length - 1
      return fieldType(field).width === 0 && !takesRest
    })
    return open ? [Rule.fields, size] : [Rule.atLeast, size]
  }
  if (type === 'string') return [Rule.text, 0]
  if (type === 'fqdn') return [array ? Rule.names : Rule.name, 0]
  if (type === 'tuple') return [Rule.tuples, 0]
  if (type === 'ipv6-prefix' || type === 'psid') return [Rule.fields, 0]
  const { width } = fieldType(type)
  if (width === 0) return [Rule.any, 0]
  if (!array) return [Rule.atLeast, width]
  return [type === 'ipv6-address' ? Rule.multiple : Rule.multipleSome, width]
}

/**
 * Do the payload bytes[start, end) and the sub-options in it fit the standard definition of option `code`? `lenient`
 * (compatibility.lenient-option-parsing): tuples may run past the end. `depth`: in how many options it stands.
 */
export function judge(
  table: RuleTable,
  code: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  lenient: boolean,
  depth = 0,
): Verdict {
  if (code > 255) return Verdict.keep
  const length = end - start
  const size = table.sizes[code]!
  switch (table.rules[code]) {
    case Rule.atLeast:
      if (length < size) return Verdict.refuse
      break
    case Rule.multiple:
      if (length % size !== 0) return Verdict.refuse
      break
    case Rule.multipleSome:
      if (length === 0 || length % size !== 0) return Verdict.refuse
      break
    case Rule.text:
      if (length > 0 && bytes[end - 1] !== 0) return Verdict.keep
      return trimmedEnd(bytes, start, end) > start ? Verdict.trim : Verdict.skip
    case Rule.name:
      if (nameEnd(bytes, start, end) < 0) return Verdict.refuse
      break
    case Rule.names:
      if (!areNames(bytes, start, end)) return Verdict.refuse
      break
    case Rule.fieldsAndNames:
      if (length <= size || !areNames(bytes, start + size, end)) return Verdict.refuse
      break
    case Rule.fields:
      return judgeFields(table, code, bytes, start, end, lenient, depth)
    case Rule.tuples:
      if (!lenient && !areTuples(bytes, start, end)) return Verdict.refuse
      break
    case Rule.vendorClass:
      if (length < size || (!lenient && !areTuples(bytes, start + size, end))) return Verdict.refuse
      break
    case Rule.vendorOptions:
      return judgeVendorOptions(bytes, start, end, lenient, depth)
    case Rule.clientFqdn:
      return isFqdn(bytes, start, end) ? Verdict.keep : Verdict.refuse
    case Rule.prefixExclude:
      // RFC 6603 4.2: the excluded prefix is longer than the delegated one, so there is at least one byte of it
      if (length < size || bytes[start] === 0) return Verdict.refuse
      break
  }
  const inner = table.inner[code]
  return inner === undefined ? Verdict.keep : judgeAll(inner, bytes, start + size, end, lenient, depth + 1)
}

/** Sub-options: the first verdict that concerns more than the sub-option itself. What is cut short ends them. */
function judgeAll(
  table: RuleTable,
  bytes: Uint8Array,
  start: number,
  end: number,
  lenient: boolean,
  depth: number,
): Verdict {
  if (depth > MAX_DEPTH) return Verdict.keep
  let at = start
  while (at + OPTION_HEADER <= end) {
    const payload = at + OPTION_HEADER
    const next = payload + ((bytes[at + 2]! << 8) | bytes[at + 3]!)
    if (next > end) break
    const verdict = judge(table, (bytes[at]! << 8) | bytes[at + 1]!, bytes, payload, next, lenient, depth)
    if (verdict >= Verdict.stop) return verdict
    at = next
  }
  return Verdict.keep
}

function judgeFields(
  table: RuleTable,
  code: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  lenient: boolean,
  depth: number,
): Verdict {
  let at = start
  for (const field of table.fields[code]!) {
    at = fieldType(field).endOf(bytes, at, end, 6)
    if (at < 0) return Verdict.refuse
  }
  const inner = table.inner[code]
  return inner === undefined ? Verdict.keep : judgeAll(inner, bytes, at, end, lenient, depth + 1)
}

/** RFC 8415 21.17: an enterprise number and sub-options without a gap. Those of CableLabs have definitions. */
function judgeVendorOptions(bytes: Uint8Array, start: number, end: number, lenient: boolean, depth: number): Verdict {
  if (end - start < ENTERPRISE) return Verdict.stop
  const enterprise = (bytes[start]! << 24) | (bytes[start + 1]! << 16) | (bytes[start + 2]! << 8) | bytes[start + 3]!
  let at = start + ENTERPRISE
  while (at < end) {
    const payload = at + OPTION_HEADER
    if (payload > end) return Verdict.stop
    const next = payload + ((bytes[at + 2]! << 8) | bytes[at + 3]!)
    if (next > end) return Verdict.stop
    if (enterprise === CABLELABS && depth < MAX_DEPTH) {
      const code = (bytes[at]! << 8) | bytes[at + 1]!
      const verdict = judge(docsisRules, code, bytes, payload, next, lenient, depth + 1)
      if (verdict >= Verdict.stop) return verdict
    }
    at = next
  }
  return Verdict.keep
}

/** Where a text ends without the NULs at its end. */
export function trimmedEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end
  while (at > start && bytes[at - 1] === 0) at--
  return at
}

/** RFC 8415 10: names in wire form, not compressed. */
function areNames(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end) {
    at = nameEnd(bytes, at, end)
    if (at < 0) return false
  }
  return true
}

function areTuples(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end) {
    if (at + 2 > end) return false
    at += 2 + ((bytes[at]! << 8) | bytes[at + 1]!)
  }
  return at === end
}

/** RFC 4704 4: flags of which N and S exclude each other, then a name that may lack its root label. */
function isFqdn(bytes: Uint8Array, start: number, end: number): boolean {
  if (end === start || (bytes[start]! & 0b101) === 0b101) return false
  let at = start + 1
  while (at < end) {
    const length = bytes[at]!
    if (length === 0) return true
    if (length > 63) return false
    at += 1 + length
    // RFC 1035 2.3.4: a name has at most 255 bytes, its root label included
    if (at - start > 255) return false
  }
  return at === end
}
