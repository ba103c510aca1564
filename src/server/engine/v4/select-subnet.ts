import { Option, RelayOption } from '../../../wire/v4/codes.js'
import { relayAddress } from '../../../wire/v4/relay.js'
import type { SubnetPlan } from '../../subnet/plan.js'
import { packetDrop0002 } from '../messages.js'
import type { Step } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import { labelOf } from './label.js'
import type { Rooms4 } from './rooms4.js'

/** 255.255.255.255 */
export const LIMITED_BROADCAST = 0xffffffff

/**
 * The subnet a client is in, by the facts of its packet, most telling first: RFC 3527 link selection, RFC 3011 subnet
 * selection, the relay, the address it has, the address it sends from, the interface. A fact that is there and names no
 * subnet ends the search: a relay's word is not overruled by the interface it came in on.
 */
export function subnetOf(x: Exchange4): SubnetPlan<number> | undefined {
  const { query, classes } = x
  const { selector } = x.plan
  const selected = selectionOf(x)
  if (selected !== undefined) return selector.byAddress(selected, classes)
  const { giaddr } = query
  if (giaddr !== 0) return selector.byRelay(giaddr, classes) ?? selector.byAddress(giaddr, classes)
  if (!isBroadcast(x)) {
    const { ciaddr } = query
    if (ciaddr !== 0) return selector.byAddress(ciaddr, classes)
    if (x.source !== 0) return selector.byAddress(x.source, classes)
  }
  return selector.byInterface(x.link.name, classes) ?? byLocalAddress(x)
}

/** RFC 3527 3: the link selection sub-option; RFC 3011 2: the subnet selection option. The relay's word goes first. */
export function selectionOf(x: Exchange4): number | undefined {
  const { query } = x
  if (!x.plan.decided.global.compatibility.ignoreRaiLinkSelection) {
    const link = relayAddress(query, RelayOption.linkSelection)
    if (link !== undefined) return link
  }
  if (query.find(Option.subnetSelection) && query.optionEnd - query.optionStart === 4)
    return query.optionBytes.readUInt32BE(query.optionStart)
  return undefined
}

function byLocalAddress(x: Exchange4): SubnetPlan<number> | undefined {
  const local = x.link.localAddress
  if (local === undefined) return undefined
  return x.plan.selector.byAddress(x.plan.decided.kind.read(local, 0), x.classes)
}

/**
 * Was the packet sent to everybody on the link? Where the kernel does not tell, a packet from nowhere was: nobody can
 * send unicast from 0.0.0.0 to a server whose address it has not used yet.
 */
export function isBroadcast(x: Exchange4): boolean {
  return x.destination === undefined ? x.source === 0 : x.destination === LIMITED_BROADCAST
}

/** A broadcast from a link we have no subnet for is another server's client. */
function acceptDirect(rooms: Rooms4, x: Exchange4): undefined | 'drop' {
  const { log, counters } = rooms
  if (x.query.giaddr !== 0 || !isBroadcast(x)) return undefined
  if (log.badPackets.on(packetDrop0002)) log.badPackets.log(packetDrop0002, labelOf(x), x.link.name)
  counters.dropped('not-for-us')
  return 'drop'
}

/** Choose the subnet. Without one a broadcast of this link is none of our business; the rest decide() answers. */
export function selectSubnet(rooms: Rooms4): Step<Exchange4> {
  return x => {
    const plan = subnetOf(x)
    if (plan !== undefined) {
      x.selected = plan
      x.subnet = plan
      x.network = plan.network
      return undefined
    }
    return acceptDirect(rooms, x)
  }
}
