import type { AddressKind } from '../../wire/address.js'
import type { SanityChecksConfig } from '../config/decided-service.js'
import type { Logger } from '../log/logger.js'
import type { LeaseStore } from '../store/lease-store.js'
import type { SubnetPlan } from '../subnet/plan.js'
import { PrefixIndex } from '../subnet/prefix-index.js'
import { LeaseDraft } from './draft.js'
import type { Address, Lease } from './lease.js'
import { leaseSanityFail, leaseSanityFailDiscard, leaseSanityFixed } from './messages.js'

export interface SanityRooms<A extends Address> {
  readonly kind: AddressKind<A>
  readonly store: LeaseStore<A>
  /** The leases of which `fits` says no, a slice at a time. */
  misfits(fits: (address: A, subnetId: number) => boolean): Iterable<readonly Lease<A>[]>
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
 * right where there is one; fix-del: deleted where there is none; del: deleted.
 */
export async function checkLeases<A extends Address>(
  rooms: SanityRooms<A>,
  { leases: mode }: SanityChecksConfig,
): Promise<SanityOutcome> {
  const outcome = { wrong: 0, fixed: 0, deleted: 0 }
  if (mode === 'none') return outcome
  const { kind, store, subnets, log } = rooms
  const ascending = [...subnets].sort((a, b) => a.subnet.id - b.subnet.id)
  const index = new PrefixIndex(kind, ascending)
  const everyone = (): boolean => true
  const homeOf = (address: A): number | undefined => index.find(address, everyone)?.subnet.id
  const byId = new Map(subnets.map(plan => [plan.subnet.id, plan.subnet]))
  // leases of one subnet follow each other: most are judged by the subnet of the one before
  let named = subnets[0]?.subnet
  const fits = (address: A, subnetId: number): boolean => {
    if (named?.id !== subnetId) named = byId.get(subnetId)
    return named !== undefined && kind.contains(named.prefix, named.prefixLength, address)
  }
  for (const slice of rooms.misfits(fits)) {
    for (const lease of slice) {
      const right = homeOf(lease.address)
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
