import { chmodSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import type { Logger } from '../log/logger.js'
import type { Timer, Timers } from '../time/clock.js'
import { unixCaller } from './caller.js'
import type { Channel } from './channel.js'
import { Result } from './command-error.js'
import { JsonFeed } from './json/json-feed.js'
import { JsonFault } from './json/json-reader.js'
import * as say from './messages.js'
import { pour } from './pour.js'
import { replyText } from './reply-text.js'
import { claimSocket } from './socket-lock.js'
import { type SocketPolicy, unsafePath } from './socket-path.js'

/** Owner and group may send commands. */
const MODE = 0o660
/** Milliseconds without a byte of an unfinished command, as Kea; and for all of it. */
const IDLE = 10_000
const WHOLE = 120_000
/** Beyond these, connections are refused. */
const CONNECTIONS = 512

export interface UnixSocketParts {
  readonly commands: Channel
  /** Logger "commands". */
  readonly log: Logger
  readonly timers: Timers
  readonly policy: SocketPolicy
  readonly pid: number
}

/**
 * A control socket: one command a connection. The reply is one JSON object, after which the server closes. Several
 * connections at a time.
 */
export class UnixSocket {
  readonly path: string
  readonly #parts: UnixSocketParts
  readonly #server: Server
  readonly #connections = new Set<Connection>()
  #release: (() => void) | undefined
  #lastId = 0

  constructor(path: string, parts: UnixSocketParts) {
    this.path = path
    this.#parts = parts
    this.#server = createServer({ allowHalfOpen: true }, socket => this.#accept(socket))
    this.#server.maxConnections = CONNECTIONS
  }

  /** Undefined: it takes commands. Else why it cannot, for people. */
  async open(): Promise<string | undefined> {
    const { log, policy, pid } = this.#parts
    const unsafe = unsafePath(this.path, policy)
    if (unsafe !== undefined && !policy.unsafe) return `'socket-name' is invalid: ${unsafe}`
    if (unsafe !== undefined) log.log(say.socketUnsafe, this.path, unsafe)
    try {
      this.#release = await claimSocket(this.path, pid)
      if (this.#release === undefined)
        return `cannot lock socket lockfile, ${this.path}.lock, : Resource temporarily unavailable`
      await this.#listen()
      chmodSync(this.path, MODE)
    } catch (error) {
      this.#release?.()
      return `Failed to start up control socket ${this.path}: ${(error as Error).message}`
    }
    this.#server.on('error', error => log.log(say.acceptFail, this.path, error.message))
    log.log(say.acceptorStart, this.path)
    return undefined
  }

  /** Takes no more commands; those that run are still answered, unless they take longer than `grace` milliseconds. */
  async close(grace = 1000): Promise<void> {
    const closed = new Promise<void>(resolve => {
      this.#server.close(() => resolve())
    })
    for (const connection of this.#connections) connection.finish()
    const force = this.#parts.timers.after(grace, () => {
      for (const connection of this.#connections) connection.destroy()
    })
    await closed
    force.cancel()
    this.#release?.()
    this.#release = undefined
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.path, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
  }

  #accept(socket: Socket): void {
    const connection = new Connection(socket, ++this.#lastId, this.#parts)
    this.#connections.add(connection)
    socket.once('close', () => this.#connections.delete(connection))
  }
}

class Connection {
  readonly #socket: Socket
  readonly #id: number
  readonly #parts: UnixSocketParts
  readonly #feed = new JsonFeed()
  readonly #whole: Timer
  #idle: Timer
  /** The command is complete. */
  #asked = false

  constructor(socket: Socket, id: number, parts: UnixSocketParts) {
    this.#socket = socket
    this.#id = id
    this.#parts = parts
    this.#idle = this.#wait(IDLE)
    this.#whole = this.#wait(WHOLE)
    parts.log.log(say.connectionOpened, id)
    socket.on('data', bytes => this.#received(bytes))
    socket.on('end', () => this.#ended())
    socket.on('error', error => parts.log.log(say.socketReadFail, error.message, id))
    socket.on('close', () => {
      this.#idle.cancel()
      this.#whole.cancel()
      parts.log.log(say.connectionClosed, id)
    })
  }

  /** Goes as soon as it owes nothing. */
  finish(): void {
    if (!this.#asked) this.destroy()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #wait(ms: number): Timer {
    return this.#parts.timers.after(ms, () => this.#timedOut())
  }

  #received(bytes: Buffer): void {
    if (this.#asked) return
    this.#parts.log.log(say.socketRead, bytes.length, this.#id)
    this.#idle.cancel()
    const state = this.#feed.push(bytes)
    if (state === 'more') {
      this.#idle = this.#wait(IDLE)
      return
    }
    this.#complete()
    if (state instanceof JsonFault) {
      this.#parts.log.log(say.commandProcessError1, state.text)
      this.#reply(state.text)
    } else void this.#answer()
  }

  #complete(): void {
    this.#asked = true
    this.#idle.cancel()
    this.#whole.cancel()
  }

  async #answer(): Promise<void> {
    const { commands, timers } = this.#parts
    try {
      const { text } = await commands.ask({ text: this.#feed.text(), caller: unixCaller })
      if (await pour(text, this.#socket, timers)) this.#end()
      else this.destroy()
    } catch {
      // the reply broke off, which was logged where it was made: what has been written is no JSON and must not look so
      this.destroy()
    }
  }

  #timedOut(): void {
    if (this.#asked) return
    this.#complete()
    this.#parts.log.log(say.connectionTimeout, this.#id)
    const { taken } = this.#feed
    const partial = taken === 0 ? '' : `, discarded partial command of ${taken} bytes`
    this.#reply(`Connection over control channel timed out${partial}`)
  }

  /** The other side sends no more. */
  #ended(): void {
    if (this.#asked) return
    const partial = `discarding partial command of ${this.#feed.taken} bytes`
    this.#parts.log.log(say.closedByForeignHost, this.#id, partial)
    this.destroy()
  }

  #reply(text: string): void {
    this.#socket.write(replyText({ result: Result.error, text }))
    this.#end()
  }

  /** What is still sent is not read: it would keep the connection alive. */
  #end(): void {
    this.#socket.end(() => this.#socket.destroy())
  }
}
