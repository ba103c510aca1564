import type { MemberName } from './config/served.js'
import type { Serving } from './service-options.js'
import type { Supervisor } from './supervisor.js'

/** One service of the group, as its supervisor runs it; or the Control Agent. */
export type Supervised = Pick<Supervisor, 'check' | 'apply' | 'discard' | 'stop' | 'serving'>

/** What the group is made with. */
export interface GroupSite {
  /** Which services the configuration asks for now, in the order of starting. Empty: it does not say. */
  asked(): Promise<readonly MemberName[]>
  /** Make a service, one of those that are asked for; it is started by its check(). */
  supervise(service: MemberName, asked: readonly MemberName[]): Supervised
}

/** Served when a configuration does not say what: this service then tells what is wrong with it. */
const FALLBACK: readonly MemberName[] = ['dhcp4']

/** Why a configuration is not, or not everywhere, in force. */
export interface Trouble {
  /** For people. */
  readonly text: string
  /** Nothing has changed. Else those that are not named serve as it says. */
  readonly refused: boolean
}

const titles: Readonly<Record<MemberName, string>> = { dhcp4: 'DHCPv4', dhcp6: 'DHCPv6', agent: 'Control Agent' }

/** "DHCPv4" */
export function serviceTitle(service: MemberName): string {
  return titles[service]
}

/**
 * The services of one process, those that its configuration asks for. A new configuration is read by each of them before
 * it takes effect in any: where one refuses it, all stay as they were, and none starts or ends.
 */
export class ServiceGroup {
  readonly #site: GroupSite
  #members: ReadonlyMap<MemberName, Supervised> = new Map()
  /** All that may have a thread. */
  readonly #running = new Set<Supervised>()
  #stopping = false
  #following: Promise<Trouble | undefined> = Promise.resolve(undefined)
  /** Asked for while another was on the way. */
  #next: Promise<Trouble | undefined> | undefined

  constructor(site: GroupSite) {
    this.#site = site
  }

  /** Where each service serves, in the order of starting. */
  get serving(): ReadonlyMap<MemberName, Serving> {
    const found = new Map<MemberName, Serving>()
    for (const [service, { serving }] of this.#members) if (serving !== undefined) found.set(service, serving)
    return found
  }

  /** Resolves with undefined once all services serve, or with what keeps them from it; none does then. */
  async start(): Promise<string | undefined> {
    const trouble = await this.follow()
    if (trouble !== undefined) await this.stop()
    return trouble?.text
  }

  /**
   * Serve what the configuration says now. Resolves with undefined, or with what is wrong. Called again meanwhile, it is
   * done once more after that, however often it was called.
   */
  follow(): Promise<Trouble | undefined> {
    this.#next ??= this.#following.then(() => {
      this.#following = this.#next!
      this.#next = undefined
      return this.#follow()
    })
    return this.#next
  }

  /** Ends one service; the others go on. Resolves with how many are left. */
  async end(service: MemberName): Promise<number> {
    const member = this.#members.get(service)
    this.#members = new Map([...this.#members].filter(([name]) => name !== service))
    if (member !== undefined) await this.#end([member])
    return this.#members.size
  }

  /** Ends all services side by side. */
  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all([...this.#running].map(each => each.stop()))
  }

  async #follow(): Promise<Trouble | undefined> {
    const asked = await this.#asked()
    if (this.#stopping) return undefined
    const next = new Map(asked.map(service => [service, this.#members.get(service) ?? this.#made(service, asked)]))
    const refusals = await each(next, member => member.check())
    if (refusals.size > 0) {
      const reason = `the configuration of ${[...refusals.keys()].map(serviceTitle).join(' and ')} is refused`
      const sound = [...next].filter(([service]) => !refusals.has(service))
      await Promise.all(sound.map(([, member]) => member.discard(reason)))
      await this.#end([...next.values()].filter(member => !this.#isMember(member)))
      // what is wrong with a file they share, both say
      return { text: [...new Set(refusals.values())].join('\n'), refused: true }
    }
    // ports and files of those that go may be wanted by those that come
    await this.#end([...this.#members].filter(([service]) => !next.has(service)).map(([, member]) => member))
    const failures = await each(next, member => member.apply())
    const failed = [...next].filter(([service, member]) => failures.has(service) && !this.#isMember(member))
    await this.#end(failed.map(([, member]) => member))
    for (const [service] of failed) next.delete(service)
    this.#members = next
    if (failures.size === 0) return undefined
    return {
      text: [...failures].map(([service, text]) => `${serviceTitle(service)}: ${text}`).join('\n'),
      refused: false,
    }
  }

  async #asked(): Promise<readonly MemberName[]> {
    const asked = await this.#site.asked()
    if (asked.length > 0) return asked
    return this.#members.size > 0 ? [...this.#members.keys()] : FALLBACK
  }

  #made(service: MemberName, asked: readonly MemberName[]): Supervised {
    const member = this.#site.supervise(service, asked)
    this.#running.add(member)
    return member
  }

  #isMember(member: Supervised): boolean {
    return [...this.#members.values()].includes(member)
  }

  async #end(members: readonly Supervised[]): Promise<void> {
    await Promise.all(members.map(member => member.stop()))
    for (const member of members) this.#running.delete(member)
  }
}

/** Ask all at once; the problems of those that have some. */
async function each(
  members: ReadonlyMap<MemberName, Supervised>,
  ask: (member: Supervised) => Promise<string | undefined>,
): Promise<Map<MemberName, string>> {
  const found = new Map<MemberName, string>()
  const answers = await Promise.all(
    [...members].map(async ([service, member]) => ({ service, text: await ask(member) })),
  )
  for (const { service, text } of answers) if (text !== undefined) found.set(service, text)
  return found
}
