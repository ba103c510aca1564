import type { PrefixRange } from '../../host/host.js'
import { type Address, LeaseKind } from '../../lease/lease.js'
import type { DdnsConfig, Pool, PrefixPool } from '../decided.js'
import { mapsIn, placeOf, textIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'
import { ascending, overlaps, sharedByPools } from './pools.js'
import type { Prefix } from './prefix.js'
import type { Site } from './site.js'

/**
 * The pools of prefixes of a subnet, ascending. They may lie anywhere, but not over each other or over `pools`, the
 * subnet's addresses. `prefix` is the subnet's; `ddns` is for the interface of pools only: prefixes have no names.
 */
export function decidePrefixPools<A extends Address>(
  map: MapTree,
  prefix: Prefix<A>,
  pools: readonly Pool<A>[],
  ddns: DdnsConfig,
  site: Site<A>,
): readonly PrefixPool<A>[] {
  const entries = mapsIn(map, 'pd-pools')
  const { kind } = site.family
  const found: PrefixPool<A>[] = []
  for (const entry of entries) {
    const range = rangeOf(entry, site)
    if (range === undefined) continue
    const { first, last } = range
    const named = `a pool of type IA_PD, with the following address range: ${kind.format(first)}-${kind.format(last)}`
    const subnet = `${kind.format(prefix.address)}/${prefix.length}`
    if (overlaps(range, [...pools, ...found], named, subnet, placeOf(entry, 'prefix'), site.report)) continue
    found.push({ kind: LeaseKind.pd, ...range, ...sharedByPools(entry, site), ddns })
  }
  return ascending(found)
}

type Range<A extends Address> = Pick<PrefixPool<A>, 'first' | 'last' | 'prefixLength' | 'leaseLength' | 'excluded'>

/** Lengths out of range are reported by validate(). */
function rangeOf<A extends Address>(map: MapTree, { family: { kind }, report }: Site<A>): Range<A> | undefined {
  const length = wholeIn(map, 'prefix-len')
  const delegated = wholeIn(map, 'delegated-len')
  const text = textIn(map, 'prefix')
  if (text === undefined || !isLength(length, kind.bits) || !isLength(delegated, kind.bits)) return undefined
  const address = kind.parse(text)
  if (address === undefined)
    return report.error(
      'wrong-prefix',
      placeOf(map, 'prefix'),
      `Failed to convert string to address '${text}': Invalid argument`,
    )
  if (delegated < length) {
    const why = `Delegated length (${delegated}) must be longer than or equal to prefix length (${length})`
    return report.error('wrong-pool', placeOf(map, 'delegated-len'), why)
  }
  const first = kind.network(address, length)
  if (first !== address) {
    const meant = `${kind.format(first)}/${length}`
    report.warn(
      'host-bits',
      placeOf(map, 'prefix'),
      `the prefix ${text} has bits set beyond its length, it is ${meant}`,
    )
  }
  const excluded = excludedOf(map, { prefix: first, length: delegated }, kind, report)
  if (excluded === 'wrong') return undefined
  return { first, last: kind.broadcast(first, length), prefixLength: length, leaseLength: delegated, excluded }
}

const isLength = (length: number | undefined, bits: number): length is number =>
  length !== undefined && length >= 1 && length <= bits

function excludedOf<A extends Address>(
  map: MapTree,
  delegated: PrefixRange<A>,
  kind: Site<A>['family']['kind'],
  report: Site<A>['report'],
): PrefixRange<A> | undefined | 'wrong' {
  const text = textIn(map, 'excluded-prefix') ?? kind.format(kind.zero)
  const length = wholeIn(map, 'excluded-prefix-len') ?? 0
  const at = placeOf(map, map.entries.has('excluded-prefix') ? 'excluded-prefix' : 'excluded-prefix-len')
  const wrong = (why: string): 'wrong' => {
    report.error('wrong-prefix', at, why)
    return 'wrong'
  }
  const address = kind.parse(text)
  if (address === undefined) return wrong(`Failed to convert string to address '${text}': Invalid argument`)
  if (address === kind.zero && length === 0) return undefined
  if (length === 0) return wrong(`invalid excluded prefix ${text}/0`)
  if (length < delegated.length)
    return wrong(
      `Excluded prefix (${length}) must be longer than or equal to the delegated prefix length (${delegated.length})`,
    )
  const why = outsideOf(delegated, { prefix: address, length }, kind)
  return why === undefined ? { prefix: kind.network(address, length), length } : wrong(why)
}

/** Why a prefix cannot be excluded from another (RFC 6603 4.2: it lies within and is longer); undefined: it can. */
export function outsideOf<A extends Address>(
  delegated: PrefixRange<A>,
  excluded: PrefixRange<A>,
  kind: Site<A>['family']['kind'],
): string | undefined {
  const name = ({ prefix, length }: PrefixRange<A>): string => `${kind.format(prefix)}/${length}`
  if (excluded.length > kind.bits)
    return `invalid delegated or excluded prefix values specified: ${name(delegated)}, ${name(excluded)}`
  if (excluded.length <= delegated.length)
    return `length of the excluded prefix ${name(excluded)} must be greater than the length of the delegated prefix ${name(delegated)}`
  if (!kind.contains(delegated.prefix, delegated.length, excluded.prefix))
    return `excluded prefix ${name(excluded)} must have the same common prefix part of ${delegated.length} as the delegated prefix ${name(delegated)}`
  return undefined
}
