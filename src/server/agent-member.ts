import { readFileSync } from 'node:fs'
import { AgentService } from './api/agent-service.js'
import type { Channel } from './api/channel.js'
import type { AgentConfig } from './config/decided-agent.js'
import { loadConfiguration } from './config/load.js'
import { formatProblem } from './config/problem.js'
import type { ServiceName } from './config/served.js'
import type { Pace } from './config/slices.js'
import type { MapTree } from './config/tree.js'
import type { Launch } from './launch.js'
import { createLogs, type LogTree, startupLoggers } from './log/log-tree.js'
import type { Supervised } from './service-group.js'
import type { Serving } from './service-options.js'
import type { Supervisor } from './supervisor.js'
import { SystemClock } from './time/system-clock.js'
import type { SystemTimers } from './time/system-timers.js'
import { about } from './version-text.js'

/** The Control Agent among the services of a process. It lives in the main thread: no packet waits for it. */
export class AgentMember implements Supervised {
  readonly #launch: Launch
  readonly #agent: AgentService
  readonly #logs: LogTree
  readonly #pace: Pace
  #checked: { readonly config: AgentConfig; readonly tree: MapTree } | undefined
  #serving: Serving | undefined

  /** @param services those of this process; they are reached directly while they serve */
  constructor(
    launch: Launch,
    services: ReadonlyMap<ServiceName, Supervisor>,
    timers: SystemTimers,
    shutdown: (code: number) => void,
  ) {
    this.#launch = launch
    const clock = new SystemClock()
    this.#pace = { monotonic: () => clock.monotonic(), pause: () => new Promise(go => timers.soon(go)), slice: 20 }
    this.#logs = createLogs(startupLoggers('kea-ctrl-agent', process.env.KEA_LOGGER_DESTINATION), {
      root: 'kea-ctrl-agent',
      clock,
      timers,
      verbose: launch.verbose,
    })
    this.#agent = new AgentService({
      logs: this.#logs,
      timers,
      pace: this.#pace,
      about: about(launch.version),
      clock,
      reload: async () => (await this.check()) ?? (await this.apply()),
      shutdown: code => timers.soon(() => shutdown(code)),
      services: () => {
        const serving = new Map<string, Channel>()
        for (const [name, { commands, serving: serves }] of services)
          if (serves !== undefined) serving.set(name, commands)
        return serving
      },
    })
  }

  get serving(): Serving | undefined {
    return this.#serving
  }

  async check(): Promise<string | undefined> {
    const { files, text, generation } = this.#launch
    this.#checked = undefined
    const loaded = await loadConfiguration(
      text === undefined ? files : [{ name: '<built-in>', text }],
      {
        read: path => readFileSync(path, 'utf8'),
        service: 'agent',
        ...(generation === undefined ? {} : { generation }),
      },
      this.#pace,
    )
    const { agent: config } = loaded.services
    const tree = loaded.trees.get('Control-agent')
    if (config === undefined || tree === undefined)
      return loaded.problems.map(problem => formatProblem(problem, loaded.sources)).join('\n')
    this.#checked = { config, tree }
    return undefined
  }

  async apply(): Promise<string | undefined> {
    const checked = this.#checked
    this.#checked = undefined
    if (checked === undefined) return undefined
    const wrong = await this.#agent.configure(checked.config, checked.tree)
    if (wrong !== undefined) return wrong
    const { address } = checked.config.door
    this.#serving = { listens: this.#agent.ports.map(port => `${address} port ${port}`), leaseFile: undefined }
    return undefined
  }

  async discard(): Promise<void> {
    this.#checked = undefined
  }

  async stop(): Promise<void> {
    this.#serving = undefined
    await this.#agent.close()
    this.#logs.close()
  }
}
