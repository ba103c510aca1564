import type { Address } from '../../lease/lease.js'
import { reservedIn } from '../decide/hosts.js'
import type { Site } from '../decide/site.js'
import type { WrittenSubnet } from '../decide/subnets.js'
import type { Decided, Pool, Subnet } from '../decided.js'
import { mapsIn } from '../read.js'
import type { MapTree } from '../tree.js'

/** Warns of reservations that are never looked at, and of pools that are too small for those of their subnet. */
export function checkReservations<A extends Address>(
  { map, subnet }: WrittenSubnet<A>,
  decided: Decided<A>,
  site: Site<A>,
): void {
  const hosts = mapsIn(map, 'reservations')
  const first = hosts[0]
  if (first === undefined) return
  const { report, family } = site
  if (!subnet.reservationsInSubnet) {
    const text = 'the reservations of this subnet are never looked at: reservations-in-subnet is false'
    report.warn('unused-reservation', map.entries.get('reservations')!.keyAt, text)
    return
  }
  const taken = new Map<Pool<A>, number>()
  let unaddressed = 0
  for (const host of hosts) {
    checkIdentifier(host, decided, site)
    const written = reservedIn(host, family)
    if (written.length === 0) unaddressed++
    for (const { at, value } of written) {
      const address = family.kind.parse(value)
      const pool =
        address === undefined ? undefined : subnet.pools.find(({ first, last }) => first <= address && address <= last)
      if (pool === undefined) continue
      taken.set(pool, (taken.get(pool) ?? 0) + 1)
      if (subnet.reservationsOutOfPool)
        report.warn(
          'unused-reservation',
          at,
          `the reservation of ${value} is not looked at: reservations-out-of-pool is true and the address lies in a pool`,
          { at: pool.position, text: 'the pool' },
        )
    }
  }
  checkRoom(map, subnet, taken, unaddressed, site)
}

function checkIdentifier<A extends Address>(
  host: MapTree,
  { hostIdentifiers }: Decided<A>,
  { family, report }: Site<A>,
): void {
  const kind = family.allIdentifiers.find(candidate => host.entries.has(candidate))
  if (kind === undefined || hostIdentifiers.includes(kind)) return
  const text = `the reservation is never found: ${kind} is not among host-reservation-identifiers (${hostIdentifiers.join(', ')})`
  report.warn('unused-reservation', host.entries.get(kind)!.keyAt, text)
}

function checkRoom<A extends Address>(
  map: MapTree,
  subnet: Subnet<A>,
  taken: ReadonlyMap<Pool<A>, number>,
  unaddressed: number,
  { family: { kind }, report }: Site<A>,
): void {
  if (subnet.pools.length === 0) return
  const size = (pool: Pool<A>): number => kind.distance(pool.first, pool.last) + 1
  let free = 0
  for (const pool of subnet.pools) {
    const reserved = taken.get(pool) ?? 0
    free += Math.max(0, size(pool) - reserved)
    if (reserved > 0 && reserved >= size(pool))
      report.warn(
        'full-pool',
        pool.position,
        `all ${size(pool)} addresses of the pool are reserved, nobody else is served from it`,
      )
  }
  if (unaddressed > free) {
    const at = map.entries.get('reservations')!.keyAt
    const text = `${unaddressed} clients with a reservation, but without an address of their own, share ${free} addresses in pools`
    report.warn('full-pool', at, text, { at: subnet.pools[0]!.position, text: 'the pools begin here' })
  }
}

/** Warns of global reservations that no subnet asks for. */
export function checkGlobalReservations<A extends Address>(
  map: MapTree,
  written: readonly WrittenSubnet<A>[],
  decided: Decided<A>,
  site: Site<A>,
): void {
  const hosts = mapsIn(map, 'reservations')
  if (hosts.length === 0) return
  for (const host of hosts) checkIdentifier(host, decided, site)
  const asked = decided.global.earlyGlobalReservationsLookup || decided.global.reservationsGlobal
  if (asked || written.length === 0 || written.some(({ subnet }) => subnet.reservationsGlobal)) return
  const text = 'global reservations are never looked at: reservations-global is true nowhere'
  site.report.warn('unused-reservation', map.entries.get('reservations')!.keyAt, text)
}
