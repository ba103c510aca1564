import { isPending, type Now } from '../../now.js'
import type { Host, IdentifierKind } from '../host/host.js'
import type { Identity } from '../lease/identity.js'
import type { Address } from '../lease/lease.js'
import { admits, type NetworkPlan, type SubnetPlan } from '../subnet/plan.js'
import type { Exchange } from './exchange.js'
import type { Verdict } from './walk.js'

const NONE: readonly never[] = []

/** The identifier of the client that reservations of this kind are made for; length 0: it has none. */
export function identifierOf<A extends Address>(x: Exchange<A>, kind: IdentifierKind): Identity {
  switch (kind) {
    case 'hw-address':
      return x.hardware
    case 'duid':
      return x.duid
    case 'circuit-id':
      return x.circuitId
    case 'client-id':
      return x.clientId
    case 'flex-id':
      return x.flexId
  }
}

/**
 * early-global-reservations-lookup: the global reservations alone, before there is a subnet. What is found is only good
 * for classes; findHosts() looks again.
 */
export function findGlobalHosts<A extends Address>(x: Exchange<A>): Now<Verdict> {
  const { hosts, decided } = x.plan
  return hosts.empty || !decided.global.earlyGlobalReservationsLookup ? undefined : findFrom(x, 0, undefined)
}

/** Look the client's reservations up by each identifier in the configured order. */
export function findHosts<A extends Address>(x: Exchange<A>): Now<Verdict> {
  if (x.plan.hosts.empty || x.network === undefined) return undefined
  const found = findFrom(x, 0, x.network)
  if (isPending(found)) return found.then(() => choose(x))
  return choose(x)
}

function findFrom<A extends Address>(x: Exchange<A>, first: number, scope: NetworkPlan<A> | undefined): Now<undefined> {
  const { hosts, decided } = x.plan
  const kinds = decided.hostIdentifiers
  if (first === 0) x.hosts = NONE
  for (let i = first; i < kinds.length; i++) {
    const kind = kinds[i]!
    const found = hosts.byIdentifier(kind, identifierOf(x, kind), scope)
    if (isPending(found))
      return found.then(list => {
        keep(x, list)
        return findFrom(x, i + 1, scope)
      })
    keep(x, found)
  }
  return undefined
}

function keep<A extends Address>(x: Exchange<A>, found: readonly Host<A>[]): void {
  if (found.length > 0) x.hosts = x.hosts.length === 0 ? found : [...x.hosts, ...found]
}

/** The reservation that counts: the chosen subnet's own, else the global one, each only where the subnet looks for it. */
function choose<A extends Address>(x: Exchange<A>): undefined {
  if (x.subnet !== undefined) x.host = hostIn(x, x.subnet)
  return undefined
}

/** Has the client a reservation that any subnet of its link looks for? Then it is KNOWN. */
export function anyHost<A extends Address>(x: Exchange<A>): boolean {
  if (x.hosts.length === 0 || x.network === undefined) return false
  const { subnets } = x.network
  for (let i = 0; i < subnets.length; i++) if (hostIn(x, subnets[i]!) !== undefined) return true
  return false
}

/**
 * When no address or prefix is reserved for the client in the chosen subnet, but one in a sibling on the same link that
 * admits it, the client moves there.
 */
export function moveToReserved<A extends Address>(x: Exchange<A>): void {
  if (x.hosts.length === 0 || x.network === undefined) return
  if (x.host !== undefined && reserves(x.host)) return
  for (const sibling of x.network.subnets) {
    if (sibling === x.subnet || !admits(sibling, x.classes)) continue
    const host = hostIn(x, sibling)
    if (host === undefined || host.subnetId === 0 || !reserves(host)) continue
    x.subnet = sibling
    x.host = host
    return
  }
}

const reserves = <A extends Address>({ addresses, prefixes }: Host<A>): boolean =>
  addresses.length > 0 || prefixes.length > 0

/** The client's reservation as one subnet sees it. */
export function hostIn<A extends Address>(x: Exchange<A>, plan: SubnetPlan<A>): Host<A> | undefined {
  const { hosts } = x
  if (hosts.length === 0) return undefined
  const { subnet } = plan
  if (subnet.reservationsInSubnet)
    for (let i = 0; i < hosts.length; i++) if (hosts[i]!.subnetId === subnet.id) return hosts[i]
  if (subnet.reservationsGlobal) for (let i = 0; i < hosts.length; i++) if (hosts[i]!.subnetId === 0) return hosts[i]
  return undefined
}

/** Move the exchange to another subnet of its link: the reservation that counts may be another one there. */
export function moveTo<A extends Address>(x: Exchange<A>, plan: SubnetPlan<A>): void {
  if (x.subnet === plan) return
  x.subnet = plan
  x.host = hostIn(x, plan)
}

/**
 * Is the address reserved for somebody else? Where reservations are outside the pools by promise, addresses in pools
 * are not looked up.
 */
export function reservedForOther<A extends Address>(
  x: Exchange<A>,
  plan: SubnetPlan<A>,
  address: A,
  inPool: boolean,
): Now<boolean> {
  if (!looksForReserved(x, plan, inPool)) return false
  const found = x.plan.hosts.byAddress(plan.subnet.id, address)
  return isPending(found) ? found.then(list => isOthers(x, list)) : isOthers(x, found)
}

/** The same of a prefix: is any of it reserved for somebody else, or in a prefix that is? */
export function prefixReservedForOther<A extends Address>(
  x: Exchange<A>,
  plan: SubnetPlan<A>,
  prefix: A,
  length: number,
  inPool: boolean,
): Now<boolean> {
  if (!looksForReserved(x, plan, inPool)) return false
  const found = x.plan.hosts.byPrefix(plan.subnet.id, prefix, length)
  return isPending(found)
    ? found.then(list => isPartlyOthers(x, list, prefix, length))
    : isPartlyOthers(x, found, prefix, length)
}

function looksForReserved<A extends Address>(x: Exchange<A>, { subnet }: SubnetPlan<A>, inPool: boolean): boolean {
  return !x.plan.hosts.empty && subnet.reservationsInSubnet && !(inPool && subnet.reservationsOutOfPool)
}

function isOthers<A extends Address>(x: Exchange<A>, hosts: readonly Host<A>[]): boolean {
  if (hosts.length === 0) return false
  for (const host of hosts) if (identifierOf(x, host.identifier).equals(host.identifierBytes)) return false
  return true
}

/**
 * Of several reservations that overlap with a prefix one of somebody else's is enough to keep it from the client, unless
 * that very prefix is reserved for the client too.
 */
function isPartlyOthers<A extends Address>(
  x: Exchange<A>,
  hosts: readonly Host<A>[],
  prefix: A,
  length: number,
): boolean {
  let others = false
  for (const host of hosts) {
    if (!identifierOf(x, host.identifier).equals(host.identifierBytes)) others = true
    else if (host.prefixes.some(own => own.prefix === prefix && own.length === length)) return false
  }
  return others
}
