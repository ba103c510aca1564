import type { AddressKind } from '../../wire/address.js'
import type { SanityChecksConfig } from '../config/decided-service.js'
import type { Logger } from '../log/logger.js'
import type { LeaseStore } from '../store/lease-store.js'
import { poolHolding, type SubnetPlan } from '../subnet/plan.js'
import { PrefixIndex } from '../subnet/prefix-index.js'
import { LeaseDraft } from './draft.js'
import { type Address, type Lease, LeaseKind } from './lease.js'
import { leaseSanityFail, leaseSanityFailDiscard, leaseSanityFixed } from './messages.js'
import { PoolList } from './pool-list.js'

/** May a lease of this kind and prefix length be in that subnet? */
export type Fits<A extends Address> = (address: A, subnetId: number, kind: LeaseKind, prefixLength: number) => boolean

export interface SanityRooms<A extends Address> {
  readonly kind: AddressKind<A>
  readonly store: LeaseStore<A>
  /** The leases of which `fits` says no, a slice at a time. */
  misfits(fits: Fits<A>): Iterable<readonly Lease<A>[]>
  /** Every subnet there is. */
  readonly subnets: readonly SubnetPlan<A>[]
  readonly log: Logger
  breathe(): Promise<void>
}

/** What became of the leases that were looked at. */
export interface SanityOutcome {
  readonly wrong: number
  readonly fixed: number
  readonly deleted: number
}

/**
 * sanity-checks.lease-checks: does each lease name the subnet that holds its address? warn: said; fix: the subnet is put
 * right where there is one; fix-del: deleted where there is none; del: deleted. Delegated prefixes lie anywhere: one is
 * wrong only where the pools of another subnet delegate it, and those of its own do not.
 */
export async function checkLeases<A extends Address>(
  rooms: SanityRooms<A>,
  { leases: mode }: SanityChecksConfig,
): Promise<SanityOutcome> {
  const outcome = { wrong: 0, fixed: 0, deleted: 0 }
  if (mode === 'none') return outcome
  const { kind, store, subnets, log } = rooms
  const homes = new Homes(kind, subnets)
  // leases of one subnet follow each other: most are judged by the subnet of the one before
  let named = subnets[0]
  const fits: Fits<A> = (address, subnetId, leaseKind, prefixLength) => {
    if (named?.subnet.id !== subnetId) named = homes.byId.get(subnetId)
    if (leaseKind === LeaseKind.pd)
      return (
        (named !== undefined && poolHolding(named.pdPools, address) !== undefined) ||
        homes.ofPrefix(address, prefixLength) === undefined
      )
    return named !== undefined && kind.contains(named.subnet.prefix, named.subnet.prefixLength, address)
  }
  for (const slice of rooms.misfits(fits)) {
    for (const lease of slice) {
      const right =
        lease.kind === LeaseKind.pd ? homes.ofPrefix(lease.address, lease.prefixLength) : homes.ofAddress(lease.address)
      outcome.wrong++
      const address = kind.format(lease.address)
      const should = right === undefined ? 'no subnet holds it' : `the lease should have subnet-id ${right}`
      if (mode === 'warn' || (mode === 'fix' && right === undefined))
        log.log(leaseSanityFail, address, lease.subnetId, should)
      else if (mode === 'del' || right === undefined) {
        await store.apply([{ was: lease, is: undefined }])
        outcome.deleted++
        log.log(leaseSanityFailDiscard, address, lease.subnetId, should)
      } else {
        const is = LeaseDraft.from(lease)
        is.subnetId = right
        await store.apply([{ was: lease, is }])
        outcome.fixed++
        log.log(leaseSanityFixed, address, lease.subnetId, right)
      }
    }
    await rooms.breathe()
  }
  await store.flush()
  return outcome
}

/** Which subnet an address or a prefix belongs to. */
class Homes<A extends Address> {
  readonly byId: ReadonlyMap<number, SubnetPlan<A>>
  readonly #prefixes: PrefixIndex<A>
  readonly #pdPools = new PoolList<A, { readonly id: number; readonly length: number }>()

  constructor(kind: AddressKind<A>, subnets: readonly SubnetPlan<A>[]) {
    const ascending = [...subnets].sort((a, b) => a.subnet.id - b.subnet.id)
    this.byId = new Map(subnets.map(plan => [plan.subnet.id, plan]))
    this.#prefixes = new PrefixIndex(kind, ascending)
    for (const { subnet, pdPools } of ascending)
      for (const { pool, prefixLength } of pdPools) this.#pdPools.add(pool, { id: subnet.id, length: prefixLength })
  }

  ofAddress(address: A): number | undefined {
    return this.#prefixes.find(address, () => true)?.subnet.id
  }

  /** The subnet, of several the one with the lowest id, whose pools delegate this very prefix. */
  ofPrefix(prefix: A, length: number): number | undefined {
    const pools = this.#pdPools
    let best: number | undefined
    for (let i = pools.lastFrom(prefix); pools.reaches(i, prefix); i--) {
      const { id, length: delegated } = pools.at(i)
      if (delegated === length && pools.holds(i, prefix) && (best === undefined || id < best)) best = id
    }
    return best
  }
}
