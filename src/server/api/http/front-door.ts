import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import type { ControlSocketConfig } from '../../config/decided-service.js'
import { formatPosition } from '../../config/problem.js'
import type { Logger, Logs } from '../../log/logger.js'
import type { Timer, Timers } from '../../time/clock.js'
import { Credentials } from '../auth.js'
import type { Channel } from '../channel.js'
import * as say from '../messages.js'
import { certificateStamp, loadTls, speaksTls, type TlsOptions } from '../tls.js'
import { type DoorRules, HttpDoor } from './http-door.js'

/** Milliseconds between looks at the files of certificates. */
const LOOK = 10_000

export interface FrontDoorParts {
  /** Replies are lists. */
  readonly commands: Channel
  readonly logs: Logs
  readonly timers: Timers
  /**
   * What becomes of plain HTTP without authentication beyond loopback: 'refuse' as Kea 3, 'warn' with `-X` and for
   * Control Agents.
   */
  readonly unsecured: 'refuse' | 'warn'
  /** Whoever opens doors for a Control Agent says so in its log. */
  readonly opened?: (address: string, port: number, tls: boolean) => void
}

interface Open {
  readonly door: HttpDoor
  readonly port: number
  socket: ControlSocketConfig
  /** Undefined: plain HTTP. */
  stamp: string | undefined
}

/** The HTTP and HTTPS listeners of one service, or of the Control Agent. */
export class FrontDoor {
  readonly #parts: FrontDoorParts
  readonly #log: Logger
  readonly #key = randomBytes(32)
  #open = new Map<string, Open>()
  #watch: Timer | undefined

  constructor(parts: FrontDoorParts) {
    this.#parts = parts
    this.#log = parts.logs.logger('commands')
  }

  /** Ports that it listens at, in the order of the configuration. */
  get ports(): readonly number[] {
    return [...this.#open.values()].map(({ port }) => port)
  }

  /**
   * Listens where these sockets say, and nowhere else; those of type unix are passed over. Doors that stay are not closed
   * in between. Resolves with what is wrong; then everything is as it was.
   */
  async configure(sockets: readonly ControlSocketConfig[]): Promise<string | undefined> {
    const wanted = sockets.filter(({ type }) => type !== 'unix')
    const fresh: Open[] = []
    const changes: (() => void)[] = []
    const next = new Map<string, Open>()
    try {
      for (const socket of wanted) {
        const key = `${socket.address} ${socket.port} ${speaksTls(socket)}`
        const rules = this.#rules(socket)
        const stamp = rules.tls === undefined ? undefined : certificateStamp(socket)
        const kept = this.#open.get(key)
        if (kept === undefined) {
          const opened = await this.#opened(socket, rules, stamp)
          fresh.push(opened)
          next.set(key, opened)
        } else {
          next.set(key, kept)
          changes.push(() => {
            kept.door.change(rules)
            kept.socket = socket
            kept.stamp = stamp
          })
        }
      }
    } catch (error) {
      await Promise.all(fresh.map(({ door }) => door.close(0)))
      return (error as Error).message
    }
    for (const change of changes) change()
    const before = this.#open
    this.#open = next
    await Promise.all([...before].filter(([key]) => !next.has(key)).map(([, open]) => this.#close(open)))
    this.#watchFiles()
    return undefined
  }

  /** Reads certificates and credentials again (SIGHUP). */
  reload(): Promise<string | undefined> {
    return this.configure([...this.#open.values()].map(({ socket }) => socket))
  }

  async close(): Promise<void> {
    this.#watch?.cancel()
    this.#watch = undefined
    const open = [...this.#open.values()]
    this.#open = new Map()
    await Promise.all(open.map(one => this.#close(one)))
  }

  async #opened(socket: ControlSocketConfig, rules: DoorRules, stamp: string | undefined): Promise<Open> {
    const { commands, logs, timers } = this.#parts
    const { address, port } = socket
    const unsecured = rules.tls === undefined && rules.credentials === undefined && !isLoopback(address)
    if (unsecured && this.#parts.unsecured === 'refuse')
      throw new Error(`Unsecured HTTP control channel (${formatPosition(socket.position)})`)
    const door = new HttpDoor({ commands, logs, timers }, rules)
    let bound: number
    try {
      bound = await door.open(address, port)
    } catch (error) {
      throw new Error(`${formatPosition(socket.position)}: unable to listen: ${(error as Error).message}`)
    }
    if (unsecured) this.#log.log(say.unsecuredListener, address, bound)
    const tls = rules.tls !== undefined
    if (this.#parts.opened === undefined) this.#log.log(say.listenerStarted, 1, address, bound, tls)
    else this.#parts.opened(address, bound, tls)
    return { door, port: bound, socket, stamp }
  }

  async #close({ door, socket, port }: Open): Promise<void> {
    await door.close()
    this.#log.log(say.listenerStopped, socket.address, port)
  }

  /** @throws Error when a file of it cannot be used */
  #rules(socket: ControlSocketConfig): DoorRules {
    const { authentication, headers } = socket
    const read = (path: string): string => readFileSync(path, 'utf8')
    return {
      credentials: authentication === undefined ? undefined : new Credentials(authentication, read, this.#key),
      headers,
      tls: tlsOf(socket),
    }
  }

  #watchFiles(): void {
    const any = [...this.#open.values()].some(({ stamp }) => stamp !== undefined)
    if (!any) this.#watch?.cancel()
    this.#watch = any ? (this.#watch ?? this.#parts.timers.every(LOOK, () => this.lookAtCertificates())) : undefined
  }

  /** Takes certificates that have changed into use; those that cannot be used are told of once. */
  lookAtCertificates(): void {
    for (const open of this.#open.values()) {
      if (open.stamp === undefined) continue
      const { socket, port } = open
      const stamp = certificateStamp(socket)
      if (stamp === open.stamp) continue
      open.stamp = stamp
      try {
        open.door.change(this.#rules(socket))
        this.#log.log(say.certificatesReloaded, socket.address, port)
      } catch (error) {
        this.#log.log(say.certificatesBad, socket.address, port, (error as Error).message)
      }
    }
  }
}

function tlsOf(socket: ControlSocketConfig): TlsOptions | undefined {
  if (!speaksTls(socket)) return undefined
  try {
    return loadTls(socket)
  } catch (error) {
    throw new Error(`${formatPosition(socket.position)}: TLS cannot be set up: ${(error as Error).message}`)
  }
}

function isLoopback(address: string): boolean {
  const version = isIP(address)
  if (version === 0) return address === 'localhost'
  const loopback = new BlockList()
  loopback.addSubnet('127.0.0.0', 8, 'ipv4')
  loopback.addAddress('::1', 'ipv6')
  return loopback.check(address, version === 4 ? 'ipv4' : 'ipv6')
}
