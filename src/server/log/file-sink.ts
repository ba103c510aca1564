import { closeSync, fstatSync, openSync, renameSync } from 'node:fs'
import type { Clock, Timer, Timers } from '../time/clock.js'
import { LineBuffer } from './line-buffer.js'
import type { Complaint, Sink } from './sink.js'

/** Kea: a maxsize below this switches rotation off. */
const SMALLEST = 204_800
/** Characters that wait for the end of a turn, or longer, before they are written in any case. */
const LARGEST_WAIT = 65_536
/** Milliseconds that lines wait where `flush` is off. */
const LAZY_WAIT = 1000
/** Milliseconds between attempts to open or write a file that could not be. */
const RETRY = 1000

export interface FileLimits {
  /** Bytes; below 204800: no rotation. */
  readonly maxSize: number
  /** Rotated files kept (path.1 the newest); at least 1. */
  readonly maxVersions: number
  /** Write at the end of every turn; otherwise within a second. */
  readonly flush: boolean
}

/**
 * A log file. At maxSize it becomes path.1, path.1 becomes path.2 and so on. A file that cannot be opened or written is
 * reported once and tried again every second; up to a megabyte of lines waits for it. Devices are not rotated.
 */
export class FileSink implements Sink {
  readonly #path: string
  readonly #clock: Clock
  readonly #timers: Timers
  readonly #complain: Complaint
  readonly #buffer = new LineBuffer()
  #limits: FileLimits
  #fd: number | undefined
  /** Bytes in the file and on their way to it. */
  #size = 0
  /** A device or pipe is nobody's to rename: who logs to /dev/null wants to keep it. */
  #rotates = false
  #failed = false
  #notBefore = 0
  #timer: Timer | undefined
  #closed = false

  constructor(path: string, limits: FileLimits, clock: Clock, timers: Timers, complain: Complaint) {
    this.#path = path
    this.#limits = limits
    this.#clock = clock
    this.#timers = timers
    this.#complain = complain
    this.#open()
  }

  /** New limits for the file, after a reload. */
  limit(limits: FileLimits): void {
    this.#limits = limits
  }

  append(line: string): void {
    if (!this.#buffer.add(line)) return
    this.#size += Buffer.byteLength(line)
    const { maxSize } = this.#limits
    if (this.#failed) return
    if (this.#rotates && maxSize >= SMALLEST && this.#size > maxSize) this.#rotate()
    else if (this.#buffer.waiting > LARGEST_WAIT) this.#write()
  }

  turn(): void {
    if (this.#limits.flush) this.flush()
    else if (this.#buffer.waiting > 0) this.#later(LAZY_WAIT)
  }

  flush(): void {
    if (this.#buffer.waiting === 0) return
    if (this.#failed && this.#clock.monotonic() < this.#notBefore) return
    this.#write()
  }

  reopen(): void {
    this.flush()
    this.#release()
    this.#open()
  }

  close(): void {
    this.#closed = true
    if (this.#buffer.waiting > 0) this.#write()
    if (this.#buffer.waiting > 0) this.#complain(`${this.#path}: ${this.#buffer.waiting} characters of log are lost`)
    this.#buffer.clear()
    this.#timer?.cancel()
    this.#release()
  }

  #write(): void {
    if (this.#fd === undefined && !this.#open()) return
    const error = this.#buffer.write(this.#fd!)
    if (error !== undefined) {
      this.#fail(error)
      return
    }
    if (!this.#failed) return
    this.#failed = false
    const lost = this.#buffer.takeLost()
    this.#complain(`${this.#path}: written again${lost > 0 ? `, ${lost} lines were lost` : ''}`)
  }

  #open(): boolean {
    try {
      this.#fd = openSync(this.#path, 'a', 0o640)
      const found = fstatSync(this.#fd)
      this.#rotates = found.isFile()
      this.#size = found.size + this.#buffer.waiting
      return true
    } catch (error) {
      this.#fail((error as NodeJS.ErrnoException).code ?? String(error))
      return false
    }
  }

  #fail(reason: string): void {
    if (!this.#failed) this.#complain(`${this.#path}: cannot write the log: ${reason}; it is tried again every second`)
    this.#failed = true
    this.#notBefore = this.#clock.monotonic() + RETRY
    this.#later(RETRY)
  }

  #later(ms: number): void {
    if (this.#closed) return
    this.#timer ??= this.#timers.after(ms, () => {
      this.#timer = undefined
      this.flush()
    })
  }

  #release(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }

  #rotate(): void {
    this.#write()
    if (this.#failed) return
    try {
      for (let i = Math.max(1, this.#limits.maxVersions); i > 1; i--)
        rename(`${this.#path}.${i - 1}`, `${this.#path}.${i}`)
      rename(this.#path, `${this.#path}.1`)
    } catch (error) {
      this.#complain(`${this.#path}: cannot rotate the log: ${(error as NodeJS.ErrnoException).code ?? error}`)
      // goes on in the same file; the next attempt is a whole maxSize away
      this.#size = 0
      return
    }
    this.#release()
    this.#open()
  }
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
