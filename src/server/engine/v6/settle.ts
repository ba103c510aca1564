import type { Step } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/** Settle lifetimes and timers, and what is to be written. */
export function settleLeases(_rooms: Rooms6): Step<Exchange6> {
  return () => undefined
}
