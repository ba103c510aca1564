import { ipv4 } from '../../../wire/address.js'
import { LeaseState } from '../../lease/lease.js'
import { belongsTo } from '../../lease/ownership.js'
import { givenBack } from '../given-back.js'
import { releaseFailNoLease, releaseFailWrongClient } from '../messages.js'
import type { Verdict } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import { labelOf } from './label.js'
import type { Rooms4 } from './rooms4.js'

/** RFC 2131 4.3.4. There is no answer to a RELEASE; the lease is given back, or kept for the client's return. */
export function decideRelease({ log }: Rooms4, x: Exchange4): Verdict {
  const lease = x.namedLease
  const address = ipv4.format(x.named)
  if (lease === undefined || lease.state !== LeaseState.default) {
    if (log.leases.on(releaseFailNoLease)) log.leases.log(releaseFailNoLease, labelOf(x), address)
    return 'drop'
  }
  const matchClientId = x.plan.subnets.get(lease.subnetId)?.subnet.matchClientId ?? true
  if (!belongsTo(lease, x.clientId, x.hardware, matchClientId)) {
    if (log.leases.on(releaseFailWrongClient)) log.leases.log(releaseFailWrongClient, labelOf(x), address)
    return 'drop'
  }
  x.changes.push({ was: lease, is: givenBack(x, lease) })
  return undefined
}
