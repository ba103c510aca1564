import { MessageType } from '../../../wire/v6/codes.js'
import { type Lease, LeaseKind } from '../../lease/lease.js'
import { reusableFor } from '../../lease/lifetime.js'
import type { Step } from '../walk.js'
import type { Association, Grant } from './association.js'
import type { Exchange6 } from './exchange6.js'
import { extendedInfo } from './extended-info.js'
import { wantsLeases } from './find-leases.js'
import { draftOf } from './lease6.js'
import { setLifetimes, setTimers } from './lifetime6.js'
import type { Rooms6 } from './rooms6.js'

/** Settle lifetimes and timers, and what is to be written. */
export function settleLeases(rooms: Rooms6): Step<Exchange6> {
  return x => {
    if (!wantsLeases(x)) return undefined
    const writes = x.replyType === MessageType.reply
    for (let i = 0; i < x.associationCount; i++) {
      const association = x.associations[i]!
      settleGrants(rooms, x, association, writes)
      if (writes) giveUpOthers(x, association)
      setTimers(association)
    }
    return undefined
  }
}

function settleGrants(rooms: Rooms6, x: Exchange6, association: Association, writes: boolean): void {
  for (let i = 0; i < association.grantCount; i++) {
    const grant = association.grants[i]!
    if (grant.subnet === undefined) continue
    setLifetimes(x, association, grant)
    if (!writes) continue
    if (grant.extended) reuse(rooms, x, grant)
    if (grant.reused) continue
    const is = draftOf(x, association, grant)
    is.userContext = extendedInfo(x, grant, grant.extended ? grant.was!.userContext : '')
    x.changes.push({ was: grant.was, is })
  }
}

/** The leases that the association no longer has. */
function giveUpOthers(x: Exchange6, { leases, grants, grantCount }: Association): void {
  for (let i = 0; i < leases.length; i++) {
    const was = leases[i]!
    let kept = false
    for (let j = 0; j < grantCount; j++) if (grants[j]!.was === was) kept = true
    if (!kept) x.changes.push({ was, is: undefined })
  }
}

/** cache-threshold, cache-max-age: a young lease is handed out again with what is left of it, and nothing is written. */
function reuse({ counters }: Rooms6, x: Exchange6, grant: Grant): void {
  const { cacheThreshold, cacheMaxAge } = grant.subnet!.subnet
  if (cacheThreshold === undefined && cacheMaxAge === undefined) return
  const lease = grant.was!
  if (!isUnchanged(x, grant, lease)) return
  const left = reusableFor(lease, grant.valid, x.seconds, cacheThreshold, cacheMaxAge)
  if (left === 0) return
  const age = x.seconds - lease.cltt
  grant.valid = left
  grant.preferred = grant.preferred > age ? grant.preferred - age : 0
  grant.reused = true
  counters.leaseReused(grant.subnet!, lease.kind === LeaseKind.pd)
}

/** The lease says what it would say after a write. */
function isUnchanged(x: Exchange6, grant: Grant, lease: Lease<bigint>): boolean {
  return (
    lease.subnetId === grant.subnet!.subnet.id &&
    lease.preferredLifetime === grant.preferred &&
    x.hardware.equals(lease.hardware) &&
    lease.fqdnForward === x.fqdnForward &&
    lease.fqdnReverse === x.fqdnReverse &&
    lease.hostname === x.hostname &&
    (!grant.subnet!.subnet.storeExtendedInfo || extendedInfo(x, grant, lease.userContext) === lease.userContext)
  )
}
