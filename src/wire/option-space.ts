/** Kea's option data types (the `type` of an option-def). */
export type OptionType =
  | 'empty'
  | 'binary'
  | 'boolean'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'ipv4-address'
  | 'ipv6-address'
  | 'ipv6-prefix'
  | 'psid'
  | 'string'
  | 'tuple'
  | 'fqdn'
  | 'internal'
  | 'record'

/** One option: a row of the standard tables, or an `option-def` of the configuration. */
export interface OptionDefinition {
  /** "dhcp4", "dhcp6", or a space that another option encapsulates ("vendor-4491"). */
  readonly space: string
  /** 1..254 in DHCPv4 spaces, 1..65535 in DHCPv6 spaces. */
  readonly code: number
  readonly name: string
  readonly type: OptionType
  /** The value repeats; in a record, its last field does. */
  readonly array: boolean
  /** Field types when type is 'record', else empty. */
  readonly recordTypes: readonly OptionType[]
  /** Space of the sub-options, '' for none. */
  readonly encapsulates: string
}

/** Definitions by space, then by code and by name. Layers: what the configuration defines hides the standard tables. */
export interface OptionSpaces {
  byCode(space: string, code: number): OptionDefinition | undefined
  byName(space: string, name: string): OptionDefinition | undefined
  /** All definitions of a space, ascending by code. */
  of(space: string): readonly OptionDefinition[]
}
