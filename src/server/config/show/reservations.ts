import { formatBytes, formatDigits } from '../../../wire/hex.js'
import { identifierKinds } from '../../host/host.js'
import type { Address } from '../../lease/lease.js'
import { reservedIn } from '../decide/hosts.js'
import { identifierOf } from '../decide/identifiers.js'
import { mapsIn, textIn, textsIn } from '../read.js'
import type { MapTree } from '../tree.js'
import { shownOptions } from './options.js'
import type { Json, Shower } from './shower.js'

/** The reservations of a map: Kea lists them by the bytes of their identifiers. */
export function shownReservations<A extends Address>(map: MapTree, shower: Shower<A>): Json[] {
  const shown = mapsIn(map, 'reservations').flatMap(entry => {
    const identity = identifierOf(entry, shower.family.allIdentifiers, shower.site.report)
    return identity === undefined ? [] : [{ ...identity, json: shownReservation(entry, identity, shower) }]
  })
  shown.sort(
    (a, b) => Buffer.compare(a.bytes, b.bytes) || identifierKinds.indexOf(a.kind) - identifierKinds.indexOf(b.kind),
  )
  return shown.map(({ json }) => json)
}

/** One reservation, whose identifier is known. */
export function shownReservation<A extends Address>(
  map: MapTree,
  { kind, bytes }: { kind: string; bytes: Buffer },
  shower: Shower<A>,
): Json {
  const withColons = kind === 'hw-address' || kind === 'duid'
  const classes = textsIn(map, 'client-classes')
  const { boots: fixedFields } = shower.family
  const nextServer = textIn(map, 'next-server') || '0.0.0.0'
  const boots = {
    'boot-file-name': textIn(map, 'boot-file-name') ?? '',
    'next-server': nextServer,
    'server-hostname': textIn(map, 'server-hostname') ?? '',
  }
  return shower.sorted(
    {
      ...(fixedFields ? boots : {}),
      hostname: textIn(map, 'hostname') ?? '',
      [kind]: withColons ? formatBytes(bytes) : formatDigits(bytes),
      'option-data': shownOptions(map, shower, shower.site.spaces),
      ...(fixedFields ? addressOf(map, shower) : listsOf(map, shower)),
    },
    map,
    { 'client-classes': shower.effective ? classes : [...new Set(classes)] },
  )
}

/** One address, where there is one. */
function addressOf<A extends Address>(map: MapTree, { family }: Shower<A>): Json {
  const [address] = reservedIn(map, family)
  return address === undefined ? {} : { [family.reservedAddresses]: address.value }
}

/** Addresses and prefixes, as many as there are. */
function listsOf<A extends Address>(map: MapTree, { family }: Shower<A>): Json {
  const excluded = textsIn(map, 'excluded-prefixes')
  return {
    [family.reservedAddresses]: reservedIn(map, family).map(({ value }) => value),
    prefixes: textsIn(map, 'prefixes'),
    ...(excluded.length === 0 ? {} : { 'excluded-prefixes': excluded }),
  }
}
