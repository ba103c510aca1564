import type { Inbound } from '../../../net/link.js'
import type { Plan } from '../plan.js'
import type { Exchange6 } from './exchange6.js'
import { identify } from './identify.js'
import type { Rooms6 } from './rooms6.js'

/** What the service decides from one packet to the next. */
export interface Serving6 {
  /** The configuration in force. */
  plan(): Plan<bigint>
  /** Serving is switched off (dhcp-disable): packets are dropped. */
  disabled(): boolean
}

/** Point the exchange at a datagram, read and count it. False: it is not for the walk; that is counted and logged. */
export function receive(rooms: Rooms6, serving: Serving6, x: Exchange6, inbound: Inbound, seconds: number): boolean {
  const { counters } = rooms
  counters.received.add(1)
  if (x.receive(serving.plan(), inbound, seconds) !== undefined) {
    counters.dropped('parse-failed')
    return false
  }
  identify(x, inbound)
  counters.typeReceived(x.query.type)
  if (!serving.disabled()) return true
  counters.dropped('service-disabled')
  return false
}
