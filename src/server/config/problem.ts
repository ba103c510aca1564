import type { Position, Problem } from './tree.js'

/** The texts that were read, by the file name positions carry: what problems quote their lines from. */
export type Sources = ReadonlyMap<string, string>

/** Collects what is wrong. Everything that reads configuration reports here and goes on. */
export class Report {
  readonly problems: Problem[] = []
  errors = 0

  /** Returns undefined, which is what most who find an error have to offer in its stead. */
  error(code: string, at: Position, text: string, related?: Problem['related']): undefined {
    this.errors++
    this.add('error', code, at, text, related)
  }

  warn(code: string, at: Position, text: string, related?: Problem['related']): void {
    this.add('warning', code, at, text, related)
  }

  /** Takes over the problems of another report, its errors as warnings that tell what follows from them. */
  demote(other: Report, consequence: string): void {
    for (const { severity, code, at, text, related } of other.problems)
      this.add('warning', code, at, severity === 'error' ? `${text} (${consequence})` : text, related)
  }

  private add(
    severity: Problem['severity'],
    code: string,
    at: Position,
    text: string,
    related: Problem['related'] | undefined,
  ): void {
    this.problems.push(related === undefined ? { severity, code, at, text } : { severity, code, at, text, related })
  }

  /** The problems in the order of the files and lines; files in the order in which they were first mentioned. */
  sorted(): Problem[] {
    const files = new Map<string, number>()
    for (const { at } of this.problems) if (!files.has(at.file)) files.set(at.file, files.size)
    return [...this.problems].sort(
      (a, b) => files.get(a.at.file)! - files.get(b.at.file)! || a.at.line - b.at.line || a.at.column - b.at.column,
    )
  }
}

/** "file:line:column", as Kea writes the place of a value. */
export function formatPosition(at: Position): string {
  return `${at.file}:${at.line}:${at.column}`
}

/**
 * A problem for people: `file:line:column: error: text`, the source line and a caret under the place; then the same for
 * the related place. Lines are quoted only from texts that `sources` has.
 */
export function formatProblem(problem: Problem, sources?: Sources): string {
  const text = `${formatPosition(problem.at)}: ${problem.severity}: ${problem.text}${quote(problem.at, sources)}`
  const { related } = problem
  if (related === undefined) return text
  return `${text}\n${formatPosition(related.at)}: note: ${related.text}${quote(related.at, sources)}`
}

/** A problem for programs, as `serve -t --json` prints it. */
export interface ProblemJson {
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly text: string
  readonly file: string
  readonly line: number
  readonly column: number
  readonly 'end-column': number
  readonly related?: { readonly text: string; readonly file: string; readonly line: number; readonly column: number }
}

export function problemJson({ severity, code, text, at, related }: Problem): ProblemJson {
  const { file, line, column, endColumn } = at
  const json = { severity, code, text, file, line, column, 'end-column': endColumn }
  if (related === undefined) return json
  return {
    ...json,
    related: { text: related.text, file: related.at.file, line: related.at.line, column: related.at.column },
  }
}

/** Source lines longer than this are quoted in part: a file without line breaks would fill the screen. */
const QUOTED = 110

function quote(at: Position, sources: Sources | undefined): string {
  const source = sources?.get(at.file)
  if (source === undefined) return ''
  const line = lineOf(source, at.line)
  if (line === undefined) return ''
  const from = at.column > QUOTED - 30 ? at.column - 40 : 0
  const shown = line.slice(from, from + QUOTED).trimEnd()
  // the blank before the caret keeps the line's tabs, so that it stands under its column in every terminal
  const blank = shown.slice(0, at.column - 1 - from).replaceAll(/[^\t]/g, ' ')
  const width = Math.max(1, Math.min(at.endColumn, from + shown.length) - at.column + 1)
  return `\n    ${shown}\n    ${blank}${'^'.repeat(width)}`
}

function lineOf(source: string, line: number): string | undefined {
  let start = 0
  for (let i = 1; i < line; i++) {
    start = source.indexOf('\n', start) + 1
    if (start === 0) return undefined
  }
  const end = source.indexOf('\n', start)
  return source.slice(start, end < 0 ? undefined : end)
}
