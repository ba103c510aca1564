import type { AddressKind } from '../../wire/address.js'
import type { OptionSpaces } from '../../wire/option-space.js'
import type { BootFields, Host, IdentifierKind, PrefixRange } from '../host/host.js'
import type { Address, LeaseKind } from '../lease/lease.js'
import type { Severity } from '../log/logger.js'
import type { OptionScope } from '../options/scope.js'
import type { Behaviours } from './behaviours.js'
import type {
  ConfigControlConfig,
  ControlSocketConfig,
  DatabaseConfig,
  DdnsServiceConfig,
  HookLibrary,
  SanityChecksConfig,
} from './decided-service.js'
import type { Dhcp6Config } from './decided6.js'
import type { Position } from './tree.js'

/**
 * The configuration as decided: checked, defaulted, inherited. Immutable. The engine sees this and never the file.
 * A reload replaces it whole.
 */
export interface Decided<A extends Address> {
  readonly kind: AddressKind<A>
  readonly behaviours: Behaviours
  readonly interfaces: InterfacesConfig
  readonly leaseDatabase: LeaseDatabaseConfig
  readonly spaces: OptionSpaces
  readonly global: GlobalScope
  /** Every subnet stands in exactly one network; one that the file wrote by itself is alone in an unnamed one. */
  readonly networks: readonly SharedNetwork<A>[]
  /** Ascending by id, as Kea goes through them. */
  readonly subnets: readonly Subnet<A>[]
  readonly classes: readonly ClientClass[]
  /** Identifier kinds in the order in which hosts are looked up. */
  readonly hostIdentifiers: readonly IdentifierKind[]
  /** Global ones (subnetId 0) and those of all subnets. */
  readonly hosts: readonly Host<A>[]
  readonly expired: ExpiredLeasesConfig
  readonly loggers: readonly LoggerConfig[]
  readonly limits: LimitsConfig
  readonly sanityChecks: SanityChecksConfig
  /** The DDNS service that names are sent to. */
  readonly ddnsService: DdnsServiceConfig
  /** In the order of the file, which is the order in which features are called. */
  readonly hooks: readonly HookLibrary[]
  readonly controlSockets: readonly ControlSocketConfig[]
  readonly hostDatabases: readonly DatabaseConfig[]
  readonly configControl: ConfigControlConfig
  /** What only DHCPv6 has; undefined in DHCPv4. */
  readonly v6: Dhcp6Config | undefined
}

/** Lifetimes in seconds. A client's wish is clamped to min..max; without one it gets `default`. */
export interface Lifetime {
  readonly min: number
  readonly default: number
  readonly max: number
}

export interface GlobalScope {
  readonly options: OptionScope
  readonly boot: BootFields
  readonly echoClientId: boolean
  readonly matchClientId: boolean
  readonly authoritative: boolean
  /** Seconds that a declined address stays out of use. */
  readonly declineProbation: number
  readonly reservationsGlobal: boolean
  readonly earlyGlobalReservationsLookup: boolean
  readonly reservationsLookupFirst: boolean
  readonly ipReservationsUnique: boolean
  readonly compatibility: CompatibilityFlags
  readonly ddns: DdnsConfig
  /** Relay information kept with a lease stands in for what a client that renews directly cannot bring. */
  readonly stashAgentOptions: boolean
  /** Name of this server in configuration databases; '' for none. */
  readonly serverTag: string
  /** UDP port of DHCPv4-over-DHCPv6 (RFC 7341), this one and the next; 0: off. */
  readonly dhcp4o6Port: number
  /** JSON text, '' for none. */
  readonly userContext: string
}

export interface CompatibilityFlags {
  readonly lenientOptionParsing: boolean
  readonly ignoreServerIdentifier: boolean
  readonly ignoreRaiLinkSelection: boolean
  readonly excludeFirstLast24: boolean
}

/** How names are made and updated; inherited like lifetimes. */
export interface DdnsConfig {
  /** dhcp-ddns.enable-updates: whether update requests leave at all. */
  readonly enableUpdates: boolean
  readonly sendUpdates: boolean
  readonly overrideNoUpdate: boolean
  readonly overrideClientUpdate: boolean
  readonly replaceClientName: 'never' | 'always' | 'when-present' | 'when-not-present'
  readonly generatedPrefix: string
  readonly qualifyingSuffix: string
  /** Undefined: no sanitising. */
  readonly hostnameCharSet: RegExp | undefined
  readonly hostnameCharReplacement: string
  readonly updateOnRenew: boolean
  /** How entries of others are respected (RFC 4703). */
  readonly conflictResolution: ConflictResolution
  readonly ttl: DdnsTtl
}

export type ConflictResolution =
  | 'check-with-dhcid'
  | 'no-check-with-dhcid'
  | 'check-exists-with-dhcid'
  | 'no-check-without-dhcid'

/** TTL of DNS entries. `fixed` overrides all; else `share` of the valid lifetime, within min..max. Undefined: not configured. */
export interface DdnsTtl {
  /** Seconds. */
  readonly fixed: number | undefined
  /** Seconds. */
  readonly min: number | undefined
  /** Seconds. */
  readonly max: number | undefined
  /** Between 0 and 1. */
  readonly share: number | undefined
}

/** One link: the subnets that share it. */
export interface SharedNetwork<A extends Address> {
  /** '' for a subnet that stands alone. */
  readonly name: string
  readonly interface: string
  /** DHCPv6: what relays call the link (RFC 8415 21.18); undefined: nothing, as always in DHCPv4. */
  readonly interfaceId: Uint8Array | undefined
  readonly relays: readonly A[]
  readonly guards: readonly string[]
  /** Ascending by id. */
  readonly subnets: readonly Subnet<A>[]
  /** Classes evaluated once the network is chosen; those of its subnets hold them already. */
  readonly additionalClasses: readonly string[]
  readonly options: OptionScope
  readonly valid: Lifetime
  /** JSON text, '' for none. */
  readonly userContext: string
  /** Undefined for a subnet that stands alone. */
  readonly position: Position | undefined
  holds(subnetId: number): boolean
}

export interface Subnet<A extends Address> {
  /** 1..4294967294, unique. */
  readonly id: number
  readonly prefix: A
  readonly prefixLength: number
  readonly network: SharedNetwork<A>
  /** '' when not bound to one. */
  readonly interface: string
  /** DHCPv6: what relays call its link, its network's if it says nothing; undefined: nothing, as always in DHCPv4. */
  readonly interfaceId: Uint8Array | undefined
  /** relay.ip-addresses: relays (giaddr, link-address) whose clients are in this subnet; its network's if it names none. */
  readonly relays: readonly A[]
  /** Classes of which a client must be in one; empty: everybody. */
  readonly guards: readonly string[]
  /** Classes evaluated only once this subnet is chosen. */
  readonly additionalClasses: readonly string[]
  /** Ascending by first address; they do not overlap. */
  readonly pools: readonly Pool<A>[]
  /** DHCPv6: what prefixes are delegated from, ascending; they overlap neither each other nor `pools`. */
  readonly pdPools: readonly PrefixPool<A>[]
  readonly valid: Lifetime
  /** DHCPv6 only. Where nothing says otherwise, 0.625 of `valid` in Kea 3; a client's must not exceed its valid one. */
  readonly preferred: Lifetime | undefined
  /** Seconds; undefined: not configured. */
  readonly renewTimer: number | undefined
  readonly rebindTimer: number | undefined
  readonly calculateTeeTimes: boolean
  /** 0..1 of the valid lifetime; in DHCPv6 of the preferred one. */
  readonly t1Percent: number
  readonly t2Percent: number
  readonly authoritative: boolean
  readonly matchClientId: boolean
  readonly boot: BootFields
  readonly options: OptionScope
  readonly networkOptions: OptionScope
  readonly reservationsGlobal: boolean
  readonly reservationsInSubnet: boolean
  readonly reservationsOutOfPool: boolean
  /** Share of the valid lifetime within which a lease is handed out again without a write; undefined: off. */
  readonly cacheThreshold: number | undefined
  /** Seconds; undefined: no other bound. */
  readonly cacheMaxAge: number | undefined
  /** Seconds that an offered address is kept for its client; 0: not kept. */
  readonly offerLifetime: number
  readonly storeExtendedInfo: boolean
  /** Share of used addresses above which new leases get the least lifetime; undefined: off. */
  readonly adaptiveThreshold: number | undefined
  readonly allocator: 'iterative' | 'random' | 'flq'
  /** The same for prefixes. DHCPv6 only. */
  readonly pdAllocator: 'iterative' | 'random' | 'flq'
  /** A SOLICIT may be answered by a lease (RFC 8415 21.14); false in DHCPv4. */
  readonly rapidCommit: boolean
  readonly ddns: DdnsConfig
  readonly over6: Over6
  /** JSON text, '' for none. */
  readonly userContext: string
  readonly position: Position
}

/** Which DHCPv4-over-DHCPv6 clients (RFC 7341) belong to a subnet; texts are '' where nothing is configured. */
export interface Over6 {
  readonly interface: string
  readonly interfaceId: string
  readonly prefix: { readonly address: bigint; readonly length: number } | undefined
}

export interface Pool<A extends Address> {
  readonly kind: LeaseKind
  readonly id: number
  readonly first: A
  readonly last: A
  /** 32 / 128 for addresses; delegated-len for prefixes. */
  readonly leaseLength: number
  readonly guards: readonly string[]
  readonly additionalClasses: readonly string[]
  readonly options: OptionScope
  readonly ddns: DdnsConfig
  /** JSON text, '' for none. */
  readonly userContext: string
  readonly position: Position
}

/** A pool of prefixes, from its first address to its last; `leaseLength` is that of the prefixes. */
export interface PrefixPool<A extends Address> extends Pool<A> {
  readonly prefixLength: number
  /**
   * What the client that gets the first prefix may not use of it (RFC 6603); those of others lie at the same bits of theirs.
   * Longer than `leaseLength`. Undefined: nothing is excluded.
   */
  readonly excluded: PrefixRange<A> | undefined
}

/** A client class. `test` is compiled by classify/ when the configuration is decided. */
export interface ClientClass {
  readonly name: string
  /** '' for a class that only hosts, features or lists assign. */
  readonly test: string
  readonly template: boolean
  readonly onlyIfRequired: boolean
  readonly options: OptionScope
  readonly boot: BootFields
  readonly valid: Partial<Lifetime>
  /** DHCPv6 only. */
  readonly preferred?: Partial<Lifetime>
  /** Seconds; absent: the subnet's. */
  readonly offerLifetime?: number
  /** JSON text; absent: none. */
  readonly userContext?: string
  readonly position: Position
}

export interface InterfacesConfig {
  /** As written: "*", "eth0", "eth0/192.0.2.1". */
  readonly interfaces: readonly string[]
  readonly socketType: 'raw' | 'udp'
  readonly outboundInterface: 'same-as-inbound' | 'use-routing'
  readonly reDetect: boolean
  readonly requireAll: boolean
  readonly maxRetries: number
  /** Milliseconds. */
  readonly retryWait: number
}

export interface LeaseDatabaseConfig {
  readonly type: 'memfile' | 'postgresql' | 'mysql' | 'cassandra'
  readonly persist: boolean
  /** Path of the lease file; undefined: the default name in the data directory. */
  readonly name: string | undefined
  /** Seconds between clean-ups; 0: never. */
  readonly lfcInterval: number
  /** 0: no limit. */
  readonly maxRowErrors: number
  /** What flush() waits for. Keats' own keyword persist-sync. */
  readonly sync: 'none' | 'batch' | 'interval'
  /** How the database is reached; absent for memfile. */
  readonly connection?: DatabaseConfig
}

/** Kea's expired-leases-processing. */
export interface ExpiredLeasesConfig {
  /** Seconds between reclamation runs; 0: never. */
  readonly reclaimWait: number
  /** Seconds between removals of leases held for affinity; 0: never. */
  readonly flushWait: number
  /** Seconds that a reclaimed lease is kept for affinity; 0: deleted at once. */
  readonly hold: number
  /** Leases a run reclaims at most; 0: no limit. */
  readonly maxLeases: number
  /** Milliseconds a run takes at most; 0: no limit. */
  readonly maxTime: number
  readonly unwarnedCycles: number
}

export interface LoggerConfig {
  /** "kea-dhcp4", "kea-dhcp4.leases". */
  readonly name: string
  readonly severity: Severity | 'NONE'
  /** 0..99. */
  readonly debugLevel: number
  readonly outputs: readonly LogOutputConfig[]
}

export interface LogOutputConfig {
  /** "stdout", "stderr", "syslog", "syslog:FACILITY" or a path. */
  readonly output: string
  /** Bytes; 0: no rotation. */
  readonly maxSize: number
  readonly maxVersions: number
  readonly flush: boolean
  /** '' for the default. */
  readonly pattern: string
}

export interface LimitsConfig {
  /** Packets that wait for something at a time; 0: no limit. */
  readonly parkedPacketLimit: number
  /** Packets that wait for their client's turn. */
  readonly packetQueueSize: number
  /** As configured; Keats serves a family in one thread whatever it says. */
  readonly multiThreading: { readonly enabled: boolean; readonly threads: number }
  /** As configured; Keats drains the kernel's queue in batches and needs no other. */
  readonly queue: { readonly enabled: boolean; readonly type: string; readonly capacity: number }
  readonly sampleCount: number
  /** Seconds. */
  readonly sampleAge: number
}
