import type { Address } from '../../lease/lease.js'
import type { DdnsConfig, Pool } from '../decided.js'
import { mapsIn, placeOf, textIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'
import { decideDdns } from './ddns.js'
import { decideAdditional, decideGuards } from './guards.js'
import { decideOptions } from './options.js'
import { type Prefix, parsePrefix } from './prefix.js'
import { contextOf } from './remarks.js'
import type { Site } from './site.js'

interface Range<A extends Address> {
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
  const { family, report, spaces } = site
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
    const other = pools.find(pool => first <= pool.last && pool.first <= last)
    if (other !== undefined) {
      const text = `${named} overlaps with an existing pool in the subnet: ${subnet} to which it is being added`
      report.error('pool-overlap', placeOf(entry, 'pool'), text, { at: other.position, text: 'the existing pool' })
      continue
    }
    pools.push({
      id: wholeIn(entry, 'pool-id') ?? 0,
      first,
      last,
      leaseLength: kind.bits,
      guards: decideGuards(entry, site),
      additionalClasses: decideAdditional(entry, site),
      options: decideOptions(entry, site, spaces),
      ddns: decideDdns(entry, ddns, report),
      userContext: contextOf(entry),
      position: entry.at,
    })
  }
  return pools.length > 1 ? pools.sort((a, b) => (a.first < b.first ? -1 : 1)) : pools
}

/** "first-last" or "prefix/length", blanks allowed around both signs. */
function rangeOf<A extends Address>(map: MapTree, { family: { kind }, report }: Site<A>): Range<A> | undefined {
  const text = textIn(map, 'pool')
  if (text === undefined) return undefined
  const at = placeOf(map, 'pool')
  const wrong = (why: string): undefined => report.error('wrong-pool', at, why)
  if (text.includes('/')) {
    const prefix = parsePrefix(text, kind)
    if (prefix === undefined || prefix.length > kind.bits) return wrong(`Failed to create pool defined by: ${text}`)
    const first = kind.network(prefix.address, prefix.length)
    return { first, last: kind.broadcast(first, prefix.length) }
  }
  const parts = text.split('-')
  if (parts.length !== 2)
    return wrong(
      `invalid pool definition: ${text}. There are two acceptable formats <min address-max address> or <prefix/len>`,
    )
  const first = kind.parse(parts[0]!.trim())
  const last = kind.parse(parts[1]!.trim())
  if (first === undefined || last === undefined || first > last)
    return wrong(`Failed to create pool defined by: ${text}`)
  return { first, last }
}
