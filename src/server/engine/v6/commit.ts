import { isPending, type Now } from '../../../now.js'
import { ipv6 } from '../../../wire/address.js'
import { isExpired, LeaseState } from '../../lease/lease.js'
import { onceKnown, type Step, type Verdict } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import { wantsLeases } from './find-leases.js'
import { labelOf } from './label.js'
import { leaseReclaim } from './lease-messages.js'
import { sayNothingAvailable } from './refuse.js'
import type { Rooms6 } from './rooms6.js'

/** Write the changes. Somebody else was faster: the associations concerned get nothing, and the client asks again. */
export function commit(rooms: Rooms6): Step<Exchange6> {
  function applied(x: Exchange6, done: boolean): Verdict {
    if (done) {
      x.rests = true
      countReclaimed(rooms, x)
      return undefined
    }
    if (!wantsLeases(x)) return 'drop'
    refuseWritten(x)
    while (x.changes.length > 0) x.changes.pop()
    return undefined
  }
  return (x): Now<Verdict> => {
    if (x.changes.length === 0) return undefined
    const done = rooms.store.apply(x.changes)
    return isPending(done) ? onceKnown(x, done, applied) : applied(x, done)
  }
}

/** Leases that are reused were not to be written: their associations keep them. */
function refuseWritten(x: Exchange6): void {
  for (let i = 0; i < x.associationCount; i++) {
    const association = x.associations[i]!
    const { grants, grantCount } = association
    let rests = false
    for (let j = 0; j < grantCount; j++) if (grants[j]!.subnet !== undefined && !grants[j]!.reused) rests = true
    if (!rests) continue
    association.grantCount = 0
    association.answerT1 = 0
    association.answerT2 = 0
    sayNothingAvailable(x, association)
  }
}

/** Leases that were written over before the reclamation came to them: taken back now, and given anew. */
function countReclaimed({ log: { allocEngine }, leaseCounters }: Rooms6, x: Exchange6): void {
  if (!wantsLeases(x)) return
  for (let i = 0; i < x.changes.length; i++) {
    const { was, is } = x.changes[i]!
    if (was === undefined || is === undefined) continue
    if (was.state > LeaseState.declined || !isExpired(was, x.seconds)) continue
    if (allocEngine.on(leaseReclaim))
      allocEngine.log(leaseReclaim, labelOf(x), ipv6.format(was.address), was.prefixLength)
    leaseCounters.reclaimed(was.kind, was.subnetId, was.poolId, was.state === LeaseState.declined)
    leaseCounters.reassigned(is.kind, is.subnetId, is.poolId)
  }
}
