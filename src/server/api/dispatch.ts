import { type Pace, runSliced } from '../config/slices.js'
import type { Tree } from '../config/tree.js'
import type { Logger, Logs } from '../log/logger.js'
import type { Answer, Channel, Request } from './channel.js'
import type { LongReply, Reply } from './command.js'
import { CommandError, Result } from './command-error.js'
import { envelope } from './envelope.js'
import { body, JsonFault, readJson, wire } from './json/json-reader.js'
import * as say from './messages.js'
import type { Registered, Registry } from './registry.js'
import { pieces, replyPieces, replyText } from './reply-text.js'
import { filterReply, type Roles } from './roles.js'
import { type Wording, wordings } from './wording.js'

/** What a dispatcher needs. */
export interface DispatcherParts {
  readonly registry: Registry
  readonly logs: Logs
  /** How long work makes way for packets. */
  readonly pace: Pace
  /** Undefined: everybody may send everything. Asked for each command, so that a reload takes effect at once. */
  readonly roles: () => Roles | undefined
}

/** Takes requests of one service to its commands, and their replies back. */
export class Dispatcher implements Channel {
  readonly #parts: DispatcherParts
  readonly #wording: Wording
  readonly #log: Logger
  /** Resolves when the last exclusive command so far is done. */
  #lastExclusive: Promise<void> | undefined

  constructor(parts: DispatcherParts) {
    this.#parts = parts
    this.#wording = wordings[parts.registry.generation]
    this.#log = parts.logs.logger('commands')
  }

  async ask({ text, caller }: Request): Promise<Answer> {
    const { registry, pace } = this.#parts
    const http = caller.channel === 'http'
    if (http && text.trim() === '') return this.#say('done', { result: Result.error, text: this.#wording.nothing })
    const tree = await runSliced(readJson(text, http ? body : wire, registry.generation === '3'), pace)
    if (tree instanceof JsonFault) {
      this.#log.log(say.commandProcessError1, tree.text)
      return this.#say('malformed', { result: Result.error, text: tree.text })
    }
    const named = envelope(tree, this.#wording, http ? registry.service : undefined)
    if (typeof named === 'string') {
      this.#log.log(say.commandProcessError2, named)
      return this.#say('done', { result: Result.error, text: named })
    }
    const { name } = named
    const command = registry.find(name)
    const role = this.#parts.roles()?.of(caller)
    if (role !== undefined && !role.allows(name, command?.declaration)) {
      this.#log.log(say.commandRejected, name, caller.remoteAddress)
      return this.#say('forbidden', { result: 403, text: 'Forbidden' })
    }
    this.#log.log(say.commandReceived, name)
    const reply = command === undefined ? unsupported(name) : await this.#run(command, named.arguments, caller)
    return this.#answer(name, role === undefined ? reply : filterReply(reply, name, role, registry))
  }

  async #run(command: Registered, given: Tree | undefined, caller: Request['caller']): Promise<Reply | LongReply> {
    const { declaration } = command
    const written = given?.kind === 'map' ? given : undefined
    const complaint = written === undefined ? this.#withoutArguments(command, given) : undefined
    if (complaint !== undefined) return { result: Result.error, text: complaint }
    const release = declaration.exclusive === true ? await this.#alone() : undefined
    try {
      return await command.run({ caller, pace: this.#parts.pace, generation: this.#parts.registry.generation, written })
    } catch (error) {
      if (error instanceof CommandError) return { result: error.result, text: error.message }
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      this.#log.log(say.commandResponseError, `${declaration.name}: ${text}`)
      return { result: Result.error, text: `internal error of the command '${declaration.name}', see the log` }
    } finally {
      release?.()
    }
  }

  /** Undefined: the command may run without a map of arguments. */
  #withoutArguments({ declaration }: Registered, given: Tree | undefined): string | undefined {
    const { name, withoutArguments, count } = declaration
    const needs = Object.values(declaration.arguments).some(argument => argument.needed) || count !== undefined
    const own = typeof withoutArguments === 'function' ? withoutArguments(given) : withoutArguments
    if (own === '' || (!needs && own === undefined)) return undefined
    if (own !== undefined) return own
    return given === undefined ? this.#wording.noArguments(name) : this.#wording.argumentsNotMap(name, given.kind)
  }

  /** Waits for its turn; call what it returns at the end of it. */
  async #alone(): Promise<() => void> {
    const before = this.#lastExclusive
    let release!: () => void
    this.#lastExclusive = new Promise(resolve => {
      release = resolve
    })
    await before
    return release
  }

  #say(outcome: Answer['outcome'], reply: Reply): Answer {
    return { outcome, text: pieces(replyText(reply)) }
  }

  #answer(name: string, reply: Reply | LongReply): Answer {
    return {
      outcome: 'done',
      text: replyPieces(reply, this.#parts.pace, error => {
        this.#log.log(say.commandResponseError, `${name}: ${error}`)
      }),
    }
  }
}

const unsupported = (name: string): Reply => ({ result: Result.unsupported, text: `'${name}' command not supported.` })
