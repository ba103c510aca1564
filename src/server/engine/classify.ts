import type { Address } from '../lease/lease.js'
import type { Exchange } from './exchange.js'
import { anyHost } from './find-hosts.js'
import type { Step, Verdict } from './walk.js'

/** When a member of the special class DROP is dropped. */
export type DropMoment = 'received' | 'global-host' | 'host'

/** What is done with members of DROP; the family counts and logs it. */
export interface DropRooms<X> {
  dropped(x: X, when: DropMoment): void
}

/** A packet came in: ALL, its vendor class, the tests that do not ask for the host. */
export function classifyReceived<A extends Address, X extends Exchange<A>>(): Step<X> {
  return x => {
    x.plan.evaluator.received(x.frame)
    return undefined
  }
}

/** Members of DROP go no further. */
export function dropMembers<A extends Address, X extends Exchange<A>>(rooms: DropRooms<X>, when: DropMoment): Step<X> {
  return x => dropped<A, X>(rooms, x, when)
}

/** early-global-reservations-lookup: the global reservation's classes count before a subnet is chosen. */
export function classifyGlobalHost<A extends Address, X extends Exchange<A>>(rooms: DropRooms<X>): Step<X> {
  return x => {
    const { hosts } = x
    if (!x.plan.decided.global.earlyGlobalReservationsLookup || hosts.length === 0) return undefined
    if (hosts[0]!.classes.length === 0) return undefined
    reclassify<A>(x, hosts[0]!.classes)
    return dropped<A, X>(rooms, x, 'global-host')
  }
}

/**
 * The hosts were looked for: KNOWN or UNKNOWN, the host's classes, and the tests that ask for these. On a shared network
 * only a global reservation's classes count already: which subnet's reservation will, the address decides.
 */
export function classifyKnown<A extends Address, X extends Exchange<A>>(rooms: DropRooms<X>): Step<X> {
  return x => {
    const { host } = x
    if (host !== undefined && host.classes.length > 0 && (host.subnetId === 0 || x.network!.network.name === ''))
      reclassify<A>(x, host.classes)
    x.plan.evaluator.lookedUp(x.frame, anyHost<A>(x))
    return dropped<A, X>(rooms, x, 'host')
  }
}

/**
 * The address is settled, and with it the reservation on a shared network; then the classes that are only looked at
 * because the chosen pool, subnet or network asks for them.
 */
export function classifyAdditional<A extends Address, X extends Exchange<A>>(): Step<X> {
  return x => {
    const { pool, subnet, plan, host } = x
    if (subnet === undefined) return undefined
    if (host !== undefined) for (let i = 0; i < host.classes.length; i++) x.classes.addName(host.classes[i]!)
    if (pool !== undefined && pool.additional.length > 0) plan.evaluator.additional(x.frame, pool.additional)
    if (subnet.additional.length > 0) plan.evaluator.additional(x.frame, subnet.additional)
    return undefined
  }
}

/** A host's classes come before those that tests decide, and the tests may ask for them. */
function reclassify<A extends Address>(x: Exchange<A>, names: readonly string[]): void {
  const { evaluator } = x.plan
  evaluator.forget(x.frame)
  for (let i = 0; i < names.length; i++) x.classes.addName(names[i]!)
  evaluator.independent(x.frame)
}

function dropped<A extends Address, X extends Exchange<A>>(rooms: DropRooms<X>, x: X, when: DropMoment): Verdict {
  if (!x.classes.has(x.plan.builtin.drop)) return undefined
  rooms.dropped(x, when)
  return 'drop'
}
