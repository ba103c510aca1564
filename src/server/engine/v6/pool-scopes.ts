import { OptionTable } from '../../options/table.js'
import type { PoolPlan, SubnetPlan } from '../../subnet/plan.js'
import type { LinkScope } from '../option-scopes.js'
import type { Exchange6 } from './exchange6.js'

/** Combinations of pools that are remembered for a subnet: clients with one address and one prefix know few. */
const COMBINATIONS = 256

/** The scope of the pools on the way to it from its subnet. */
interface Node {
  scope: LinkScope | undefined
  readonly next: Map<PoolPlan<bigint>, Node>
}

/**
 * Several pools may speak in one answer: those of all that the client is given, the lowest addresses first, as in Kea.
 * Each combination is flattened once.
 */
export class PoolScopes {
  readonly #subnets = new WeakMap<SubnetPlan<bigint>, { readonly root: Node; count: number }>()
  /** Reused: the pools of one answer. */
  readonly #pools: PoolPlan<bigint>[] = []

  /** The client's place: its pools over its subnet; undefined: it has no subnet. */
  of(x: Exchange6): LinkScope | undefined {
    const { subnet } = x
    if (subnet === undefined) return undefined
    const pools = this.#poolsOf(x)
    const [first] = pools
    if (pools.length === 1 && first!.subnet === subnet) return first
    let known = this.#subnets.get(subnet)
    if (known === undefined) this.#subnets.set(subnet, (known = { root: emptyNode(), count: 0 }))
    let node = known.root
    for (let i = 0; i < pools.length; i++) {
      let next = node.next.get(pools[i]!)
      if (next === undefined) {
        if (known.count === COMBINATIONS) return flatten(x, subnet, pools)
        known.count++
        node.next.set(pools[i]!, (next = emptyNode()))
      }
      node = next
    }
    node.scope ??= flatten(x, subnet, pools)
    return node.scope
  }

  /** The pools that the answer's leases are from, each once, ascending. */
  #poolsOf({ associations, associationCount }: Exchange6): readonly PoolPlan<bigint>[] {
    const pools = this.#pools
    while (pools.length > 0) pools.pop()
    for (let i = 0; i < associationCount; i++) {
      const { grants, grantCount } = associations[i]!
      for (let j = 0; j < grantCount; j++) {
        const { pool, valid } = grants[j]!
        if (pool === undefined || valid === 0 || pools.includes(pool)) continue
        let at = pools.push(pool) - 1
        for (; at > 0 && pools[at - 1]!.pool.first > pool.pool.first; at--) pools[at] = pools[at - 1]!
        pools[at] = pool
      }
    }
    return pools
  }
}

function emptyNode(): Node {
  return { scope: undefined, next: new Map() }
}

function flatten({ plan }: Exchange6, { subnet }: SubnetPlan<bigint>, pools: readonly PoolPlan<bigint>[]): LinkScope {
  const { names } = plan.evaluator
  const link = [...pools.map(({ pool }) => pool.options), subnet.options, subnet.networkOptions]
  return {
    options: OptionTable.of(link, 'dhcp6', names),
    allOptions: OptionTable.of([...link, plan.decided.global.options], 'dhcp6', names),
  }
}
