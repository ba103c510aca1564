import type { Address } from '../../lease/lease.js'
import type { Site } from '../decide/site.js'
import type { WrittenSubnet } from '../decide/subnets.js'
import type { Decided, Pool } from '../decided.js'

/** A network of fewer addresses than this has no broadcast address to keep (RFC 3021). */
const POINT_TO_POINT = 4

/** Warns of pools that hand out the first or last address of their IPv4 subnet (RFC 1122 3.2.1.3). */
export function checkPoolAddresses<A extends Address>(
  { subnet }: WrittenSubnet<A>,
  { global }: Decided<A>,
  { family: { kind, family }, report }: Site<A>,
): void {
  if (family === 6 || global.compatibility.excludeFirstLast24) return
  const first = subnet.prefix
  const last = kind.broadcast(first, subnet.prefixLength)
  if (kind.distance(first, last) + 1 < POINT_TO_POINT) return
  const prefix = `${kind.format(first)}/${subnet.prefixLength}`
  for (const pool of subnet.pools) {
    const edges: string[] = []
    if (pool.first === first) edges.push(`the network address ${kind.format(first)}`)
    if (pool.last === last) edges.push(`the broadcast address ${kind.format(last)}`)
    if (edges.length > 0)
      report.warn('pool-edge', pool.position, `the pool hands out ${edges.join(' and ')} of ${prefix}`)
  }
}

/** Warns of pools of different subnets that overlap: a client in one of them may get what is leased in the other. */
export function checkSharedPools<A extends Address>(written: readonly WrittenSubnet<A>[], site: Site<A>): void {
  const { kind } = site.family
  const pools = written.flatMap(({ subnet }) => [...subnet.pools, ...subnet.pdPools].map(pool => ({ pool, subnet })))
  pools.sort((a, b) => (a.pool.first < b.pool.first ? -1 : a.pool.first > b.pool.first ? 1 : 0))
  let widest: (typeof pools)[number] | undefined
  for (const next of pools) {
    if (widest !== undefined && next.pool.first <= widest.pool.last && next.subnet !== widest.subnet) {
      const range = ({ first, last }: Pool<A>): string => `${kind.format(first)}-${kind.format(last)}`
      const text = `the pool ${range(next.pool)} of subnet ${next.subnet.id} overlaps with ${range(widest.pool)} of subnet ${widest.subnet.id}`
      site.report.warn('pool-overlap', next.pool.position, text, { at: widest.pool.position, text: 'the other pool' })
    }
    if (widest === undefined || next.pool.last > widest.pool.last) widest = next
  }
}
