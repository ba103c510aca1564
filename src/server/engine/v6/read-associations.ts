import type { Step } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/** The identity associations of the message, and what the client wishes for in them. */
export function readAssociations(_rooms: Rooms6): Step<Exchange6> {
  return () => undefined
}
