import type { Channel } from './api/channel.js'
import type { SocketPolicy } from './api/socket-path.js'
import { UnixSocket } from './api/unix-socket.js'
import type { ControlSocketConfig } from './config/decided-service.js'
import type { Logger } from './log/logger.js'
import type { Timers } from './time/clock.js'

/** Opens the HTTP and HTTPS sockets of a configuration, and closes those that are not in it. What is wrong: for people. */
export type OpenDoors = (sockets: readonly ControlSocketConfig[]) => Promise<string | undefined>

/** What control sockets are opened with. */
export interface ControlSocketsSite {
  readonly commands: Channel
  /** Logger "commands". */
  readonly log: Logger
  readonly timers: Timers
  readonly policy: SocketPolicy
  readonly pid: number
  /** Undefined: nobody here opens HTTP sockets, and they are passed over. */
  readonly openDoors: OpenDoors | undefined
}

/** The control sockets of one service: UNIX sockets in its thread, HTTP ones by whoever has the front door. */
export class ControlSockets {
  readonly #site: ControlSocketsSite
  #open = new Map<string, UnixSocket>()
  #doors: readonly ControlSocketConfig[] = []

  constructor(site: ControlSocketsSite) {
    this.#site = site
  }

  /** Paths of the UNIX sockets. */
  get paths(): readonly string[] {
    return [...this.#open.keys()]
  }

  /**
   * Take commands where these sockets say, and nowhere else. Sockets that stay are not closed in between. Resolves with
   * what is wrong; then everything is as it was.
   */
  async configure(sockets: readonly ControlSocketConfig[]): Promise<string | undefined> {
    const names = new Set(sockets.filter(({ type }) => type === 'unix').map(({ name }) => name))
    const fresh: UnixSocket[] = []
    const giveUp = async (wrong: string): Promise<string> => {
      await Promise.all(fresh.map(socket => socket.close(0)))
      return wrong
    }
    for (const name of names) {
      if (this.#open.has(name) || name === '') continue
      const socket = new UnixSocket(name, this.#site)
      const wrong = await socket.open()
      if (wrong !== undefined) return giveUp(wrong)
      fresh.push(socket)
    }
    const doors = sockets.filter(({ type }) => type !== 'unix')
    // asked for even when nothing changed: files of certificates and passwords are read again
    if (doors.length > 0 || this.#doors.length > 0) {
      const wrong = await this.#site.openDoors?.(doors)
      if (wrong !== undefined) return giveUp(wrong)
    }
    this.#doors = doors
    for (const socket of fresh) this.#open.set(socket.path, socket)
    for (const [name, socket] of this.#open) {
      if (names.has(name)) continue
      this.#open.delete(name)
      // not waited for: the command that asks for this may have come through it
      void socket.close()
    }
    return undefined
  }

  /** Ends in order: what was asked is answered, if that does not take long. Removes the socket files. */
  async close(): Promise<void> {
    const open = [...this.#open.values()]
    this.#open.clear()
    await Promise.all(open.map(socket => socket.close()))
  }
}
