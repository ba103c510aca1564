import type { Clock, Timers } from './clock.js'

/**
 * Reads another clock once a turn of the event loop: what happens in one batch of packets has one time. Costs a field
 * read where the system clock costs a call into the kernel's clock page. monotonic() is never cached.
 */
export class CachedClock implements Clock {
  readonly #clock: Clock
  readonly #timers: Timers
  readonly #forget = (): void => {
    this.#fresh = false
  }
  #fresh = false
  #now = 0
  #seconds = 0

  constructor(clock: Clock, timers: Timers) {
    this.#clock = clock
    this.#timers = timers
  }

  now(): number {
    if (!this.#fresh) this.#read()
    return this.#now
  }

  seconds(): number {
    if (!this.#fresh) this.#read()
    return this.#seconds
  }

  monotonic(): number {
    return this.#clock.monotonic()
  }

  #read(): void {
    this.#now = this.#clock.now()
    this.#seconds = Math.trunc(this.#now / 1000)
    this.#fresh = true
    this.#timers.soon(this.#forget)
  }
}
