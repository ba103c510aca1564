import type { Json, JsonMap } from '../client/caller.js'
import { isMap } from '../client/replies.js'
import type { ValueSource } from './command-catalog.js'
import type { ValueLookup } from './completer.js'
import type { Session } from './session.js'
import { hostsOf, scopesOf } from './subnets.js'

const KEPT = 30_000
/** How long a key may wait for its candidates, milliseconds. */
const PATIENCE = 3000
const LEASES = 500

/** Values for completion, asked when they are first wanted and kept for a while. */
export class KnownValues implements ValueLookup {
  readonly #session: Session
  readonly #now: () => number
  readonly #kept = new Map<string, { readonly at: number; readonly values: readonly string[] }>()

  /** `now`: milliseconds. */
  constructor(session: Session, now: () => number) {
    this.#session = session
    this.#now = now
  }

  async values(source: ValueSource, service: string | undefined): Promise<readonly string[]> {
    const of = service ?? this.#session.service
    const key = `${source} ${of}`
    const kept = this.#kept.get(key)
    if (kept !== undefined && this.#now() - kept.at < KEPT) return kept.values
    const values = [...new Set(await this.#ask(source, of, AbortSignal.timeout(PATIENCE)))]
    this.#kept.set(key, { at: this.#now(), values })
    return values
  }

  async #ask(source: ValueSource, service: string | undefined, signal: AbortSignal): Promise<string[]> {
    if (source === 'command') return [...(await this.#session.commands(signal))]
    if (source === 'statistic') {
      const [answer] = await this.#session.call('statistic-get-all', undefined, signal)
      return isMap(answer?.reply.arguments) ? Object.keys(answer.reply.arguments) : []
    }
    const config = await this.#session.config(service, signal)
    switch (source) {
      case 'subnet':
        return scopesOf(config).map(one => String(one.id))
      case 'network':
        return names(config['shared-networks'])
      case 'class':
        return names(config['client-classes'])
      case 'address':
        return [...hostsOf(config).flatMap(addresses), ...(await this.#leases(service, signal)).flatMap(addresses)]
      case 'hardware': {
        const all = [...hostsOf(config), ...(await this.#leases(service, signal))]
        return all.flatMap(one => (typeof one['hw-address'] === 'string' ? [one['hw-address']] : []))
      }
    }
  }

  /** The first leases: enough to begin with, and little to ask of a server with a million. */
  async #leases(service: string | undefined, signal: AbortSignal): Promise<JsonMap[]> {
    const command = service === 'dhcp6' ? 'lease6-get-page' : 'lease4-get-page'
    const [answer] = await this.#session.call(command, { from: 'start', limit: LEASES }, signal)
    const leases = isMap(answer?.reply.arguments) ? answer.reply.arguments.leases : undefined
    return Array.isArray(leases) ? leases.filter(isMap) : []
  }
}

function names(list: Json | undefined): string[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((one: Json) => (isMap(one) && typeof one.name === 'string' ? [one.name] : []))
}

function addresses(one: JsonMap): string[] {
  const many: readonly Json[] = Array.isArray(one['ip-addresses']) ? one['ip-addresses'] : []
  return [one['ip-address'], ...many].filter(address => typeof address === 'string') as string[]
}
