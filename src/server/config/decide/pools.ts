import type { AddressKind } from '../../../wire/address.js'
import type { Address } from '../../lease/lease.js'
import type { DdnsConfig, Pool } from '../decided.js'
import type { Report } from '../problem.js'
import { mapsIn, placeOf, textIn, wholeIn } from '../read.js'
import type { MapTree, Position } from '../tree.js'
import { decideDdns } from './ddns.js'
import { decideAdditional, decideGuards } from './guards.js'
import { decideOptions } from './options.js'
import { type Prefix, parsePrefix } from './prefix.js'
import { contextOf } from './remarks.js'
import type { Site } from './site.js'

export interface Range<A extends Address> {
  readonly first: A
  readonly last: A
}

/** The address pools of a subnet, ascending. `prefix` is the subnet's, without host bits; `ddns` what pools inherit. */
export function decidePools<A extends Address>(
  map: MapTree,
  prefix: Prefix<A>,
  ddns: DdnsConfig,
  site: Site<A>,
): Pool<A>[] {
  const { family, report } = site
  const { kind } = family
  const pools: Pool<A>[] = []
  for (const entry of mapsIn(map, 'pools')) {
    const range = rangeOf(entry, site)
    if (range === undefined) continue
    const { first, last } = range
    const subnet = `${kind.format(prefix.address)}/${prefix.length}`
    const named = `a pool of type ${family.poolType}, with the following address range: ${kind.format(first)}-${kind.format(last)}`
    if (!kind.contains(prefix.address, prefix.length, first) || !kind.contains(prefix.address, prefix.length, last)) {
      const text = `${named} does not match the prefix of a subnet: ${subnet} to which it is being added`
      report.error('pool-outside', placeOf(entry, 'pool'), text, { at: placeOf(map, 'subnet'), text: 'the subnet' })
      continue
    }
    if (overlaps(range, pools, named, subnet, placeOf(entry, 'pool'), report)) continue
    pools.push({
      kind: family.leaseKind,
      ...range,
      leaseLength: kind.bits,
      ...sharedByPools(entry, site),
      ddns: decideDdns(entry, ddns, report),
    })
  }
  return ascending(pools)
}

/** What pools of addresses and of prefixes say in the same words. */
export function sharedByPools<A extends Address>(
  map: MapTree,
  site: Site<A>,
): Pick<Pool<A>, 'id' | 'guards' | 'additionalClasses' | 'options' | 'userContext' | 'position'> {
  return {
    id: wholeIn(map, 'pool-id') ?? 0,
    guards: decideGuards(map, site),
    additionalClasses: decideAdditional(map, site),
    options: decideOptions(map, site, site.spaces),
    userContext: contextOf(map),
    position: map.at,
  }
}

/** Reports a pool, `named` so, that overlaps with one of `pools` of its subnet. */
export function overlaps<A extends Address>(
  { first, last }: Range<A>,
  pools: readonly Pool<A>[],
  named: string,
  subnet: string,
  at: Position,
  report: Report,
): boolean {
  const other = pools.find(pool => first <= pool.last && pool.first <= last)
  if (other === undefined) return false
  const text = `${named} overlaps with an existing pool in the subnet: ${subnet} to which it is being added`
  report.error('pool-overlap', at, text, { at: other.position, text: 'the existing pool' })
  return true
}

/** In place. */
export function ascending<A extends Address, P extends Pool<A>>(pools: P[]): P[] {
  return pools.length > 1 ? pools.sort((a, b) => (a.first < b.first ? -1 : 1)) : pools
}

function rangeOf<A extends Address>(map: MapTree, { family: { kind }, report }: Site<A>): Range<A> | undefined {
  const text = textIn(map, 'pool')
  if (text === undefined) return undefined
  const range = rangeIn(text, kind)
  return typeof range === 'string' ? report.error('wrong-pool', placeOf(map, 'pool'), range) : range
}

/** "first-last" or "prefix/length", blanks allowed around both signs; else what is wrong with it. */
export function rangeIn<A extends Address>(text: string, kind: AddressKind<A>): Range<A> | string {
  if (text.includes('/')) {
    const prefix = parsePrefix(text, kind)
    if (prefix === undefined || prefix.length > kind.bits) return `Failed to create pool defined by: ${text}`
    const first = kind.network(prefix.address, prefix.length)
    return { first, last: kind.broadcast(first, prefix.length) }
  }
  const parts = text.split('-')
  if (parts.length !== 2)
    return `invalid pool definition: ${text}. There are two acceptable formats <min address-max address> or <prefix/len>`
  const first = kind.parse(parts[0]!.trim())
  const last = kind.parse(parts[1]!.trim())
  if (first === undefined || last === undefined || first > last) return `Failed to create pool defined by: ${text}`
  return { first, last }
}
