import type { Now } from '../../../now.js'
import { MessageType, Option, StatusCode } from '../../../wire/v6/codes.js'
import type { Verdict } from '../walk.js'
import { grantAll } from './allocate6.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/** RFC 8415 18.3.2. What was advertised, or whatever else can be had. */
export function decideRequest(rooms: Rooms6, x: Exchange6): Now<Verdict> {
  x.replyType = MessageType.reply
  return x.subnet === undefined ? refuseWithoutSubnet(x) : grantAll(rooms, x)
}

/** There is nothing for clients of links that are not configured. The texts are Kea's. */
export function refuseWithoutSubnet(x: Exchange6): undefined {
  for (let i = 0; i < x.associationCount; i++) {
    const association = x.associations[i]!
    if (association.code === Option.iaPd) association.say(StatusCode.noPrefixAvail, 'Sorry, no subnet available.')
    else association.say(StatusCode.noAddrsAvail, 'Server could not select subnet for this client')
  }
}
