import { isPending, type Now } from '../../now.js'
import type { Subnet } from '../config/decided.js'
import type { Point, Verdict as Said } from '../hooks/point.js'
import type { LeaseEvent, Points } from '../hooks/points.js'
import { LeaseDraft } from '../lease/draft.js'
import { type Address, type Lease, LeaseState } from '../lease/lease.js'
import type { LeaseChange } from '../store/lease-store.js'
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

/** The point that hears of a change; undefined: none does. */
export type PointOf<A extends Address, X> = (
  points: Points<A, X>,
  x: X,
  change: LeaseChange<A>,
) => Point<LeaseEvent<A, X>> | undefined

/**
 * lease4_renew, lease4_select, lease4_release, lease4_decline and their DHCPv6 namesakes: about each change that the
 * packet is about to make. skip: the change is not made, `onSkip` says what that means.
 */
export function askLeases<A extends Address, X extends Exchange<A>>(
  points: Points<A, X>,
  pointOf: PointOf<A, X>,
  onSkip: (x: X, change: LeaseChange<A>) => Verdict,
): Step<X> {
  function heed(x: X, index: number, event: LeaseEvent<A, X>, said: Said): Verdict | 'next' | 'skipped' {
    const { changes } = x
    const change = changes[index]!
    if (said === 'drop') return 'drop'
    if (said === 'skip') {
      changes.splice(index, 1)
      return onSkip(x, change) ?? 'skipped'
    }
    if (event.lease !== (change.is ?? change.was))
      changes[index] = { was: change.was, is: LeaseDraft.from(event.lease) }
    return 'next'
  }
  function askFrom(x: X, first: number): Now<Verdict> {
    let index = first
    while (index < x.changes.length) {
      const change = x.changes[index]!
      const point = pointOf(points, x, change)
      if (point === undefined || !point.heard) {
        index++
        continue
      }
      const at = index
      const event = { exchange: x, was: change.was, lease: (change.is ?? change.was)! }
      const said = point.run(event)
      if (isPending(said)) return said.then(late => after(x, at, heed(x, at, event, late)))
      const heeded = heed(x, at, event, said)
      if (heeded === 'drop') return 'drop'
      if (heeded === 'next') index++
    }
    return undefined
  }
  function after(x: X, index: number, heeded: Verdict | 'next' | 'skipped'): Now<Verdict> {
    return heeded === 'drop' ? 'drop' : askFrom(x, heeded === 'next' ? index + 1 : index)
  }
  return x => (x.changes.length === 0 ? undefined : askFrom(x, 0))
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
