import { MessageType } from '../../../wire/v6/codes.js'
import type { Step } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import { decideInformationRequest } from './information-request.js'
import type { Rooms6 } from './rooms6.js'

/** What each association gets, by the kind of the message; here only which is which. */
export function decide(rooms: Rooms6): Step<Exchange6> {
  return x => {
    switch (x.query.type) {
      case MessageType.informationRequest:
        return decideInformationRequest(rooms, x)
      default:
        return undefined
    }
  }
}
