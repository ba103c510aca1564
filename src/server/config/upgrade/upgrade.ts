import { family4, family6 } from '../decide/family.js'
import type { FileReader } from '../lexer.js'
import { type Loaded, loading } from '../load.js'
import { formatPosition, formatProblem } from '../problem.js'
import { mapsIn } from '../read.js'
import { defaultOf, type Scope } from '../schema/keyword.js'
import { rowsOf } from '../schema/rows.js'
import { writtenIn } from '../show/written.js'
import { runAtOnce } from '../slices.js'
import type { MapTree, Position, Problem } from '../tree.js'
import { Edits } from './edits.js'
import { moveDdns } from './move-ddns.js'
import { type Desk, number, rewrites } from './rewrites.js'
import { Tokens } from './tokens.js'

/** Something that was changed, or that a person must look at. */
export interface Note {
  readonly text: string
  readonly file: string
  readonly line: number
  readonly column: number
}

export interface Upgraded {
  /** Files that change, by name, with their new texts; the file itself is always among them. */
  readonly texts: ReadonlyMap<string, string>
  readonly changes: readonly Note[]
  /** What a person must decide. */
  readonly decisions: readonly Note[]
}

/**
 * Rewrites the keywords of Kea 2.2 that Kea 3 has no more, leaving comments and layout as they are. `wrong`: the problems of
 * a file that cannot be loaded, for people; nothing is rewritten then.
 */
export function upgrade(file: string, read: FileReader): Upgraded | { readonly wrong: readonly string[] } {
  const before = runAtOnce(loading([file], { read, generation: '2.2' }))
  if (!before.ok) return { wrong: errorsOf(before) }
  const tokens = new Tokens(file, read(file), read)
  const desk = new Notes(tokens)
  const { dhcp4, dhcp6 } = before.services
  for (const [family, subnets] of [
    [family4, dhcp4?.subnets],
    [family6, dhcp6?.subnets],
  ] as const) {
    const map = before.trees.get(family.service)
    if (map === undefined) continue
    new Walk(desk).map(map, family.scope)
    moveDdns(map, desk)
    numberSubnets(new Map(subnets?.map(({ position, id }) => [position, id])), map, family.subnets, desk)
    compareDefaults(map, family.scope, desk)
  }
  const agent = before.trees.get('Control-agent')
  if (agent !== undefined)
    desk.note(agent.at, 'Kea 3 has no Control-agent: give each service control-sockets of its own', true)
  const other = before.trees.get('DhcpDdns')
  if (other !== undefined) desk.note(other.at, 'DhcpDdns is not looked at yet, it stays as it is', true)
  const texts = desk.texts(file)
  for (const { at, text } of leftOver(file, texts, read)) desk.note(at, text, true)
  const byPlace = (a: Note, b: Note): number => a.line - b.line || a.column - b.column
  return { texts, changes: desk.changes.sort(byPlace), decisions: desk.decisions.sort(byPlace) }
}

/** What Kea 3 would still say to the new texts. */
function leftOver(file: string, texts: ReadonlyMap<string, string>, read: FileReader): readonly Problem[] {
  const readNew = (path: string): string => texts.get(path) ?? read(path)
  const { problems } = runAtOnce(loading([file], { read: readNew, generation: '3' }))
  return problems.filter(problem => problem.severity === 'error' || problem.code === 'old-keyword')
}

function errorsOf({ problems, sources }: Loaded): string[] {
  return problems.filter(p => p.severity === 'error').map(problem => formatProblem(problem, sources))
}

class Notes implements Desk {
  readonly edits = new Edits()
  readonly changes: Note[] = []
  readonly decisions: Note[] = []

  constructor(readonly tokens: Tokens) {}

  note({ file, line, column }: Position, text: string, open = false): void {
    const notes = open ? this.decisions : this.changes
    notes.push({ text, file, line, column })
  }

  texts(main: string): Map<string, string> {
    const texts = new Map<string, string>()
    for (const [file, source] of this.tokens.sources)
      if (file === main || this.edits.files.has(file)) texts.set(file, this.edits.apply(file, source))
    return texts
  }
}

/** Goes through all maps that have rows, and rewrites what is old in them. */
class Walk {
  constructor(private readonly desk: Desk) {}

  map(map: MapTree, scope: Scope): void {
    for (const entry of map.entries.values()) {
      const row = scope.keywords.get(entry.key)
      if (row === undefined) continue
      if (row.instead !== undefined) rewrites[entry.key]?.(entry, map, this.desk)
      const inside = row.shape.kind === 'list' ? row.shape.of : row.shape
      if (inside.kind !== 'map') continue
      const maps = entry.value.kind === 'map' ? [entry.value] : entry.value.kind === 'list' ? entry.value.items : []
      for (const inner of maps) if (inner.kind === 'map') this.map(inner, inside.scope)
    }
  }
}

/** Kea 3 wants an id in every subnet. */
function numberSubnets(ids: ReadonlyMap<Position, number>, map: MapTree, key: string, desk: Desk): void {
  const around = [map, ...mapsIn(map, 'shared-networks')]
  for (const outer of around)
    for (const subnet of mapsIn(outer, key)) {
      const written = subnet.entries.get('id')?.value
      const id = ids.get(subnet.at)
      if (id !== undefined && (written === undefined || (written.kind === 'integer' && written.value === 0)))
        number(subnet, id, desk)
    }
}

/** Defaults that are others in Kea 3 change what a file without the keyword means. */
function compareDefaults(map: MapTree, rows: Scope, desk: Desk): void {
  const say = (within: MapTree | undefined, scope: Scope, path: string): void => {
    for (const [key, row] of scope.keywords) {
      const [old, now] = [defaultOf(row, '2.2'), defaultOf(row, '3')]
      if (old === now || row.since === '3' || (within && writtenIn(within, key)) !== undefined) continue
      desk.note(map.at, `${path}${key} is not set: ${old ?? 'unset'} in Kea 2.2, ${now ?? 'unset'} in Kea 3`, true)
    }
  }
  say(map, rows, '')
  const threads = map.entries.get('multi-threading')?.value
  say(threads?.kind === 'map' ? threads : undefined, rowsOf(rows, 'multi-threading'), 'multi-threading.')
}

/** "file:line:column: text" */
export function formatNote({ text, file, line, column }: Note): string {
  return `${formatPosition({ file, line, column, endColumn: column })}: ${text}`
}
