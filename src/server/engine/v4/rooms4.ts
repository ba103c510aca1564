import type { Points } from '../../hooks/points.js'
import type { Logger, Logs } from '../../log/logger.js'
import type { LeaseCounters } from '../../stats/lease-counters.js'
import type { LeaseStore } from '../../store/lease-store.js'
import type { Counters4 } from './counters4.js'
import type { Exchange4 } from './exchange4.js'

/** What the DHCPv4 steps are given of the rest of the house. */
export interface Rooms4 {
  /** Steps ask for it each time: a reload may change where leases are kept. */
  readonly store: LeaseStore<number>
  readonly counters: Counters4
  readonly leaseCounters: LeaseCounters<number>
  readonly log: Loggers4
  readonly points: Points<number, Exchange4>
  /** Addresses promised to packets that are parked on their way. */
  readonly claims: Set<number>
  /** Addresses of this server's open sockets: queries whose server identifier is one of them are ours. */
  readonly ownAddresses: ReadonlySet<number>
  readonly ports: Ports
}

/** UDP ports: ours, where clients listen, and where relays do: at a port of their own, or at the one they sent from. */
export interface Ports {
  readonly server: number
  readonly client: number
  readonly relay: number | 'source'
}

/** The loggers DHCPv4 speaks through, under Kea's names. */
export interface Loggers4 {
  readonly dhcp4: Logger
  readonly packets: Logger
  readonly badPackets: Logger
  readonly options: Logger
  readonly leases: Logger
  readonly ddns: Logger
  readonly hosts: Logger
  readonly allocEngine: Logger
  readonly hooks: Logger
  readonly dhcpsrv: Logger
  /** Any other: features have loggers of their own. */
  named(name: string): Logger
}

export function loggers4(logs: Logs): Loggers4 {
  return {
    dhcp4: logs.logger('dhcp4'),
    packets: logs.logger('packets'),
    badPackets: logs.logger('bad-packets'),
    options: logs.logger('options'),
    leases: logs.logger('leases'),
    ddns: logs.logger('ddns'),
    hosts: logs.logger('hosts'),
    allocEngine: logs.logger('alloc-engine'),
    hooks: logs.logger('hooks'),
    dhcpsrv: logs.logger('dhcpsrv'),
    named: name => logs.logger(name),
  }
}
