import { type AddressKind, ipv4, ipv6 } from '../../wire/address.js'
import type { Scope } from '../subnets.js'

/** Addresses that are asked about before the search is given up. */
const TRIES = 64

/**
 * Addresses of a subnet that nobody has, as texts, `wanted` at most. Those outside of its pools first: there the server
 * gives none to others. `isTaken` asks for a lease. Reservations and routers of the subnet are left out.
 */
export async function freeAddresses(
  scope: Scope,
  wanted: number,
  isTaken: (address: string) => Promise<boolean>,
): Promise<string[]> {
  const used = new Set([
    ...scope.routers,
    ...scope.reservations.flatMap(one => [
      one['ip-address'],
      ...(Array.isArray(one['ip-addresses']) ? one['ip-addresses'] : []),
    ]),
  ])
  const free: string[] = []
  let tries = 0
  const all = scope.subnet.includes(':') ? candidates(ipv6, scope) : candidates(ipv4, scope)
  for (const address of all) {
    if (free.length === wanted || tries === TRIES) break
    if (used.has(address)) continue
    tries++
    if (!(await isTaken(address))) free.push(address)
  }
  return free
}

function* candidates<A extends number | bigint>(kind: AddressKind<A>, scope: Scope): Generator<string> {
  const whole = readRange(kind, scope.subnet)
  if (whole === undefined) return
  const pools = scope.pools
    .flatMap(text => readRange(kind, text) ?? [])
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
  // network and broadcast address are nobody's, but on links of two (RFC 3021) or one
  const narrow = kind.distance(whole.first, whole.last) < 2
  const first = narrow ? whole.first : kind.add(whole.first, 1)
  const last = narrow || kind.bits === 128 ? whole.last : kind.add(whole.last, -1)
  let at = first
  for (const pool of [...pools, undefined]) {
    const end = pool === undefined ? kind.add(last, 1) : pool.first
    for (; at < end && at <= last && at >= first; at = kind.add(at, 1)) yield kind.format(at)
    if (pool !== undefined && pool.last >= at) at = kind.add(pool.last, 1)
  }
  for (const pool of pools)
    for (let inner = pool.first; inner <= pool.last && inner <= last; inner = kind.add(inner, 1))
      yield kind.format(inner)
}

/** "192.0.2.0/24" or "192.0.2.1 - 192.0.2.9". Undefined: it is neither. */
export function readRange<A extends number | bigint>(
  kind: AddressKind<A>,
  text: string,
): { first: A; last: A } | undefined {
  const slash = /^\s*([^/\s]+)\s*\/\s*(\d{1,3})\s*$/.exec(text)
  if (slash !== null) {
    const base = kind.parse(slash[1]!)
    const length = Number(slash[2])
    if (base === undefined || length > kind.bits) return undefined
    return { first: kind.network(base, length), last: kind.broadcast(base, length) }
  }
  const [from, to, ...rest] = text.split('-').map(one => kind.parse(one.trim()))
  return from === undefined || to === undefined || rest.length > 0 || from > to ? undefined : { first: from, last: to }
}
