import { closeSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { ServiceEvent, ServiceOptions, ServiceRequest } from './service-options.js'

/** Milliseconds before a thread that died is started again. */
const RESTART_WAIT = 1000

/** Milliseconds that a service may take to stop before its thread is ended. */
const STOP_WAIT = 1500

/** What the supervisor tells whoever started it. */
export interface SupervisorEvents {
  ready(event: Extract<ServiceEvent, { kind: 'ready' }>): void
  reloaded(ok: boolean, text: string): void
  /** The thread died and is started again. */
  crashed(reason: string): void
}

/**
 * Runs one service in a worker thread of its own. A thread that dies is started again; descriptors it had opened by
 * system calls are closed first, since nobody else knows of them.
 */
export class Supervisor {
  readonly #options: ServiceOptions
  readonly #events: SupervisorEvents
  /** What the thread runs. */
  readonly #program: URL
  readonly #restartWait: number
  readonly #descriptors = new Set<number>()
  #worker: Worker | undefined
  #stopping = false
  #stopped: (() => void) | undefined
  #restart: NodeJS.Timeout | undefined

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
  }

  /** Resolves with undefined once the service serves, or with what keeps it from starting. */
  start(): Promise<string | undefined> {
    return new Promise(resolve => this.#run(resolve))
  }

  reload(): void {
    this.#ask({ kind: 'reload' })
  }

  /** Resolves when the service has ended: in order, or by force when it takes too long. */
  async stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#restart)
    const worker = this.#worker
    if (worker === undefined) return
    await new Promise<void>(resolve => {
      const force = setTimeout(() => resolve(), STOP_WAIT)
      this.#stopped = () => {
        clearTimeout(force)
        resolve()
      }
      this.#ask({ kind: 'stop' })
    })
    await worker.terminate()
  }

  #ask(request: ServiceRequest): void {
    this.#worker?.postMessage(request)
  }

  #run(started?: (problems: string | undefined) => void): void {
    const worker = new Worker(this.#program, { workerData: this.#options })
    this.#worker = worker
    let settle = started
    let refused = false
    let reason = 'it ended by itself'
    worker.on('message', (event: ServiceEvent) => {
      switch (event.kind) {
        case 'descriptor':
          if (event.open) this.#descriptors.add(event.fd)
          else this.#descriptors.delete(event.fd)
          break
        case 'ready':
          this.#events.ready(event)
          settle?.(undefined)
          settle = undefined
          break
        case 'failed':
          refused = settle !== undefined
          settle?.(event.text)
          settle = undefined
          break
        case 'reloaded':
          this.#events.reloaded(event.ok, event.text)
          break
        case 'stopped':
          this.#stopped?.()
          break
      }
    })
    worker.on('error', error => {
      reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    })
    worker.on('exit', () => {
      this.#worker = undefined
      this.#closeDescriptors()
      this.#stopped?.()
      if (this.#stopping || refused) return
      settle?.(reason)
      if (settle !== undefined) return
      this.#events.crashed(reason)
      this.#restart = setTimeout(() => this.#run(), this.#restartWait)
    })
  }

  #closeDescriptors(): void {
    for (const fd of this.#descriptors)
      try {
        closeSync(fd)
      } catch {
        // the thread had closed it on its way out
      }
    this.#descriptors.clear()
  }
}
