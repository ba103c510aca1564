import { ipv4 } from '../../../wire/address.js'
import { MessageType } from '../../../wire/v4/codes.js'
import type { Logger } from '../../log/logger.js'
import { declineLease, leaseAdvert, leaseAlloc, leaseOffer, leaseReuse, release } from '../messages.js'
import type { Step } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import { labelOf } from './label.js'
import type { Rooms4 } from './rooms4.js'

/** What the client got, gave back or declined, as operators read it in the log: once it is written. */
export function logLease({ log: { leases } }: Rooms4): Step<Exchange4> {
  return x => {
    if (x.granted !== 0) logGranted(leases, x)
    else if (x.changes.length > 0) logReturned(leases, x)
    return undefined
  }
}

function logGranted(leases: Logger, x: Exchange4): void {
  if (x.replyType === MessageType.offer) {
    const { offerMessageId } = x.plan.decided.behaviours
    const message = offerMessageId === leaseAdvert.id ? leaseAdvert : leaseOffer
    if (leases.on(message)) leases.log(message, labelOf(x), ipv4.format(x.granted))
  } else if (x.replyType === MessageType.ack) {
    const message = x.reused ? leaseReuse : leaseAlloc
    if (leases.on(message)) leases.log(message, labelOf(x), ipv4.format(x.granted), x.lifetime)
  }
}

function logReturned(leases: Logger, x: Exchange4): void {
  if (x.query.type === MessageType.release) {
    if (leases.on(release)) leases.log(release, labelOf(x), ipv4.format(x.named))
  } else if (leases.on(declineLease)) {
    const { declineProbation } = x.plan.decided.global
    leases.log(declineLease, ipv4.format(x.named), labelOf(x), declineProbation)
  }
}
