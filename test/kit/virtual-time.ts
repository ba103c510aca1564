import type { Clock, Timer, Timers } from '../../src/server/time/clock.js'

interface Waiting {
  due: number
  /** Started earlier runs earlier where two fall due at once. */
  readonly order: number
  readonly period: number | undefined
  readonly run: () => void
}

/** Bound of settle(): work that asks for itself again for ever is an error of the test, not a hang. */
const ENDLESS = 1_000_000

/**
 * Time that passes only when the test says so.
 *
 *     const time = new VirtualTime()
 *     const server = new Server({ clock: time, timers: time })
 *     time.advance(10_000)   // timers that fall due run in order, each seeing its own time
 *     time.settle()          // what was asked for `soon`
 */
export class VirtualTime implements Clock, Timers {
  #now: number
  #elapsed = 0
  #started = 0
  readonly #waiting = new Set<Waiting>()
  #soon: (() => void)[] = []

  /** `start`: milliseconds since 1970; 2026-01-01 00:00:00 UTC unless told. */
  constructor(start = 1_767_225_600_000) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  seconds(): number {
    return Math.trunc(this.#now / 1000)
  }

  monotonic(): number {
    return this.#elapsed
  }

  after(ms: number, run: () => void): Timer {
    return this.#wait(ms, undefined, run)
  }

  every(ms: number, run: () => void): Timer {
    return this.#wait(ms, Math.max(1, ms), run)
  }

  soon(run: () => void): void {
    this.#soon.push(run)
  }

  /** Timers that wait, and tasks asked for `soon`. */
  get pending(): { readonly timers: number; readonly soon: number } {
    return { timers: this.#waiting.size, soon: this.#soon.length }
  }

  /** Let `ms` milliseconds pass, running what falls due on the way, in order. Does not run `soon` tasks. */
  advance(ms: number): void {
    const end = this.#elapsed + ms
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#pass(Math.max(0, next.due - this.#elapsed))
      if (next.period === undefined) this.#waiting.delete(next)
      next.run()
      if (next.period !== undefined) next.due = this.#elapsed + next.period
    }
    this.#pass(end - this.#elapsed)
  }

  /** Run `soon` tasks, and those they ask for, until there are none. Time stands still. */
  settle(): void {
    for (let turns = 0; this.#soon.length > 0; turns++) {
      if (turns > ENDLESS) throw new Error('soon tasks never end')
      const tasks = this.#soon
      this.#soon = []
      for (const task of tasks) task()
    }
  }

  /** Set the wall clock, as an administrator or NTP would: monotonic() and timers do not notice. */
  jump(ms: number): void {
    this.#now += ms
  }

  #wait(ms: number, period: number | undefined, run: () => void): Timer {
    const waiting: Waiting = { due: this.#elapsed + Math.max(0, ms), order: this.#started++, period, run }
    this.#waiting.add(waiting)
    return { cancel: () => this.#waiting.delete(waiting) }
  }

  #next(end: number): Waiting | undefined {
    let first: Waiting | undefined
    for (const w of this.#waiting) {
      if (w.due > end) continue
      if (first === undefined || w.due < first.due || (w.due === first.due && w.order < first.order)) first = w
    }
    return first
  }

  #pass(ms: number): void {
    this.#now += ms
    this.#elapsed += ms
  }
}
