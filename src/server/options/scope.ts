import type { OptionDefinition } from '../../wire/option-space.js'

/** One option-data entry, encoded once at configuration time. */
export interface ConfiguredOption {
  readonly code: number
  /** "dhcp4", "dhcp6", "vendor-4491" ... */
  readonly space: string
  /** Undefined for an option without a definition (csv-format false). */
  readonly definition: OptionDefinition | undefined
  /** The payload as it goes on the wire, sub-options from encapsulated spaces included; no code, no length. */
  readonly payload: Buffer
  readonly alwaysSend: boolean
  readonly neverSend: boolean
  /** Sent only to members of one of these classes; empty: to all. */
  readonly classes: readonly string[]
}

/** The option-data of one scope (global, class, network, subnet, pool, host): space, then code. First entry of a code wins. */
export interface OptionScope {
  /** Ascending by code. */
  readonly bySpace: ReadonlyMap<string, readonly ConfiguredOption[]>
}
