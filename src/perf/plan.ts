/** What a run is to do: decided once from the flags, plain data, so that every thread gets a copy. */
export interface Plan {
  readonly family: 4 | 6
  /** Addresses of the servers; with several, each exchange picks one. "%eth0" may follow those of IPv6. */
  readonly servers: readonly string[]
  readonly serverPort: number
  /** Where answers are heard. */
  readonly localPort: number
  /** Interface; '' when the routing table decides. */
  readonly device: string
  /** Direct: as clients on the link, by broadcast or multicast. Relayed: as relays would forward them. */
  readonly mode: 'direct' | 'relayed'
  /** Own addresses that relays have (giaddr, link-address); clients are spread over them. Empty when direct. */
  readonly relays: readonly string[]
  /** Address of the link that relays name instead of their own (DHCPv6); as many as relays, or none. */
  readonly links: readonly string[]
  readonly scenario: ScenarioPlan
  /** Exchanges started a second; 0: as fast as they are answered. */
  readonly rate: number
  readonly renewRate: number
  readonly releaseRate: number
  /** Bounds; 0 for none, but one of them is always there. `period` in milliseconds. */
  readonly count: number
  readonly period: number
  /** Simulated clients. */
  readonly clients: number
  readonly identity: IdentityPlan
  /** Milliseconds after which a message counts as lost: the first of an exchange, and all others. */
  readonly dropTime: readonly [number, number]
  /** Lost messages, first and others, that end the run; 0: none. `percent`: of those sent, after ten. */
  readonly maxDrop: readonly [DropLimit, DropLimit]
  /** Milliseconds to listen after the end. */
  readonly exitWait: number
  readonly message: MessagePlan
  readonly expect: Expectations
  readonly seed: number
  readonly threads: number
  /** Keep the times of all exchanges, and all leases, for the report. */
  readonly keepTimes: boolean
  readonly keepLeases: boolean
}

export interface DropLimit {
  readonly value: number
  readonly percent: boolean
}

/** Who the clients are: counted up from a base, or from a list. */
export interface IdentityPlan {
  /** Hardware address of client 0, hexadecimal digits. */
  readonly hardware: string
  /** DUID of client 0, hexadecimal digits; '' for one made of the hardware address. */
  readonly duid: string
  /** Hardware addresses to use instead, hexadecimal digits. */
  readonly list: readonly string[]
}

/** What messages carry. */
export interface MessagePlan {
  readonly leaseType: 'address-only' | 'prefix-only' | 'address-and-prefix'
  /** Only the first two messages of an exchange. */
  readonly initialOnly: boolean
  readonly rapidCommit: boolean
  readonly broadcast: boolean
  /** Additional options, hexadecimal payload. */
  readonly options: readonly { readonly code: number; readonly hex: string }[]
  readonly relayOptions: readonly { readonly code: number; readonly hex: string }[]
  /** Codes asked for in option 55 or 6. */
  readonly requested: readonly number[]
  /** Messages of the first and second kind, hexadecimal digits, instead of our own. */
  readonly templates: readonly string[]
  /** Offsets in the templates; -1: not there. */
  readonly offsets: readonly TemplateOffsets[]
  /** The server identifier of the first answer is used for all. */
  readonly firstServer: boolean
  /** Milliseconds: from when on and for how long clients say that they have waited; 0: never. */
  readonly elapsedFrom: number
  readonly elapsedFor: number
}

export interface TemplateOffsets {
  readonly xid: number
  readonly random: number
  readonly elapsed: number
  readonly server: number
  readonly address: number
}

/** What answers are held against, besides the protocol itself. */
export interface Expectations {
  readonly enabled: boolean
  /** Prefixes that addresses must be in, "192.0.2.0/24"; empty: any. */
  readonly subnets: readonly string[]
  /** Options that every ACK or REPLY must carry. */
  readonly options: readonly number[]
  /** Bits of delegated prefixes; 0: any. */
  readonly prefixLength: number
}

export type ScenarioPlan =
  | { readonly name: 'basic'; readonly inFlight: number; readonly preload: number }
  | { readonly name: 'closed'; readonly inFlight: number }
  | { readonly name: 'avalanche' }
  | { readonly name: 'storm'; readonly spread: number }
  | { readonly name: 'ramp'; readonly from: number; readonly to: number; readonly step: number; readonly loss: number }
  | {
      readonly name: 'churn'
      /** Mean milliseconds that a client stays. */
      readonly stay: number
      /** Milliseconds between renewals; 0: the server's T1. */
      readonly renewEvery: number
      /** Shares, 0..1: of renewals that are rebinds, of clients that say that they go. */
      readonly rebinds: number
      readonly releases: number
    }
  | { readonly name: 'replay'; readonly file: string; readonly speed: number }

export type ScenarioName = ScenarioPlan['name']
