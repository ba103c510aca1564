import { connect, type Socket } from 'node:net'
import { addAbortSignal } from 'node:stream'
import { CallSignal } from './call-signal.js'
import { type Caller, CallFailed, type Json, type Reply, type Request } from './caller.js'
import { readLines } from './line-stream.js'
import { readReplies, requestText } from './replies.js'

export interface SocketOptions {
  readonly path: string
  /** Milliseconds for a whole call. */
  readonly timeout: number
}

/** Calls to the UNIX socket of one service: a connection each, which the server closes after its reply. */
export class SocketClient implements Caller {
  readonly where: string
  readonly #options: SocketOptions

  constructor(options: SocketOptions) {
    this.#options = options
    this.where = options.path
  }

  async call(request: Request, signal?: AbortSignal): Promise<Reply[]> {
    return readReplies(await this.post(requestText(request), signal), this.where)
  }

  async post(body: string, signal?: AbortSignal): Promise<string> {
    const limit = new CallSignal(this.where, this.#options.timeout, signal)
    let text = ''
    try {
      for await (const part of this.#open(body, limit.signal)) text += part
      return text
    } catch (error) {
      throw limit.failure ?? this.#explained(error)
    } finally {
      limit.done()
    }
  }

  async *stream(request: Request, signal?: AbortSignal): AsyncGenerator<Json> {
    const limit = new CallSignal(this.where, this.#options.timeout, signal)
    try {
      for await (const value of readLines(this.#open(requestText(request), limit.signal), this.where)) {
        limit.done()
        yield value
      }
    } catch (error) {
      throw limit.failure ?? this.#explained(error)
    } finally {
      limit.done()
    }
  }

  async close(): Promise<void> {
    // nothing is kept between calls
  }

  #open(body: string, signal: AbortSignal): Socket {
    const socket = addAbortSignal(signal, connect(this.#options.path))
    socket.setEncoding('utf8')
    // not end(): Kea takes a closed half for a client that has gone
    socket.write(body)
    return socket
  }

  #explained(error: unknown): CallFailed {
    if (error instanceof CallFailed) return error
    const { code, message } = error as NodeJS.ErrnoException
    const path = this.#options.path
    switch (code) {
      case 'ENOENT':
        return new CallFailed('unreachable', `there is no socket ${path}: is the server running?`)
      case 'EACCES':
      case 'EPERM':
        return new CallFailed('unreachable', `no right to open ${path}: its group or root may`)
      case 'ECONNREFUSED':
      case 'ENOTSOCK':
        return new CallFailed('refused', `nobody listens at ${path}: the server has ended, or it is no socket`)
      case 'EPIPE':
      case 'ECONNRESET':
        return new CallFailed('lost', `${path} closed the connection before it answered`)
      default:
        return new CallFailed('unreachable', `${path}: ${message}`)
    }
  }
}
