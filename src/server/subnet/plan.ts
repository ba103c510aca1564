import type { AddressKind } from '../../wire/address.js'
import type { ClassNames, ClassSet } from '../classify/class-set.js'
import type { Pool, SharedNetwork, Subnet } from '../config/decided.js'
import type { PrefixRange } from '../host/host.js'
import { type Address, LeaseKind, type LeaseScope } from '../lease/lease.js'
import { PreparedAnswers } from '../options/prepared.js'
import type { OptionScope } from '../options/scope.js'
import { OptionTable } from '../options/table.js'

/** What a pool hands out next, addresses or first addresses of prefixes. Implemented by lease/allocators. */
export interface FreeAddresses<A extends Address> {
  /** The next free address, or undefined when there is none. Calling again goes on with the one after it. */
  next(): A | undefined
  /** Is this one free? Of a pool of prefixes: is no lease of whatever length in the way of it? */
  isFree(address: A): boolean
  /** How many there are; at most 2^53 - 1, however big the pool is. */
  readonly capacity: number
  /** How many are free at this moment. */
  readonly free: number
}

/** A pool made ready for packets: of addresses, or of prefixes of one length. */
export interface PoolPlan<A extends Address> {
  readonly pool: Pool<A>
  /** What its leases are. */
  readonly kind: LeaseKind
  /** What its leases are long: the width of an address, or the delegated length. */
  readonly prefixLength: number
  /** What clients may not use of the pool's first prefix (RFC 6603); of others: excludedFrom(). Undefined: nothing. */
  readonly excluded: PrefixRange<A> | undefined
  readonly subnet: SubnetPlan<A>
  /** Numbers of the classes that may use it; none: everybody. */
  readonly guards: readonly number[]
  /** Numbers of the classes that are evaluated once this pool is chosen. */
  readonly additional: readonly number[]
  readonly space: FreeAddresses<A>
  /** pool > subnet > shared network. */
  readonly options: OptionTable
  /** The same, and the global scope: for clients whose classes and reservation bring no options. */
  readonly allOptions: OptionTable
  /** Answers of this pool's addresses, encoded. */
  readonly prepared: PreparedAnswers
}

/** A subnet made ready for packets. */
export interface SubnetPlan<A extends Address> {
  readonly subnet: Subnet<A>
  readonly network: NetworkPlan<A>
  readonly guards: readonly number[]
  /** Numbers of the classes that are evaluated once this subnet is chosen; its network's stand last. */
  readonly additional: readonly number[]
  readonly pools: readonly PoolPlan<A>[]
  /** What prefixes are delegated from. */
  readonly pdPools: readonly PoolPlan<A>[]
  /** subnet > shared network: for leases outside all pools. */
  readonly options: OptionTable
  /** Option 1 of DHCPv4: the prefix as a mask, network order. */
  readonly mask: Buffer
}

/** A link made ready for packets. */
export class NetworkPlan<A extends Address> implements LeaseScope {
  readonly network: SharedNetwork<A>
  readonly guards: readonly number[]
  readonly subnets: SubnetPlan<A>[] = []
  readonly #only: number

  constructor(network: SharedNetwork<A>, names: ClassNames) {
    this.network = network
    this.guards = network.guards.map(name => names.number(name))
    this.#only = network.subnets.length === 1 ? network.subnets[0]!.id : 0
  }

  /** Most links have one subnet: compare before asking. */
  holds(subnetId: number): boolean {
    return this.#only !== 0 ? this.#only === subnetId : this.network.holds(subnetId)
  }
}

/** What subnets are made ready with. */
export interface PlanRooms<A extends Address> {
  readonly kind: AddressKind<A>
  /** The family's option space: "dhcp4" or "dhcp6". */
  readonly space: string
  readonly names: ClassNames
  readonly globalOptions: OptionScope
  /** The free addresses, or prefixes, of a pool. */
  freeAddresses(pool: Pool<A>, algorithm: Subnet<A>['allocator']): FreeAddresses<A>
}

/** Make one subnet ready and put it into its network. */
export function planSubnet<A extends Address>(
  rooms: PlanRooms<A>,
  subnet: Subnet<A>,
  network: NetworkPlan<A>,
): SubnetPlan<A> {
  const { kind, names, space } = rooms
  const numbers = (guards: readonly string[]): number[] => guards.map(name => names.number(name))
  const mask = Buffer.alloc(kind.width)
  for (let bit = 0; bit < subnet.prefixLength; bit++) mask[bit >> 3]! |= 0x80 >> (bit & 7)
  const pools: PoolPlan<A>[] = []
  const pdPools: PoolPlan<A>[] = []
  const plan: SubnetPlan<A> = {
    subnet,
    network,
    guards: numbers(subnet.guards),
    additional: numbers(subnet.additionalClasses),
    pools,
    pdPools,
    options: OptionTable.of([subnet.options, subnet.networkOptions], space, names),
    mask,
  }
  const planPool = (
    pool: Pool<A>,
    excluded: PrefixRange<A> | undefined,
    algorithm: Subnet<A>['allocator'],
  ): PoolPlan<A> => ({
    pool,
    kind: pool.kind,
    prefixLength: pool.leaseLength,
    excluded,
    subnet: plan,
    guards: numbers(pool.guards),
    additional: numbers(pool.additionalClasses),
    space: rooms.freeAddresses(pool, algorithm),
    options: OptionTable.of([pool.options, subnet.options, subnet.networkOptions], space, names),
    allOptions: OptionTable.of(
      [pool.options, subnet.options, subnet.networkOptions, rooms.globalOptions],
      space,
      names,
    ),
    prepared: new PreparedAnswers(),
  })
  for (const pool of subnet.pools) pools.push(planPool(pool, undefined, subnet.allocator))
  for (const pool of subnet.pdPools) pdPools.push(planPool(pool, pool.excluded, subnet.pdAllocator))
  network.subnets.push(plan)
  return plan
}

/** Class guards of a subnet and of its shared network: without guards everybody is admitted. */
export function admits<A extends Address>(plan: SubnetPlan<A>, classes: ClassSet): boolean {
  return classes.passes(plan.guards) && classes.passes(plan.network.guards)
}

/** The pool of the subnet that holds the address; pools of a subnet do not overlap. */
export function poolOf<A extends Address>(plan: SubnetPlan<A>, address: A): PoolPlan<A> | undefined {
  return poolHolding(plan.pools, address)
}

/** The pool of the subnet that delegates this very prefix: one of another length is not its. */
export function pdPoolOf<A extends Address>(plan: SubnetPlan<A>, prefix: A, length: number): PoolPlan<A> | undefined {
  const pool = poolHolding(plan.pdPools, prefix)
  return pool?.prefixLength === length ? pool : undefined
}

/** The pools of a subnet that leases of this kind come from. */
export function poolsOfKind<A extends Address>(plan: SubnetPlan<A>, kind: LeaseKind): readonly PoolPlan<A>[] {
  return kind === LeaseKind.pd ? plan.pdPools : plan.pools
}

/** Of pools that do not overlap, the one that holds the address (the first one of a prefix). */
export function poolHolding<A extends Address>(pools: readonly PoolPlan<A>[], address: A): PoolPlan<A> | undefined {
  for (let i = 0; i < pools.length; i++) {
    const { first, last } = pools[i]!.pool
    if (address >= first && address <= last) return pools[i]
  }
  return undefined
}

/** The subnet of the link whose prefix holds the address. */
export function subnetHolding<A extends Address>(
  kind: AddressKind<A>,
  network: NetworkPlan<A>,
  address: A,
): SubnetPlan<A> | undefined {
  for (const candidate of network.subnets)
    if (kind.contains(candidate.subnet.prefix, candidate.subnet.prefixLength, address)) return candidate
  return undefined
}
