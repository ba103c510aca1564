import { isPending } from '../../now.js'
import type { Verdict as Said } from '../hooks/point.js'
import type { HostIdentifier, Points } from '../hooks/points.js'
import type { Address } from '../lease/lease.js'
import type { Exchange } from './exchange.js'
import type { Step } from './walk.js'

/**
 * host4_identifier, host6_identifier: a listener makes the identifier of kind "flex-id", where reservations are looked
 * up by it. skip: they are not, for this packet. `told` hears of an identifier that was made.
 */
export function askIdentifier<A extends Address, X extends Exchange<A>>(
  points: Points<A, X>,
  told: (x: X) => void,
): Step<X> {
  const point = points.hostIdentifier
  const heed = (x: X, event: HostIdentifier<X>, said: Said): undefined | 'drop' => {
    if (said === 'drop') return 'drop'
    const { identifier } = event
    if (said === 'skip' || identifier === undefined || identifier.length === 0) return undefined
    x.flexId.set(identifier, 0, identifier.length)
    told(x)
    return undefined
  }
  return x => {
    if (!point.heard || !x.plan.decided.hostIdentifiers.includes('flex-id')) return undefined
    const event: HostIdentifier<X> = { exchange: x, identifier: undefined }
    const said = point.run(event)
    return isPending(said) ? said.then(late => heed(x, event, late)) : heed(x, event, said)
  }
}
