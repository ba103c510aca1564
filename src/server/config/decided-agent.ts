import type { LoggerConfig } from './decided.js'
import type { ControlSocketConfig, HookLibrary } from './decided-service.js'

/** A Control Agent as decided. */
export interface AgentConfig {
  /** Where it listens. */
  readonly door: ControlSocketConfig
  /** Paths of the UNIX sockets that commands are forwarded to, by the names of `service`: "dhcp4", "dhcp6", "d2". */
  readonly services: ReadonlyMap<string, string>
  readonly hooks: readonly HookLibrary[]
  readonly loggers: readonly LoggerConfig[]
}
