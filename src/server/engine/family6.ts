import { FeatureSet } from '../features/feature-set.js'
import { features6 } from '../features/registry.js'
import { askIdentifier } from './ask-identifier.js'
import { classifyAdditional, classifyGlobalHost, classifyKnown, classifyReceived, dropMembers } from './classify.js'
import type { Dispatch } from './dispatcher.js'
import { findGlobalHosts, findHosts } from './find-hosts.js'
import { ask, askLeases, askSubnet, tellCommitted } from './listen.js'
import { Tracers } from './trace.js'
import { accept } from './v6/accept.js'
import { askAdvertised, leasePoint, leaseSkipped } from './v6/ask-leases.js'
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
import { reply } from './v6/reply.js'
import type { Rooms6 } from './v6/rooms6.js'
import { selectSubnet } from './v6/select-subnet.js'
import { settleLeases } from './v6/settle.js'
import type { Steps } from './walk.js'

export type { Serving6 } from './v6/receive.js'

/** The DHCPv6 walk: reading order is packet order. The names are for those who follow a packet. */
export function walk6(rooms: Rooms6): Steps<Exchange6> {
  const { points } = rooms
  const nothing = (): void => {}
  const drops = { dropped: (): void => rooms.counters.dropped('admin-filtered') }
  return {
    classified: classifyReceived<bigint, Exchange6>(),
    accepted: accept(rooms),
    'packet received': ask(
      points.pktReceive,
      () => 'drop',
      () => rooms.counters.dropped('processing-failed'),
    ),
    'class DROP': dropMembers<bigint, Exchange6>(drops, 'received'),
    identified: askIdentifier<bigint, Exchange6>(points, nothing),
    'global reservations': findGlobalHosts,
    'classified by global reservation': classifyGlobalHost<bigint, Exchange6>(drops),
    'subnet selected': selectSubnet,
    'subnet asked': askSubnet(points, nothing),
    'reservations found': findHosts,
    'classified as known': classifyKnown<bigint, Exchange6>(drops),
    'reserved subnet': preferReserved,
    'associations read': readAssociations(rooms),
    'IAIDs ignored': ignoreIaids,
    'leases of the client': findClientLeases(rooms),
    'leases named': findNamedLeases(rooms),
    decided: decide(rooms),
    named: nameClient(rooms),
    'leases settled': settleLeases(rooms),
    'classified additionally': classifyAdditional<bigint, Exchange6>(),
    'advertised asked': askAdvertised(rooms),
    'leases asked': askLeases(points, leasePoint, (x, change) => leaseSkipped(rooms, x, change)),
    committed: commit(rooms),
    'leases logged': logLeases(rooms),
    'commit told': tellCommitted(points, nothing),
    'options gathered': gatherOptions(rooms),
    'answer asked': ask(points.pktSend, () => 'drop', nothing),
    answered: reply(rooms),
  }
}

/** DHCPv6 as the dispatcher sees it. */
export function family6(rooms: Rooms6, serving: Serving6): Dispatch<Exchange6> {
  const { counters, log } = rooms
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
    failed(x) {
      unclaim(rooms, x)
      counters.dropped('processing-failed')
    },
    turnedAway(_x, why) {
      counters.dropped(why)
    },
    flush: () => rooms.store.flush(),
    parkedLimit: () => serving.plan().decided.limits.parkedPacketLimit,
  }
}
