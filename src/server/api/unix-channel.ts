import { connect, type Socket } from 'node:net'
import type { Timers } from '../time/clock.js'
import type { Answer, Channel, Request } from './channel.js'
import { Result } from './command-error.js'
import { JsonFeed } from './json/json-feed.js'
import { pieces, replyText } from './reply-text.js'

/** Milliseconds that a daemon may take to say something, as Kea's agent waits. */
const PATIENCE = 60_000

/** A daemon, Kea's or another Keats, behind the UNIX socket it takes commands at. */
export class UnixChannel implements Channel {
  readonly #service: string
  readonly #path: string
  readonly #timers: Timers

  constructor(service: string, path: string, timers: Timers) {
    this.#service = service
    this.#path = path
    this.#timers = timers
  }

  async ask({ text }: Request): Promise<Answer> {
    const socket = connect(this.#path)
    const failed = await connected(socket)
    if (failed !== undefined) return this.#unable(`${failed}. The server is likely to be offline`)
    const reply = new Replies(socket, this.#service, this.#timers)
    socket.write(text)
    const first = await reply.next()
    if (first === undefined) return this.#unable(reply.failure ?? 'End of file')
    return { outcome: 'done', text: reply.rest(first) }
  }

  #unable(reason: string): Answer {
    const text = `unable to forward command to the ${this.#service} service: ${reason}`
    return { outcome: 'done', text: pieces(replyText({ result: Result.error, text })) }
  }
}

/** Undefined: connected. Else why not, as the system says it. */
function connected(socket: Socket): Promise<string | undefined> {
  return new Promise(resolve => {
    socket.once('connect', () => resolve(undefined))
    socket.once('error', error => resolve(REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? error.message))
  })
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  ECONNREFUSED: 'Connection refused',
  EACCES: 'Permission denied',
  ENOTSOCK: 'Connection refused',
}

/** The reply as it comes in; the daemon is held back while nobody takes it. */
class Replies {
  failure: string | undefined
  readonly #socket: Socket
  readonly #service: string
  readonly #timers: Timers
  readonly #feed = new JsonFeed(Number.POSITIVE_INFINITY, false)
  readonly #decoder = new TextDecoder()
  #complete = false

  constructor(socket: Socket, service: string, timers: Timers) {
    this.#socket = socket
    this.#service = service
    this.#timers = timers
    socket.on('error', error => {
      this.failure = error.message
    })
  }

  /** The next piece of a JSON document; undefined: it is complete, or `failure` says why it is not. */
  next(): Promise<string | undefined> {
    if (this.#complete) return Promise.resolve(undefined)
    return new Promise(resolve => {
      const settle = (piece: string | undefined): void => {
        timer.cancel()
        this.#socket.off('readable', look)
        this.#socket.off('end', look)
        this.#socket.off('close', close)
        resolve(piece)
      }
      const look = (): void => {
        const bytes: Buffer | null = this.#socket.read()
        if (bytes !== null) settle(this.#piece(bytes))
      }
      const close = (): void => {
        this.failure ??= 'End of file'
        settle(undefined)
      }
      const timer = this.#timers.after(PATIENCE, () => {
        this.failure = `it did not answer within ${PATIENCE / 1000} seconds`
        this.#socket.destroy()
        settle(undefined)
      })
      this.#socket.on('readable', look)
      this.#socket.on('close', close)
      look()
    })
  }

  async *rest(first: string): AsyncGenerator<string, void, undefined> {
    try {
      yield first
      for (;;) {
        const piece = await this.next()
        if (piece !== undefined) yield piece
        else if (this.#complete) return
        else throw new Error(`the reply of the ${this.#service} service broke off: ${this.failure}`)
      }
    } finally {
      this.#socket.destroy()
    }
  }

  #piece(bytes: Buffer): string | undefined {
    const state = this.#feed.push(bytes)
    if (state === 'more') return this.#decoder.decode(bytes, { stream: true })
    if (state !== 'done') {
      this.failure = `its answer is no JSON: ${state.text}`
      return undefined
    }
    this.#complete = true
    return this.#decoder.decode(bytes)
  }
}
