import { ipv4 } from '../../wire/address.js'
import { Option, RelayOption } from '../../wire/v4/codes.js'
import { relayAddress } from '../../wire/v4/relay.js'
import type { Exchange4 } from '../engine/v4/exchange4.js'
import { isBroadcast, selectionOf } from '../engine/v4/select-subnet.js'

/** The fact by which the subnet was looked for: the first that the packet has, in the order of select-subnet.ts. */
export function subnetFact(x: Exchange4): string {
  const { query, plan, classes } = x
  const selected = selectionOf(x)
  if (selected !== undefined) {
    const byRelay =
      !plan.decided.global.compatibility.ignoreRaiLinkSelection &&
      relayAddress(query, RelayOption.linkSelection) !== undefined
    return `${byRelay ? "the relay's link selection (option 82, 5)" : 'the subnet selection (option 118)'} is ${ipv4.format(selected)}`
  }
  const { giaddr, ciaddr } = query
  if (giaddr !== 0) {
    const named = plan.selector.byRelay(giaddr, classes) !== undefined
    return `giaddr is ${ipv4.format(giaddr)}${named ? ', which relay.ip-addresses names' : ''}`
  }
  if (!isBroadcast(x)) {
    if (ciaddr !== 0) return `ciaddr is ${ipv4.format(ciaddr)}`
    if (x.source !== 0) return `it was sent from ${ipv4.format(x.source)}`
  }
  const { name, localAddress } = x.link
  if (plan.selector.byInterface(name, classes) !== undefined) return `it came in on ${name}, which the subnet names`
  return localAddress === undefined
    ? `it came in on ${name}, which has no address`
    : `it came in on ${name}, which has the address ${ipv4.format(ipv4.read(localAddress, 0))}`
}

/** Why the client gets this address. `picked`: the server looked for a free one. */
export function leaseReason(x: Exchange4, named: number, picked: boolean): string {
  const { granted, outcome, clientLease, host } = x
  if (outcome === 'refuse') {
    if (picked) return 'no pool that is for this client has a free address'
    return named === 0 ? 'nothing can be had' : `it may not have ${ipv4.format(named)}`
  }
  if (granted === 0) return x.replyType === 0 ? 'it asks for no address' : 'the answer carries no address'
  if (granted === host?.addresses[0]) return `it is reserved for the client by its ${host.identifier}`
  if (outcome === 'extend') {
    const how =
      x.clientId.length > 0 && x.clientId.equals(clientLease!.clientId) ? 'client identifier' : 'hardware address'
    return `the client has it already, by its ${how}${x.reused ? '; the lease is young enough to be given again as it is' : ''}`
  }
  if (picked) return 'it is the next free one in a pool that is for this client'
  if (granted === named) {
    const asked = x.query.has(Option.requestedAddress) ? 'option 50' : 'ciaddr'
    return `the client asks for it (${asked}), and it is free`
  }
  return 'it is free'
}
