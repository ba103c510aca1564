import { isPending, type Now } from '../../../now.js'
import { MessageType, Option } from '../../../wire/v4/codes.js'
import { isExpired, type Lease, LeaseKind, LeaseState } from '../../lease/lease.js'
import { belongsTo } from '../../lease/ownership.js'
import type { Step, Verdict } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import { agentIn } from './extended-info.js'
import { identifyAgain } from './identify.js'
import type { Rooms4 } from './rooms4.js'

/** The class of queries whose option 82 was recalled, under Kea's name. */
const RECALLED = 'STASH_AGENT_OPTIONS'

/**
 * stash-agent-options: a client that renews goes past the relay, and its query lacks the option 82 that classes,
 * subnets and reservations may ask for. What was kept with its lease (store-extended-info) stands in for it.
 */
export function recallAgent(rooms: Rooms4): Step<Exchange4> {
  function recall(x: Exchange4, lease: Lease<number> | undefined): Verdict {
    if (lease === undefined || lease.state !== LeaseState.default || isExpired(lease, x.seconds)) return undefined
    const matchClientId = x.plan.subnets.get(lease.subnetId)?.subnet.matchClientId ?? true
    if (!belongsTo(lease, x.clientId, x.hardware, matchClientId)) return undefined
    const agent = agentIn(lease.userContext)
    if (agent === undefined || !x.recallAgent(agent)) return undefined
    identifyAgain(x)
    x.classes.addName(RECALLED)
    return undefined
  }
  return (x): Now<Verdict> => {
    const { query, plan } = x
    if (query.type !== MessageType.request || !plan.decided.global.stashAgentOptions) return undefined
    if (query.giaddr !== 0 || query.ciaddr === 0 || query.has(Option.relayAgent)) return undefined
    const found = rooms.store.byAddress(query.ciaddr, LeaseKind.v4, 32)
    return isPending(found) ? found.then(lease => recall(x, lease)) : recall(x, found)
  }
}
