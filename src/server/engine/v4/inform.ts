import { ipv4 } from '../../../wire/address.js'
import { MessageType } from '../../../wire/v4/codes.js'
import { informDirectReply } from '../messages.js'
import type { Verdict } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import { labelOf } from './label.js'
import type { Rooms4 } from './rooms4.js'

/**
 * RFC 2131 4.3.5: the client has an address and asks for the rest. No lease, no lifetime in the answer; from a network
 * that is no subnet of ours it gets the global options.
 */
export function decideInform({ log: { packets } }: Rooms4, x: Exchange4): Verdict {
  x.replyType = MessageType.ack
  const direct = x.query.ciaddr !== 0 ? x.query.ciaddr : x.query.giaddr === 0 ? x.source : 0
  if (direct !== 0 && packets.on(informDirectReply))
    packets.log(informDirectReply, labelOf(x), ipv4.format(direct), x.link.name)
  return undefined
}
