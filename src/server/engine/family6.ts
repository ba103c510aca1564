import { FeatureSet } from '../features/feature-set.js'
import { features6 } from '../features/registry.js'
import type { Verdict as Said } from '../hooks/point.js'
import { askIdentifier } from './ask-identifier.js'
import { classifyAdditional, classifyGlobalHost, classifyKnown, classifyReceived, dropMembers } from './classify.js'
import type { Dispatch } from './dispatcher.js'
import { findGlobalHosts, findHosts } from './find-hosts.js'
import { ask, askLeases, askSubnet, tellCommitted } from './listen.js'
import { logClasses, logSubnet, logSubnetChange } from './log-progress.js'
import { verdictLog } from './log-verdicts.js'
import { Tracers } from './trace.js'
import { dropRooms, failed, turnedAway } from './unanswered.js'
import { accept } from './v6/accept.js'
import { askAdvertised, leasePoint, leaseSkipped } from './v6/ask-leases.js'
import { askBuffer } from './v6/buffer-received.js'
import { claim, unclaim } from './v6/claims.js'
import { nameClient } from './v6/client-name.js'
import { commit } from './v6/commit.js'
import { decide, preferReserved } from './v6/decide.js'
import { Exchange6 } from './v6/exchange6.js'
import { findClientLeases, findNamedLeases } from './v6/find-leases.js'
import { gatherOptions } from './v6/gather.js'
import { ignoreIaids } from './v6/ignore-iaids.js'
import { logLeases } from './v6/log-lease.js'
import { readAssociations } from './v6/read-associations.js'
import { receive, type Serving6 } from './v6/receive.js'
import { settleRegistration } from './v6/register.js'
import { reply } from './v6/reply.js'
import type { Rooms6 } from './v6/rooms6.js'
import { selectSubnet } from './v6/select-subnet.js'
import { settleLeases } from './v6/settle.js'
import type { Steps } from './walk.js'

export type { Serving6 } from './v6/receive.js'

/** The DHCPv6 walk: reading order is packet order. The names are for those who follow a packet. */
export function walk6(rooms: Rooms6): Steps<Exchange6> {
  const { points } = rooms
  const told = verdictLog<bigint, Exchange6>(rooms)
  const filtered = (x: Exchange6, said: Said): void => {
    told.received(x, said)
    rooms.counters.dropped('processing-failed')
  }
  const nothing = (): void => {}
  const drops = dropRooms<bigint, Exchange6>(rooms)
  return {
    'buffer received': askBuffer(rooms),
    classified: classifyReceived<bigint, Exchange6>(),
    accepted: accept(rooms),
    'packet received': ask(points.pktReceive, () => 'drop', filtered),
    'class DROP': dropMembers<bigint, Exchange6>(drops, 'received'),
    identified: askIdentifier<bigint, Exchange6>(points, nothing),
    'global reservations': findGlobalHosts,
    'classified by global reservation': classifyGlobalHost<bigint, Exchange6>(drops),
    'subnet selected': selectSubnet,
    'subnet asked': askSubnet(points, told.subnet),
    'subnet logged': logSubnet<bigint, Exchange6>(rooms),
    'reservations found': findHosts,
    'classified as known': classifyKnown<bigint, Exchange6>(drops),
    'reserved subnet': preferReserved,
    'associations read': readAssociations(rooms),
    'IAIDs ignored': ignoreIaids,
    'leases of the client': findClientLeases(rooms),
    'leases named': findNamedLeases(rooms),
    decided: decide(rooms),
    'subnet changed': logSubnetChange<bigint, Exchange6>(rooms),
    named: nameClient(rooms),
    'leases settled': settleLeases(rooms),
    'registration settled': settleRegistration,
    'classified additionally': classifyAdditional<bigint, Exchange6>(),
    'classes logged': logClasses<bigint, Exchange6>(rooms),
    'advertised asked': askAdvertised(rooms),
    'leases asked': askLeases(points, leasePoint, (x, change) => leaseSkipped(rooms, x, change)),
    committed: commit(rooms),
    'leases logged': logLeases(rooms),
    'commit told': tellCommitted(points, told.committed),
    'options gathered': gatherOptions(rooms),
    'answer asked': ask(points.pktSend, () => 'drop', told.send),
    answered: reply(rooms),
  }
}

/** DHCPv6 as the dispatcher sees it. */
export function family6(rooms: Rooms6, serving: Serving6): Dispatch<Exchange6> {
  const { log } = rooms
  const limit = (): number => serving.plan().decided.limits.parkedPacketLimit
  const features = new FeatureSet(features6, { points: rooms.points, logger: log.named, space: 'dhcp6' })
  return {
    make: () => new Exchange6(),
    steps: walk6(rooms),
    tracers: new Tracers(),
    begin: () => features.follow(serving.plan()),
    close: () => features.close(),
    receive: (x, inbound, seconds) => receive(rooms, serving, x, inbound, seconds),
    parked: x => claim(rooms, x),
    ended: x => unclaim(rooms, x),
    failed(x, reason) {
      unclaim(rooms, x)
      failed<bigint, Exchange6>(rooms, reason)
    },
    turnedAway: (x, why) => turnedAway<bigint, Exchange6>(rooms, x, why, limit()),
    flush: () => rooms.store.flush(),
    unwritten: answers => rooms.counters.unwritten(answers),
    parkedLimit: limit,
  }
}
