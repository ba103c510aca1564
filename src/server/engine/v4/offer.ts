import { isPending, type Now } from '../../../now.js'
import { MessageType } from '../../../wire/v4/codes.js'
import type { Verdict as Said } from '../../hooks/point.js'
import type { LeaseEvent } from '../../hooks/points.js'
import type { Step, Verdict } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import { leaseOf } from './lease4.js'
import type { Rooms4 } from './rooms4.js'

/**
 * An OFFER changes nothing in the store, but listeners are asked all the same: at lease4_select whether the address may
 * be given (skip: it is not offered), at lease4_offer whether the OFFER may leave, for instance because something
 * answers a ping at the address (drop: it does not).
 */
export function askOffer({ points }: Rooms4): Step<Exchange4> {
  const { leaseSelect, leaseOffer } = points
  const heed = (said: Said): Verdict => (said === 'continue' ? undefined : 'drop')
  function last(event: LeaseEvent<number, Exchange4>): Now<Verdict> {
    if (!leaseOffer.heard) return undefined
    const said = leaseOffer.run(event)
    return isPending(said) ? said.then(heed) : heed(said)
  }
  return x => {
    if (x.query.type !== MessageType.discover || (!leaseSelect.heard && !leaseOffer.heard)) return undefined
    const was = x.outcome === 'extend' ? x.clientLease : undefined
    const event = { exchange: x, was, lease: leaseOf(x) }
    if (x.outcome !== 'take' || !leaseSelect.heard) return last(event)
    const said = leaseSelect.run(event)
    if (isPending(said)) return said.then(late => heed(late) ?? last(event))
    return heed(said) ?? last(event)
  }
}
