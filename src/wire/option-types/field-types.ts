import type { OptionType } from '../option-space.js'
import { ipv4Address, ipv6Address, ipv6Prefix } from './addresses.js'
import type { FieldType } from './field-type.js'
import { boolean, integer, psid } from './numbers.js'
import { binary, empty, fqdn, string, tuple } from './texts.js'

/** The types a value can have by itself; 'record' is a sequence of them, 'internal' has a codec for each option. */
export type SimpleType = Exclude<OptionType, 'record' | 'internal'>

/** Every simple option type with what it does. */
export const fieldTypes: Readonly<Record<SimpleType, FieldType>> = {
  empty,
  binary,
  boolean,
  int8: integer(1, true),
  int16: integer(2, true),
  int32: integer(4, true),
  uint8: integer(1, false),
  uint16: integer(2, false),
  uint32: integer(4, false),
  'ipv4-address': ipv4Address,
  'ipv6-address': ipv6Address,
  'ipv6-prefix': ipv6Prefix,
  psid,
  string,
  tuple,
  fqdn,
}

/** The codec of a field; 'record' and 'internal' cannot be fields: as bytes. */
export function fieldType(type: OptionType): FieldType {
  return type === 'record' || type === 'internal' ? binary : fieldTypes[type]
}
