import type { Subnet } from '../config/decided.js'
import type { Traveller } from '../engine/dispatcher.js'
import type { Exchange } from '../engine/exchange.js'
import type { Exchange4 } from '../engine/v4/exchange4.js'
import type { Exchange6 } from '../engine/v6/exchange6.js'
import type { Address } from '../lease/lease.js'
import { dhcp4, dhcp6, type ServiceFamily } from '../service-family.js'
import { type PacketShape, shape4, shape6 } from './packets.js'
import type { TracedFamily } from './traced-family.js'
import { traced4 } from './traced4.js'
import { traced6 } from './traced6.js'

/** What explaining packets of one family takes. */
export interface ExplainedFamily<A extends Address, X extends Exchange<A> & Traveller> {
  /** Of its addresses, for people: "IPv4". */
  readonly name: string
  readonly service: ServiceFamily<A, X>
  readonly addressLength: 4 | 16
  readonly shape: PacketShape<A>
  traced(x: X): TracedFamily<A, X>
  /** An address for an interface that this machine does not have. */
  assumedAddress(subnet: Subnet<A> | undefined): A
}

export const explained4: ExplainedFamily<number, Exchange4> = {
  name: 'IPv4',
  service: dhcp4,
  addressLength: 4,
  shape: shape4,
  traced: traced4,
  assumedAddress: subnet => (subnet === undefined ? 0 : subnet.prefix + 1),
}

export const explained6: ExplainedFamily<bigint, Exchange6> = {
  name: 'IPv6',
  service: dhcp6,
  addressLength: 16,
  shape: shape6,
  traced: () => traced6,
  assumedAddress: subnet => (subnet === undefined ? 1n : subnet.prefix + 1n),
}
