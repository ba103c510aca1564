import type { AgentConfig } from '../config/decided-agent.js'
import { formatProblem, Report } from '../config/problem.js'
import type { Pace } from '../config/slices.js'
import type { MapTree } from '../config/tree.js'
import type { LogTree } from '../log/log-tree.js'
import type { Clock, Timers } from '../time/clock.js'
import { Agent } from './agent.js'
import { type AgentRooms, agentCommands } from './agent-commands.js'
import type { Channel } from './channel.js'
import { type CoreRooms, coreCommands } from './core-commands.js'
import { Dispatcher } from './dispatch.js'
import { FrontDoor } from './http/front-door.js'
import type { Json } from './json/json.js'
import { jsonOf } from './json/written.js'
import * as say from './messages.js'
import { Registry } from './registry.js'
import type { Roles } from './roles.js'
import { decideRoles } from './roles-config.js'
import { UnixChannel } from './unix-channel.js'

export interface AgentServiceParts {
  readonly logs: LogTree
  readonly timers: Timers
  readonly pace: Pace
  /** Services of this process, by the names of `service`: they are reached directly. */
  readonly services: () => ReadonlyMap<string, Channel>
  /** What version-get and build-report tell. */
  readonly about: Omit<CoreRooms, 'registry'>
  readonly clock: Clock
  /** Reads its file again. Resolves with what is wrong, for people. */
  reload(): Promise<string | undefined>
  /** A command ends it. */
  shutdown(code: number): void
}

/** A Control Agent: its doors, its own commands, and the ways to the services. */
export class AgentService {
  /** Its own commands; whoever has more of them registers them here. */
  readonly registry = new Registry('agent', '2.2')
  readonly #parts: AgentServiceParts
  readonly #doors: FrontDoor
  #channels: ReadonlyMap<string, Channel> = new Map()
  #written: Json = {}
  #changed: number
  #roles: Roles | undefined

  constructor(parts: AgentServiceParts) {
    this.#parts = parts
    const { logs, pace, timers, clock } = parts
    const started = clock.monotonic()
    this.#changed = started
    this.registry.register(coreCommands, { ...parts.about, registry: this.registry })
    this.registry.register(agentCommands, this.#rooms(started))
    const own = new Dispatcher({ registry: this.registry, logs, pace, roles: () => undefined })
    const agent = new Agent({ own, channels: () => this.#reachable(), roles: () => this.#roles, logs, pace })
    const log = logs.logger('ctrl-agent')
    this.#doors = new FrontDoor({
      commands: agent,
      logs,
      timers,
      unsecured: 'warn',
      opened: (address, port, tls) => log.log(tls ? say.agentHttpsStarted : say.agentHttpStarted, address, port),
    })
  }

  /** Ports that it listens at. */
  get ports(): readonly number[] {
    return this.#doors.ports
  }

  /**
   * Serves as configured from now on. Resolves with what is wrong; then everything is as it was.
   *
   * @param written what `config` was decided from, for config-get
   */
  async configure(config: AgentConfig, written?: MapTree): Promise<string | undefined> {
    const report = new Report()
    const roles = decideRoles(config.hooks, report)
    if (report.errors > 0) return report.problems.map(problem => formatProblem(problem)).join('\n')
    const wrong = await this.#doors.configure([config.door])
    if (wrong !== undefined) return wrong
    this.#parts.logs.reconfigure(config.loggers)
    this.#roles = roles
    this.#written = written === undefined ? {} : jsonOf(written)
    this.#changed = this.#parts.clock.monotonic()
    this.#channels = new Map(
      [...config.services].map(([name, path]) => [name, new UnixChannel(name, path, this.#parts.timers)]),
    )
    return undefined
  }

  close(): Promise<void> {
    return this.#doors.close()
  }

  #rooms(started: number): AgentRooms {
    const { clock } = this.#parts
    const written = (): Json => this.#written
    const changed = (): number => this.#changed
    return {
      clock,
      pid: process.pid,
      get since() {
        return { started, changed: changed() }
      },
      get configuration() {
        return written()
      },
      reload: () => this.#parts.reload(),
      shutdown: code => this.#parts.shutdown(code),
    }
  }

  #reachable(): ReadonlyMap<string, Channel> {
    return new Map([...this.#channels, ...this.#parts.services()])
  }
}
