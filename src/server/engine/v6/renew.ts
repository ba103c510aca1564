import type { Now } from '../../../now.js'
import { MessageType, Option, StatusCode } from '../../../wire/v6/codes.js'
import type { Verdict } from '../walk.js'
import { grantAll } from './allocate6.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/**
 * RFC 8415 18.3.4: more time for what the client has; what it has not, or must no longer use, is listed with lifetimes
 * of zero. An association that the server knows nothing of is given something new, as 18.3.4 allows.
 */
export function decideRenew(rooms: Rooms6, x: Exchange6): Now<Verdict> {
  x.replyType = MessageType.reply
  return x.subnet === undefined ? refuseUnbound(x) : grantAll(rooms, x)
}

/** RFC 8415 18.3.5: as RENEW; but a client of a link that is not configured may be another server's. */
export function decideRebind(rooms: Rooms6, x: Exchange6): Now<Verdict> {
  x.replyType = MessageType.reply
  return x.subnet === undefined ? 'drop' : grantAll(rooms, x)
}

function refuseUnbound(x: Exchange6): undefined {
  for (let i = 0; i < x.associationCount; i++) {
    const association = x.associations[i]!
    association.say(
      StatusCode.noBinding,
      association.code === Option.iaPd
        ? 'Sorry, no known PD leases for this duid/iaid.'
        : 'Sorry, no known leases for this duid/iaid.',
    )
  }
}
