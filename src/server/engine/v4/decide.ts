import { ipv4 } from '../../../wire/address.js'
import { MessageType } from '../../../wire/v4/codes.js'
import { moveToReserved } from '../find-hosts.js'
import { packetNak0001, packetNak0003, packetNak0004 } from '../messages.js'
import type { Step, Verdict } from '../walk.js'
import { decideDecline } from './decline.js'
import { decideDiscover } from './discover.js'
import type { Exchange4 } from './exchange4.js'
import { decideInform } from './inform.js'
import { labelOf } from './label.js'
import { decideRelease } from './release.js'
import { decideRequest } from './request.js'
import type { Rooms4 } from './rooms4.js'
import { prefersV6 } from './v6-only.js'

/** Does this message ask for an address? */
export function wantsLease(x: Exchange4): boolean {
  return x.query.type === MessageType.discover || x.query.type === MessageType.request
}

/** A client that asks for an address is served from the subnet of its link that has one reserved for it. */
export function preferReserved(x: Exchange4): Verdict {
  if (wantsLease(x)) moveToReserved(x)
  return undefined
}

/** One file a message kind; here only which is which. */
export function decide(rooms: Rooms4): Step<Exchange4> {
  return x => {
    switch (x.query.type) {
      case MessageType.discover:
        if (x.subnet === undefined) return 'drop'
        return isRejected(x) || prefersV6(x) ? undefined : decideDiscover(rooms, x)
      case MessageType.request:
        if (x.subnet === undefined) return withoutSubnet(rooms, x)
        return isRejected(x) ? undefined : decideRequest(rooms, x)
      case MessageType.release:
        return decideRelease(rooms, x)
      case MessageType.decline:
        return decideDecline(rooms, x)
      default:
        return decideInform(rooms, x)
    }
  }
}

/** Members of the special class REJECT are given no address. */
function isRejected(x: Exchange4): boolean {
  if (!x.plan.decided.behaviours.rejectClass || !x.classes.has(x.plan.builtin.reject)) return false
  x.outcome = 'refuse'
  return true
}

function withoutSubnet({ log: { badPackets } }: Rooms4, x: Exchange4): Verdict {
  if (badPackets.on(packetNak0001)) badPackets.log(packetNak0001, labelOf(x), ipv4.format(x.source), 'DHCPREQUEST')
  x.replyType = MessageType.nak
  return undefined
}

/** What could not be had: no OFFER, but a NAK for a REQUEST. */
export function refuse({ log: { badPackets } }: Rooms4): Step<Exchange4> {
  return x => {
    if (x.outcome !== 'refuse') return undefined
    const isRequest = x.query.type === MessageType.request
    const message = isRequest ? packetNak0004 : packetNak0003
    if (badPackets.on(message)) badPackets.log(message, labelOf(x), ipv4.format(x.query.ciaddr), requestedText(x))
    if (!isRequest) return 'drop'
    x.replyType = MessageType.nak
    return undefined
  }
}

/** Option 50 as log messages show it. */
export function requestedText(x: Exchange4): string {
  const requested = x.query.ciaddr === 0 || x.named !== x.query.ciaddr ? x.named : 0
  return requested === 0 ? '(no address)' : ipv4.format(requested)
}
