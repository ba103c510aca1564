import { MessageType } from '../../wire/v4/codes.js'
import { FeatureSet } from '../features/feature-set.js'
import { features4 } from '../features/registry.js'
import type { Verdict as Said } from '../hooks/point.js'
import type { LeaseChange } from '../store/lease-store.js'
import { askIdentifier } from './ask-identifier.js'
import { classifyAdditional, classifyGlobalHost, classifyKnown, classifyReceived, dropMembers } from './classify.js'
import type { Dispatch } from './dispatcher.js'
import { findGlobalHosts, findHosts } from './find-hosts.js'
import { ask, askLeases, askSubnet, tellCommitted } from './listen.js'
import { logClasses, logSubnet, logSubnetChange } from './log-progress.js'
import { Tracers } from './trace.js'
import { dropRooms, failed, turnedAway } from './unanswered.js'
import { accept } from './v4/accept.js'
import { findGrantedLease, pickAddress } from './v4/allocate4.js'
import { askBuffer } from './v4/buffer-received.js'
import { nameClient } from './v4/client-name.js'
import { decide, preferReserved, refuse } from './v4/decide.js'
import { Exchange4 } from './v4/exchange4.js'
import { findClientLease, findNamedLease, findReservedLease } from './v4/find-leases.js'
import { gatherOptions } from './v4/gather.js'
import { commit, settleLease } from './v4/lease4.js'
import { logHosts } from './v4/log-hosts.js'
import { logLease } from './v4/log-lease.js'
import { logSelection } from './v4/log-selection.js'
import { type VerdictLog4, verdictLog4 } from './v4/log-verdicts.js'
import { askOffer } from './v4/offer.js'
import { receive, type Serving4 } from './v4/receive.js'
import { reply } from './v4/reply.js'
import type { Rooms4 } from './v4/rooms4.js'
import { selectSubnet } from './v4/select-subnet.js'
import { preferV6InPool } from './v4/v6-only.js'
import type { Step, Steps, Verdict } from './walk.js'

export type { Serving4 } from './v4/receive.js'

/** The DHCPv4 walk: reading order is packet order. The names are for those who follow a packet. */
export function walk4(rooms: Rooms4): Steps<Exchange4> {
  const { points } = rooms
  const told = verdictLog4(rooms)
  const filtered = (x: Exchange4, said: Said): void => {
    told.received(x, said)
    rooms.counters.dropped('processing-failed')
  }
  const drops = dropRooms<number, Exchange4>(rooms)
  return {
    'buffer received': askBuffer(rooms),
    classified: classifyReceived<number, Exchange4>(),
    accepted: accept(rooms),
    'packet received': ask(points.pktReceive, () => 'drop', filtered),
    'class DROP': dropMembers<number, Exchange4>(drops, 'received'),
    identified: askIdentifier<number, Exchange4>(points, told.identified),
    'global reservations': findGlobalHosts,
    'classified by global reservation': classifyGlobalHost<number, Exchange4>(drops),
    'selection logged': logSelection(rooms),
    'subnet selected': selectSubnet(rooms),
    'subnet asked': askSubnet(points, told.subnet),
    'subnet logged': logSubnet<number, Exchange4>(rooms),
    'reservations found': findHosts,
    'reservations logged': logHosts(rooms),
    'classified as known': classifyKnown<number, Exchange4>(drops),
    'reserved subnet': preferReserved,
    'lease of the client': findClientLease(rooms),
    'lease of the named address': findNamedLease(rooms),
    'lease of the reserved address': findReservedLease(rooms),
    decided: decide(rooms),
    'address picked': pickAddress(rooms),
    'address not needed': preferV6InPool,
    refused: refuse(rooms),
    'subnet changed': logSubnetChange<number, Exchange4>(rooms),
    'lease of the granted address': findGrantedLease(rooms),
    named: nameClient(rooms),
    'lease settled': settleLease(rooms),
    // too late for lifetimes, early enough for options and boot fields
    'classified additionally': classifyAdditional<number, Exchange4>(),
    'classes logged': logClasses<number, Exchange4>(rooms),
    'offer asked': askOffer(rooms),
    'lease asked': askLeases(points, leasePoint, x => notExtended(told, x)),
    committed: commit(rooms),
    'lease logged': logLease(rooms),
    'commit told': tellGiven(tellCommitted(points, told.committed)),
    'options gathered': gatherOptions(rooms),
    'answer asked': ask(points.pktSend, () => 'drop', told.send),
    answered: reply(rooms),
  }
}

/** Offers that are kept are not told: who listens for leases hears of them when their clients take them. */
function tellGiven(tell: Step<Exchange4>): Step<Exchange4> {
  return x => (x.query.type === MessageType.discover ? undefined : tell(x))
}

/** The point that hears of a change: that which takes the client's earlier lease away goes with the one that gives. */
function leasePoint(
  points: Rooms4['points'],
  x: Exchange4,
  { is }: LeaseChange<number>,
): Rooms4['points']['leaseRenew'] | undefined {
  switch (x.query.type) {
    case MessageType.discover:
      // askOffer() has asked
      return undefined
    case MessageType.release:
      return points.leaseRelease
    case MessageType.decline:
      return points.leaseDecline
    default:
      if (is === undefined) return undefined
      return x.outcome === 'extend' ? points.leaseRenew : points.leaseSelect
  }
}

/**
 * A listener says skip: the store stays as it is. RELEASE and DECLINE then change nothing; a client whose lease is not
 * extended keeps it as it was, one that gets no lease is refused.
 */
function notExtended(told: VerdictLog4, x: Exchange4): Verdict {
  told.leaseKept(x)
  x.changes.length = 0
  if (x.query.type !== MessageType.request) return 'drop'
  if (x.outcome !== 'extend') x.replyType = MessageType.nak
  return undefined
}

/** DHCPv4 as the dispatcher sees it. */
export function family4(rooms: Rooms4, serving: Serving4): Dispatch<Exchange4> {
  const { log, claims } = rooms
  const features = new FeatureSet(features4, { points: rooms.points, logger: log.named, space: 'dhcp4' })
  const limit = (): number => serving.plan().decided.limits.parkedPacketLimit
  return {
    make: () => new Exchange4(),
    steps: walk4(rooms),
    tracers: new Tracers(),
    begin: () => features.follow(serving.plan()),
    close: () => features.close(),
    receive: (x, inbound, seconds) => receive(rooms, serving, x, inbound, seconds),
    parked(x) {
      if (x.granted !== 0) claims.add(x.granted)
    },
    ended(x) {
      if (x.parked) claims.delete(x.granted)
    },
    failed(x, reason) {
      if (x.parked) claims.delete(x.granted)
      failed<number, Exchange4>(rooms, reason)
    },
    turnedAway: (x, why) => turnedAway<number, Exchange4>(rooms, x, why, limit()),
    flush: () => rooms.store.flush(),
    unwritten: answers => rooms.counters.unwritten(answers),
    parkedLimit: limit,
  }
}
