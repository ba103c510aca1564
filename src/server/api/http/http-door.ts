import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Logger, Logs } from '../../log/logger.js'
import type { Timers } from '../../time/clock.js'
import type { Credentials } from '../auth.js'
import type { Caller } from '../caller.js'
import type { Channel } from '../channel.js'
import * as say from '../messages.js'
import { certificateOf, type TlsOptions } from '../tls.js'
import { type ExtraHeaders, sendStatus, sendText, statusText } from './http-reply.js'
import { isScrape, sendMetrics } from './metrics-page.js'
import { readBody } from './request-body.js'

/** Milliseconds: as Kea's for the headers of a request, and between requests; and for a whole request. */
const HEADERS = 10_000
const IDLE = 30_000
const WHOLE = 300_000
const CONNECTIONS = 8192

/** What a door asks of callers, and adds to answers. May change while it is open. */
export interface DoorRules {
  /** Undefined: everybody may send commands. */
  readonly credentials: Credentials | undefined
  readonly headers: ExtraHeaders
  /** Undefined: plain HTTP. */
  readonly tls: TlsOptions | undefined
  /** GET /metrics is answered, by the same rules as commands. */
  readonly metrics: boolean
}

export interface DoorParts {
  /** Replies are lists. */
  readonly commands: Channel
  readonly logs: Logs
  readonly timers: Timers
}

interface Admitted {
  readonly user: string | undefined
}
interface Refused {
  readonly status: number
  readonly realm?: string
}

/** One HTTP or HTTPS listener that takes commands: POST with a JSON body, whatever the path. */
export class HttpDoor {
  readonly #parts: DoorParts
  readonly #server: Server | TlsServer
  readonly #log: Logger
  readonly #auth: Logger
  #rules: DoorRules
  /** The last request of a connection: pipelined ones wait for it. */
  readonly #turns = new WeakMap<Socket, Promise<void>>()

  constructor(parts: DoorParts, rules: DoorRules) {
    this.#parts = parts
    this.#rules = rules
    this.#log = parts.logs.logger('http')
    this.#auth = parts.logs.logger('auth')
    const limits = {
      headersTimeout: HEADERS,
      requestTimeout: WHOLE,
      keepAliveTimeout: IDLE,
      connectionsCheckingInterval: 1000,
    }
    const { tls } = rules
    this.#server =
      tls === undefined
        ? createServer(limits)
        : createTlsServer({ ...limits, ...tls, ca: [...tls.ca], handshakeTimeout: HEADERS })
    this.#server.maxConnections = CONNECTIONS
    this.#server.on('request', (request, response) => void this.#request(request, response))
    this.#server.on('clientError', (error, socket) => this.#clientError(error, socket as Socket))
    this.#server.on('tlsClientError', (error: Error, socket: TLSSocket) =>
      this.#log.log(say.handshakeFailed, socket.remoteAddress ?? '(unknown address)', error.message),
    )
  }

  /** Port it listens at. @throws Error when it cannot */
  open(address: string, port: number): Promise<number> {
    const server = this.#server
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host: address, port }, () => {
        server.off('error', reject)
        const bound = server.address()
        resolve(typeof bound === 'object' && bound !== null ? bound.port : port)
      })
    })
  }

  /** Rules for what comes from now on. Plain HTTP cannot become TLS this way, nor the other way round. */
  change(rules: DoorRules): void {
    this.#rules = rules
    const { tls } = rules
    if (tls !== undefined) (this.#server as TlsServer).setSecureContext({ ...tls, ca: [...tls.ca] })
  }

  /** Takes no more requests; those under way are answered, unless they take longer than `grace` milliseconds. */
  async close(grace = 1000): Promise<void> {
    const server = this.#server
    const closed = new Promise<void>(resolve => {
      server.close(() => resolve())
    })
    server.closeIdleConnections()
    const force = this.#parts.timers.after(grace, () => server.closeAllConnections())
    await closed
    force.cancel()
  }

  async #request(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = request
    const before = this.#turns.get(socket)
    const turn = this.#serve(request, response, before).catch(error => {
      // nobody may bring the front door down; what failed says so itself
      this.#log.log(say.badRequest, socket.remoteAddress ?? '', String(error))
      if (response.headersSent) response.destroy()
      else sendStatus(response, 500, this.#rules.headers, true)
    })
    this.#turns.set(socket, turn)
    await turn
  }

  async #serve(request: IncomingMessage, response: ServerResponse, before: Promise<void> | undefined): Promise<void> {
    const { headers } = this.#rules
    const remote = request.socket.remoteAddress ?? ''
    const admitted = this.#admit(request, remote)
    if ('status' in admitted) {
      const close = Number(request.headers['content-length'] ?? 0) > 65536
      sendStatus(response, admitted.status, headers, close, admitted.realm)
      request.resume()
      return
    }
    if (this.#rules.metrics && isScrape(request)) {
      request.resume()
      await before
      this.#log.log(say.requestReceived, remote)
      await sendMetrics(this.#parts.commands, callerOf(request, remote, admitted.user), response, headers)
      this.#log.log(say.responseSend, `HTTP/1.1 ${response.statusCode}`, remote)
      return
    }
    const body = await readBody(request, this.#parts.timers)
    if (body === 'gone') return
    if (typeof body === 'string') {
      if (body === 'slow') this.#log.log(say.requestTimeout, remote)
      sendStatus(response, body === 'long' ? 413 : 408, headers, true)
      return
    }
    await before
    this.#log.log(say.requestReceived, remote)
    const caller = callerOf(request, remote, admitted.user)
    const answer = await this.#parts.commands.ask({ text: body.text, caller })
    if (answer.outcome === 'done') await sendText(response, answer.text, headers, this.#parts.timers)
    else {
      if (answer.outcome === 'malformed')
        this.#log.log(say.badRequest, remote, 'unable to parse the body of the HTTP request')
      sendStatus(response, answer.outcome === 'malformed' ? 400 : 403, headers, false)
      for await (const _ of answer.text) break
    }
    this.#log.log(say.responseSend, `HTTP/1.1 ${response.statusCode}`, remote)
  }

  /** Who the caller is, or why the request is refused before its body is looked at. */
  #admit(request: IncomingMessage, remote: string): Admitted | Refused {
    const bad = this.#rules.metrics && isScrape(request) ? undefined : badHead(request)
    if (bad !== undefined) {
      this.#log.log(say.badRequest, remote, bad)
      return { status: 400 }
    }
    const { credentials } = this.#rules
    if (credentials === undefined) return { user: undefined }
    const attempt = credentials.check(request.headers.authorization)
    if (attempt.ok) {
      this.#auth.log(say.authorized, attempt.user)
      return { user: attempt.user }
    }
    if (attempt.reason === undefined) this.#auth.log(say.notAuthorized)
    else this.#auth.log(say.badAuthHeader, attempt.reason)
    return { status: 401, realm: credentials.realm }
  }

  /** Bytes that are no HTTP, or come too slowly. */
  #clientError(error: NodeJS.ErrnoException, socket: Socket): void {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const slow = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
    const remote = socket.remoteAddress ?? '(unknown address)'
    if (slow) this.#log.log(say.requestTimeout, remote)
    else this.#log.log(say.badRequest, remote, error.message)
    const status = slow ? 408 : 400
    const text = statusText(status)
    const reason = slow ? 'Request Timeout' : 'Bad Request'
    socket.end(
      `HTTP/1.1 ${status} ${reason}\r\nContent-Length: ${Buffer.byteLength(text)}\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n${text}`,
      () => socket.destroy(),
    )
  }
}

/** What is wrong with the head of a request; undefined: nothing. */
function badHead({ method, headers }: IncomingMessage): string | undefined {
  if (method !== 'POST') return `use of HTTP method ${method} not allowed`
  const type = headers['content-type']
  if (type === undefined) return 'required header content-type not found in the HTTP request'
  if (type.split(';', 1)[0]!.trim().toLowerCase() !== 'application/json')
    return `required header's content-type value is application/json, but ${type} was found`
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined)
    return 'required header content-length not found in the HTTP request'
  return undefined
}

function callerOf({ socket }: IncomingMessage, remoteAddress: string, user: string | undefined): Caller {
  const tls = 'getPeerCertificate' in socket
  const certificate = tls ? certificateOf(socket as TLSSocket) : undefined
  return { channel: 'http', remoteAddress, tls, user, certificate }
}
