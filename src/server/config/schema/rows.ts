import type { Scope } from './keyword.js'

/** The rows of the maps that stand under a keyword of this scope. */
export function rowsOf(scope: Scope, key: string): Scope {
  const shape = scope.keywords.get(key)?.shape
  const inside = shape?.kind === 'list' ? shape.of : shape
  if (inside?.kind !== 'map') throw new Error(`${key} of ${scope.title} holds no maps`)
  return inside.scope
}
