import type { ListTree, MapTree, Tree } from '../tree.js'
import { withEntry, withoutEntries } from './tree-edit.js'

/** By what the maps of a list are told apart; undefined: the list is no list of such maps. */
export type KeyOf = (list: string) => ((map: MapTree) => string) | undefined

/** What names a map among others, and is therefore neither merged nor taken out. */
const names: ReadonlySet<string> = new Set([
  'id',
  'subnet',
  'pool',
  'prefix',
  'prefix-len',
  'delegated-len',
  'code',
  'name',
  'space',
])

/** The map with what `delta` says put into it: values replace values, lists of maps are merged by key, others united. */
export function merged(map: MapTree, delta: MapTree, keyOf: KeyOf): MapTree {
  let result = map
  for (const { key, value } of delta.entries.values()) {
    const before = result.entries.get(key)?.value
    if (names.has(key) && before !== undefined) continue
    result = withEntry(result, key, mergedValue(before, value, key, keyOf))
  }
  return result
}

function mergedValue(before: Tree | undefined, value: Tree, key: string, keyOf: KeyOf): Tree {
  if (before?.kind === 'map' && value.kind === 'map') return merged(before, value, keyOf)
  if (before?.kind === 'list' && value.kind === 'list') return mergedList(before, value, keyOf(key), keyOf)
  return value
}

function mergedList(before: ListTree, { items }: ListTree, key: ReturnType<KeyOf>, keyOf: KeyOf): ListTree {
  const result = [...before.items]
  for (const item of items) {
    let found = false
    for (const [i, old] of result.entries()) {
      if (!sameItem(old, item, key)) continue
      found = true
      if (old.kind === 'map' && item.kind === 'map') result[i] = merged(old, item, keyOf)
    }
    if (!found) result.push(item)
  }
  return { ...before, items: result }
}

/**
 * The map without what `delta` names, whatever values it gives. A map of a list goes as a whole when `delta` has nothing
 * but its key there, and options always do; else parts of it go.
 */
export function reduced(map: MapTree, delta: MapTree, keyOf: KeyOf): MapTree {
  let result = map
  for (const { key, value } of delta.entries.values()) {
    const before = result.entries.get(key)?.value
    if (names.has(key) || before === undefined) continue
    if (before.kind === 'map' && value.kind === 'map') result = withEntry(result, key, reduced(before, value, keyOf))
    else if (before.kind === 'list' && value.kind === 'list')
      result = withEntry(result, key, reducedList(before, value, key, keyOf))
    else result = withoutEntries(result, key)
  }
  return result
}

function reducedList(before: ListTree, { items }: ListTree, list: string, keyOf: KeyOf): ListTree {
  const key = keyOf(list)
  let result = [...before.items]
  for (const item of items)
    result = result.flatMap(old => {
      if (!sameItem(old, item, key)) return [old]
      const parts = old.kind === 'map' && item.kind === 'map' && list !== 'option-data' && hasParts(item)
      return parts ? [reduced(old, item, keyOf)] : []
    })
  return { ...before, items: result }
}

const hasParts = ({ entries }: MapTree): boolean => [...entries.keys()].some(key => !names.has(key))

function sameItem(a: Tree, b: Tree, key: ReturnType<KeyOf>): boolean {
  if (a.kind === 'map' && b.kind === 'map') return key !== undefined && key(a) === key(b)
  return 'value' in a && 'value' in b && a.value === b.value
}
