import { MessageType } from '../../../wire/v6/codes.js'
import type { Verdict } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import { labelOf } from './label.js'
import { informationForLease } from './lease-messages.js'
import type { Rooms6 } from './rooms6.js'

/**
 * RFC 8415 18.3.6: the client wants configuration and no lease. From a link that is none of ours it gets the global
 * options.
 */
export function decideInformationRequest({ counters, log }: Rooms6, x: Exchange6): Verdict {
  // RFC 8415 16.12: an association has no place in it
  if (x.associationCount > 0) {
    if (log.badPackets.on(informationForLease)) log.badPackets.log(informationForLease, labelOf(x))
    counters.dropped('rfc-violation')
    return 'drop'
  }
  x.replyType = MessageType.reply
  return undefined
}
