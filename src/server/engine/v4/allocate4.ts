import { isPending, type Now } from '../../../now.js'
import { MessageType } from '../../../wire/v4/codes.js'
import { addressPools, pickFree, type Search, type SearchTerms } from '../../lease/allocate.js'
import { LeaseKind } from '../../lease/lease.js'
import {
  allocFail,
  allocFailClasses,
  allocFailNoPools,
  allocFailSharedNetwork,
  allocFailSubnet,
  offerNewLease,
} from '../../lease/messages.js'
import { prefixOf } from '../log-progress.js'
import { onceKnown, type Step, type Verdict } from '../walk.js'
import { allowedPool, excludesEnds, grant, isFirstOrLast } from './eligible.js'
import type { Exchange4 } from './exchange4.js'
import { keepNamed } from './find-leases.js'
import { labelOf } from './label.js'
import { offerLifetimeOf } from './lifetime4.js'
import type { Rooms4 } from './rooms4.js'

/** Expired leases that are looked at for one of the client's pools when no address is free. */
const EXPIRED_LOOKED_AT = 512

/** Find a free address for clients that take any. */
export function pickAddress(rooms: Rooms4): Step<Exchange4> {
  const { log, claims } = rooms
  const search: Search<number> = {
    address: undefined,
    pool: undefined,
    attempts: 0,
    fullSubnets: 0,
    unmatchedSubnets: 0,
    limit: 0,
  }
  // of the packet at hand: the search asks for each candidate, and a closure for each packet would be one too many
  let excludes = false
  const terms: SearchTerms<number> = {
    poolsOf: addressPools,
    claimed: address => claims.has(address) || (excludes && isFirstOrLast(address)),
  }

  function afterSearch(x: Exchange4, result: Search<number>): Now<Verdict> {
    if (result.address !== undefined) {
      x.pool = result.pool
      x.granted = result.address
      x.outcome = 'take'
      return undefined
    }
    // nothing is free: an address whose lease has ended, but waits for the reclamation, will do
    const ended = rooms.store.expired(x.seconds, EXPIRED_LOOKED_AT)
    if (isPending(ended)) return takeEndedLater(x, ended, result)
    return takeEnded(x, ended, result)
  }

  function takeEndedLater(
    x: Exchange4,
    ended: Promise<readonly { readonly address: number }[]>,
    result: Search<number>,
  ): Promise<Verdict> {
    return ended.then(leases => takeEnded(x, leases, result))
  }

  function takeEnded(x: Exchange4, leases: readonly { readonly address: number }[], result: Search<number>): Verdict {
    for (const { address } of leases) {
      if (claims.has(address) || allowedPool(x, address) === undefined) continue
      grant(x, 'take', address)
      return undefined
    }
    failed(rooms, x, result)
    return undefined
  }

  return x => {
    if (x.outcome !== 'pick') return undefined
    if (x.query.type === MessageType.discover && log.allocEngine.on(offerNewLease))
      log.allocEngine.log(offerNewLease, labelOf(x))
    excludes = excludesEnds(x, x.subnet!)
    const result = pickFree(x, terms, search)
    return isPending(result) ? onceKnown(x, result, afterSearch) : afterSearch(x, result)
  }
}

function failed({ log, counters }: Rooms4, x: Exchange4, search: Search<number>): void {
  const subnet = x.subnet!
  const { name } = subnet.network.network
  x.outcome = 'refuse'
  if (name !== '') {
    counters.allocationFailed(subnet, '-shared-network')
    if (log.allocEngine.on(allocFailSharedNetwork))
      log.allocEngine.log(allocFailSharedNetwork, labelOf(x), name, search.fullSubnets, search.unmatchedSubnets)
  } else {
    counters.allocationFailed(subnet, '-subnet')
    if (log.allocEngine.on(allocFailSubnet))
      log.allocEngine.log(
        allocFailSubnet,
        labelOf(x),
        prefixOf(x.plan.decided.kind, subnet),
        subnet.subnet.id,
        '(none)',
      )
  }
  if (search.fullSubnets === 0) {
    counters.allocationFailed(subnet, '-no-pools')
    if (log.allocEngine.on(allocFailNoPools)) log.allocEngine.log(allocFailNoPools, labelOf(x))
  } else {
    counters.allocationFailed(subnet, '')
    if (log.allocEngine.on(allocFail)) log.allocEngine.log(allocFail, labelOf(x), search.attempts)
  }
  counters.allocationFailed(subnet, '-classes')
  if (log.allocEngine.on(allocFailClasses))
    log.allocEngine.log(allocFailClasses, labelOf(x), x.classes.list().join(', '))
}

/** Will the packet write its lease? An offer only where offers are kept. */
function isWritten(x: Exchange4): boolean {
  return x.query.type === MessageType.request || offerLifetimeOf(x) > 0
}

/** What the store holds of the address that a client is about to get, where no earlier step looked it up. */
export function findGrantedLease(rooms: Rooms4): Step<Exchange4> {
  return x => {
    if (x.outcome !== 'take' || !isWritten(x)) return undefined
    if (x.granted === x.named) return undefined
    if (x.granted === x.host?.addresses[0]) {
      x.named = x.granted
      x.namedLease = x.reservedLease
      return undefined
    }
    x.named = x.granted
    const found = rooms.store.byAddress(x.granted, LeaseKind.v4, 32)
    return isPending(found) ? onceKnown(x, found, keepNamed) : keepNamed(x, found)
  }
}
