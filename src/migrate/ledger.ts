import type { Position } from '../server/config/tree.js'

/** What became of a statement, from best to worst. */
export const OUTCOMES = ['converted', 'changed', 'decision', 'unsupported'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** A statement of the input, as far as the report is concerned. */
export interface Input {
  readonly at: Position
  /** In short, as it was written. */
  readonly text: string
}

/** One line of the report. */
export interface Entry {
  readonly at: Position
  readonly text: string
  readonly outcome: Outcome
  /** What is different, what is to be decided, or why it cannot be and what to do; one sentence each. */
  readonly notes: readonly string[]
}

/**
 * What became of every statement. A statement that several conversions looked at has the worst outcome that one of
 * them told, and the notes of all.
 */
export class Ledger {
  private readonly lines = new Map<Input, { outcome: Outcome; readonly notes: string[] }>()
  /** What concerns no single statement. */
  readonly remarks: string[] = []

  converted(input: Input, note?: string): void {
    this.note('converted', input, note)
  }

  /** Converted, but the service differs: the note says how. */
  changed(input: Input, note: string): void {
    this.note('changed', input, note)
  }

  /** Left out until a person has decided. */
  decision(input: Input, note: string): void {
    this.note('decision', input, note)
  }

  /** Left out: why, and what to do instead. */
  unsupported(input: Input, note: string): void {
    this.note('unsupported', input, note)
  }

  remark(text: string): void {
    if (!this.remarks.includes(text)) this.remarks.push(text)
  }

  has(input: Input): boolean {
    return this.lines.has(input)
  }

  private note(outcome: Outcome, input: Input, note: string | undefined): void {
    let line = this.lines.get(input)
    if (line === undefined) this.lines.set(input, (line = { outcome, notes: [] }))
    else if (OUTCOMES.indexOf(outcome) > OUTCOMES.indexOf(line.outcome)) line.outcome = outcome
    if (note !== undefined && !line.notes.includes(note)) line.notes.push(note)
  }

  /** In the order in which the statements were read: `all` is every one of them. */
  entries(all: Iterable<Input>): Entry[] {
    const entries: Entry[] = []
    for (const input of all) {
      const line = this.lines.get(input)
      const { outcome, notes } = line ?? { outcome: 'unsupported' as const, notes: ['no counterpart is known'] }
      entries.push({ at: input.at, text: input.text, outcome, notes })
    }
    return entries
  }
}
