import { MessageType } from '../../../wire/v6/codes.js'
import type { Verdict } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/**
 * RFC 8415 18.3.6: the client wants configuration and no lease. From a link that is none of ours it gets the global
 * options.
 */
export function decideInformationRequest(_rooms: Rooms6, x: Exchange6): Verdict {
  x.replyType = MessageType.reply
  return undefined
}
