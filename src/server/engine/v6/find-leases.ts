import type { Step } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/** What the store holds for each association of the client, on its link. */
export function findClientLeases(_rooms: Rooms6): Step<Exchange6> {
  return () => undefined
}
