import type { Clock } from './clock.js'

/** The machine's clock. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now()
  }

  seconds(): number {
    return Math.trunc(Date.now() / 1000)
  }

  monotonic(): number {
    return performance.now()
  }
}
