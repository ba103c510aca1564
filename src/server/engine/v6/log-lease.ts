import { ipv6 } from '../../../wire/address.js'
import { MessageType, Option } from '../../../wire/v6/codes.js'
import { LeaseKind } from '../../lease/lease.js'
import type { Logger, Message } from '../../log/logger.js'
import type { Step } from '../walk.js'
import type { Association } from './association.js'
import type { Exchange6 } from './exchange6.js'
import { wantsLeases, wantsMoreTime } from './find-leases.js'
import { labelOf } from './label.js'
import {
  declineLease,
  leaseAdvert,
  leaseAdvertFail,
  leaseAlloc,
  leaseAllocFail,
  leaseRenew,
  leaseReuse,
  pdLeaseAdvert,
  pdLeaseAdvertFail,
  pdLeaseAlloc,
  pdLeaseAllocFail,
  pdLeaseRenew,
  pdLeaseReuse,
  pdRelease,
  registered,
  release,
  unregistered,
} from './lease-messages.js'
import type { Rooms6 } from './rooms6.js'

/** What of a lease is told with which message; addresses and prefixes have messages of their own. */
interface Wording {
  readonly advertised: Message
  readonly allocated: Message
  readonly renewed: Message
  readonly reused: Message
  readonly notAdvertised: Message
  readonly notAllocated: Message
}

const ADDRESSES: Wording = {
  advertised: leaseAdvert,
  allocated: leaseAlloc,
  renewed: leaseRenew,
  reused: leaseReuse,
  notAdvertised: leaseAdvertFail,
  notAllocated: leaseAllocFail,
}

const PREFIXES: Wording = {
  advertised: pdLeaseAdvert,
  allocated: pdLeaseAlloc,
  renewed: pdLeaseRenew,
  reused: pdLeaseReuse,
  notAdvertised: pdLeaseAdvertFail,
  notAllocated: pdLeaseAllocFail,
}

/** What the client got, gave back, declined or registered, as operators read it in the log: once it is written. */
export function logLeases({ log: { leases } }: Rooms6): Step<Exchange6> {
  return x => {
    if (!wantsLeases(x)) {
      if (x.changes.length > 0) logReturned(leases, x)
      return undefined
    }
    if (x.subnet === undefined) return undefined
    for (let i = 0; i < x.associationCount; i++) {
      const association = x.associations[i]!
      logAssociation(leases, x, association, association.code === Option.iaPd ? PREFIXES : ADDRESSES)
    }
    return undefined
  }
}

function logAssociation(leases: Logger, x: Exchange6, association: Association, wording: Wording): void {
  const { grants, grantCount, iaid, code } = association
  const advertised = x.replyType === MessageType.advertise
  let gets = false
  for (let i = 0; i < grantCount; i++) {
    const { address, prefixLength, subnet, valid, reused } = grants[i]!
    if (subnet === undefined) continue
    gets = true
    const message = advertised
      ? wording.advertised
      : reused
        ? wording.reused
        : wantsMoreTime(x)
          ? wording.renewed
          : wording.allocated
    if (!leases.on(message)) continue
    if (code === Option.iaPd) leases.log(message, labelOf(x), ipv6.format(address), prefixLength, iaid, valid)
    else leases.log(message, labelOf(x), ipv6.format(address), iaid, valid)
  }
  if (gets || wantsMoreTime(x)) return
  const message = advertised ? wording.notAdvertised : wording.notAllocated
  if (leases.on(message)) leases.log(message, labelOf(x), iaid)
}

function logReturned(leases: Logger, x: Exchange6): void {
  const { type } = x.query
  for (let i = 0; i < x.changes.length; i++) {
    const { was, is } = x.changes[i]!
    const { address, prefixLength, iaid, kind } = (was ?? is)!
    if (type === MessageType.decline) {
      const { declineProbation } = x.plan.decided.global
      if (leases.on(declineLease)) leases.log(declineLease, labelOf(x), ipv6.format(address), declineProbation)
    } else if (type === MessageType.addressRegistrationInform) {
      if (is === undefined) leases.log(unregistered, labelOf(x), ipv6.format(address))
      else if (leases.on(registered)) leases.log(registered, labelOf(x), ipv6.format(address), is.validLifetime)
    } else if (kind === LeaseKind.pd) {
      if (leases.on(pdRelease)) leases.log(pdRelease, labelOf(x), ipv6.format(address), prefixLength, iaid)
    } else if (leases.on(release)) leases.log(release, labelOf(x), ipv6.format(address), iaid)
  }
}
