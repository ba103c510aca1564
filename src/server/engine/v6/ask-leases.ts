import { isPending, type Now } from '../../../now.js'
import { ipv6 } from '../../../wire/address.js'
import { MessageType, StatusCode } from '../../../wire/v6/codes.js'
import type { Point, Verdict as Said } from '../../hooks/point.js'
import type { LeaseEvent, Points } from '../../hooks/points.js'
import { expiryOf, INFINITE, type Lease, LeaseKind } from '../../lease/lease.js'
import type { LeaseChange } from '../../store/lease-store.js'
import type { Step, Verdict } from '../walk.js'
import type { Association, Grant } from './association.js'
import type { Exchange6 } from './exchange6.js'
import { wantsLeases, wantsMoreTime } from './find-leases.js'
import { labelOf } from './label.js'
import {
  hookDeclineSkip,
  hookLease6ExtendSkip,
  hookLease6SelectSkip,
  hookPdReleaseSkip,
  hookRegisterSkip,
  hookReleaseSkip,
} from './lease-messages.js'
import { draftOf } from './lease6.js'
import { setTimers } from './lifetime6.js'
import { sayNothingAvailable } from './refuse.js'
import type { Rooms6 } from './rooms6.js'

type LeasePoint = Point<LeaseEvent<bigint, Exchange6>>

/** The point that hears of a change. */
export function leasePoint(
  points: Points<bigint, Exchange6>,
  x: Exchange6,
  { was, is }: LeaseChange<bigint>,
): LeasePoint | undefined {
  switch (x.query.type) {
    case MessageType.release:
      return points.leaseRelease
    case MessageType.decline:
      return points.leaseDecline
    case MessageType.addressRegistrationInform:
      return points.addrRegister
  }
  // what is taken away goes with what is given
  if (is === undefined) return undefined
  const extending = wantsMoreTime(x) && was !== undefined && x.duid.equals(was.clientId)
  if (!extending) return points.leaseSelect
  return x.query.type === MessageType.rebind ? points.leaseRebind : points.leaseRenew
}

/**
 * A listener says skip. What is new is not given; what was to be extended stays as it is, and is the client's for the
 * time that is left. RELEASE, DECLINE: the lease stays.
 */
export function leaseSkipped(rooms: Rooms6, x: Exchange6, { was, is }: LeaseChange<bigint>): Verdict {
  const { log } = rooms
  if (!wantsLeases(x)) return notReturned(rooms, x, (was ?? is)!)
  if (is === undefined) return undefined
  const association = associationOf(x, is.kind, is.iaid)
  const grant = association?.grants.find(({ address, subnet }) => subnet !== undefined && address === is.address)
  if (association === undefined || grant === undefined) return undefined
  if (was !== undefined && wantsMoreTime(x) && expiryOf(was) > x.seconds && x.duid.equals(was.clientId)) {
    if (log.dhcpsrv.on(hookLease6ExtendSkip)) log.dhcpsrv.log(hookLease6ExtendSkip, x.query.type)
    const age = x.seconds - was.cltt
    grant.valid = was.validLifetime === INFINITE ? INFINITE : was.validLifetime - age
    grant.preferred = was.preferredLifetime === INFINITE ? INFINITE : Math.max(0, was.preferredLifetime - age)
    grant.reused = true
    setTimers(association)
    return undefined
  }
  if (log.dhcpsrv.on(hookLease6SelectSkip)) log.dhcpsrv.log(hookLease6SelectSkip)
  takeAway(x, association, grant)
  return undefined
}

/** As Kea has it: what is not released is a failure of the server's, a DECLINE or a registration is answered as if it were heeded. */
function notReturned({ log }: Rooms6, x: Exchange6, { kind, iaid, address }: Lease<bigint>): Verdict {
  const { hooks } = log
  if (x.query.type === MessageType.addressRegistrationInform) {
    if (hooks.on(hookRegisterSkip)) hooks.log(hookRegisterSkip, labelOf(x), ipv6.format(address))
    return undefined
  }
  if (x.query.type === MessageType.decline) {
    if (hooks.on(hookDeclineSkip)) hooks.log(hookDeclineSkip, labelOf(x), x.link.name, ipv6.format(address))
    return undefined
  }
  const message = kind === LeaseKind.pd ? hookPdReleaseSkip : hookReleaseSkip
  if (hooks.on(message)) hooks.log(message, labelOf(x))
  associationOf(x, kind, iaid)?.say(StatusCode.unspecFail, 'Server failed to release a lease')
  x.say(StatusCode.unspecFail, x.statusText)
  return undefined
}

function associationOf(x: Exchange6, kind: number, iaid: number): Association | undefined {
  for (let i = 0; i < x.associationCount; i++) {
    const association = x.associations[i]!
    if (association.kind === kind && association.iaid === iaid) return association
  }
  return undefined
}

/** An association that is left with nothing new keeps what it has: it is not written that it gave that up. */
function takeAway(x: Exchange6, association: Association, grant: Grant): void {
  const { grants } = association
  grants.splice(grants.indexOf(grant), 1)
  association.grantCount--
  setTimers(association)
  for (let i = 0; i < association.grantCount; i++) if (grants[i]!.subnet !== undefined) return
  sayNothingAvailable(x, association)
  const { changes } = x
  for (let i = changes.length - 1; i >= 0; i--) {
    const { was, is } = changes[i]!
    if (is === undefined && was!.iaid === association.iaid && was!.kind === association.kind) changes.splice(i, 1)
  }
}

/**
 * An ADVERTISE changes nothing in the store, but listeners at lease6_select are asked all the same whether what it offers
 * may be given (skip: it is not offered).
 */
export function askAdvertised({ points, log }: Rooms6): Step<Exchange6> {
  const { leaseSelect } = points
  function heed(x: Exchange6, association: Association, grant: Grant, said: Said): Verdict {
    if (said === 'drop') return 'drop'
    if (said === 'continue') return undefined
    if (log.dhcpsrv.on(hookLease6SelectSkip)) log.dhcpsrv.log(hookLease6SelectSkip)
    takeAway(x, association, grant)
    return undefined
  }
  function askFrom(x: Exchange6, first: number): Now<Verdict> {
    for (let i = first; i < x.associationCount; i++) {
      const association = x.associations[i]!
      for (let j = association.grantCount - 1; j >= 0; j--) {
        const grant = association.grants[j]!
        if (grant.subnet === undefined || grant.asked) continue
        grant.asked = true
        const was = grant.extended ? grant.was : undefined
        const said = leaseSelect.run({ exchange: x, was, lease: draftOf(x, association, grant) })
        if (isPending(said))
          return said.then(late => (heed(x, association, grant, late) === 'drop' ? 'drop' : askFrom(x, i)))
        if (heed(x, association, grant, said) === 'drop') return 'drop'
      }
    }
    return undefined
  }
  return x => (x.replyType === MessageType.advertise && leaseSelect.heard ? askFrom(x, 0) : undefined)
}
