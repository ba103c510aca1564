import type { Tree } from '../../config/tree.js'
import { type Json, Real } from './json.js'

/** A value as written, as one to be sent: integers exactly, doubles as doubles. */
export function jsonOf(tree: Tree): Json {
  switch (tree.kind) {
    case 'map':
      return Object.fromEntries([...tree.entries.values()].map(({ key, value }) => [key, jsonOf(value)]))
    case 'list':
      return tree.items.map(jsonOf)
    case 'null':
      return null
    case 'integer':
      return tree.exact ?? tree.value
    case 'real':
      return new Real(tree.value)
    default:
      return tree.value
  }
}
