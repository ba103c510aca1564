import type { Step } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/** What each association gets, by the kind of the message; here only which is which. */
export function decide(_rooms: Rooms6): Step<Exchange6> {
  return () => undefined
}
