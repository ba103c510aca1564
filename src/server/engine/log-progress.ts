import type { AddressKind } from '../../wire/address.js'
import type { Address } from '../lease/lease.js'
import type { SubnetPlan } from '../subnet/plan.js'
import type { Exchange } from './exchange.js'
import type { Rooms } from './rooms.js'
import type { Step } from './walk.js'

/** Steps that only tell the log how far a packet has come. */

/** "192.0.2.0/24" */
export function prefixOf<A extends Address>(kind: AddressKind<A>, { subnet }: SubnetPlan<A>): string {
  return `${kind.format(subnet.prefix)}/${subnet.prefixLength}`
}

export function logSubnet<A extends Address, X extends Exchange<A>>(rooms: Rooms<A, X, unknown>): Step<X> {
  const {
    log: { packets },
    say,
    labelOf,
  } = rooms
  return x => {
    const { subnet } = x
    if (subnet === undefined) {
      if (packets.on(say.subnetSelectionFailed)) packets.log(say.subnetSelectionFailed, labelOf(x))
      return undefined
    }
    if (packets.on(say.subnetSelected)) packets.log(say.subnetSelected, labelOf(x), subnet.subnet.id)
    if (packets.on(say.subnetData)) packets.log(say.subnetData, labelOf(x), prefixOf(x.plan.decided.kind, subnet))
    return undefined
  }
}

/** The address comes from a sibling of the subnet that the packet named. */
export function logSubnetChange<A extends Address, X extends Exchange<A>>(rooms: Rooms<A, X, unknown>): Step<X> {
  const {
    log: { packets },
    say,
    labelOf,
  } = rooms
  return x => {
    const { selected, subnet } = x
    if (selected === subnet || selected === undefined || subnet === undefined) return undefined
    if (packets.on(say.subnetDynamicallyChanged)) {
      const { kind } = x.plan.decided
      const { name } = subnet.network.network
      packets.log(say.subnetDynamicallyChanged, labelOf(x), prefixOf(kind, selected), prefixOf(kind, subnet), name)
    }
    return undefined
  }
}

export function logClasses<A extends Address, X extends Exchange<A>>(rooms: Rooms<A, X, unknown>): Step<X> {
  const {
    log: { main },
    say,
    labelOf,
  } = rooms
  return x => {
    if (main.on(say.classAssigned)) main.log(say.classAssigned, labelOf(x), x.classes.list().join(', '))
    return undefined
  }
}
