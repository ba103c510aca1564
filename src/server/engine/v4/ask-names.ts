import { isPending } from '../../../now.js'
import { Option } from '../../../wire/v4/codes.js'
import { fqdnPayload } from '../../../wire/v4/fqdn.js'
import type { Verdict as Said } from '../../hooks/point.js'
import type { DdnsUpdate } from '../../hooks/points.js'
import { hookDdnsUpdate } from '../messages.js'
import type { Step, Verdict } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import type { Rooms4 } from './rooms4.js'

/**
 * ddns4_update: a listener may give the client another name, or change which zones are updated. The answer and the lease
 * say what it says. skip: the name stays, no zone is updated.
 */
export function askNames({ points, log }: Rooms4): Step<Exchange4> {
  const point = points.ddnsUpdate
  const heed = (x: Exchange4, event: DdnsUpdate<Exchange4>, said: Said): Verdict => {
    if (said === 'drop') return 'drop'
    const { hostname, fqdnForward, fqdnReverse } = x
    x.fqdnForward = said !== 'skip' && event.forward
    x.fqdnReverse = said !== 'skip' && event.reverse
    if (event.hostname !== hostname) rename(x, event.hostname)
    const changed = x.hostname !== hostname || x.fqdnForward !== fqdnForward || x.fqdnReverse !== fqdnReverse
    if (changed && log.hooks.on(hookDdnsUpdate))
      log.hooks.log(hookDdnsUpdate, hostname, x.hostname, fqdnForward, x.fqdnForward, fqdnReverse, x.fqdnReverse)
    return undefined
  }
  return x => {
    const event = { exchange: x, hostname: x.hostname, forward: x.fqdnForward, reverse: x.fqdnReverse }
    const said = point.run(event)
    return isPending(said) ? said.then(late => heed(x, event, late)) : heed(x, event, said)
  }
}

function rename(x: Exchange4, name: string): void {
  const { options } = x
  const fqdn = options.payload(Option.fqdn)
  if (fqdn !== undefined) {
    const renamed = fqdnPayload(fqdn[0]!, name, fqdn[1]!)
    if (renamed === undefined || !options.copy(Option.fqdn, renamed)) return
  } else if (name === '') options.remove(Option.hostName)
  else if (!options.copy(Option.hostName, Buffer.from(name, 'latin1'))) return
  x.hostname = name.toLowerCase()
}
