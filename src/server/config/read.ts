import type { ListTree, MapTree, Position, TextTree, Tree } from './tree.js'

// Typed looks into a tree. All return undefined for what is absent and for what has a wrong type: the latter is
// reported by validate(), and what is decided without it is thrown away.

export function textIn(map: MapTree, key: string): string | undefined {
  const value = map.entries.get(key)?.value
  return value?.kind === 'string' ? value.value : undefined
}

export function flagIn(map: MapTree, key: string): boolean | undefined {
  const value = map.entries.get(key)?.value
  return value?.kind === 'boolean' ? value.value : undefined
}

export function wholeIn(map: MapTree, key: string): number | undefined {
  const value = map.entries.get(key)?.value
  return value?.kind === 'integer' ? value.value : undefined
}

export function numberIn(map: MapTree, key: string): number | undefined {
  const value = map.entries.get(key)?.value
  return value?.kind === 'integer' || value?.kind === 'real' ? value.value : undefined
}

export function mapIn(map: MapTree, key: string): MapTree | undefined {
  const value = map.entries.get(key)?.value
  return value?.kind === 'map' ? value : undefined
}

export function listIn(map: MapTree, key: string): ListTree | undefined {
  const value = map.entries.get(key)?.value
  return value?.kind === 'list' ? value : undefined
}

const NOTHING: readonly never[] = []

/** The maps of a list of maps. */
export function mapsIn(map: MapTree, key: string): readonly MapTree[] {
  const items = listIn(map, key)?.items
  return items === undefined || items.length === 0 ? NOTHING : items.filter(item => item.kind === 'map')
}

/** The texts of a list of texts, with their places. */
export function textItems(list: ListTree | undefined): readonly TextTree[] {
  return list === undefined || list.items.length === 0 ? NOTHING : list.items.filter(item => item.kind === 'string')
}

export function textsIn(map: MapTree, key: string): readonly string[] {
  const items = textItems(listIn(map, key))
  return items.length === 0 ? NOTHING : items.map(item => item.value)
}

/** The place of a value, or of the map where it is missing. */
export function placeOf(map: MapTree, key: string): Position {
  return map.entries.get(key)?.value.at ?? map.at
}

/** One of `choices`, as written. */
export function choiceIn<T extends string>(map: MapTree, key: string, choices: readonly T[]): T | undefined {
  const value = textIn(map, key)
  return choices.find(choice => choice === value)
}

/** A tree as plain JSON value, comments and places left out. */
export function plain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'map':
      return Object.fromEntries([...tree.entries.values()].map(entry => [entry.key, plain(entry.value)]))
    case 'list':
      return tree.items.map(plain)
    case 'null':
      return null
    default:
      return tree.value
  }
}
