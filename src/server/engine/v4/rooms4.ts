import type { Rooms } from '../rooms.js'
import type { Counters4 } from './counters4.js'
import type { Exchange4 } from './exchange4.js'

/** What the DHCPv4 steps are given of the rest of the house. */
export type Rooms4 = Rooms<number, Exchange4, Counters4>
