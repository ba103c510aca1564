import type { Now } from '../../../now.js'
import { MessageType, Option } from '../../../wire/v6/codes.js'
import type { Verdict } from '../walk.js'
import { grantAll } from './allocate6.js'
import type { Exchange6 } from './exchange6.js'
import { refuseWithoutSubnet } from './request.js'
import type { Rooms6 } from './rooms6.js'

/**
 * RFC 8415 18.3.1: what the client would get. With Rapid Commit, where the subnet allows it, it has it at once, and the
 * answer is a REPLY.
 */
export function decideSolicit(rooms: Rooms6, x: Exchange6): Now<Verdict> {
  x.replyType = MessageType.advertise
  if (x.subnet === undefined) return refuseWithoutSubnet(x)
  if (x.subnet.subnet.rapidCommit && x.query.has(Option.rapidCommit)) {
    x.rapid = true
    x.replyType = MessageType.reply
  }
  return grantAll(rooms, x)
}
