import type { Timers } from '../../src/server/time/clock.js'

/** The event loop's own timers. */
export const realTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms)
    timer.unref()
    return { cancel: () => clearTimeout(timer) }
  },
  every(ms, run) {
    const timer = setInterval(run, ms)
    timer.unref()
    return { cancel: () => clearInterval(timer) }
  },
  soon: run => void setImmediate(run),
}
