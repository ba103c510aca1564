import { MessageType } from '../../../wire/v4/codes.js'
import { hookLease4RenewSkip, hookLease4SelectSkip } from '../../lease/messages.js'
import type { Message } from '../../log/logger.js'
import type { Told } from '../listen.js'
import {
  flexId,
  hookDeclineSkip,
  hookLease4ReleaseSkip,
  hookLeases4CommittedDrop,
  hookPacketRcvdSkip,
  hookPacketSendDrop,
  hookPacketSendSkip,
  hookSubnet4SelectDrop,
  hookSubnet4SelectSkip,
} from '../messages.js'
import type { Exchange4 } from './exchange4.js'
import { labelOf } from './label.js'
import type { Rooms4 } from './rooms4.js'

/** What the log says of listeners' verdicts, by point. */
export interface VerdictLog {
  readonly received: Told<Exchange4>
  /** A listener made a flexible identifier. */
  identified(x: Exchange4): void
  readonly subnet: Told<Exchange4>
  readonly committed: Told<Exchange4>
  readonly send: Told<Exchange4>
  /** A listener keeps a lease as it is. */
  leaseKept(x: Exchange4): void
}

export function verdictLog({ log: { hooks, dhcpsrv, packets } }: Rooms4): VerdictLog {
  const say = (message: Message, x: Exchange4): void => {
    if (hooks.on(message)) hooks.log(message, labelOf(x))
  }
  return {
    received: x => say(hookPacketRcvdSkip, x),
    identified(x) {
      if (packets.on(flexId)) packets.log(flexId, x.flexId.copy().toString('hex').toUpperCase())
    },
    subnet: (x, said) => say(said === 'drop' ? hookSubnet4SelectDrop : hookSubnet4SelectSkip, x),
    committed: x => say(hookLeases4CommittedDrop, x),
    send: (x, said) => say(said === 'drop' ? hookPacketSendDrop : hookPacketSendSkip, x),
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
