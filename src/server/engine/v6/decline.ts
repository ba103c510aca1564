import { ipv6 } from '../../../wire/address.js'
import { formatBytes } from '../../../wire/hex.js'
import { MessageType, Option, StatusCode } from '../../../wire/v6/codes.js'
import { LeaseDraft } from '../../lease/draft.js'
import type { Verdict } from '../walk.js'
import type { Association, Hint } from './association.js'
import type { Exchange6 } from './exchange6.js'
import { labelOf } from './label.js'
import {
  declineFailDuidMismatch,
  declineFailIaidMismatch,
  declineFailNoLease,
  declineProcessIa,
} from './lease-messages.js'
import { WRONG_IAID } from './release.js'
import type { Rooms6 } from './rooms6.js'

/**
 * RFC 8415 18.3.8: the client found addresses in use. Nobody gets them for the probation period. Each association is
 * answered with a status; prefixes cannot be declined.
 */
export function decideDecline(rooms: Rooms6, x: Exchange6): Verdict {
  x.replyType = MessageType.reply
  for (let i = 0; i < x.associationCount; i++) {
    const association = x.associations[i]!
    if (association.code === Option.iaPd) association.silent = true
    else declineAll(rooms, x, association)
  }
  return undefined
}

/** Texts of statuses are Kea's. */
function declineAll(rooms: Rooms6, x: Exchange6, association: Association): void {
  const { hints, hintCount, iaid } = association
  const { leases } = rooms.log
  if (leases.on(declineProcessIa)) leases.log(declineProcessIa, iaid, labelOf(x))
  if (hintCount === 0) association.say(StatusCode.noBinding, 'No addresses sent in IA_NA')
  else association.say(StatusCode.success, 'Lease declined. Hopefully the next one will be better.')
  for (let i = 0; i < hintCount; i++) {
    const hint = hints[i]!
    const wrong = notDeclinable(rooms, x, association, hint)
    if (wrong !== undefined) association.say(StatusCode.noBinding, wrong)
    else {
      const { declineProbation } = x.plan.decided.global
      x.changes.push({ was: hint.lease, is: LeaseDraft.declined(hint.lease!, x.seconds, declineProbation) })
    }
  }
}

/** Why the client cannot decline it; undefined: it can. */
function notDeclinable({ log }: Rooms6, x: Exchange6, { iaid }: Association, hint: Hint): string | undefined {
  const { lease, address } = hint
  const { leases } = log
  if (lease === undefined) {
    if (leases.on(declineFailNoLease)) leases.log(declineFailNoLease, labelOf(x), ipv6.format(address))
    return 'Server does not know about such an address.'
  }
  if (!x.duid.equals(lease.clientId)) {
    if (leases.on(declineFailDuidMismatch))
      leases.log(
        declineFailDuidMismatch,
        labelOf(x),
        ipv6.format(address),
        formatBytes(lease.clientId, 0, lease.clientId.length),
      )
    return "This address does not belong to you, you can't decline it"
  }
  if (lease.iaid === iaid) return undefined
  if (leases.on(declineFailIaidMismatch))
    leases.log(declineFailIaidMismatch, labelOf(x), ipv6.format(address), iaid, lease.iaid)
  return WRONG_IAID
}
