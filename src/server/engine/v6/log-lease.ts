import type { Step } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/** What the client got, gave back or declined, as operators read it in the log: once it is written. */
export function logLeases(_rooms: Rooms6): Step<Exchange6> {
  return () => undefined
}
