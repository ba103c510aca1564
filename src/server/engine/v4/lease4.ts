import { isPending, type Now } from '../../../now.js'
import { ipv4 } from '../../../wire/address.js'
import { MessageType } from '../../../wire/v4/codes.js'
import { LeaseDraft } from '../../lease/draft.js'
import { expiryOf, isExpired, type Lease, LeaseKind, LeaseState } from '../../lease/lease.js'
import { reusableFor } from '../../lease/lifetime.js'
import { leaseReclaim, requestRemoveLease } from '../../lease/messages.js'
import { onceKnown, type Step, type Verdict } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import { extendedInfo } from './extended-info.js'
import { countsClientId } from './find-leases.js'
import { labelOf } from './label.js'
import { lifetimeOf, offerLifetimeOf } from './lifetime4.js'
import type { Rooms4 } from './rooms4.js'

/** Settle the lifetime, and for a REQUEST what is to be written. */
export function settleLease(rooms: Rooms4): Step<Exchange4> {
  return x => {
    if (x.outcome !== 'extend' && x.outcome !== 'take') return undefined
    x.lifetime = lifetimeOf(x)
    if (x.outcome === 'extend') reuse(rooms, x, x.clientLease!)
    if (x.query.type === MessageType.discover) keepOffer(x)
    else if (x.query.type === MessageType.request && !x.reused) change(rooms, x)
    return undefined
  }
}

/**
 * offer-lifetime: the offered address is the client's for that long, so that no other server over the same leases offers
 * it meanwhile. A lease that the client has for longer stays as it is. Names are not given with it: there is nobody yet.
 */
function keepOffer(x: Exchange4): void {
  const lifetime = offerLifetimeOf(x)
  if (lifetime === 0) return
  const was = x.outcome === 'extend' ? x.clientLease : x.namedLease
  if (was?.state === LeaseState.default && expiryOf(was) >= x.seconds + lifetime) return
  const is = leaseOf(x)
  is.validLifetime = lifetime
  is.fqdnForward = false
  is.fqdnReverse = false
  is.userContext = extendedInfo(x, x.outcome === 'extend' && was !== undefined ? was.userContext : '')
  x.changes.push({ was, is })
}

/** cache-threshold, cache-max-age: a young lease is handed out again with what is left of it, and nothing is written. */
function reuse({ counters }: Rooms4, x: Exchange4, lease: Lease<number>): void {
  const { cacheThreshold, cacheMaxAge } = x.subnet!.subnet
  if (cacheThreshold === undefined && cacheMaxAge === undefined) return
  if (!isUnchanged(x, lease)) return
  const left = reusableFor(lease, x.lifetime, x.seconds, cacheThreshold, cacheMaxAge)
  if (left === 0) return
  x.lifetime = left
  x.reused = true
  if (x.query.type === MessageType.request) counters.leaseReused(x.subnet!)
}

/** The lease says what it would say after a write. */
function isUnchanged(x: Exchange4, lease: Lease<number>): boolean {
  const { subnet } = x.subnet!
  return (
    lease.subnetId === subnet.id &&
    x.hardware.equals(lease.hardware) &&
    (countsClientId(x, subnet) ? x.clientId.equals(lease.clientId) : lease.clientId.length === 0) &&
    lease.fqdnForward === x.fqdnForward &&
    lease.fqdnReverse === x.fqdnReverse &&
    lease.hostname === x.hostname &&
    (!subnet.storeExtendedInfo || extendedInfo(x, lease.userContext) === lease.userContext)
  )
}

function change({ log }: Rooms4, x: Exchange4): void {
  const was = x.outcome === 'extend' ? x.clientLease : x.namedLease
  const is = leaseOf(x)
  is.userContext = extendedInfo(x, was !== undefined && x.outcome === 'extend' ? was.userContext : '')
  const old = x.clientLease
  if (old !== undefined && old.address !== x.granted) {
    if (log.allocEngine.on(requestRemoveLease))
      log.allocEngine.log(requestRemoveLease, labelOf(x), ipv4.format(old.address))
    x.changes.push({ was: old, is: undefined })
  }
  x.changes.push({ was, is })
}

/**
 * The lease as this packet would have it. Its byte fields are views of the exchange, good until that is done with: who
 * keeps the lease longer takes a copy of them.
 */
export function leaseOf(x: Exchange4): LeaseDraft<number> {
  const { subnet } = x.subnet!
  const is = new LeaseDraft<number>(LeaseKind.v4, x.granted, 32)
  is.subnetId = subnet.id
  is.poolId = x.pool?.pool.id ?? 0
  is.validLifetime = x.lifetime
  is.cltt = x.seconds
  if (countsClientId(x, subnet)) is.clientId = x.clientId.view
  is.hardware = x.hardware.view
  is.hardwareType = x.hardwareType
  is.hostname = x.hostname
  is.fqdnForward = x.fqdnForward
  is.fqdnReverse = x.fqdnReverse
  return is
}

/** Write the changes. Somebody else was faster: the client is told no, or hears nothing, and tries again. */
export function commit(rooms: Rooms4): Step<Exchange4> {
  function applied(x: Exchange4, done: boolean): Verdict {
    if (done) {
      x.rests = true
      countReclaimed(rooms, x)
      return undefined
    }
    if (x.query.type !== MessageType.request) return 'drop'
    x.replyType = MessageType.nak
    return undefined
  }
  return (x): Now<Verdict> => {
    if (x.changes.length === 0) return undefined
    const done = rooms.store.apply(x.changes)
    return isPending(done) ? onceKnown(x, done, applied) : applied(x, done)
  }
}

/** The reclamation had not come to the lease that was written over: it was taken back now, and given anew. */
function countReclaimed({ log: { allocEngine }, leaseCounters }: Rooms4, x: Exchange4): void {
  const { was, is } = x.changes[x.changes.length - 1]!
  const { type } = x.query
  if ((type !== MessageType.request && type !== MessageType.discover) || was === undefined || is === undefined) return
  if (was.state > LeaseState.declined || !isExpired(was, x.seconds)) return
  if (allocEngine.on(leaseReclaim)) allocEngine.log(leaseReclaim, labelOf(x), ipv4.format(was.address))
  leaseCounters.reclaimed(LeaseKind.v4, was.subnetId, was.poolId, was.state === LeaseState.declined)
  leaseCounters.reassigned(LeaseKind.v4, is.subnetId, is.poolId)
}
