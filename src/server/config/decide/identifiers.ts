import { parseBytes } from '../../../wire/hex.js'
import { type IdentifierKind, identifierKinds } from '../../host/host.js'
import type { Address } from '../../lease/lease.js'
import type { Report } from '../problem.js'
import { listIn, placeOf, textIn, textItems } from '../read.js'
import type { MapTree } from '../tree.js'
import type { Site } from './site.js'

/** Longest identifiers in bytes. RFC 8415 11.1 for DUIDs; an option's payload for those that are options. */
const longest: Readonly<Record<IdentifierKind, number>> = {
  'hw-address': 20,
  duid: 130,
  'circuit-id': 255,
  'client-id': 255,
  'flex-id': 255,
}

/** The one identifier of a reservation; `known` are those of the family. */
export function identifierOf(
  map: MapTree,
  known: readonly IdentifierKind[],
  report: Report,
): { kind: IdentifierKind; bytes: Buffer } | undefined {
  const kinds = known.filter(kind => map.entries.has(kind))
  const [kind, second] = kinds
  if (kind === undefined) {
    const text = `one of the supported identifiers must be specified for host reservation: ${[...known].sort().join(', ')}`
    report.error('no-identifier', map.at, text)
    return undefined
  }
  if (second !== undefined) {
    const related = { at: placeOf(map, kind), text: `${kind} stands here` }
    report.error('contradiction', placeOf(map, second), `the '${kind}' and '${second}' are mutually exclusive`, related)
    return undefined
  }
  const text = textIn(map, kind)
  if (text === undefined) return undefined
  const at = placeOf(map, kind)
  const bytes = parseBytes(text)
  if (bytes === undefined) report.error('wrong-identifier', at, `invalid host identifier value '${text}'`)
  else if (bytes.length === 0) report.error('wrong-identifier', at, 'empty host identifier used')
  else if (bytes.length > longest[kind]) {
    const why = `the ${kind} is ${bytes.length} bytes long, at most ${longest[kind]} are allowed`
    report.error('wrong-identifier', at, why)
  } else return { kind, bytes }
  return undefined
}

/** By what reservations are looked up, in this order. */
export function decideIdentifiers<A extends Address>(map: MapTree, { family, report }: Site<A>): IdentifierKind[] {
  const list = listIn(map, 'host-reservation-identifiers')
  if (list === undefined) return [...family.identifiers]
  const kinds: IdentifierKind[] = []
  for (const { at, value } of textItems(list)) {
    const kind = identifierKinds.find(known => known === value)
    if (kind === undefined) continue
    if (kinds.includes(kind)) report.error('duplicate-identifier', at, `duplicate host identifier '${kind}'`)
    else kinds.push(kind)
  }
  if (list.items.length === 0)
    report.error(
      'empty-list',
      list.at,
      'host-reservation-identifiers: syntax error, unexpected ], expecting an identifier',
    )
  return kinds
}
