import type { Step } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/** The client's name (option 39), once its addresses are known. */
export function nameClient(_rooms: Rooms6): Step<Exchange6> {
  return () => undefined
}
