import type { BuiltinIds } from '../classify/builtin.js'
import type { ClassEvaluator } from '../classify/evaluate.js'
import type { Decided } from '../config/decided.js'
import type { BootFields, Host } from '../host/host.js'
import type { HostSource } from '../host/host-source.js'
import type { MemoryHosts } from '../host/memory.js'
import type { Address } from '../lease/lease.js'
import type { OptionTable } from '../options/table.js'
import type { NetworkPlan, SubnetPlan } from '../subnet/plan.js'
import type { SubnetSelector } from '../subnet/selector.js'

/**
 * The decided configuration made ready for packets: indexes built, classes compiled, options flattened. Made once for
 * each (re)load and never changed, but for single reservations; packets on their way keep the one they started with.
 */
export interface Plan<A extends Address> {
  readonly decided: Decided<A>
  readonly networks: readonly NetworkPlan<A>[]
  readonly subnets: ReadonlyMap<number, SubnetPlan<A>>
  readonly selector: SubnetSelector<A>
  readonly hosts: HostSource<A>
  /** Those of `hosts` that stand in the configuration; commands add and take away single ones. */
  readonly configuredHosts: MemoryHosts<A>
  readonly evaluator: ClassEvaluator
  /** Options of the global scope. */
  readonly options: OptionTable
  /** What membership of a class brings, by the number of the class; undefined: nothing. */
  readonly classes: readonly (ClassPlan | undefined)[]
  readonly builtin: BuiltinIds
  /** The options of a reservation, flattened when its client first comes. */
  hostOptions(host: Host<A>): OptionTable
  /** Some subnet or class keeps what it offers (offer-lifetime). */
  readonly keepsOffers: boolean
  /** Server identifiers that some scope configures by option: queries addressed to them are ours. */
  readonly serverIdentifiers: ReadonlySet<A>
}

export interface ClassPlan {
  readonly options: OptionTable
  readonly boot: BootFields
  /** Seconds; undefined: the class says nothing. */
  readonly offerLifetime: number | undefined
  readonly valid: { readonly min?: number; readonly default?: number; readonly max?: number }
  /** The same of the preferred lifetime; DHCPv4 has none. */
  readonly preferred: { readonly min?: number; readonly default?: number; readonly max?: number }
}
