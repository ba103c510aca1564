import { ipv4 } from '../../../wire/address.js'
import { formatBytes } from '../../../wire/hex.js'
import { LeaseDraft } from '../../lease/draft.js'
import { belongsTo } from '../../lease/ownership.js'
import { declineLeaseMismatch, declineLeaseNotFound } from '../messages.js'
import type { Verdict } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import { labelOf } from './label.js'
import type { Rooms4 } from './rooms4.js'

/** RFC 2131 4.3.3: the client found its address in use. Nobody gets it for the probation period. No answer. */
export function decideDecline({ log }: Rooms4, x: Exchange4): Verdict {
  const lease = x.namedLease
  const address = ipv4.format(x.named)
  if (lease === undefined) {
    if (log.main.on(declineLeaseNotFound)) log.main.log(declineLeaseNotFound, address, labelOf(x))
    return 'drop'
  }
  const matchClientId = x.plan.subnets.get(lease.subnetId)?.subnet.matchClientId ?? true
  if (!belongsTo(lease, x.clientId, x.hardware, matchClientId)) {
    if (log.main.on(declineLeaseMismatch))
      log.main.log(
        declineLeaseMismatch,
        address,
        labelOf(x),
        formatBytes(x.hardware.bytes, 0, x.hardware.length),
        formatBytes(lease.hardware, 0, lease.hardware.length),
        formatBytes(x.clientId.bytes, 0, x.clientId.length),
        formatBytes(lease.clientId, 0, lease.clientId.length),
      )
    return 'drop'
  }
  const { declineProbation } = x.plan.decided.global
  x.changes.push({ was: lease, is: LeaseDraft.declined(lease, x.seconds, declineProbation) })
  return undefined
}
