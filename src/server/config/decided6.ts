/** What a DHCPv6 server has beyond what both families have. */
export interface Dhcp6Config {
  readonly serverId: ServerIdConfig
  /** Where hardware addresses of clients are learnt, the first that knows one counts. */
  readonly macSources: readonly MacSource[]
  /** Codes of options that relays may add for clients (RFC 6422), ascending. */
  readonly relaySuppliedOptions: readonly number[]
  /** Folder of the lease file and of the server identifier; '': the usual one. */
  readonly dataDirectory: string
  /** Clients may register addresses they made themselves (RFC 9686). */
  readonly allowAddressRegistration: boolean
}

/** How the DUID of the server is made (RFC 8415 11). Zero and empty: made up. */
export interface ServerIdConfig {
  readonly type: 'LLT' | 'EN' | 'LL'
  /** LLT, LL: link-layer address; EN: the identifier. */
  readonly identifier: Uint8Array
  /** LLT: seconds since 2000. */
  readonly time: number
  /** LLT, LL: hardware type (1 is Ethernet). */
  readonly hardwareType: number
  readonly enterprise: number
  /** Kept in the data directory. */
  readonly persist: boolean
}

/** By Kea's names. */
export const macSources = [
  'any',
  'raw',
  'duid',
  'ipv6-link-local',
  'client-link-addr-option',
  'remote-id',
  'subscriber-id',
  'docsis-cmts',
  'docsis-modem',
] as const
export type MacSource = (typeof macSources)[number]
