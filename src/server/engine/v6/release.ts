import { ipv6 } from '../../../wire/address.js'
import { formatBytes } from '../../../wire/hex.js'
import { MessageType, Option, StatusCode } from '../../../wire/v6/codes.js'
import { LeaseState } from '../../lease/lease.js'
import { givenBack } from '../given-back.js'
import type { Verdict } from '../walk.js'
import type { Association, Hint } from './association.js'
import type { Exchange6 } from './exchange6.js'
import { labelOf } from './label.js'
import {
  pdReleaseFailWrongDuid,
  pdReleaseFailWrongIaid,
  processIaNaRelease,
  releaseFailWrongDuid,
  releaseFailWrongIaid,
} from './lease-messages.js'
import type { Rooms6 } from './rooms6.js'

/**
 * RFC 8415 18.3.7: leases are given back, or kept for the client's return. Each association is answered with a status,
 * and the message with one for all.
 */
export function decideRelease(rooms: Rooms6, x: Exchange6): Verdict {
  x.replyType = MessageType.reply
  x.say(StatusCode.success, SUMMARY)
  for (let i = 0; i < x.associationCount; i++) {
    const association = x.associations[i]!
    releaseAll(rooms, x, association)
    if (association.status !== StatusCode.success) x.say(association.status, SUMMARY)
  }
  return undefined
}

/** Texts of statuses are Kea's. */
const SUMMARY = 'Summary status for all processed IA_NAs'
const RELEASED = 'Lease released. Thank you, please come again.'

function releaseAll(rooms: Rooms6, x: Exchange6, association: Association): void {
  const { hints, hintCount, code, iaid } = association
  const { leases } = rooms.log
  if (code === Option.iaNa && leases.on(processIaNaRelease)) leases.log(processIaNaRelease, labelOf(x), iaid)
  if (hintCount === 0) {
    const what = code === Option.iaPd ? 'a prefix' : 'an address'
    association.say(StatusCode.noBinding, `You did not include ${what} in your RELEASE`)
  }
  let released = false
  for (let i = 0; i < hintCount; i++) {
    const hint = hints[i]!
    const wrong = notReleasable(rooms, x, association, hint)
    if (wrong === undefined) {
      x.changes.push({ was: hint.lease, is: givenBack(x, hint.lease!) })
      released = true
    } else if (association.status < 0) association.say(StatusCode.noBinding, wrong)
  }
  // RFC 8415 18.3.7: what of an association is not the client's is passed over, once there is something that is
  if (released) association.say(StatusCode.success, RELEASED)
}

/** Why the client cannot release it; undefined: it can. */
function notReleasable({ log }: Rooms6, x: Exchange6, association: Association, hint: Hint): string | undefined {
  const { lease, address, prefixLength } = hint
  const { iaid } = association
  const isPrefix = association.code === Option.iaPd
  if (lease === undefined || lease.state > LeaseState.declined)
    return "Sorry, no known leases for this duid/iaid, can't release."
  if (!x.duid.equals(lease.clientId)) {
    const message = isPrefix ? pdReleaseFailWrongDuid : releaseFailWrongDuid
    if (log.leases.on(message)) {
      const owner = formatBytes(lease.clientId, 0, lease.clientId.length)
      if (isPrefix) log.leases.log(message, labelOf(x), ipv6.format(address), prefixLength, owner)
      else log.leases.log(message, labelOf(x), ipv6.format(address), owner)
    }
    return "This address does not belong to you, you can't release it"
  }
  if (lease.iaid === iaid) return undefined
  const message = isPrefix ? pdReleaseFailWrongIaid : releaseFailWrongIaid
  if (log.leases.on(message)) {
    if (isPrefix) log.leases.log(message, labelOf(x), ipv6.format(address), prefixLength, lease.iaid, iaid)
    else log.leases.log(message, labelOf(x), ipv6.format(address), lease.iaid, iaid)
  }
  return WRONG_IAID
}

export const WRONG_IAID = 'This is your address, but you used wrong IAID'
