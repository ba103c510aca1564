import { isPending, type Now } from '../../now.js'
import type { Decided, Subnet } from '../config/decided.js'
import { runAtOnce, type Sliced } from '../config/slices.js'
import { type Address, type LeaseKind, LeaseState } from '../lease/lease.js'
import type { LeaseObserver } from '../store/lease-store.js'
import type { StatisticNames } from './names4.js'
import type { StatisticsRegistry } from './registry.js'
import type { Counter } from './stat.js'
import { SubnetTally } from './tally.js'

/**
 * Leases by subnet and pool, kept from what the store tells of every change: they always equal a recount. A declined
 * address counts as assigned too, as in Kea.
 */
export class LeaseCounters<A extends Address> implements LeaseObserver<A> {
  readonly #statistics: StatisticsRegistry
  readonly #names: StatisticNames
  readonly #subnets = new Map<number, SubnetTally>()
  /** The one that was asked for last: leases come in runs of one subnet. */
  #lastId = -1
  #last: SubnetTally | undefined
  readonly #declined: Counter
  readonly #assigned: Counter | undefined
  /** By kind. */
  readonly #cumulative: (Counter | undefined)[] = [undefined, undefined, undefined, undefined]
  #loading = true
  /** Changes that are not to count in the cumulative statistics: so many of them are being made. */
  #quiet = 0
  #declinedNow = 0
  #assignedNow = 0

  /** Until loaded() is called, what the store tells are leases that were there before. */
  constructor(statistics: StatisticsRegistry, names: StatisticNames) {
    this.#statistics = statistics
    this.#names = names
    this.#declined = statistics.counter('declined-addresses')
    this.#assigned = names.global.includes('assigned-addresses') ? statistics.counter('assigned-addresses') : undefined
    for (const [kind, { cumulative }] of names.kinds) this.#cumulative[kind] = statistics.counter(cumulative)
    for (const name of names.global) statistics.counter(name)
  }

  /** The lease file has been read: what comes now is new, and counts in the cumulative statistics. */
  loaded(): void {
    this.#loading = false
  }

  /**
   * A configuration came into force: statistics of its subnets and pools appear, those of others go. Cumulative
   * statistics of a subnet that stays go on.
   */
  configure(config: Decided<A>): void {
    runAtOnce(this.configuring(config))
  }

  /** The same as work to be run in slices. */
  *configuring(config: Decided<A>): Sliced<void> {
    const configured = new Set(config.subnets.map(subnet => subnet.id))
    for (const [id, tally] of this.#subnets) {
      if (!configured.has(id) && !tally.unlist()) this.#subnets.delete(id)
      yield
    }
    this.#last = undefined
    for (const subnet of config.subnets) {
      this.#subnet(subnet.id).list([...subnet.pools, ...subnet.pdPools], config.kind.bits)
      yield
    }
  }

  /** Say again what the statistics of all subnets together are: somebody else has counted with them. */
  restate(): void {
    this.#declined.set(this.#declinedNow)
    this.#assigned?.set(this.#assignedNow)
  }

  /** The same, where only these subnets went, and these came; one that is in both is another one now. */
  revise(gone: readonly Subnet<A>[], fresh: readonly Subnet<A>[], bits: number): void {
    const stays = new Set(fresh.map(subnet => subnet.id))
    for (const { id } of gone) if (!stays.has(id) && this.#subnets.get(id)?.unlist() === false) this.#subnets.delete(id)
    this.#last = undefined
    for (const subnet of fresh) this.#subnet(subnet.id).list([...subnet.pools, ...subnet.pdPools], bits)
  }

  /**
   * Changes that no client asked for: leases that commands write count in everything but the cumulative statistics, as in
   * Kea. The store tells of them while `change` runs, or while its promise is pending.
   */
  quietly<T>(change: () => Now<T>): Now<T> {
    this.#quiet++
    const done = (): void => {
      this.#quiet--
    }
    let result: Now<T>
    try {
      result = change()
    } catch (thrown) {
      done()
      throw thrown
    }
    if (isPending(result)) return result.finally(done)
    done()
    return result
  }

  /** The leases in use of a subnet, counted anew whatever became of its statistics; `assigned` is without declined ones. */
  leasesOf(kind: LeaseKind, subnetId: number): { readonly assigned: number; readonly declined: number } {
    const tally = this.#subnets.get(subnetId)?.of(kind)
    if (tally === undefined) return { assigned: 0, declined: 0 }
    return { assigned: tally.assigned - tally.declined, declined: tally.declined }
  }

  used(): void {}

  counted(kind: LeaseKind, subnetId: number, poolId: number, was: number, is: number): void {
    const registered = registers(is) - registers(was)
    if (registered !== 0) this.#register(kind, subnetId, registered)
    const assigned = holds(is) - holds(was)
    const declined = declines(is) - declines(was)
    if (assigned === 0 && declined === 0) return
    const fresh = assigned > 0 && this.#cumulates
    this.#subnet(subnetId).count(kind, poolId, assigned, declined, fresh)
    if (declined !== 0) this.#declined.set((this.#declinedNow += declined))
    if (assigned !== 0) this.#assigned?.set((this.#assignedNow += assigned))
    if (fresh) this.#cumulative[kind]?.add(1)
  }

  /**
   * A lease changed hands without ever being free: the client that had it let it expire. Counts as one more assigned in
   * the cumulative statistics; counted() cannot see it.
   */
  reassigned(kind: LeaseKind, subnetId: number, poolId: number): void {
    this.#subnet(subnetId).count(kind, poolId, 0, 0, true)
    this.#cumulative[kind]?.add(1)
  }

  /** An expired lease was reclaimed; `declined`: its state was, and its probation is over. */
  reclaimed(kind: LeaseKind, subnetId: number, poolId: number, declined: boolean): void {
    const places = [...this.#subnet(subnetId).places(kind, poolId), '']
    for (const place of places) {
      this.#statistics.counter(`${place}reclaimed-leases`).add(1)
      if (declined) this.#statistics.counter(`${place}reclaimed-declined-addresses`).add(1)
    }
  }

  get #cumulates(): boolean {
    return !this.#loading && this.#quiet === 0
  }

  /** Registered addresses are not assigned ones, as in Kea. */
  #register(kind: LeaseKind, subnetId: number, change: number): void {
    const { registered } = this.#names
    if (registered?.kind !== kind) return
    const fresh = change > 0 && this.#cumulates
    this.#subnet(subnetId).register(change, fresh)
    if (fresh) this.#statistics.counter(registered.cumulative).add(1)
  }

  #subnet(id: number): SubnetTally {
    if (this.#last !== undefined && this.#lastId === id) return this.#last
    let tally = this.#subnets.get(id)
    if (tally === undefined) {
      tally = new SubnetTally(id, this.#statistics, this.#names)
      this.#subnets.set(id, tally)
    }
    this.#lastId = id
    this.#last = tally
    return tally
  }
}

const holds = (state: number): number => (state === LeaseState.default || state === LeaseState.declined ? 1 : 0)
const declines = (state: number): number => (state === LeaseState.declined ? 1 : 0)
const registers = (state: number): number => (state === LeaseState.registered ? 1 : 0)
