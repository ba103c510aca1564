import type { Generation } from '../behaviours.js'
import { defaultOf, type Scope } from '../schema/keyword.js'
import type { MapTree, Position } from '../tree.js'
import { hasOldSpelling, type Written, writtenIn } from './written.js'

/** One map of those that surround a value, with the rows for it. */
export interface Level {
  readonly map: MapTree
  readonly scope: Scope
  /** For people: "subnet 192.0.2.0/24", "shared network floor-3", "the global scope". */
  readonly name: string
}

/** Where a value comes from. */
export type Origin =
  | { readonly kind: 'written'; readonly at: Position; readonly as: string }
  /** Written in an outer scope. */
  | { readonly kind: 'inherited'; readonly at: Position; readonly as: string; readonly from: string }
  | { readonly kind: 'default' }
  /** Nothing says it: it is what another keyword is. */
  | { readonly kind: 'follows'; readonly key: string; readonly origin: Origin }
  /** Computed when the file is read, e.g. the number of a subnet without an id. */
  | { readonly kind: 'made'; readonly how: string }

export interface Resolved {
  readonly value: unknown
  readonly origin: Origin
}

/** A lifetime's ends are the lifetime itself unless they are set. */
const leaders: Readonly<Record<string, string>> = {
  'min-valid-lifetime': 'valid-lifetime',
  'max-valid-lifetime': 'valid-lifetime',
  'min-preferred-lifetime': 'preferred-lifetime',
  'max-preferred-lifetime': 'preferred-lifetime',
}

const boots: ReadonlySet<string> = new Set(['next-server', 'server-hostname', 'boot-file-name'])

/**
 * The value of a keyword in the innermost of `levels` (innermost first): written there, in the next level outwards that
 * says something, or the default. Undefined: nothing holds.
 */
export function resolve(levels: readonly Level[], key: string, generation: Generation): Resolved | undefined {
  const [own] = levels
  const row = own?.scope.keywords.get(key)
  if (own === undefined || row === undefined) return undefined
  const outwards = row.inherited === true ? levels : levels.slice(0, 1)
  for (const level of outwards) {
    const written = ownValue(level, key)
    if (written === undefined) continue
    const { value, at, as } = written
    if (level === own) return { value, origin: { kind: 'written', at, as } }
    return { value, origin: { kind: 'inherited', at, as, from: level.name } }
  }
  const other = levels.length > 1 ? followed(levels, key, generation) : undefined
  if (other !== undefined) return other
  const source = row.inherited === true ? outermost(levels, key)?.scope.keywords.get(key) : row
  if (source === undefined || (source.since === '3' && generation === '2.2' && !hasOldSpelling(key))) return undefined
  const value = defaultOf(source, generation)
  return value === undefined ? undefined : { value, origin: { kind: 'default' } }
}

/** The outermost level that has the keyword: what nobody sets has the default of that one. */
export function outermost(levels: readonly Level[], key: string): Level | undefined {
  return levels.findLast(({ scope }) => scope.keywords.has(key))
}

/** A value that is another keyword's, since nothing says otherwise. */
export function followed(levels: readonly Level[], key: string, generation: Generation): Resolved | undefined {
  const leader = leaders[key]
  const other = leader === undefined ? undefined : resolve(levels, leader, generation)
  return other && { value: other.value, origin: { kind: 'follows', key: leader!, origin: other.origin } }
}

function ownValue({ map, scope }: Level, key: string): Written | undefined {
  const written = writtenIn(map, key)
  if (written === undefined) return undefined
  // No relay named is as good as none; no boot server is what holds anyway at the outermost level.
  if (key === 'relay' && Object.values(written.value as object).every(list => Array.isArray(list) && list.length === 0))
    return undefined
  if (key === 'next-server' && written.value === '0.0.0.0' && !scope.keywords.get(key)!.inherited) return undefined
  return written
}

/** Whether the value is one that a scope may leave out since it stands for nothing. */
export function saysNothing(key: string, { value, origin }: Resolved): boolean {
  return (boots.has(key) && origin.kind === 'default') || (Array.isArray(value) && value.length === 0)
}
