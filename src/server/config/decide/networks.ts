import type { Address } from '../../lease/lease.js'
import type { OptionScope } from '../../options/scope.js'
import type { Lifetime, SharedNetwork, Subnet } from '../decided.js'
import type { Position } from '../tree.js'

/** What a link says of itself. */
export type Link<A extends Address> = Omit<SharedNetwork<A>, 'subnets' | 'holds'>

/** A link while its subnets are being decided. A subnet by itself is a link without a name. */
export class Network<A extends Address> implements SharedNetwork<A> {
  readonly name: string
  readonly interface: string
  readonly interfaceId: Uint8Array | undefined
  readonly relays: readonly A[]
  readonly guards: readonly string[]
  readonly additionalClasses: readonly string[]
  readonly options: OptionScope
  readonly valid: Lifetime
  readonly userContext: string
  readonly position: Position | undefined
  readonly subnets: Subnet<A>[] = []
  private readonly ids = new Set<number>()

  constructor(link: Link<A>) {
    this.name = link.name
    this.interface = link.interface
    this.interfaceId = link.interfaceId
    this.relays = link.relays
    this.guards = link.guards
    this.additionalClasses = link.additionalClasses
    this.options = link.options
    this.valid = link.valid
    this.userContext = link.userContext
    this.position = link.position
  }

  add(subnet: Subnet<A>): void {
    this.subnets.push(subnet)
    this.ids.add(subnet.id)
  }

  /** Once all are there: Kea goes through them by id. */
  sort(): void {
    this.subnets.sort((a, b) => a.id - b.id)
  }

  holds(subnetId: number): boolean {
    return this.ids.has(subnetId)
  }
}
