import { isPending } from '../../now.js'
import type { Verdict as Said } from '../hooks/point.js'
import type { DdnsUpdate, Points } from '../hooks/points.js'
import type { Address } from '../lease/lease.js'
import type { Message } from '../log/logger.js'
import type { Exchange } from './exchange.js'
import type { Loggers } from './loggers.js'
import type { Step, Verdict } from './walk.js'

/**
 * ddns4_update, ddns6_update: a listener may give the client another name, or change which zones are updated. The answer
 * and the lease say what it says. skip: the name stays, no zone is updated. `changed`: the family's line of the log;
 * `rename`: puts the name into the answer, false when it cannot be put there.
 */
export function askNames<A extends Address, X extends Exchange<A>>(
  { points, log }: { readonly points: Points<A, X>; readonly log: Loggers },
  changed: Message,
  rename: (x: X, name: string) => boolean,
): Step<X> {
  const point = points.ddnsUpdate
  const heed = (x: X, event: DdnsUpdate<X>, said: Said): Verdict => {
    if (said === 'drop') return 'drop'
    const { hostname, fqdnForward, fqdnReverse } = x
    x.fqdnForward = said !== 'skip' && event.forward
    x.fqdnReverse = said !== 'skip' && event.reverse
    if (event.hostname !== hostname && rename(x, event.hostname)) x.hostname = event.hostname.toLowerCase()
    const isChanged = x.hostname !== hostname || x.fqdnForward !== fqdnForward || x.fqdnReverse !== fqdnReverse
    if (isChanged && log.hooks.on(changed))
      log.hooks.log(changed, hostname, x.hostname, fqdnForward, x.fqdnForward, fqdnReverse, x.fqdnReverse)
    return undefined
  }
  return x => {
    const event = { exchange: x, hostname: x.hostname, forward: x.fqdnForward, reverse: x.fqdnReverse }
    const said = point.run(event)
    return isPending(said) ? said.then(late => heed(x, event, late)) : heed(x, event, said)
  }
}
