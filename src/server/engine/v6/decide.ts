import { MessageType } from '../../../wire/v6/codes.js'
import { moveToReserved } from '../find-hosts.js'
import type { Step, Verdict } from '../walk.js'
import { decideConfirm } from './confirm.js'
import { decideDecline } from './decline.js'
import type { Exchange6 } from './exchange6.js'
import { wantsLeases } from './find-leases.js'
import { decideInformationRequest } from './information-request.js'
import { registration } from './register.js'
import { decideRelease } from './release.js'
import { decideRebind, decideRenew } from './renew.js'
import { decideRequest } from './request.js'
import type { Rooms6 } from './rooms6.js'
import { decideSolicit } from './solicit.js'

/** A client that asks for leases is served from the subnet of its link that has something reserved for it. */
export function preferReserved(x: Exchange6): Verdict {
  if (wantsLeases(x)) moveToReserved(x)
  return undefined
}

/** What each association gets, by the kind of the message; here only which is which. */
export function decide(rooms: Rooms6): Step<Exchange6> {
  const register = registration(rooms)
  return x => {
    switch (x.query.type) {
      case MessageType.solicit:
        return decideSolicit(rooms, x)
      case MessageType.request:
        return decideRequest(rooms, x)
      case MessageType.renew:
        return decideRenew(rooms, x)
      case MessageType.rebind:
        return decideRebind(rooms, x)
      case MessageType.release:
        return decideRelease(rooms, x)
      case MessageType.decline:
        return decideDecline(rooms, x)
      case MessageType.confirm:
        return decideConfirm(x)
      case MessageType.addressRegistrationInform:
        return register(x)
      case MessageType.informationRequest:
        return decideInformationRequest(rooms, x)
      default:
        return undefined
    }
  }
}
