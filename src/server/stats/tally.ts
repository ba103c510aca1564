import type { Pool } from '../config/decided.js'
import type { Address, LeaseKind } from '../lease/lease.js'
import { leasesIn } from '../lease/pool-range.js'
import type { LeaseNames, StatisticNames } from './names4.js'
import type { StatisticsRegistry } from './registry.js'
import type { Counter } from './stat.js'

/** Leases of one kind in one subnet or pool: numbers that hold whether or not their statistics are listed. */
export class Tally {
  /** What stands in front of the names of its statistics: "subnet[1].", "subnet[1].pool[0].". */
  readonly place: string
  readonly #names: LeaseNames
  readonly #statistics: StatisticsRegistry
  #assigned = 0
  #declined = 0
  #assignedCounter: Counter | undefined
  #declinedCounter: Counter | undefined
  #cumulativeCounter: Counter | undefined

  constructor(place: string, names: LeaseNames, statistics: StatisticsRegistry) {
    this.place = place
    this.#names = names
    this.#statistics = statistics
  }

  /** Leases in use, declined ones among them. */
  get assigned(): number {
    return this.#assigned
  }

  get declined(): number {
    return this.#declined
  }

  get empty(): boolean {
    return this.#assigned === 0 && this.#declined === 0
  }

  /** `fresh`: a lease was given that was not there before. */
  count(assigned: number, declined: number, fresh: boolean): void {
    // set, not add: the statistic is right again even after statistic-reset
    if (assigned !== 0) {
      this.#assigned += assigned
      this.#assignedCounter ??= this.#counter(this.#names.assigned)
      this.#assignedCounter.set(this.#assigned)
    }
    if (declined !== 0 && this.#names.declines) {
      this.#declined += declined
      this.#declinedCounter ??= this.#counter('declined-addresses')
      this.#declinedCounter.set(this.#declined)
    }
    if (!fresh) return
    this.#cumulativeCounter ??= this.#counter(this.#names.cumulative)
    this.#cumulativeCounter.add(1)
  }

  /** Its place is configured with so many addresses (or prefixes): everything is listed. */
  list(total: bigint): void {
    this.#statistics.begin(this.place + this.#names.total, total)
    this.#statistics.counter(this.place + this.#names.cumulative)
    this.#show()
  }

  /** Its place is no longer configured, its statistics were forgotten: what leases are left is listed, as in Kea. */
  unlist(): void {
    this.#assignedCounter = undefined
    this.#declinedCounter = undefined
    this.#cumulativeCounter = undefined
    if (!this.empty) this.#show()
  }

  #show(): void {
    this.#assignedCounter = this.#counter(this.#names.assigned)
    if (this.#assignedCounter.value !== this.#assigned) this.#assignedCounter.set(this.#assigned)
    if (!this.#names.declines) return
    this.#declinedCounter = this.#counter('declined-addresses')
    if (this.#declinedCounter.value !== this.#declined) this.#declinedCounter.set(this.#declined)
  }

  #counter(name: string): Counter {
    return this.#statistics.counter(this.place + name)
  }
}

/** The tallies of one subnet. */
export class SubnetTally {
  readonly #prefix: string
  readonly #statistics: StatisticsRegistry
  readonly #names: StatisticNames
  readonly #whole = new Map<LeaseKind, Tally>()
  /** By pool id * 4 + kind. */
  readonly #pools = new Map<number, Tally>()
  /** Those that counted last, with the key of #pools: leases come in runs of one pool. */
  #lastKey = -1
  #lastWhole: Tally | undefined
  #lastPool: Tally | undefined
  #configured = false
  #registered = 0

  constructor(id: number, statistics: StatisticsRegistry, names: StatisticNames) {
    this.#prefix = prefixOf(id)
    this.#statistics = statistics
    this.#names = names
  }

  count(kind: LeaseKind, poolId: number, assigned: number, declined: number, fresh: boolean): void {
    const key = poolId * 4 + kind
    if (key !== this.#lastKey) {
      this.#lastKey = key
      this.#lastWhole = this.#subnet(kind)
      this.#lastPool = this.#pool(kind, poolId)
    }
    const counts = fresh && this.#configured
    this.#lastWhole?.count(assigned, declined, counts)
    this.#lastPool?.count(assigned, declined, counts)
  }

  /** The leases of one kind there are, all pools together. */
  of(kind: LeaseKind): Tally | undefined {
    return this.#whole.get(kind)
  }

  /** Prefixes of the statistics that a lease of this pool counts in. */
  places(kind: LeaseKind, poolId: number): string[] {
    if (!this.#configured) return []
    return [this.#subnet(kind), this.#pool(kind, poolId)].flatMap(tally => (tally === undefined ? [] : [tally.place]))
  }

  /** A client registered an address (1), or the registration has gone (-1). `fresh`: it was not there before. */
  register(change: number, fresh: boolean): void {
    const { registered } = this.#names
    if (registered === undefined) return
    this.#registered += change
    this.#statistics.counter(this.#prefix + registered.now).set(this.#registered)
    if (fresh && this.#configured) this.#statistics.counter(this.#prefix + registered.cumulative).add(1)
  }

  /** List the subnet's statistics and its pools', of addresses and of prefixes; `bits` is the width of an address. */
  list<A extends Address>(pools: Iterable<Pool<A>>, bits: number): void {
    this.#configured = true
    for (const name of this.#names.subnet) this.#statistics.counter(this.#prefix + name)
    const totals = new Map<Tally, bigint>()
    for (const kind of this.#names.kinds.keys()) totals.set(this.#subnet(kind)!, 0n)
    for (const pool of pools) {
      const size = leasesIn(pool, bits)
      const own = this.#pool(pool.kind, pool.id)
      for (const tally of [this.#subnet(pool.kind), own]) {
        if (tally !== undefined) totals.set(tally, (totals.get(tally) ?? 0n) + size)
      }
      if (own === undefined) continue
      for (const name of this.#names.kinds.get(pool.kind)!.inPool) this.#statistics.counter(own.place + name)
    }
    for (const tally of this.#pools.values()) {
      if (totals.has(tally)) continue
      this.#statistics.forget(tally.place)
      tally.unlist()
    }
    for (const [tally, total] of totals) tally.list(this.#names.total(total))
    if (this.#registered > 0) this.register(0, false)
  }

  /** The subnet is no longer configured. True: leases are left. */
  unlist(): boolean {
    this.#configured = false
    this.#statistics.forget(this.#prefix)
    const all = [...this.#whole.values(), ...this.#pools.values()]
    for (const tally of all) tally.unlist()
    if (this.#registered > 0) this.register(0, false)
    return this.#registered > 0 || all.some(tally => !tally.empty)
  }

  #subnet(kind: LeaseKind): Tally | undefined {
    return this.#whole.get(kind) ?? this.#new(this.#whole, kind, kind, undefined)
  }

  #pool(kind: LeaseKind, poolId: number): Tally | undefined {
    if (!this.#names.byPool) return undefined
    const key = poolId * 4 + kind
    return this.#pools.get(key) ?? this.#new(this.#pools, key, kind, poolId)
  }

  #new(into: Map<number, Tally>, key: number, kind: LeaseKind, poolId: number | undefined): Tally | undefined {
    const names = this.#names.kinds.get(kind)
    if (names === undefined) return undefined
    const place = poolId === undefined ? this.#prefix : `${this.#prefix}${names.pool}[${poolId}].`
    const tally = new Tally(place, names, this.#statistics)
    into.set(key, tally)
    return tally
  }
}

const prefixOf = (subnetId: number): string => `subnet[${subnetId}].`
