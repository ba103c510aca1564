import type { PacketCounters } from '../packet-counters.js'
import type { Rooms } from '../rooms.js'
import type { Exchange4 } from './exchange4.js'

/** What the DHCPv4 steps are given of the rest of the house. */
export type Rooms4 = Rooms<number, Exchange4, PacketCounters>
