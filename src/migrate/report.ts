import { formatPosition } from '../server/config/problem.js'
import { type Entry, OUTCOMES, type Outcome } from './ledger.js'

/** One input and what was made of it, as the report tells it. */
export interface Reported {
  /** The file that was converted. */
  readonly input: string
  /** The files that were written, or would be. */
  readonly outputs: readonly string[]
  readonly entries: readonly Entry[]
  readonly remarks: readonly string[]
  readonly counts: Readonly<Record<string, number>>
}

const TITLES: Readonly<Record<Outcome, string>> = {
  converted: 'converted',
  changed: 'converted, with a difference',
  decision: 'needs a decision',
  unsupported: 'not supported',
}

/** How many statements had each outcome. */
export function countOutcomes(entries: readonly Entry[]): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { converted: 0, changed: 0, decision: 0, unsupported: 0 }
  for (const { outcome } of entries) counts[outcome]++
  return counts
}

/** The report for people, in Markdown. What needs a person comes first. */
export function reportMarkdown(reports: readonly Reported[]): string {
  const lines = ['# Migration report', '']
  for (const report of reports) lines.push(...section(report))
  return `${lines.join('\n').trimEnd()}\n`
}

function section({ input, outputs, entries, remarks, counts }: Reported): string[] {
  const outcomes = countOutcomes(entries)
  const lines = [`## ${input}`, '']
  lines.push(`Written: ${outputs.join(', ')}`, '')
  lines.push('| Statements | |', '|---|---:|')
  for (const outcome of OUTCOMES) lines.push(`| ${TITLES[outcome]} | ${outcomes[outcome]} |`)
  for (const [what, count] of Object.entries(counts)) lines.push(`| ${what} written | ${count} |`)
  lines.push('')
  for (const outcome of ['decision', 'unsupported', 'changed'] as const) {
    const found = entries.filter(entry => entry.outcome === outcome)
    if (found.length === 0) continue
    lines.push(`### ${TITLES[outcome][0]!.toUpperCase()}${TITLES[outcome].slice(1)}`, '')
    for (const entry of found) lines.push(`- ${place(entry)} \`${quoted(entry.text)}\`: ${entry.notes.join('; ')}`)
    lines.push('')
  }
  if (remarks.length > 0) lines.push('### Notes', '', ...remarks.map(remark => `- ${remark}`), '')
  lines.push('### Converted', '')
  for (const entry of entries) {
    if (entry.outcome !== 'converted') continue
    const notes = entry.notes.length === 0 ? '' : `: ${entry.notes.join('; ')}`
    lines.push(`- ${place(entry)} \`${quoted(entry.text)}\`${notes}`)
  }
  lines.push('')
  return lines
}

const place = ({ at }: Entry): string => `${at.file}:${at.line}`
const quoted = (text: string): string => text.replaceAll('`', "'")

/** The report for programs. */
export function reportJson(reports: readonly Reported[]): unknown {
  return reports.map(({ input, outputs, entries, remarks, counts }) => ({
    input,
    outputs,
    summary: countOutcomes(entries),
    counts,
    remarks,
    statements: entries.map(({ at, text, outcome, notes }) => ({
      at: formatPosition(at),
      file: at.file,
      line: at.line,
      column: at.column,
      statement: text,
      outcome,
      notes,
    })),
  }))
}
