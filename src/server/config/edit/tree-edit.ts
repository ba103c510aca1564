import { listIn } from '../read.js'
import type { MapTree, Tree } from '../tree.js'

const NOTHING: readonly never[] = []

/** The items of a list in the map; none when it is not there. */
export function itemsIn(map: MapTree, key: string): readonly Tree[] {
  return listIn(map, key)?.items ?? NOTHING
}

/** The map with this value, which keeps the place that the keyword had. */
export function withEntry(map: MapTree, key: string, value: Tree): MapTree {
  const before = map.entries.get(key)
  const entries = new Map(map.entries)
  entries.set(key, before === undefined ? { key, keyAt: value.at, value } : { ...before, value })
  return { ...map, entries }
}

/** The map without these keywords; itself when it has none of them. */
export function withoutEntries(map: MapTree, ...keys: readonly string[]): MapTree {
  if (!keys.some(key => map.entries.has(key))) return map
  const entries = new Map(map.entries)
  for (const key of keys) entries.delete(key)
  return { ...map, entries }
}

/** The map with a list of these items; a list that was not there stands where the map does. */
export function withItems(map: MapTree, key: string, items: readonly Tree[]): MapTree {
  const list = listIn(map, key)
  return withEntry(map, key, { kind: 'list', at: list?.at ?? map.at, items })
}

/** The map with one more item at the end of a list. */
export function withItem(map: MapTree, key: string, item: Tree): MapTree {
  return withItems(map, key, [...itemsIn(map, key), item])
}

/** The map with one item of a list replaced, or taken out (undefined). Items are told by identity. */
export function withReplaced(map: MapTree, key: string, was: Tree, is: Tree | undefined): MapTree {
  const items = [...itemsIn(map, key)]
  const at = items.indexOf(was)
  if (at < 0) return map
  if (is === undefined) items.splice(at, 1)
  else items[at] = is
  return withItems(map, key, items)
}
