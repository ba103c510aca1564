import { MessageType } from '../../wire/v4/codes.js'
import type { Verdict as Said } from '../hooks/point.js'
import {
  classifyAdditional,
  classifyGlobalHost,
  classifyKnown,
  classifyReceived,
  type DropMoment,
  dropMembers,
} from './classify.js'
import type { Dispatch } from './dispatcher.js'
import { findGlobalHosts, findHosts } from './find-hosts.js'
import { ask, askLease, askSubnet, tellCommitted } from './listen.js'
import {
  hookLeases4ParkingLotFull,
  packetDrop0010,
  packetDrop0011,
  packetDrop0013,
  packetDrop0014,
  packetProcessStdException,
} from './messages.js'
import { accept } from './v4/accept.js'
import { findGrantedLease, pickAddress } from './v4/allocate4.js'
import { nameClient } from './v4/client-name.js'
import { decide, preferReserved, refuse } from './v4/decide.js'
import { Exchange4 } from './v4/exchange4.js'
import { findClientLease, findNamedLease, findReservedLease } from './v4/find-leases.js'
import { gatherOptions } from './v4/gather.js'
import { labelOf } from './v4/label.js'
import { commit, settleLease } from './v4/lease4.js'
import { logHosts } from './v4/log-hosts.js'
import { logLease } from './v4/log-lease.js'
import { logClasses, logSubnet, logSubnetChange } from './v4/log-progress.js'
import { logSelection } from './v4/log-selection.js'
import { type VerdictLog, verdictLog } from './v4/log-verdicts.js'
import { askOffer } from './v4/offer.js'
import { receive, type Serving4 } from './v4/receive.js'
import { reply } from './v4/reply.js'
import type { Rooms4 } from './v4/rooms4.js'
import { selectSubnet } from './v4/select-subnet.js'
import type { Step, Verdict } from './walk.js'

export type { Serving4 } from './v4/receive.js'

/** The DHCPv4 walk: reading order is packet order. */
export function walk4(rooms: Rooms4): Step<Exchange4>[] {
  const { points } = rooms
  const told = verdictLog(rooms)
  const filtered = (x: Exchange4, said: Said): void => {
    told.received(x, said)
    rooms.counters.dropped('processing-failed')
  }
  const drops = { dropped: (x: Exchange4, when: DropMoment) => dropMember(rooms, x, when) }
  return [
    classifyReceived<number, Exchange4>(),
    accept(rooms),
    ask(points.pktReceive, () => 'drop', filtered),
    dropMembers<number, Exchange4>(drops, 'received'),
    findGlobalHosts,
    classifyGlobalHost<number, Exchange4>(drops),
    logSelection(rooms),
    selectSubnet(rooms),
    askSubnet(points, told.subnet),
    logSubnet(rooms),
    findHosts,
    logHosts(rooms),
    classifyKnown<number, Exchange4>(drops),
    preferReserved,
    findClientLease(rooms),
    findNamedLease(rooms),
    findReservedLease(rooms),
    decide(rooms),
    pickAddress(rooms),
    refuse(rooms),
    logSubnetChange(rooms),
    classifyAdditional<number, Exchange4>(),
    logClasses(rooms),
    findGrantedLease(rooms),
    nameClient(rooms),
    settleLease(rooms),
    askOffer(rooms),
    askLease(points, leasePoint, x => notExtended(told, x)),
    commit(rooms),
    logLease(rooms),
    tellCommitted(points, told.committed),
    gatherOptions(rooms),
    ask(points.pktSend, () => 'drop', told.send),
    reply(rooms),
  ]
}

function dropMember({ log, counters }: Rooms4, x: Exchange4, when: DropMoment): void {
  const { packets } = log
  const message = when === 'received' ? packetDrop0010 : when === 'host' ? packetDrop0013 : packetDrop0014
  if (packets.on(message)) packets.log(message, labelOf(x))
  counters.dropped('admin-filtered')
}

/** The point that hears of this packet's change. */
function leasePoint(points: Rooms4['points'], x: Exchange4): Rooms4['points']['leaseRenew'] | undefined {
  switch (x.query.type) {
    case MessageType.release:
      return points.leaseRelease
    case MessageType.decline:
      return points.leaseDecline
    default:
      return x.outcome === 'extend' ? points.leaseRenew : points.leaseSelect
  }
}

/**
 * A listener says skip: the store stays as it is. RELEASE and DECLINE then change nothing; a client whose lease is not
 * extended keeps it as it was, one that gets no lease is refused.
 */
function notExtended(told: VerdictLog, x: Exchange4): Verdict {
  told.leaseKept(x)
  if (x.query.type !== MessageType.request) return 'drop'
  if (x.outcome !== 'extend') x.replyType = MessageType.nak
  return undefined
}

/** DHCPv4 as the dispatcher sees it. */
export function family4(rooms: Rooms4, serving: Serving4): Dispatch<Exchange4> {
  const { counters, log, claims } = rooms
  const limit = (): number => serving.plan().decided.limits.parkedPacketLimit
  return {
    make: () => new Exchange4(),
    steps: walk4(rooms),
    receive: (x, inbound, seconds) => receive(rooms, serving, x, inbound, seconds),
    parked(x) {
      if (x.granted !== 0) claims.add(x.granted)
    },
    ended(x) {
      if (x.parked) claims.delete(x.granted)
    },
    failed(x, reason) {
      if (x.parked) claims.delete(x.granted)
      counters.dropped('processing-failed')
      const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)
      if (log.packets.on(packetProcessStdException)) log.packets.log(packetProcessStdException, text)
    },
    turnedAway(x, why) {
      counters.dropped(why)
      if (why === 'queue-full') {
        if (log.packets.on(hookLeases4ParkingLotFull)) log.packets.log(hookLeases4ParkingLotFull, limit(), labelOf(x))
      } else if (log.badPackets.on(packetDrop0011)) log.badPackets.log(packetDrop0011, labelOf(x), 0, labelOf(x), 0)
    },
    flush: () => rooms.store.flush(),
    parkedLimit: limit,
  }
}
