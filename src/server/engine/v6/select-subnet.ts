import { ipv6 } from '../../../wire/address.js'
import { Option } from '../../../wire/v6/codes.js'
import { findRelayOption, linkAddressAt, linkRelay } from '../../../wire/v6/relay.js'
import type { SubnetPlan } from '../../subnet/plan.js'
import type { Step } from '../walk.js'
import type { Exchange6 } from './exchange6.js'

/**
 * The subnet a client is in, by the facts of its packet. Where a relay tells the client's link by an address (RFC 8415
 * 13.1), that decides: the interface-id of the relay nearest to the client, where a subnet has one like it, else the
 * relay as subnets name it, else the prefix. Where none does, the interface that heard the packet, else its source; the
 * interface-id does not count then, as in Kea.
 */
export function subnetOf(x: Exchange6): SubnetPlan<bigint> | undefined {
  const { query, classes, plan } = x
  const { selector } = plan
  const relay = linkRelay(query)
  if (relay >= 0) {
    const named = byInterfaceId(x)
    if (named !== undefined) return named
    const link = ipv6.read(query.arena, linkAddressAt(query, relay))
    return selector.byRelay(link, classes) ?? selector.byAddress(link, classes)
  }
  return selector.byInterface(x.link.name, classes) ?? selector.byAddress(x.source, classes)
}

/** As Kea does, only that of the relay nearest to the client. */
function byInterfaceId({ query, plan, classes }: Exchange6): SubnetPlan<bigint> | undefined {
  const nearest = query.relayCount - 1
  if (nearest < 0 || !findRelayOption(query, nearest, Option.interfaceId)) return undefined
  return plan.selector.byInterfaceId(query.arena, query.optionStart, query.optionEnd, classes)
}

/** Choose the subnet. A client without one is told so: the walk goes on. */
export const selectSubnet: Step<Exchange6> = x => {
  const plan = subnetOf(x)
  if (plan === undefined) return undefined
  x.selected = plan
  x.subnet = plan
  x.network = plan.network
  return undefined
}
