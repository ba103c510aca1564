import { MessageType } from '../../../wire/v4/codes.js'
import { hookLease4RenewSkip, hookLease4SelectSkip } from '../../lease/messages.js'
import type { Message } from '../../log/logger.js'
import { type VerdictLog, verdictLog } from '../log-verdicts.js'
import { flexId, hookDeclineSkip, hookLease4ReleaseSkip } from '../messages.js'
import type { Exchange4 } from './exchange4.js'
import { labelOf } from './label.js'
import type { Rooms4 } from './rooms4.js'

/** What the log says of listeners' verdicts, by point. */
export interface VerdictLog4 extends VerdictLog<Exchange4> {
  /** A listener made a flexible identifier. */
  identified(x: Exchange4): void
  /** A listener keeps a lease as it is. */
  leaseKept(x: Exchange4): void
}

export function verdictLog4(rooms: Rooms4): VerdictLog4 {
  const { hooks, dhcpsrv, packets } = rooms.log
  const say = (message: Message, x: Exchange4): void => {
    if (hooks.on(message)) hooks.log(message, labelOf(x))
  }
  return {
    ...verdictLog<number, Exchange4>(rooms),
    identified(x) {
      if (packets.on(flexId)) packets.log(flexId, x.flexId.copy().toString('hex').toUpperCase())
    },
    leaseKept(x) {
      const { type } = x.query
      if (type === MessageType.release) say(hookLease4ReleaseSkip, x)
      else if (type === MessageType.decline) say(hookDeclineSkip, x)
      else {
        const message = x.outcome === 'extend' ? hookLease4RenewSkip : hookLease4SelectSkip
        if (dhcpsrv.on(message)) dhcpsrv.log(message)
      }
    },
  }
}
