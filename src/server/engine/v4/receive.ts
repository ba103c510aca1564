import type { Inbound } from '../../../net/link.js'
import { describeFailure, messageText, messageTypeName } from '../../../wire/v4/text.js'
import { logBuffer, logDisabled, logQuery, logUnreadable, type QueryText } from '../log-received.js'
import type { Plan } from '../plan.js'
import type { Exchange4 } from './exchange4.js'
import { identify } from './identify.js'
import type { Rooms4 } from './rooms4.js'

/** What the service decides from one packet to the next. */
export interface Serving4 {
  /** The configuration in force. */
  plan(): Plan<number>
  /** Serving is switched off (dhcp-disable): packets are dropped. */
  disabled(): boolean
}

/** Point the exchange at a datagram, read and count it. False: it is not for the walk; that is counted and logged. */
export function receive(rooms: Rooms4, serving: Serving4, x: Exchange4, inbound: Inbound, seconds: number): boolean {
  const { counters } = rooms
  counters.received.add(1)
  const failure = x.receive(serving.plan(), inbound, seconds)
  logBuffer<number, Exchange4>(rooms, x)
  if (failure !== undefined) {
    counters.dropped('parse-failed')
    logUnreadable<number, Exchange4>(rooms, x, () => describeFailure(x.query, failure, x.plan.decided.spaces))
    return false
  }
  identify(x)
  // a listener may make another message of it first
  if (!rooms.points.bufferReceive.heard) countQuery(rooms, x)
  if (!serving.disabled()) return true
  counters.dropped('service-disabled')
  logDisabled<number, Exchange4>(rooms, x)
  return false
}

const texts: QueryText<Exchange4> = {
  type: x => x.query.type,
  typeName: messageTypeName,
  dump: ({ query, plan }, local, remote) => messageText(query, plan.decided.spaces, local, remote),
  endpoint: (address, port) => `${address}:${port}`,
}

/** Count the message by its type, and tell the log. */
export function countQuery(rooms: Rooms4, x: Exchange4): void {
  const { options } = rooms.log
  const { optionsSkipped } = rooms.say
  rooms.counters.typeReceived(x.query.type)
  if (x.query.truncated && options.on(optionsSkipped)) options.log(optionsSkipped, 'the last option is truncated')
  logQuery<number, Exchange4>(rooms, texts, x)
}
