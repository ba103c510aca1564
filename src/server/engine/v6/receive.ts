import type { Inbound } from '../../../net/link.js'
import { describeFailure, describeSkipped } from '../../../wire/v6/failure-text.js'
import { messageText, messageTypeName } from '../../../wire/v6/text.js'
import { logBuffer, logDisabled, logQuery, logUnreadable, type QueryText } from '../log-received.js'
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
  const failure = x.receive(serving.plan(), inbound, seconds)
  logBuffer<bigint, Exchange6>(rooms, x)
  if (failure !== undefined) {
    counters.dropped('parse-failed')
    logUnreadable<bigint, Exchange6>(rooms, x, () => describeFailure(x.query, failure, x.plan.decided.spaces))
    return false
  }
  // the reason stands where identify() will look for options
  logSkipped(rooms, x)
  identify(x, inbound)
  // a listener may make another message of it first
  if (!rooms.points.bufferReceive.heard) countQuery(rooms, x)
  if (!serving.disabled()) return true
  counters.dropped('service-disabled')
  logDisabled<bigint, Exchange6>(rooms, x)
  return false
}

const texts: QueryText<Exchange6> = {
  type: x => x.query.type,
  typeName: messageTypeName,
  dump: ({ query, plan }, local, remote) => messageText(query, plan.decided.spaces, local, remote),
  endpoint: (address, port) => `[${address}]:${port}`,
}

/** Count the message by its type, and tell the log. */
export function countQuery(rooms: Rooms6, x: Exchange6): void {
  rooms.counters.typeReceived(x.query.type)
  logQuery<bigint, Exchange6>(rooms, texts, x)
}

function logSkipped({ log: { options }, say }: Rooms6, { query }: Exchange6): void {
  if (query.skippedCode !== 0 && options.on(say.optionsSkipped)) options.log(say.optionsSkipped, describeSkipped(query))
}
