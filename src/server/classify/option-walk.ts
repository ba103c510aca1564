import type { OptionDefinition, OptionType } from '../../wire/option-space.js'
import type { Span } from './packet-view.js'

/**
 * Narrow a run of DHCPv4 sub-options to the payload of the first one with this code. False when there is none; what is
 * cut short ends the search. `padded`: code 0 fills and 255 ends (RFC 2132 8.4); not so in option 82 (RFC 3046 2.0).
 */
export function findSubOption4(span: Span, code: number, padded: boolean): boolean {
  const { bytes, end } = span
  for (let at = span.start; at < end; ) {
    const found = bytes[at]!
    if (padded && found === 0) {
      at++
      continue
    }
    if (padded && found === 255) return false
    if (at + 2 > end) return false
    const next = at + 2 + bytes[at + 1]!
    if (next > end) return false
    if (found === code) {
      span.start = at + 2
      span.end = next
      return true
    }
    at = next
  }
  return false
}

/** The same for DHCPv6: codes and lengths of 16 bits (RFC 8415 21.1). */
export function findSubOption6(span: Span, code: number): boolean {
  const { bytes, end } = span
  for (let at = span.start; at + 4 <= end; ) {
    const next = at + 4 + ((bytes[at + 2]! << 8) | bytes[at + 3]!)
    if (next > end) return false
    if (((bytes[at]! << 8) | bytes[at + 1]!) === code) {
      span.start = at + 4
      span.end = next
      return true
    }
    at = next
  }
  return false
}

/**
 * What stands before the sub-options of an option: fields of so many bytes; 'prefix': as long as its first byte says;
 * 'vendor4': an enterprise number and the length of its sub-options, behind which another enterprise may follow.
 */
export type OwnFields = readonly (number | 'prefix' | 'vendor4')[]

const widths: Readonly<Partial<Record<OptionType, number | 'prefix'>>> = {
  empty: 0,
  boolean: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  'ipv4-address': 4,
  'ipv6-address': 16,
  'ipv6-prefix': 'prefix',
  psid: 3,
}

/** The option's own fields, undefined when nothing can stand behind them: it has no sub-options. */
export function ownFields(definition: OptionDefinition): OwnFields | undefined {
  if (definition.encapsulates === '' || definition.array) return undefined
  const types = definition.type === 'record' ? definition.recordTypes : [definition.type]
  const fields: (number | 'prefix')[] = []
  for (const type of types) {
    const width = widths[type]
    if (width === undefined) return undefined
    fields.push(width)
  }
  return fields
}

/** Narrow the payload of an option to what stands behind its own fields. False: it is too short; nothing is left of it. */
export function skipFields(span: Span, fields: OwnFields): boolean {
  for (let i = 0; i < fields.length; i++) {
    const width = fields[i]!
    if (width === 'vendor4') {
      // RFC 3925 4: enterprise-number, data-len, data
      const at = span.start + 5
      span.end = Math.min(span.end, at + (span.bytes[at - 1] ?? 0))
      span.start = at
      continue
    }
    // RFC 7598 4: a prefix is its length in bits, then as many bytes as that takes
    span.start += width === 'prefix' ? 1 + (((span.bytes[span.start] ?? 0) + 7) >>> 3) : width
  }
  if (span.start <= span.end) return true
  span.start = span.end
  return false
}
