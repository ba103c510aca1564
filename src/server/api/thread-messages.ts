import type { ControlSocketConfig } from '../config/decided-service.js'
import type { LogArgument, Logger, Logs, Message } from '../log/logger.js'
import type { Answer, Channel, Request } from './channel.js'
import { Result } from './command-error.js'
import { pieces, replyText } from './reply-text.js'

/** What the main thread says to the thread of a service. */
export type CommandRequest =
  | { readonly kind: 'command'; readonly id: number; readonly request: Request }
  /** The next piece of that answer is wanted. */
  | { readonly kind: 'command-more'; readonly id: number }
  /** Nobody waits for the rest of that answer. */
  | { readonly kind: 'command-cancel'; readonly id: number }

/** What the thread of a service says to the main thread. */
export type CommandEvent =
  | {
      readonly kind: 'command-answer'
      readonly id: number
      readonly outcome: Answer['outcome']
      readonly text: string
      readonly last: boolean
    }
  | { readonly kind: 'command-piece'; readonly id: number; readonly text: string; readonly last: boolean }
  /** The answer broke off. */
  | { readonly kind: 'command-broken'; readonly id: number }

/** The HTTP and HTTPS sockets that a service's configuration wants: the main thread opens them, and answers. */
export interface DoorsEvent {
  readonly kind: 'doors'
  readonly sockets: readonly ControlSocketConfig[]
}

/** The doors are as they were wanted; or, with problems for people, as they were. */
export interface DoorsAnswer {
  readonly kind: 'doors-answer'
  readonly problems: string | undefined
}

/** What the main thread has to say in the log of a service. */
export interface LogRequest {
  readonly kind: 'log'
  readonly logger: string
  readonly message: Message
  readonly args: readonly LogArgument[]
}

/** In the main thread: the loggers of a service that lives in another thread. It alone writes its log. */
export class ThreadLogs implements Logs {
  readonly #post: (request: LogRequest) => void

  constructor(post: (request: LogRequest) => void) {
    this.#post = post
  }

  logger(name: string): Logger {
    return {
      name,
      // the service knows; a line for each request of HTTP is no burden
      on: () => true,
      log: (message, ...args) => this.#post({ kind: 'log', logger: name, message, args }),
    }
  }
}

/** In the main thread: a service of this process that lives in another thread. */
export class ThreadChannel implements Channel {
  readonly #post: (request: CommandRequest) => void
  readonly #service: string
  readonly #waiting = new Map<number, (event: CommandEvent | undefined) => void>()
  #lastId = 0

  /** @param service its name, for texts; @param post takes a message to the thread */
  constructor(service: string, post: (request: CommandRequest) => void) {
    this.#service = service
    this.#post = post
  }

  /** Every CommandEvent that the thread sends comes here. */
  heard(event: CommandEvent): void {
    const settle = this.#waiting.get(event.id)
    this.#waiting.delete(event.id)
    settle?.(event)
  }

  /** The thread has ended: what it owes will not come. */
  lost(): void {
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const settle of waiting) settle(undefined)
  }

  async ask(request: Request): Promise<Answer> {
    const id = ++this.#lastId
    const event = await this.#next(id, { kind: 'command', id, request })
    if (event?.kind !== 'command-answer') return this.#gone()
    return { outcome: event.outcome, text: this.#rest(id, event.text, event.last) }
  }

  #next(id: number, request: CommandRequest): Promise<CommandEvent | undefined> {
    return new Promise(resolve => {
      this.#waiting.set(id, resolve)
      this.#post(request)
    })
  }

  async *#rest(id: number, first: string, only: boolean): AsyncGenerator<string, void, undefined> {
    let last = only
    try {
      yield first
      while (!last) {
        const event = await this.#next(id, { kind: 'command-more', id })
        if (event?.kind !== 'command-piece') {
          last = true
          throw new Error(`the answer of ${this.#service} broke off`)
        }
        last = event.last
        yield event.text
      }
    } finally {
      if (!last) this.#post({ kind: 'command-cancel', id })
    }
  }

  #gone(): Answer {
    const text = `the ${this.#service} service ended while it ran the command; it is being started again`
    return { outcome: 'done', text: pieces(replyText({ result: Result.error, text })) }
  }
}

/** In the thread of a service: takes what ThreadChannel posts to its commands. */
export class ThreadCommands {
  readonly #commands: Channel
  readonly #post: (event: CommandEvent) => void
  readonly #running = new Map<number, AsyncIterator<string>>()

  constructor(commands: Channel, post: (event: CommandEvent) => void) {
    this.#commands = commands
    this.#post = post
  }

  /** Every CommandRequest from the main thread comes here. */
  heard(message: CommandRequest): void {
    switch (message.kind) {
      case 'command':
        void this.#begin(message.id, message.request)
        return
      case 'command-more':
        void this.#more(message.id)
        return
      case 'command-cancel':
        void this.#cancel(message.id)
        return
    }
  }

  async #begin(id: number, request: Request): Promise<void> {
    try {
      const { outcome, text } = await this.#commands.ask(request)
      const iterator = text[Symbol.asyncIterator]()
      const first = await iterator.next()
      const begun = first.done === true ? '' : first.value
      const last = await this.#ended(id, iterator, first.done === true)
      this.#post({ kind: 'command-answer', id, outcome, text: begun + last.text, last: last.ended })
    } catch {
      this.#broken(id)
    }
  }

  async #more(id: number): Promise<void> {
    const iterator = this.#running.get(id)
    if (iterator === undefined) return this.#broken(id)
    try {
      const next = await iterator.next()
      const last = await this.#ended(id, iterator, next.done === true)
      const text = (next.done === true ? '' : next.value) + last.text
      this.#post({ kind: 'command-piece', id, text, last: last.ended })
    } catch {
      this.#broken(id)
    }
  }

  /** One piece is made ahead, so that a short answer is one message. */
  async #ended(
    id: number,
    iterator: AsyncIterator<string>,
    done: boolean,
  ): Promise<{ readonly text: string; readonly ended: boolean }> {
    const next = done ? undefined : await iterator.next()
    const ended = next === undefined || next.done === true
    if (ended) this.#running.delete(id)
    else this.#running.set(id, iterator)
    return { text: ended ? '' : next.value, ended }
  }

  async #cancel(id: number): Promise<void> {
    const iterator = this.#running.get(id)
    this.#running.delete(id)
    await iterator?.return?.()
  }

  #broken(id: number): void {
    this.#running.delete(id)
    this.#post({ kind: 'command-broken', id })
  }
}
