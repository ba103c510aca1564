import type { AddressKind } from '../../wire/address.js'
import type { Address } from '../lease/lease.js'
import type { SubnetPlan } from './plan.js'

/**
 * Subnets by the address they hold: one map for each prefix length in use, so a lookup costs as many map accesses as
 * there are lengths, however many subnets there are.
 */
export class PrefixIndex<A extends Address> {
  readonly #kind: AddressKind<A>
  /** Length -> network address -> subnets; identical prefixes are refused by the configuration, so one each. */
  readonly #byLength: { readonly length: number; readonly subnets: Map<A, SubnetPlan<A>> }[] = []

  constructor(kind: AddressKind<A>, subnets: Iterable<SubnetPlan<A>>) {
    this.#kind = kind
    const lengths = new Map<number, Map<A, SubnetPlan<A>>>()
    for (const plan of subnets) {
      const { prefix, prefixLength } = plan.subnet
      let map = lengths.get(prefixLength)
      if (map === undefined) lengths.set(prefixLength, (map = new Map()))
      map.set(kind.network(prefix, prefixLength), plan)
    }
    for (const [length, map] of lengths) this.#byLength.push({ length, subnets: map })
  }

  /**
   * The subnet that holds the address and whose guards `admits`. Of overlapping ones the lowest id wins, which is the
   * order in which Kea looks at its subnets.
   */
  find(address: A, admits: (plan: SubnetPlan<A>) => boolean): SubnetPlan<A> | undefined {
    let best: SubnetPlan<A> | undefined
    for (let i = 0; i < this.#byLength.length; i++) {
      const { length, subnets } = this.#byLength[i]!
      const plan = subnets.get(this.#kind.network(address, length))
      if (plan !== undefined && (best === undefined || plan.subnet.id < best.subnet.id) && admits(plan)) best = plan
    }
    return best
  }
}
