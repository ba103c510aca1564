import type { Logger, Logs } from '../log/logger.js'

/** The loggers a DHCP service speaks through, under Kea's names. */
export interface Loggers {
  /** Of the service itself: "dhcp4" or "dhcp6". */
  readonly main: Logger
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

/** `main`: the name of the logger that the service speaks of itself through. */
export function loggersOf(logs: Logs, main: string): Loggers {
  return {
    main: logs.logger(main),
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
