import type { Scope, Shape } from '../../config/schema/keyword.js'
import type { MapTree, Tree } from '../../config/tree.js'
import { CommandError } from '../command-error.js'
import type { Refusal } from './configuration-rooms.js'

/** What is there twice is told without a place, as Kea does. */
const bare: ReadonlySet<string> = new Set(['duplicate-id', 'duplicate-subnet', 'duplicate-network'])

/**
 * Refuses the command when its edit was. `what` failed: "subnet configuration".
 *
 * @throws CommandError in Kea's words
 */
export function refuse(refusal: Refusal | undefined, what: string | undefined): void {
  if (refusal === undefined) return
  if (bare.has(refusal.code)) throw new CommandError(refusal.text.replace(/ \(.*\)$/, ''))
  throw new CommandError(what === undefined ? refusal.words : `${what} failed: ${refusal.words}`)
}

/**
 * Kea's hooks look at the keywords of a map that a command brings before they read it.
 *
 * @throws CommandError when one is unknown, or of another type
 */
export function checkKeywords(map: MapTree, scope: Scope, unknown: (key: string) => string = spurious): void {
  for (const { key, value } of map.entries.values()) {
    const row = scope.keywords.get(key)
    if (row === undefined) throw new CommandError(unknown(key))
    const wanted = wantedType(row.shape, value)
    if (wanted !== undefined) throw new CommandError(`'${key}' parameter is not ${wanted}`)
  }
}

const spurious = (key: string): string => `spurious '${key}' parameter`

/** What Kea would have in place of the value; undefined: it is of the right type. */
function wantedType(shape: Shape, { kind }: Tree): string | undefined {
  switch (shape.kind) {
    case 'integer':
      return kind === 'integer' ? undefined : 'an integer'
    case 'real':
      return kind === 'real' || kind === 'integer' ? undefined : 'a real'
    case 'boolean':
      return kind === 'boolean' ? undefined : 'a boolean'
    case 'list':
      return kind === 'list' ? undefined : 'a list'
    case 'map':
    case 'any-map':
      return kind === 'map' ? undefined : 'a map'
    default:
      return kind === 'string' ? undefined : 'a string'
  }
}
