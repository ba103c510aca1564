import type { Address } from '../lease/lease.js'
import type { Message } from '../log/logger.js'
import type { Exchange } from './exchange.js'
import type { Told } from './listen.js'
import type { Rooms } from './rooms.js'

/** What the log says of listeners' verdicts, by point. */
export interface VerdictLog<X> {
  readonly received: Told<X>
  readonly subnet: Told<X>
  readonly committed: Told<X>
  readonly send: Told<X>
}

export function verdictLog<A extends Address, X extends Exchange<A>>({
  log: { hooks },
  say,
  labelOf,
}: Rooms<A, X, unknown>): VerdictLog<X> {
  const tell = (message: Message, x: X): void => {
    if (hooks.on(message)) hooks.log(message, labelOf(x))
  }
  return {
    received: x => tell(say.hookPacketRcvdSkip, x),
    subnet: (x, said) => tell(said === 'drop' ? say.hookSubnetSelectDrop : say.hookSubnetSelectSkip, x),
    committed: x => tell(say.hookLeasesCommittedDrop, x),
    send: (x, said) => tell(said === 'drop' ? say.hookPacketSendDrop : say.hookPacketSendSkip, x),
  }
}
