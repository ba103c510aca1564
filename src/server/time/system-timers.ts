import type { Timer, Timers } from './clock.js'

/** Longest delay setTimeout takes; a longer one would fire at once. */
const LONGEST = 0x7fffffff

/** The event loop's timers. They do not keep the process alive. */
export class SystemTimers implements Timers {
  after(ms: number, run: () => void): Timer {
    return new LoopTimer(ms, run, false)
  }

  every(ms: number, run: () => void): Timer {
    return new LoopTimer(ms, run, true)
  }

  soon(run: () => void): void {
    // setImmediate runs after the poll phase: sockets that are ready come first
    setImmediate(run)
  }
}

class LoopTimer implements Timer {
  readonly #ms: number
  readonly #run: () => void
  readonly #again: boolean
  #handle: NodeJS.Timeout | undefined
  #left = 0
  #over = false

  constructor(ms: number, run: () => void, again: boolean) {
    this.#ms = Math.max(0, ms)
    this.#run = run
    this.#again = again
    this.#start()
  }

  cancel(): void {
    this.#over = true
    clearTimeout(this.#handle)
    this.#handle = undefined
  }

  #start(): void {
    this.#left = this.#ms
    this.#wait()
  }

  #wait(): void {
    const part = Math.min(this.#left, LONGEST)
    this.#left -= part
    this.#handle = setTimeout(() => this.#due(), part)
    this.#handle.unref()
  }

  #due(): void {
    if (this.#left > 0) {
      this.#wait()
      return
    }
    if (!this.#again) {
      this.cancel()
      this.#run()
      return
    }
    try {
      this.#run()
    } finally {
      if (!this.#over) this.#start()
    }
  }
}
