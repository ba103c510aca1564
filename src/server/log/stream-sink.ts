import type { Timer, Timers } from '../time/clock.js'
import { LineBuffer } from './line-buffer.js'
import type { Complaint, Sink } from './sink.js'

/** Characters that wait for the end of a turn before they are written in any case. */
const LARGEST_WAIT = 65_536
/** Milliseconds until a reader that did not keep up is tried again. */
const RETRY = 20
/** Milliseconds that close() waits for such a reader. */
const PATIENCE = 1000

/**
 * Standard output (1) or standard error (2). Works in worker threads, where process.stdout loses lines at exit. A pipe
 * may be non-blocking, as Node makes it, and its reader slow: up to a megabyte waits for it.
 */
export class StreamSink implements Sink {
  readonly #fd: number
  readonly #timers: Timers
  readonly #complain: Complaint
  readonly #buffer = new LineBuffer()
  #retry: Timer | undefined

  constructor(fd: 1 | 2, timers: Timers, complain: Complaint) {
    this.#fd = fd
    this.#complain = complain
    this.#timers = timers
  }

  append(line: string): void {
    this.#buffer.add(line)
    if (this.#buffer.waiting > LARGEST_WAIT && this.#retry === undefined) this.flush()
  }

  turn(): void {
    this.flush()
  }

  flush(): void {
    if (this.#write()) return
    this.#retry ??= this.#timers.after(RETRY, () => {
      this.#retry = undefined
      this.flush()
    })
  }

  reopen(): void {}

  close(): void {
    this.#retry?.cancel()
    const pause = new Int32Array(new SharedArrayBuffer(4))
    for (let waited = 0; !this.#write() && waited < PATIENCE; waited += RETRY) Atomics.wait(pause, 0, 0, RETRY)
    this.#buffer.clear()
  }

  /** False: the reader does not take more now. */
  #write(): boolean {
    const error = this.#buffer.write(this.#fd)
    if (error === 'EAGAIN') return false
    // any other error: nobody reads
    if (error !== undefined) this.#buffer.clear()
    const lost = this.#buffer.takeLost()
    if (lost > 0) this.#complain(`${lost} lines of log were lost: ${this.#fd === 1 ? 'stdout' : 'stderr'} is not read`)
    return true
  }
}
