import { isPending } from '../../../now.js'
import type { Verdict as Said } from '../../hooks/point.js'
import { destinationOf } from '../log-received.js'
import { onceKnown, type Step, type Verdict } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import { identifyAgain } from './identify.js'
import { countQuery } from './receive.js'
import type { Rooms6 } from './rooms6.js'

/**
 * buffer6_receive, before anything is made of the packet: a listener may turn it into another one. Here it is decoded
 * already, so that skip says no more than continue; what cannot be decoded is dropped before.
 */
export function askBuffer(rooms: Rooms6): Step<Exchange6> {
  const { points, log, counters, say } = rooms
  const point = points.bufferReceive
  const heed = (x: Exchange6, said: Said): Verdict => {
    if (said === 'drop') {
      counters.dropped('processing-failed')
      if (log.hooks.on(say.hookBufferRcvdDrop)) {
        const from = x.plan.decided.kind.format(x.source)
        log.hooks.log(say.hookBufferRcvdDrop, from, destinationOf(x), x.link.name)
      }
      return 'drop'
    }
    identifyAgain(x)
    countQuery(rooms, x)
    return undefined
  }
  return x => {
    if (!point.heard) return undefined
    const said = point.run(x)
    return isPending(said) ? onceKnown(x, said, heed) : heed(x, said)
  }
}
