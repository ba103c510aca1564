import { formatBytes, formatDigits } from '../../../wire/hex.js'
import { identifierKinds } from '../../host/host.js'
import type { Address } from '../../lease/lease.js'
import { identifierOf } from '../decide/identifiers.js'
import { mapsIn, textIn, textsIn } from '../read.js'
import type { MapTree } from '../tree.js'
import { shownOptions } from './options.js'
import type { Json, Shower } from './shower.js'

/** The reservations of a map: Kea lists them by the bytes of their identifiers. */
export function shownReservations<A extends Address>(map: MapTree, shower: Shower<A>): Json[] {
  const shown = mapsIn(map, 'reservations').flatMap(entry => {
    const identity = identifierOf(entry, shower.site.report)
    return identity === undefined ? [] : [{ ...identity, json: shownReservation(entry, identity, shower) }]
  })
  shown.sort(
    (a, b) => Buffer.compare(a.bytes, b.bytes) || identifierKinds.indexOf(a.kind) - identifierKinds.indexOf(b.kind),
  )
  return shown.map(({ json }) => json)
}

function shownReservation<A extends Address>(
  map: MapTree,
  { kind, bytes }: { kind: string; bytes: Buffer },
  shower: Shower<A>,
): Json {
  const withColons = kind === 'hw-address' || kind === 'duid'
  const classes = textsIn(map, 'client-classes')
  const address = textIn(map, 'ip-address')
  const nextServer = textIn(map, 'next-server') || '0.0.0.0'
  const boots = {
    'boot-file-name': textIn(map, 'boot-file-name') ?? '',
    'next-server': nextServer,
    'server-hostname': textIn(map, 'server-hostname') ?? '',
  }
  return shower.sorted(
    {
      ...(shower.family.boots ? boots : {}),
      hostname: textIn(map, 'hostname') ?? '',
      [kind]: withColons ? formatBytes(bytes) : formatDigits(bytes),
      'option-data': shownOptions(map, shower, shower.site.spaces),
      ...(address === undefined ? {} : { 'ip-address': address }),
    },
    map,
    { 'client-classes': shower.effective ? classes : [...new Set(classes)] },
  )
}
