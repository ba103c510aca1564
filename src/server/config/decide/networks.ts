import type { Address } from '../../lease/lease.js'
import type { SharedNetwork, Subnet } from '../decided.js'

/** What a link says of itself. */
export type Link<A extends Address> = Pick<SharedNetwork<A>, 'name' | 'interface' | 'relays' | 'guards'>

/** A link while its subnets are being decided. A subnet by itself is a link without a name. */
export class Network<A extends Address> implements SharedNetwork<A> {
  readonly name: string
  readonly interface: string
  readonly relays: readonly A[]
  readonly guards: readonly string[]
  readonly subnets: Subnet<A>[] = []
  private readonly ids = new Set<number>()

  constructor(link: Link<A>) {
    this.name = link.name
    this.interface = link.interface
    this.relays = link.relays
    this.guards = link.guards
  }

  add(subnet: Subnet<A>): void {
    this.subnets.push(subnet)
    this.ids.add(subnet.id)
  }

  holds(subnetId: number): boolean {
    return this.ids.has(subnetId)
  }
}
