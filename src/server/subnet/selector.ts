import type { AddressKind } from '../../wire/address.js'
import type { ClassSet } from '../classify/class-set.js'
import type { Address } from '../lease/lease.js'
import { InterfaceIdIndex } from './interface-id-index.js'
import { admits, type SubnetPlan } from './plan.js'
import { PrefixIndex } from './prefix-index.js'

/**
 * Finds the subnet of a packet by one fact at a time. Which facts, and in which order, is the family's business
 * (engine/v4/select-subnet.ts). Every answer has passed the class guards of the subnet and of its network.
 */
export class SubnetSelector<A extends Address> {
  readonly #prefixes: PrefixIndex<A>
  readonly #relays = new Map<A, SubnetPlan<A>[]>()
  readonly #interfaces = new Map<string, SubnetPlan<A>[]>()
  readonly #interfaceIds = new InterfaceIdIndex<A>()
  #classes: ClassSet | undefined

  constructor(kind: AddressKind<A>, subnets: readonly SubnetPlan<A>[]) {
    const ascending = [...subnets].sort((a, b) => a.subnet.id - b.subnet.id)
    this.#prefixes = new PrefixIndex(kind, ascending)
    for (const plan of ascending) {
      const { subnet } = plan
      // a subnet that names no relay has those of its network: the configuration has decided that
      for (const relay of new Set(subnet.relays)) add(this.#relays, relay, plan)
      const name = subnet.interface || plan.network.network.interface
      if (name !== '') add(this.#interfaces, name, plan)
      if (subnet.interfaceId !== undefined) this.#interfaceIds.add(subnet.interfaceId, plan)
    }
  }

  /** The subnet whose prefix holds the address. */
  byAddress(address: A, classes: ClassSet): SubnetPlan<A> | undefined {
    this.#classes = classes
    return this.#prefixes.find(address, this.#admits)
  }

  /** The subnet or network that names this relay in relay.ip-addresses. */
  byRelay(relay: A, classes: ClassSet): SubnetPlan<A> | undefined {
    return firstAdmitting(this.#relays.get(relay), classes)
  }

  /** The subnet or network bound to this interface. */
  byInterface(name: string, classes: ClassSet): SubnetPlan<A> | undefined {
    return firstAdmitting(this.#interfaces.get(name), classes)
  }

  /** The subnet or network whose link relays call bytes[start, end). */
  byInterfaceId(bytes: Uint8Array, start: number, end: number, classes: ClassSet): SubnetPlan<A> | undefined {
    return firstAdmitting(this.#interfaceIds.find(bytes, start, end), classes)
  }

  /** All subnets that name the interface, whatever their guards. */
  onInterface(name: string): readonly SubnetPlan<A>[] {
    return this.#interfaces.get(name) ?? []
  }

  // one closure for the life of the selector, not one a packet
  readonly #admits = (plan: SubnetPlan<A>): boolean => admits(plan, this.#classes!)
}

function firstAdmitting<A extends Address>(
  plans: readonly SubnetPlan<A>[] | undefined,
  classes: ClassSet,
): SubnetPlan<A> | undefined {
  if (plans === undefined) return undefined
  for (let i = 0; i < plans.length; i++) if (admits(plans[i]!, classes)) return plans[i]
  return undefined
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
