import type { PacketCounters } from '../packet-counters.js'
import type { Rooms } from '../rooms.js'
import type { Exchange6 } from './exchange6.js'

/** What the DHCPv6 steps are given of the rest of the house. */
export interface Rooms6 extends Rooms<bigint, Exchange6, PacketCounters> {
  /** The DUID of this server (RFC 8415 11). */
  readonly serverId: Uint8Array
}
