import type { Address } from '../../lease/lease.js'
import { listIn, mapIn, placeOf, textIn, textItems } from '../read.js'
import type { MapTree, TextTree } from '../tree.js'
import type { Site } from './site.js'

const none: readonly never[] = []

/** The addresses of relays whose clients belong to this network or subnet; `outer` where it names none itself. */
export function decideRelays<A extends Address>(
  map: MapTree,
  { family, report }: Site<A>,
  outer: readonly A[] = none,
): readonly A[] {
  const relay = mapIn(map, 'relay')
  if (relay === undefined) return outer
  const written: TextTree[] = [...textItems(listIn(relay, 'ip-addresses'))]
  const old = textIn(relay, 'ip-address')
  if (old !== undefined) {
    const at = placeOf(relay, 'ip-address')
    if (relay.entries.has('ip-addresses'))
      report.error('contradiction', at, "may not specify both 'ip-addresses' and 'ip-address' in relay", {
        at: placeOf(relay, 'ip-addresses'),
        text: 'ip-addresses stands here',
      })
    written.push({ kind: 'string', at, value: old })
  }
  const relays: A[] = []
  for (const { at, value } of written) {
    const address = family.kind.parse(value)
    if (address === undefined) report.error('wrong-address', at, `address ${value} is not a valid: ${family.ip}address`)
    else if (relays.includes(address))
      report.error(
        'duplicate-relay',
        at,
        `cannot add address: ${value} to relay info: RelayInfo already contains address: ${value}`,
      )
    else relays.push(address)
  }
  return relays.length === 0 ? outer : relays
}
