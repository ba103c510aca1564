import { type Caller, CallFailed, type Json, type JsonMap, type Reply, type Request } from '../client/caller.js'
import { isMap } from '../client/replies.js'
import { nearest } from '../server/config/schema/nearest.js'
import type { CommandInfo, LearningCatalog } from './command-catalog.js'
import { readDescriptions } from './described-commands.js'
import { InputProblem } from './input-problem.js'
import type { Settings } from './settings.js'

/** A reply and whose it is; the service is undefined when none was named. */
export interface Answer {
  readonly service: string | undefined
  readonly reply: Reply
}

const ROOTS: Readonly<Record<string, string>> = { Dhcp4: 'dhcp4', Dhcp6: 'dhcp6', DhcpDdns: 'd2' }
// after these the server may be in another state
const CHANGES_STATE = /^(dhcp-(en|dis)able|shutdown|ha-.*|config-(set|reload))$/
const KEPT = 60_000

/** What the shell is connected to: which services there are, whom commands go to, in what state the server is. */
export class Session {
  readonly settings: Settings
  readonly catalog: LearningCatalog
  /** Services behind a control agent, in its order. Empty: no agent, or nothing is known. */
  services: readonly string[] = []
  /** Whom commands go to that name nobody. */
  target: readonly string[]
  /** The server's state in a word; '' when there is nothing to tell. */
  state = ''
  /** The last call found nobody. */
  lost = false
  readonly #caller: Caller
  readonly #now: () => number
  #own: string | undefined
  #commands: readonly string[] | undefined
  #configs = new Map<string, { readonly at: number; readonly config: JsonMap }>()

  /** `now`: milliseconds. */
  constructor(caller: Caller, settings: Settings, catalog: LearningCatalog, now: () => number) {
    this.#caller = caller
    this.settings = settings
    this.catalog = catalog
    this.#now = now
    this.target = settings.services
  }

  get where(): string {
    return this.settings.name ?? this.#caller.where
  }

  /** Whom this is about, as the prompt says it: dhcp4@host:8000. */
  get title(): string {
    const who =
      this.target.length > 0 ? this.target.join('+') : (this.#own ?? (this.services.length > 0 ? 'agent' : 'kea'))
    return `${who}@${this.where}`
  }

  /**
   * Asks the server what it is: a control agent with services, or a service. Without a word from the user, commands go
   * to the agent's first service: what changes something is not meant for several. Throws CallFailed.
   */
  async connect(signal?: AbortSignal): Promise<void> {
    const [reply] = await this.#call({ command: 'config-get' }, signal)
    const config = isMap(reply?.arguments) ? reply.arguments : {}
    const agent = config['Control-agent']
    if (isMap(agent)) {
      this.services = isMap(agent['control-sockets']) ? Object.keys(agent['control-sockets']) : []
      if (this.target.length === 0) this.target = this.services.slice(0, 1)
    } else {
      for (const [root, service] of Object.entries(ROOTS)) if (root in config) this.#own = service
      const own = this.#own && config[Object.keys(ROOTS).find(root => ROOTS[root] === this.#own)!]
      if (this.#own !== undefined && isMap(own as Json)) this.#keep(this.#own, own as JsonMap)
    }
    await this.refresh(signal)
  }

  /** Asks for the server's state. A server that cannot tell has none. Throws CallFailed. */
  async refresh(signal?: AbortSignal): Promise<void> {
    const [answer] = await this.call('status-get', undefined, signal)
    const status = isMap(answer?.reply.arguments) ? answer.reply.arguments : {}
    const disabled = isMap(status['dhcp-state']) && status['dhcp-state']['globally-disabled'] === true
    const [availability] = Array.isArray(status['high-availability']) ? status['high-availability'] : []
    const servers = isMap(availability) ? availability['ha-servers'] : undefined
    const local = isMap(servers) ? servers.local : undefined
    const role = isMap(local) && typeof local.state === 'string' ? local.state : ''
    // an agent answers for a service that does not run
    this.state = answer?.reply.result === 1 ? 'offline' : disabled ? 'disabled' : role
  }

  /** Whether the other side is there again. Never throws. */
  async isBack(signal?: AbortSignal): Promise<boolean> {
    try {
      await this.refresh(signal)
    } catch {
      return false
    }
    return !this.lost
  }

  /**
   * One answer for each service the command goes to: those that are given; else the one service that has this command;
   * else the target. A read that broke with its connection is asked once more. Throws CallFailed.
   */
  async call(
    command: string,
    args?: JsonMap | undefined,
    signal?: AbortSignal,
    services: readonly string[] = this.route(command),
  ): Promise<Answer[]> {
    const request: Request = { command, service: services, arguments: args }
    const info = this.catalog.find(command)
    let replies: Reply[]
    try {
      replies = await this.#call(request, signal)
    } catch (error) {
      // the server was started again, and a kept connection was still the old one's
      if (!(error instanceof CallFailed) || error.failure !== 'lost' || info?.access !== 'read') throw error
      replies = await this.#call(request, signal)
    }
    const answers = replies.map((reply, i) => ({ service: services[i], reply }))
    if (info?.access !== 'read') this.#forget()
    if (CHANGES_STATE.test(command) && command !== 'shutdown') await this.refresh(signal).catch(() => undefined)
    return answers
  }

  /** A request as it stands, for those who want the answer so. */
  post(body: string, signal?: AbortSignal): Promise<string> {
    return this.#caller.post(body, signal)
  }

  /** Where a command goes that says nothing of it. */
  route(command: string): readonly string[] {
    const only = onlyService(this.catalog.find(command))
    if (this.services.length === 0) {
      if (this.target.length > 0 || this.#own !== undefined || this.settings.socket !== undefined) return this.target
      return only === undefined ? [] : [only]
    }
    return only !== undefined && this.services.includes(only) ? [only] : this.target
  }

  /** Sends what follows to these services. Throws InputProblem when the agent has no such one. */
  use(services: readonly string[]): void {
    const unknown = services.find(one => this.services.length > 0 && !this.services.includes(one))
    if (unknown !== undefined) throw new InputProblem(`no service ${unknown} here: ${this.services.join(', ')}`)
    this.target = services
    this.#forget()
    this.#commands = undefined
  }

  /** Has the server describe its commands. One that does not (Kea, or not to this user) is known by what is built in. Never throws. */
  async learn(signal?: AbortSignal): Promise<void> {
    const { builtIn } = this.catalog
    try {
      const answers = await this.call('command-describe', undefined, signal)
      const told = answers.filter(({ reply }) => reply.result === 0)
      this.catalog.learn(told.flatMap(({ reply }) => readDescriptions(reply.arguments, builtIn)))
    } catch {
      // help and completion are no reason to fail
      this.catalog.learn([])
    }
  }

  /** The command that a wrong name is likely meant to be, of those that the target has. Never throws. */
  async meant(wrong: string, signal?: AbortSignal): Promise<string | undefined> {
    return nearest(wrong, await this.commands(signal))
  }

  /** Commands that the target has; all that are known when it does not tell. */
  async commands(signal?: AbortSignal): Promise<readonly string[]> {
    if (this.#commands !== undefined) return this.#commands
    try {
      const answers = await this.call('list-commands', undefined, signal)
      const lists = answers.map(one => one.reply.arguments).filter(Array.isArray) as string[][]
      if (lists.length > 0) return (this.#commands = [...new Set(lists.flat())].sort())
    } catch {
      // completion is no reason to fail
    }
    return this.catalog.names()
  }

  /** The service that a subnet or a reservation of this session would belong to. */
  get service(): string | undefined {
    return this.target[0] ?? this.#own
  }

  /** The running configuration of a service, what is inside of "Dhcp4"; a minute old at most. Throws CallFailed. */
  async config(service: string | undefined = this.service, signal?: AbortSignal): Promise<JsonMap> {
    const kept = this.#configs.get(service ?? '')
    if (kept !== undefined && this.#now() - kept.at < KEPT) return kept.config
    const behind = service !== undefined && this.services.includes(service)
    const [answer] = await this.call('config-get', undefined, signal, behind ? [service] : this.target)
    const whole = isMap(answer?.reply.arguments) ? answer.reply.arguments : {}
    const inner = Object.entries(whole).find(([root]) => root in ROOTS)?.[1]
    const config = isMap(inner) ? inner : {}
    this.#keep(service ?? '', config)
    return config
  }

  close(): Promise<void> {
    return this.#caller.close()
  }

  #keep(service: string, config: JsonMap): void {
    this.#configs.set(service, { at: this.#now(), config })
  }

  #forget(): void {
    this.#configs.clear()
  }

  async #call(request: Request, signal?: AbortSignal): Promise<Reply[]> {
    try {
      const replies = await this.#caller.call(request, signal)
      this.lost = false
      return replies
    } catch (error) {
      if (error instanceof CallFailed && ['refused', 'lost', 'unreachable'].includes(error.failure)) this.lost = true
      throw error
    }
  }
}

function onlyService(command: CommandInfo | undefined): string | undefined {
  return command?.services.length === 1 ? command.services[0] : undefined
}
