import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Dispatcher, Pool } from 'undici'
import { CallSignal } from './call-signal.js'
import { type Caller, CallFailed, type Json, type Reply, type Request } from './caller.js'
import { explainHttp } from './http-failure.js'
import { readLines } from './line-stream.js'
import { isMap, readReplies, requestText } from './replies.js'

/** Files of certificates, PEM. `ca` may be a folder of them; without it those of the system count. */
export interface TlsFiles {
  readonly ca?: string | undefined
  /** What this side shows, if the server wants to see it (mutual TLS). Both or none. */
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

export interface HttpOptions {
  readonly host: string
  readonly port: number
  /** Path of the URL; servers do not look at it, proxies do. */
  readonly path?: string | undefined
  /** HTTPS when given. */
  readonly tls?: TlsFiles | undefined
  /** Basic authentication. */
  readonly user?: string | undefined
  readonly password?: string | undefined
  /** Milliseconds for a whole call, connecting included. */
  readonly timeout: number
  /** Default "Keats". */
  readonly agent?: string | undefined
}

// Kea closes connections that are idle for 30 s; whoever closes first does not lose a call to the other
const KEEP_ALIVE = 25_000
const CONNECTIONS = 4

/** Calls by HTTP or HTTPS to a control agent, or to a server that listens itself. Throws CallFailed 'tls' for bad files. */
export async function openHttp(options: HttpOptions): Promise<Caller> {
  const connect = options.tls === undefined ? {} : certificates(options.tls)
  const undici = await import('undici')
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  const origin = `${options.tls === undefined ? 'http' : 'https'}://${host}:${options.port}`
  return new HttpClient(
    options,
    `${host}:${options.port}`,
    new undici.Pool(origin, {
      connections: CONNECTIONS,
      keepAliveTimeout: KEEP_ALIVE,
      connect: { ...connect, timeout: options.timeout },
      headersTimeout: 0,
      bodyTimeout: 0,
    }),
  )
}

class HttpClient implements Caller {
  readonly where: string
  readonly #pool: Pool
  readonly #options: HttpOptions
  readonly #headers: Readonly<Record<string, string>>

  constructor(options: HttpOptions, where: string, pool: Pool) {
    this.where = where
    this.#options = options
    this.#pool = pool
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      accept: '*/*',
      'user-agent': options.agent ?? 'Keats',
    }
    if (options.user !== undefined && options.user !== '')
      headers.authorization = `Basic ${Buffer.from(`${options.user}:${options.password ?? ''}`).toString('base64')}`
    this.#headers = headers
  }

  async call(request: Request, signal?: AbortSignal): Promise<Reply[]> {
    return readReplies(await this.post(requestText(request), signal), this.where)
  }

  async post(body: string, signal?: AbortSignal): Promise<string> {
    const limit = new CallSignal(this.where, this.#options.timeout, signal)
    try {
      const response = await this.#send(body, limit.signal)
      return await response.body.text()
    } catch (error) {
      throw limit.failure ?? explainHttp(error, this.where)
    } finally {
      limit.done()
    }
  }

  async *stream(request: Request, signal?: AbortSignal): AsyncGenerator<Json> {
    const limit = new CallSignal(this.where, this.#options.timeout, signal)
    try {
      const response = await this.#send(requestText(request), limit.signal)
      for await (const value of readLines(response.body, this.where)) {
        limit.done()
        yield value
      }
    } catch (error) {
      throw limit.failure ?? explainHttp(error, this.where)
    } finally {
      limit.done()
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy()
  }

  async #send(body: string, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const path = `/${(this.#options.path ?? '').replace(/^\/+/, '')}`
    const response = await this.#pool.request({ path, method: 'POST', headers: this.#headers, body, signal })
    if (response.statusCode === 200) return response
    throw statusFailure(response.statusCode, await response.body.text(), this.where, this.#options.user)
  }
}

function statusFailure(status: number, body: string, where: string, user: string | undefined): CallFailed {
  if (status === 401) {
    const text = user ? `${where} does not know user ${user} with this password` : `${where} wants a user and password`
    return new CallFailed('unauthorized', text, status)
  }
  let said = ''
  try {
    const value = JSON.parse(body) as Json
    if (isMap(value) && typeof value.text === 'string') said = `: ${value.text}`
  } catch {
    // a proxy's page, most likely: the status has to do
  }
  return new CallFailed(status === 403 ? 'forbidden' : 'http', `${where} answered HTTP ${status}${said}`, status)
}

function certificates(files: TlsFiles): { ca?: string[]; cert?: string; key?: string } {
  if ((files.cert === undefined) !== (files.key === undefined))
    throw new CallFailed('tls', 'certificate and key go together: give both or none')
  return {
    ...(files.ca === undefined ? {} : { ca: authorities(files.ca) }),
    ...(files.cert === undefined ? {} : { cert: read(files.cert) }),
    ...(files.key === undefined ? {} : { key: read(files.key) }),
  }
}

function authorities(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [read(path)]
  } catch {
    return [read(path)]
  }
  const texts = readdirSync(path)
    .filter(name => statSync(join(path, name)).isFile())
    .map(name => read(join(path, name)))
    .filter(text => text.includes('BEGIN CERTIFICATE'))
  if (texts.length === 0) throw new CallFailed('tls', `no certificate in folder ${path}`)
  return texts
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new CallFailed('tls', `cannot read ${path}: ${(error as Error).message}`)
  }
}
