import type { Inbound } from '../../../net/link.js'
import { ipv4 } from '../../../wire/address.js'
import { describeFailure, messageText, messageTypeName } from '../../../wire/v4/text.js'
import {
  bufferReceived,
  bufferUnpack,
  packetDrop0001,
  packetDrop0008,
  packetOptionsSkipped,
  packetReceived,
  queryData,
} from '../messages.js'
import type { Plan } from '../plan.js'
import type { Exchange4 } from './exchange4.js'
import { identify } from './identify.js'
import { labelOf } from './label.js'
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
  const { counters, log } = rooms
  counters.received.add(1)
  const failure = x.receive(serving.plan(), inbound, seconds)
  logBuffer(rooms, x)
  if (failure !== undefined) {
    counters.dropped('parse-failed')
    if (log.badPackets.on(packetDrop0001)) {
      const reason = describeFailure(x.query, failure, x.plan.decided.spaces)
      log.badPackets.log(packetDrop0001, ipv4.format(x.source), destinationOf(x), x.link.name, reason)
    }
    return false
  }
  identify(x)
  // a listener may make another message of it first
  if (!rooms.points.bufferReceive.heard) countQuery(rooms, x)
  if (!serving.disabled()) return true
  counters.dropped('service-disabled')
  if (log.badPackets.on(packetDrop0008)) log.badPackets.log(packetDrop0008, labelOf(x))
  return false
}

/** Count the message by its type, and tell the log. */
export function countQuery(rooms: Rooms4, x: Exchange4): void {
  rooms.counters.typeReceived(x.query.type)
  logQuery(rooms, x)
}

function logBuffer({ log, ports }: Rooms4, x: Exchange4): void {
  const { packets, options } = log
  const { name } = x.link
  if (packets.on(bufferReceived))
    packets.log(bufferReceived, ipv4.format(x.source), x.sourcePort, destinationOf(x), ports.server, name)
  if (options.on(bufferUnpack)) options.log(bufferUnpack, ipv4.format(x.source), destinationOf(x), name)
}

function logQuery({ log, ports }: Rooms4, x: Exchange4): void {
  const { query } = x
  const { packets, options } = log
  if (query.truncated && options.on(packetOptionsSkipped))
    options.log(packetOptionsSkipped, 'the last option is truncated')
  if (packets.on(packetReceived)) {
    const name = messageTypeName(query.type)
    packets.log(packetReceived, labelOf(x), name, query.type, ipv4.format(x.source), destinationOf(x), x.link.name)
  }
  if (packets.on(queryData)) {
    const local = `${destinationOf(x)}:${ports.server}`
    const remote = `${ipv4.format(x.source)}:${x.sourcePort}`
    packets.log(queryData, labelOf(x), messageText(query, x.plan.decided.spaces, local, remote))
  }
}

/** Where the packet was sent to; where the kernel did not say, the interface that heard it. */
function destinationOf(x: Exchange4): string {
  return x.destination === undefined ? x.link.name : ipv4.format(x.destination)
}
