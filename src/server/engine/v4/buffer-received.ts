import { isPending, type Now } from '../../../now.js'
import { ipv4 } from '../../../wire/address.js'
import { MessageType } from '../../../wire/v4/codes.js'
import type { Verdict as Said } from '../../hooks/point.js'
import { hookBufferRcvdDrop } from '../messages.js'
import { onceKnown, type Step, type Verdict } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import { identifyAgain } from './identify.js'
import { recallAgent } from './recall-agent.js'
import { countQuery } from './receive.js'
import type { Rooms4 } from './rooms4.js'

/**
 * What happens to a packet before anything is made of it. First buffer4_receive: a listener may turn it into another one. Here it is
 * decoded already, so that skip says no more than continue; what cannot be decoded is dropped before. Then
 * stash-agent-options (recall-agent.ts).
 */
export function askBuffer(rooms: Rooms4): Step<Exchange4> {
  const { points, log, counters } = rooms
  const point = points.bufferReceive
  const recall = recallAgent(rooms)
  const heed = (x: Exchange4, said: Said): Now<Verdict> => {
    if (said === 'drop') {
      counters.dropped('processing-failed')
      if (log.hooks.on(hookBufferRcvdDrop)) {
        const to = x.destination === undefined ? x.link.name : ipv4.format(x.destination)
        log.hooks.log(hookBufferRcvdDrop, ipv4.format(x.source), to, x.link.name)
      }
      return 'drop'
    }
    identifyAgain(x)
    countQuery(rooms, x)
    return recall(x)
  }
  return x => {
    if (!point.heard) return x.query.type === MessageType.request ? recall(x) : undefined
    const said = point.run(x)
    return isPending(said) ? onceKnown(x, said, heed) : heed(x, said)
  }
}
