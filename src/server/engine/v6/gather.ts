import type { Step } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/** The options of the answer beside identifiers, associations and status. */
export function gatherOptions(_rooms: Rooms6): Step<Exchange6> {
  return () => undefined
}
