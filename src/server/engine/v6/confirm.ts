import { ipv6 } from '../../../wire/address.js'
import { MessageType, StatusCode } from '../../../wire/v6/codes.js'
import { LeaseKind } from '../../lease/lease.js'
import { subnetHolding } from '../../subnet/plan.js'
import type { Verdict } from '../walk.js'
import type { Exchange6 } from './exchange6.js'

/**
 * RFC 8415 18.3.3: are the client's addresses right for the link it is on? Those of any subnet of a shared network are,
 * and whether they are leased to the client does not matter. Without an address there is nothing to say, and no answer.
 */
export function decideConfirm(x: Exchange6): Verdict {
  for (let i = 0; i < x.associationCount && x.status <= StatusCode.success; i++) {
    const { hints, hintCount, kind } = x.associations[i]!
    if (kind === LeaseKind.na)
      for (let j = 0; j < hintCount && x.status <= StatusCode.success; j++) judge(x, hints[j]!.address)
  }
  if (x.status < 0) return 'drop'
  x.replyType = MessageType.reply
  // RFC 8415 18.3.3: the answer says it for all of them
  for (let i = 0; i < x.associationCount; i++) x.associations[i]!.silent = true
  return undefined
}

/** Texts of statuses are Kea's. */
function judge(x: Exchange6, address: bigint): void {
  if (x.network === undefined) x.say(StatusCode.notOnLink, 'No subnet selected')
  else if (subnetHolding(x.plan.decided.kind, x.network, address) !== undefined)
    x.say(StatusCode.success, 'All addresses are on-link')
  else x.say(StatusCode.notOnLink, `Address ${ipv6.format(address)} is not on link.`)
}
