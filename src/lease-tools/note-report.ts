import type { ForeignNote } from '../lease-file/foreign-sink.js'
import { cell } from '../shell/present/clean.js'

/** All notes of one kind. */
export interface NoteCount {
  readonly kind: ForeignNote['kind']
  readonly what: string
  readonly count: number
  /** Where the first one stands: "file:line". */
  readonly first: string
  /** What the first one says. */
  readonly detail: string
}

/** Counts what had no counterpart or could not be read; many lines say one thing. */
export class NoteReport {
  private readonly counts = new Map<string, { note: ForeignNote; file: string; count: number }>()

  readonly add = (note: ForeignNote, file: string): void => {
    const known = this.counts.get(note.what)
    if (known === undefined) this.counts.set(note.what, { note, file, count: 1 })
    else known.count++
  }

  /** What was lost first, then what means nothing to Kea; the most frequent first. */
  list(): readonly NoteCount[] {
    return [...this.counts.values()]
      .sort((a, b) => a.note.kind.localeCompare(b.note.kind) || b.count - a.count)
      .map(({ note: { kind, what, detail, line }, file, count }) => ({
        kind,
        what,
        count,
        first: line > 0 ? `${file}:${line}` : file,
        detail,
      }))
  }
}

/** A line for people. */
export function noteText({ kind, what, count, first, detail }: NoteCount): string {
  const times = count === 1 ? '' : ` (${count} times)`
  return cell(`${first}: ${kind === 'bad' ? 'lost' : 'left out'}: ${what}${times}${detail === '' ? '' : `: ${detail}`}`)
}
