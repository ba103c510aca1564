import { layered } from '../../../wire/standard-options.js'
import type { Address } from '../../lease/lease.js'
import type { Lifetime } from '../decided.js'
import { mapsIn, textIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'
import { definedIn, shownDefinitions, shownOptions } from './options.js'
import type { Json, Shower } from './shower.js'
import { writtenIn } from './written.js'

/** The client classes, in the order in which they are tested. */
export function shownClasses<A extends Address>(map: MapTree, shower: Shower<A>): Json[] {
  return mapsIn(map, 'client-classes').map(entry => shownClass(entry, shower))
}

export function shownClass<A extends Address>(map: MapTree, shower: Shower<A>): Json {
  const { decided, site, family } = shower
  const name = textIn(map, 'name')
  const own = definedIn(map, shower)
  const boots = {
    'boot-file-name': textIn(map, 'boot-file-name') ?? '',
    'next-server': textIn(map, 'next-server') || '0.0.0.0',
    'server-hostname': textIn(map, 'server-hostname') ?? '',
  }
  const decidedClass = decided.classes.find(one => one.name === name)
  const offer = wholeIn(map, 'offer-lifetime')
  const shown: Json = {
    name,
    ...(family.boots ? boots : {}),
    'option-data': shownOptions(map, shower, own.length === 0 ? site.spaces : layered(own, site.spaces)),
    ...(family.boots ? { 'option-def': shownDefinitions(map, shower) } : {}),
    ...lifetimeOf('valid', decidedClass?.valid),
    ...lifetimeOf('preferred', decidedClass?.preferred),
  }
  for (const key of ['test', 'template-test'] as const) {
    const test = textIn(map, key)
    if (test !== undefined && (test !== '' || key === 'template-test')) shown[key] = test
  }
  if (writtenIn(map, 'only-in-additional-list')?.value === true) shown['only-in-additional-list'] = true
  if (offer !== undefined) shown['offer-lifetime'] = offer
  return shower.sorted(shown, map)
}

/** Kea leaves out ends that are the lifetime itself. */
function lifetimeOf(kind: 'valid' | 'preferred', { min, default: usual, max }: Partial<Lifetime> = {}): Json {
  return {
    ...(usual === undefined ? {} : { [`${kind}-lifetime`]: usual }),
    ...(min === undefined || min === usual ? {} : { [`min-${kind}-lifetime`]: min }),
    ...(max === undefined || max === usual ? {} : { [`max-${kind}-lifetime`]: max }),
  }
}
