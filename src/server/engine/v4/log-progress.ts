import { ipv4 } from '../../../wire/address.js'
import type { SubnetPlan } from '../../subnet/plan.js'
import {
  classAssigned,
  subnetData,
  subnetDynamicallyChanged,
  subnetSelected,
  subnetSelectionFailed,
} from '../messages.js'
import type { Step } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import { labelOf } from './label.js'
import type { Rooms4 } from './rooms4.js'

/** Steps that only tell the log how far a packet has come. */

/** "192.0.2.0/24" */
export function prefixOf({ subnet }: SubnetPlan<number>): string {
  return `${ipv4.format(subnet.prefix)}/${subnet.prefixLength}`
}

export function logSubnet({ log: { packets } }: Rooms4): Step<Exchange4> {
  return x => {
    const { subnet } = x
    if (subnet === undefined) {
      if (packets.on(subnetSelectionFailed)) packets.log(subnetSelectionFailed, labelOf(x))
      return undefined
    }
    if (packets.on(subnetSelected)) packets.log(subnetSelected, labelOf(x), subnet.subnet.id)
    if (packets.on(subnetData)) packets.log(subnetData, labelOf(x), prefixOf(subnet))
    return undefined
  }
}

/** The address comes from a sibling of the subnet that the packet named. */
export function logSubnetChange({ log: { packets } }: Rooms4): Step<Exchange4> {
  return x => {
    const { selected, subnet } = x
    if (selected === subnet || selected === undefined || subnet === undefined) return undefined
    if (packets.on(subnetDynamicallyChanged)) {
      const { name } = subnet.network.network
      packets.log(subnetDynamicallyChanged, labelOf(x), prefixOf(selected), prefixOf(subnet), name)
    }
    return undefined
  }
}

export function logClasses({ log: { main } }: Rooms4): Step<Exchange4> {
  return x => {
    if (main.on(classAssigned)) main.log(classAssigned, labelOf(x), x.classes.list().join(', '))
    return undefined
  }
}
