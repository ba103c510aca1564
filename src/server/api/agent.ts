import { type Pace, runSliced } from '../config/slices.js'
import type { MapTree, Tree } from '../config/tree.js'
import type { Logger, Logs } from '../log/logger.js'
import { catalogue } from './catalogue.js'
import type { Answer, Channel, Request } from './channel.js'
import { Result } from './command-error.js'
import { envelope } from './envelope.js'
import type { Json } from './json/json.js'
import { body, JsonFault, readJson } from './json/json-reader.js'
import { jsonText } from './json/json-writer.js'
import { jsonOf } from './json/written.js'
import { list } from './listed.js'
import * as say from './messages.js'
import { gathered, pieces, replyText } from './reply-text.js'
import { filteredList, type Role, type Roles } from './roles.js'
import { type Wording, wordings } from './wording.js'

export interface AgentParts {
  /** Takes commands without `service`: those for the agent itself. Its replies are not lists. */
  readonly own: Channel
  /** Whom commands are forwarded to, by the names of `service`. Asked for each command. */
  readonly channels: () => ReadonlyMap<string, Channel>
  readonly roles: () => Roles | undefined
  readonly logs: Logs
  readonly pace: Pace
}

/** What 2.2 adds to its answer to a command that it does not know. */
const HINT =
  ' You did not include "service" parameter in the command, which indicates that Kea Control Agent should process this command rather than forward it to one or more Kea servers. If you aimed to send this command to one of the Kea servers you should include the "service" parameter in your request, e.g. "service": [ "dhcp4" ] to forward the command to the DHCPv4 server, or "service": [ "dhcp4", "dhcp6", "d2" ] to forward it to DHCPv4, DHCPv6 and D2 servers etc.'

/** Kea's Control Agent: one door for several services. Every reply is a list, one element for each `service`. */
export class Agent implements Channel {
  readonly #parts: AgentParts
  readonly #log: Logger
  readonly #commandLog: Logger
  /** The Control Agent is one of Kea 2. */
  readonly #wording: Wording = wordings['2.2']

  constructor(parts: AgentParts) {
    this.#parts = parts
    this.#log = parts.logs.logger('ctrl-agent')
    this.#commandLog = parts.logs.logger('commands')
  }

  async ask(request: Request): Promise<Answer> {
    const { text, caller } = request
    if (text.trim() === '') return failure(this.#wording.nothing)
    const tree = await runSliced(readJson(text, body, true), this.#parts.pace)
    if (tree instanceof JsonFault) return { outcome: 'malformed', text: pieces(tree.text) }
    const named = envelope(tree, this.#wording, undefined)
    if (typeof named === 'string') {
      this.#commandLog.log(say.commandProcessError2, named)
      return failure(named)
    }
    const { name } = named
    const role = this.#parts.roles()?.of(caller)
    if (role !== undefined && !role.allows(name)) {
      this.#commandLog.log(say.commandRejected, name, caller.remoteAddress)
      return { outcome: 'forbidden', text: pieces(replyText({ result: 403, text: 'Forbidden' })) }
    }
    this.#log.log(say.agentCommandReceived, name, caller.remoteAddress)
    const services = servicesOf(tree as MapTree)
    if (typeof services === 'string') return failure(services)
    if (services.length === 0) return this.#itself(request, name, role)
    return { outcome: 'done', text: list(this.#replies(services, name, tree, request, role)) }
  }

  async #itself({ text, caller }: Request, name: string, role: Role | undefined): Promise<Answer> {
    const own = await this.#parts.own.ask({ text, caller: { ...caller, channel: 'agent' } })
    const reply = await gathered(own.text)
    const unknown = replyText({ result: Result.unsupported, text: `'${name}' command not supported.` })
    const hinted = `'${name}' command not supported.${HINT}`
    const shown = reply === unknown ? replyText({ result: Result.unsupported, text: hinted }) : reply
    return { outcome: 'done', text: list([pieces(this.#filtered(shown, name, role))]) }
  }

  /** One service after the other, as the caller takes the replies: no more than one is under way. */
  *#replies(
    services: readonly string[],
    name: string,
    tree: Tree,
    { caller }: Request,
    role: Role | undefined,
  ): Generator<AsyncIterable<string>> {
    // services see it as Kea's do: written anew, on one line
    const text = jsonText(jsonOf(tree))
    for (const service of services)
      yield this.#forwarded(service, name, { text, caller: { ...caller, channel: 'agent' } }, role)
  }

  async *#forwarded(
    service: string,
    name: string,
    request: Request,
    role: Role | undefined,
  ): AsyncGenerator<string, void, undefined> {
    const channel = this.#parts.channels().get(service)
    if (channel === undefined) {
      const text = `forwarding socket is not configured for the server type ${service}`
      this.#log.log(say.agentForwardFailed, name, text)
      yield replyText({ result: Result.error, text })
      return
    }
    this.#log.log(say.agentForwardBegin, name, service)
    const { text } = await channel.ask(request)
    if (role?.filtersList === true && name === 'list-commands') yield this.#filtered(await gathered(text), name, role)
    else yield* text
    this.#log.log(say.agentForwarded, name, service, request.caller.remoteAddress)
  }

  /** A reply to list-commands as the role may see it. */
  #filtered(reply: string, name: string, role: Role | undefined): string {
    if (role?.filtersList !== true || name !== 'list-commands') return reply
    const read = JSON.parse(reply) as { readonly [key: string]: Json }
    return jsonText({ ...read, arguments: filteredList(read.arguments, role, other => catalogue.get(other)) })
  }
}

function failure(text: string): Answer {
  return { outcome: 'done', text: list([pieces(replyText({ result: Result.error, text }))]) }
}

/** The names in `service`; a text: what is wrong with it. Empty: the agent itself. */
function servicesOf(tree: MapTree): readonly string[] | string {
  const service = tree.entries.get('service')?.value
  if (service === undefined) return []
  if (service.kind !== 'list') return 'service value must be a list'
  const names: string[] = []
  for (const item of service.items) {
    if (item.kind !== 'string') {
      const { file, line, column } = item.at
      return `Error during command processing: stringValue() called on non-string Element in (${file}:${line}:${column})`
    }
    names.push(item.value)
  }
  return names
}
