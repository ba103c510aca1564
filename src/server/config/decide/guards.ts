import type { Address } from '../../lease/lease.js'
import { listIn, placeOf, textIn, textItems } from '../read.js'
import type { MapTree } from '../tree.js'
import { nameClass, type Site } from './site.js'

const everybody: readonly string[] = []

/** Classes of which a client must be in one: `client-classes`, or the old `client-class`. */
export function decideGuards<A extends Address>(map: MapTree, site: Site<A>): readonly string[] {
  const old = textIn(map, 'client-class')
  if (old === undefined) return namedIn(map, 'client-classes', site)
  if (map.entries.has('client-classes')) {
    const text = "may not specify both 'client-classes' and 'client-class' in the same scope"
    const related = { at: placeOf(map, 'client-classes'), text: 'client-classes stands here' }
    site.report.error('contradiction', placeOf(map, 'client-class'), text, related)
  }
  if (old === '') return everybody
  nameClass(site, old, placeOf(map, 'client-class'))
  return [old]
}

/** Classes to be tested once this scope is chosen. */
export function decideAdditional<A extends Address>(map: MapTree, site: Site<A>): readonly string[] {
  const key = 'evaluate-additional-classes'
  return namedIn(map, map.entries.has(key) ? key : 'require-client-classes', site)
}

function namedIn<A extends Address>(map: MapTree, key: string, site: Site<A>): readonly string[] {
  const items = textItems(listIn(map, key))
  if (items.length === 0) return everybody
  for (const item of items) nameClass(site, item.value, item.at)
  return items.map(item => item.value)
}
