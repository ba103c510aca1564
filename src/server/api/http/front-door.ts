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
  /** Anybody who reaches it may send commands, which has been said. */
  unsecured: boolean
}

/** A door as configured, with its files read. */
interface Wanted {
  readonly key: string
  readonly socket: ControlSocketConfig
  readonly rules: DoorRules
  readonly stamp: string | undefined
  /** Anybody who reaches it may send commands. */
  readonly unsecured: boolean
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
    const before = this.#open
    const next = new Map<string, Open>()
    const fresh: Open[] = []
    let closed: readonly Open[] = []
    try {
      const wanted = sockets.filter(({ type }) => type !== 'unix').map(socket => this.#wanted(socket))
      closed = await this.#makeWay(wanted)
      for (const one of wanted) {
        const kept = before.get(one.key)
        const open = kept ?? (await this.#opened(one))
        if (kept === undefined) fresh.push(open)
        next.set(one.key, open)
      }
      for (const { key, rules, socket, stamp, unsecured } of wanted) {
        const open = next.get(key)!
        if (unsecured && !open.unsecured) this.#log.log(say.unsecuredListener, socket.address, open.port)
        open.unsecured = unsecured
        open.door.change(rules)
        open.socket = socket
        open.stamp = stamp
      }
    } catch (error) {
      await Promise.all(fresh.map(({ door }) => door.close(0)))
      for (const { socket } of closed) await this.#reopen(socket)
      return (error as Error).message
    }
    this.#open = next
    const gone = [...before.values()].filter(open => !closed.includes(open) && ![...next.values()].includes(open))
    await Promise.all(gone.map(open => this.#close(open)))
    this.#watchFiles()
    return undefined
  }

  /** Closes doors that are not wanted any more where one that is wanted could not be opened beside them. */
  async #makeWay(wanted: readonly Wanted[]): Promise<readonly Open[]> {
    const keys = new Set(wanted.map(({ key }) => key))
    const ports = new Set(wanted.filter(({ key }) => !this.#open.has(key)).map(({ socket }) => socket.port))
    const inTheWay = [...this.#open].filter(([key, { port }]) => !keys.has(key) && ports.has(port))
    await Promise.all(inTheWay.map(([, open]) => this.#close(open)))
    return inTheWay.map(([, open]) => open)
  }

  /** Opens again what was closed for a configuration that failed. */
  async #reopen(socket: ControlSocketConfig): Promise<void> {
    try {
      const wanted = this.#wanted(socket)
      this.#open.set(wanted.key, await this.#opened(wanted))
    } catch (error) {
      this.#log.log(say.commandProcessError2, (error as Error).message)
    }
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

  /** @throws Error when a file of it cannot be used, or it may not be open to everybody */
  #wanted(socket: ControlSocketConfig): Wanted {
    const rules = this.#rules(socket)
    const unsecured = rules.tls === undefined && rules.credentials === undefined && !isLoopback(socket.address)
    if (unsecured && this.#parts.unsecured === 'refuse')
      throw new Error(`Unsecured HTTP control channel (${formatPosition(socket.position)})`)
    return {
      unsecured,
      key: `${socket.address} ${socket.port} ${rules.tls !== undefined}`,
      socket,
      rules,
      stamp: rules.tls === undefined ? undefined : certificateStamp(socket),
    }
  }

  async #opened({ socket, rules, stamp }: Wanted): Promise<Open> {
    const { commands, logs, timers } = this.#parts
    const { address, port } = socket
    const door = new HttpDoor({ commands, logs, timers }, rules)
    let bound: number
    try {
      bound = await door.open(address, port)
    } catch (error) {
      throw new Error(`${formatPosition(socket.position)}: unable to listen: ${(error as Error).message}`)
    }
    const tls = rules.tls !== undefined
    if (this.#parts.opened === undefined) this.#log.log(say.listenerStarted, 1, address, bound, tls)
    else this.#parts.opened(address, bound, tls)
    return { door, port: bound, socket, stamp, unsecured: false }
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
      metrics: socket.metrics,
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
