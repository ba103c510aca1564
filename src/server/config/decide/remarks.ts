import { mapIn, plain, textIn } from '../read.js'
import type { MapTree } from '../tree.js'

/** A map's user-context with its comment folded into it, as Kea does; undefined: it has neither. */
export function remarksOf(map: MapTree): Readonly<Record<string, unknown>> | undefined {
  const context = mapIn(map, 'user-context')
  const comment = textIn(map, 'comment')
  if (comment === undefined) return context && (plain(context) as Record<string, unknown>)
  return { ...(context && (plain(context) as Record<string, unknown>)), comment }
}

/** The same as JSON text, '' for none. */
export function contextOf(map: MapTree): string {
  if (!map.entries.has('user-context') && !map.entries.has('comment')) return ''
  const remarks = remarksOf(map)
  return remarks === undefined ? '' : JSON.stringify(remarks)
}
