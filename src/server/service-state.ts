import type { Timer, Timers } from './time/clock.js'

/** Who switches serving off, as Kea numbers them: a relationship of high availability or a database adds its own number. */
export const Origin = { user: 1, haLocal: 1000, haRemote: 2000, database: 3000 } as const

/**
 * Whether packets are served. Several may have switched it off at a time; it is on again when each of them has switched
 * it on, or their time is up.
 */
export class ServiceState {
  readonly #timers: Timers
  /** By origin; undefined: without an end. */
  readonly #off = new Map<number, Timer | undefined>()

  constructor(timers: Timers) {
    this.#timers = timers
  }

  get disabled(): boolean {
    return this.#off.size > 0
  }

  /** Has this origin switched it off? */
  disabledBy(origin: number): boolean {
    return this.#off.has(origin)
  }

  /** The origins from `first` on, below `end`, that have switched it off; ascending. */
  origins(first: number, end: number): number[] {
    return [...this.#off.keys()].filter(origin => origin >= first && origin < end).sort((a, b) => a - b)
  }

  /** @param seconds after which it is on again by itself; 0: never */
  disable(origin: number, seconds = 0): void {
    this.#off.get(origin)?.cancel()
    this.#off.set(origin, seconds > 0 ? this.#timers.after(seconds * 1000, () => this.enable(origin)) : undefined)
  }

  enable(origin: number): void {
    this.#off.get(origin)?.cancel()
    this.#off.delete(origin)
  }

  /** Nothing waits any more. */
  close(): void {
    for (const timer of this.#off.values()) timer?.cancel()
  }
}
