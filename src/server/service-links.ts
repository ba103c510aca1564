import { formatAddress } from '../net/interfaces.js'
import type { Link } from '../net/link.js'
import type { OpenLink, Problem } from '../net/open.js'
import type { InterfacesConfig } from './config/decided.js'
import { noSocketsOpen, openSocketFail } from './engine/messages.js'
import type { Logger } from './log/logger.js'
import type { ServiceMessages } from './service-messages.js'
import type { ServiceRooms } from './service-rooms.js'
import type { Timer } from './time/clock.js'

/** Milliseconds between looks for interfaces that have appeared. */
const REDETECT = 10_000

/** What the links of a service need to know of it. */
export interface LinksSite {
  readonly rooms: ServiceRooms
  readonly log: Logger
  readonly say: ServiceMessages
  readonly family: 4 | 6
  readonly port: number
  /** A link was opened: serve it. */
  attach(link: Link): void
  /** These are the open links now. */
  changed(links: readonly Link[]): void
}

/** The links of one service: opened as the configuration asks, again when interfaces appear, closed when they go. */
export class ServiceLinks {
  readonly #site: LinksSite
  #config: InterfacesConfig | undefined
  #links: readonly OpenLink[] = []
  #again: Timer | undefined
  /** What was told already, since the configuration was read. */
  readonly #told = new Set<string>()
  #retries = 0
  #errors: readonly string[] = []
  /** Something that was named is not served. */
  #missing = false

  constructor(site: LinksSite) {
    this.#site = site
  }

  get all(): readonly Link[] {
    return this.#links.map(({ link }) => link)
  }

  /** What was wrong with sockets when they were opened last, for people. */
  get errors(): readonly string[] {
    return this.#errors
  }

  /** Sockets that are missing are tried again. */
  get retrying(): boolean {
    return this.#missing && this.#config !== undefined && this.#retries <= this.#config.maxRetries
  }

  /** Listen on these too, until configure() is called again. Resolves with what is wrong, for people. */
  async add(names: readonly string[]): Promise<string | undefined> {
    const config = this.#config
    if (config === undefined) return 'the service does not listen anywhere'
    const system = this.#site.rooms.interfaces()
    for (const name of names) {
      const [device = '', address] = name.split('/', 2)
      if (device === '*') continue
      const found = system.find(each => each.name === device)
      if (found === undefined) return `interface '${device}' doesn't exist in the system`
      if (address !== undefined && !found.addresses.includes(address))
        return `interface '${device}' doesn't have address '${address}' assigned`
    }
    const interfaces = [...config.interfaces, ...names.filter(name => !config.interfaces.includes(name))]
    this.#config = { ...config, interfaces }
    await this.#open()
    return undefined
  }

  /** Look for interfaces that have appeared. */
  redetect(): Promise<void> {
    return this.#open()
  }

  /** Where it listens, for people. */
  describe(): string[] {
    const texts = this.all.map(({ name, localAddress }) => {
      const address = localAddress === undefined ? '' : ` ${formatAddress(localAddress)}`
      return `${name}${address} port ${this.#site.port}`
    })
    // a multicast link stands beside the one of the same address
    return [...new Set(texts)]
  }

  /** Open what this configuration asks for and is not open yet; close what it does not ask for. */
  async configure(config: InterfacesConfig): Promise<void> {
    this.#config = config
    this.#told.clear()
    this.#retries = 0
    await this.#open()
    if (config.requireAll && this.#missing && config.maxRetries === 0)
      throw new Error('not all service sockets could be opened, and service-sockets-require-all is true')
  }

  close(): void {
    this.#again?.cancel()
    this.#config = undefined
    for (const { link } of this.#links) link.close()
    this.#links = []
  }

  async #open(): Promise<void> {
    const { rooms, log, say, family, port } = this.#site
    const config = this.#config
    if (config === undefined) return
    const opened = await rooms.openLinks(
      {
        family,
        interfaces: config.interfaces,
        socketType: config.socketType,
        port,
        routed: config.outboundInterface === 'use-routing',
      },
      this.#links,
    )
    for (const { link } of opened.gone) {
      link.close()
      if (log.on(say.deactivateInterface)) log.log(say.deactivateInterface, link.name)
    }
    this.#links = opened.links
    this.#missing = opened.problems.some(({ degraded, wildcard }) => !degraded && !wildcard)
    this.#site.changed(this.all)
    for (const { link } of opened.opened) {
      this.#site.attach(link)
      if (log.on(say.activateInterface)) log.log(say.activateInterface, link.name)
    }
    this.#errors = opened.problems.filter(({ wildcard }) => !wildcard).map(problem => textOf(problem))
    for (const problem of opened.problems) this.#tell(problem)
    if (opened.links.length === 0 && !this.#told.has('')) {
      this.#told.add('')
      log.log(noSocketsOpen)
    }
    this.#schedule(config)
  }

  /** Look again: soon while retries are configured and something is missing, else now and then (re-detect). */
  #schedule(config: InterfacesConfig): void {
    this.#again?.cancel()
    const retries = this.#missing && this.#retries < config.maxRetries
    if (!retries && !config.reDetect) return
    this.#retries++
    this.#again = this.#site.rooms.timers.after(retries ? config.retryWait : REDETECT, () => {
      this.#open().catch(error => this.#site.log.log(openSocketFail, String(error)))
    })
  }

  #tell(problem: Problem): void {
    const text = textOf(problem)
    if (this.#told.has(text)) return
    this.#told.add(text)
    this.#site.log.log(openSocketFail, text)
  }
}

function textOf({ interface: name, address, reason, remedy }: Problem): string {
  const where = [name, address].filter(part => part !== '').join('/')
  return `${where === '' ? '' : `${where}: `}${reason}${remedy === '' ? '' : ` (${remedy})`}`
}
