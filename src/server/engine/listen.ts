import { isPending, type Now } from '../../now.js'
import type { Subnet } from '../config/decided.js'
import type { Point, Verdict as Said } from '../hooks/point.js'
import type { Points } from '../hooks/points.js'
import { LeaseDraft } from '../lease/draft.js'
import { type Address, type Lease, LeaseState } from '../lease/lease.js'
import type { Exchange } from './exchange.js'
import { moveTo } from './find-hosts.js'
import type { Plan } from './plan.js'
import type { Step, Verdict } from './walk.js'

/** What is done when listeners say skip. */
export type OnSkip<X> = (x: X) => Verdict

/** Hears of what listeners said, unless it was nothing: for the log. */
export type Told<X> = (x: X, said: Said) => void

/** Ask whoever listens at a point that is about the packet as a whole. Nobody: one comparison. */
export function ask<X>(point: Point<X>, onSkip: OnSkip<X>, told: Told<X>): Step<X> {
  const heed = (x: X, said: Said): Verdict => {
    if (said === 'continue') return undefined
    told(x, said)
    return said === 'drop' ? 'drop' : onSkip(x)
  }
  return x => {
    if (!point.heard) return undefined
    const said = point.run(x)
    return isPending(said) ? said.then(late => heed(x, late)) : heed(x, said)
  }
}

/** subnet4_select, subnet6_select: a listener may choose another subnet of the configuration, or none. */
export function askSubnet<A extends Address, X extends Exchange<A>>(points: Points<A, X>, told: Told<X>): Step<X> {
  const point = points.subnetSelect
  return x => {
    if (!point.heard) return undefined
    const event = { exchange: x, selected: x.subnet?.subnet }
    const heed = (said: Said): Verdict => {
      if (said !== 'continue') told(x, said)
      if (said === 'drop') return 'drop'
      choose(x, said === 'skip' ? undefined : event.selected)
      return undefined
    }
    const said = point.run(event)
    return isPending(said) ? said.then(heed) : heed(said)
  }
}

function choose<A extends Address>(x: Exchange<A>, selected: Subnet<A> | undefined): void {
  if (selected === x.subnet?.subnet) return
  const plan: Plan<A> = x.plan
  const chosen = selected === undefined ? undefined : plan.subnets.get(selected.id)
  x.network = chosen?.network
  x.subnet = undefined
  if (chosen !== undefined) moveTo(x, chosen)
}

/**
 * lease4_renew, lease4_select, lease4_release, lease4_decline and their DHCPv6 namesakes: about the last change that the
 * packet is about to make. skip: the change is not made.
 */
export function askLease<A extends Address, X extends Exchange<A>>(
  points: Points<A, X>,
  pointOf: (points: Points<A, X>, x: X) => Point<Parameters<Points<A, X>['leaseRenew']['run']>[0]> | undefined,
  onSkip: OnSkip<X>,
): Step<X> {
  return (x): Now<Verdict> => {
    const change = x.changes.at(-1)
    const point = change === undefined ? undefined : pointOf(points, x)
    if (point === undefined || !point.heard) return undefined
    const { was } = change!
    const before = change!.is ?? was!
    const event = { exchange: x, was, lease: before }
    const heed = (said: Said): Verdict => {
      if (said === 'drop') return 'drop'
      if (said === 'skip') {
        x.changes.length = 0
        return onSkip(x)
      }
      if (event.lease !== before) x.changes[x.changes.length - 1] = { was, is: LeaseDraft.from(event.lease) }
      return undefined
    }
    const said = point.run(event)
    return isPending(said) ? said.then(heed) : heed(said)
  }
}

/** lease4_expire, lease4_recover and their DHCPv6 namesakes: a lease, or a declined address, is about to be taken back. */
export function askExpired<A extends Address, X>({
  leaseExpire,
  leaseRecover,
}: Points<A, X>): (lease: Lease<A>) => Now<Said> {
  return lease => {
    const point = lease.state === LeaseState.declined ? leaseRecover : leaseExpire
    return point.heard ? point.run({ lease }) : 'continue'
  }
}

/** leases4_committed, leases6_committed: the store has the changes; the answer waits for those who listen. */
export function tellCommitted<A extends Address, X extends Exchange<A>>(points: Points<A, X>, told: Told<X>): Step<X> {
  const point = points.leasesCommitted
  return x => {
    if (x.changes.length === 0 || !point.heard) return undefined
    const said = point.run({ exchange: x, changes: x.changes })
    const heed = (verdict: Said): Verdict => {
      if (verdict !== 'drop') return undefined
      told(x, verdict)
      return 'drop'
    }
    return isPending(said) ? said.then(heed) : heed(said)
  }
}
