import { closeSync, fstatSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { type CommandRequest, ThreadChannel, ThreadLogs } from './api/thread-messages.js'
import type { ControlSocketConfig } from './config/decided-service.js'
import type { Logs } from './log/logger.js'
import type { ServiceEvent, ServiceOptions, ServiceRequest, Serving } from './service-options.js'

/** Milliseconds before a thread that died is started again; doubled each time the next one does not come to serve. */
const RESTART_WAIT = 1000
const LONGEST_WAIT = 30

/** Milliseconds that a service may take to stop before its thread is ended. */
const STOP_WAIT = 1500

/** What the supervisor tells whoever started it. */
export interface SupervisorEvents {
  /** The thread died, or could not take up service again; another is started. */
  crashed(reason: string): void
  /** A thread serves in place of one that died. */
  resumed?(serving: Serving): void
  /** These are the HTTP sockets that the service wants now. Resolves with what is wrong; absent: nobody opens any. */
  doors?(sockets: readonly ControlSocketConfig[]): Promise<string | undefined>
  /** A command ends the service; `code`: of the process, if it was the last one. */
  shutdown?(code: number): void
}

/**
 * Runs one service in a worker thread of its own. A thread that dies is started again; descriptors it had opened by
 * system calls are closed first, since nobody else knows of them.
 *
 * A configuration is taken in two steps, check() and apply(), for the first one and for every other. One caller at a time.
 */
export class Supervisor {
  /** Takes commands for the service. */
  readonly commands: ThreadChannel
  /** Its log, for those who speak for it in this thread. */
  readonly logs: Logs
  readonly #options: ServiceOptions
  readonly #events: SupervisorEvents
  /** What the thread runs. */
  readonly #program: URL
  readonly #restartWait: number
  /** With the inode of each. */
  readonly #descriptors = new Map<number, number>()
  #worker: Worker | undefined
  /** Where the thread serves; undefined: it does not, not yet or not any more. */
  #serving: Serving | undefined
  /** It has served, so it is to serve until it is stopped. */
  #wanted = false
  #stopping = false
  #stopped: (() => void) | undefined
  /** Takes the answer to what was asked last. */
  #answer: ((problems: string | undefined) => void) | undefined
  /** Why the thread ends. */
  #reason = ''
  #failures = 0
  #restart: NodeJS.Timeout | undefined
  #resuming: Promise<void> | undefined

  constructor(
    options: ServiceOptions,
    events: SupervisorEvents,
    program = new URL('./worker.js', import.meta.url),
    restartWait = RESTART_WAIT,
  ) {
    this.#options = options
    this.#events = events
    this.#program = program
    this.#restartWait = restartWait
    this.commands = new ThreadChannel(options.service, request => this.#post(request))
    this.logs = new ThreadLogs(request => this.#worker?.postMessage(request))
  }

  get serving(): Serving | undefined {
    return this.#serving
  }

  /**
   * Have the service read its configuration; a thread is started if there is none. Resolves with undefined when apply()
   * can put it in force, else with what is wrong. A service that does not serve yet is over then.
   */
  async check(): Promise<string | undefined> {
    await this.#resuming
    clearTimeout(this.#restart)
    const problems = await this.#check()
    if (problems !== undefined) await this.#giveUp(problems)
    return problems
  }

  /** Put in force what was checked. Resolves with what is in the way of it; the service is then as before check(). */
  async apply(): Promise<string | undefined> {
    const problems = await this.#ask({ kind: 'apply' })
    if (problems !== undefined) await this.#giveUp(problems)
    return problems
  }

  /** Forget what was checked, for a reason that lies in another service. */
  async discard(reason: string): Promise<void> {
    this.#worker?.postMessage({ kind: 'discard', reason } satisfies ServiceRequest)
    await this.#giveUp(reason)
  }

  /** Resolves when the service has ended: in order, or by force when it takes too long. */
  async stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#restart)
    // first, so that what is asked through them is answered still
    await this.#events.doors?.([])
    const worker = this.#worker
    if (worker === undefined) return
    await new Promise<void>(resolve => {
      const force = setTimeout(() => resolve(), STOP_WAIT)
      this.#stopped = () => {
        clearTimeout(force)
        resolve()
      }
      worker.postMessage({ kind: 'stop' } satisfies ServiceRequest)
    })
    await worker.terminate()
  }

  #check(): Promise<string | undefined> {
    if (this.#stopping) return Promise.resolve('it is being stopped')
    if (this.#worker === undefined) this.#run()
    return this.#ask({ kind: 'check' })
  }

  /** A command for a thread that is gone is answered at once. */
  #post(request: CommandRequest): void {
    if (this.#worker === undefined) queueMicrotask(() => this.commands.lost())
    else this.#worker.postMessage(request)
  }

  /** Resolves with the problems that the service, or its end, answers with. */
  #ask(request: ServiceRequest): Promise<string | undefined> {
    const worker = this.#worker
    if (worker === undefined) return Promise.resolve(this.#reason)
    return new Promise(resolve => {
      this.#answer = resolve
      worker.postMessage(request)
    })
  }

  #settle(problems: string | undefined): void {
    const answer = this.#answer
    this.#answer = undefined
    answer?.(problems)
  }

  /** A thread that has nothing to serve ends; if it is one that took the place of another, the next one tries again. */
  async #giveUp(reason: string): Promise<void> {
    if (this.#serving !== undefined || this.#stopping || this.#worker === undefined) return
    this.#reason = reason
    await this.#worker.terminate()
  }

  #run(): void {
    const ended = this.#wanted ? this.#reason.split('\n', 1)[0] : undefined
    const workerData = ended === undefined ? this.#options : { ...this.#options, endedBefore: ended }
    const worker = new Worker(this.#program, { workerData })
    this.#worker = worker
    this.#reason = 'it ended by itself'
    worker.on('message', (event: ServiceEvent) => this.#hear(event))
    worker.on('error', error => {
      this.#reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    })
    worker.on('exit', () => {
      this.#worker = undefined
      this.#serving = undefined
      this.#closeDescriptors()
      this.commands.lost()
      // a service that never came to serve leaves no doors open; those of one that is started again stay
      if (!this.#wanted) void this.#events.doors?.([])
      this.#settle(this.#reason)
      this.#stopped?.()
      this.#schedule()
    })
  }

  #hear(event: ServiceEvent): void {
    switch (event.kind) {
      case 'descriptor':
        if (event.inode !== undefined) this.#descriptors.set(event.fd, event.inode)
        else this.#descriptors.delete(event.fd)
        break
      case 'applied':
        if (event.problems === undefined) {
          this.#serving = { listens: event.listens, leaseFile: event.leaseFile }
          this.#wanted = true
          this.#failures = 0
        }
        this.#settle(event.problems)
        break
      case 'checked':
        this.#settle(event.problems)
        break
      case 'stopped':
        this.#stopped?.()
        break
      case 'doors':
        void this.#openDoors(event.sockets)
        break
      case 'shutdown':
        this.#events.shutdown?.(event.code)
        break
      default:
        this.commands.heard(event)
    }
  }

  async #openDoors(sockets: readonly ControlSocketConfig[]): Promise<void> {
    const problems = await this.#events.doors?.(sockets)
    this.#worker?.postMessage({ kind: 'doors-answer', problems } satisfies ServiceRequest)
  }

  /** Start another thread in a while, if there is to be one. */
  #schedule(): void {
    if (this.#stopping || !this.#wanted) return
    clearTimeout(this.#restart)
    this.#events.crashed(this.#reason)
    const wait = this.#restartWait * Math.min(2 ** this.#failures++, LONGEST_WAIT)
    this.#restart = setTimeout(() => {
      this.#resuming = this.#resume()
    }, wait)
  }

  async #resume(): Promise<void> {
    const problems = (await this.#check()) ?? (await this.#ask({ kind: 'apply' }))
    if (problems === undefined && this.#serving !== undefined) this.#events.resumed?.(this.#serving)
    else await this.#giveUp(problems ?? '')
  }

  #closeDescriptors(): void {
    for (const [fd, inode] of this.#descriptors)
      try {
        // those that Node waits on are closed with the thread, and another service may have the number by now
        if (fstatSync(fd).ino === inode) closeSync(fd)
      } catch {
        // nobody has the number
      }
    this.#descriptors.clear()
  }
}
