import { ipv6 } from '../../../wire/address.js'
import { linkAddressAt, linkRelay } from '../../../wire/v6/relay.js'
import type { SubnetPlan } from '../../subnet/plan.js'
import type { Step } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/** The subnet a client is in, by the facts of its packet. */
export function subnetOf(x: Exchange6): SubnetPlan<bigint> | undefined {
  const { query, classes } = x
  const { selector } = x.plan
  const relay = linkRelay(query)
  if (relay >= 0) {
    const link = ipv6.read(query.arena, linkAddressAt(query, relay))
    return selector.byRelay(link, classes) ?? selector.byAddress(link, classes)
  }
  return selector.byInterface(x.link.name, classes) ?? selector.byAddress(x.source, classes)
}

/** Choose the subnet. */
export function selectSubnet(_rooms: Rooms6): Step<Exchange6> {
  return x => {
    const plan = subnetOf(x)
    if (plan === undefined) return undefined
    x.selected = plan
    x.subnet = plan
    x.network = plan.network
    return undefined
  }
}
