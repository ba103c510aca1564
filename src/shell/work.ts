import { appendFileSync, writeFileSync } from 'node:fs'
import type { Catalog } from './command-catalog.js'
import { InputProblem } from './input-problem.js'
import type { Line } from './line.js'
import type { Questions } from './questions.js'
import type { Screen } from './screen.js'
import type { Session } from './session.js'

/** What a command of the shell works with. */
export interface Work {
  readonly session: Session
  readonly catalog: Catalog
  readonly screen: Screen
  /** Undefined: nobody is there to be asked. */
  readonly questions: Questions | undefined
  /** What deletes or stops is done without asking (--yes); so it is when nobody is there. */
  readonly sure: boolean
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Ctrl-C. */
  readonly signal: AbortSignal
}

/** Puts an answer where the line wants it: the screen, or a file. Throws InputProblem. */
export function deliver(text: string, line: Line, screen: Screen): void {
  if (line.target === undefined) {
    screen.write(`${text}\n`)
    return
  }
  const { path, append } = line.target
  try {
    if (append) appendFileSync(path, `${text}\n`)
    else writeFileSync(path, `${text}\n`)
  } catch (error) {
    throw new InputProblem(`cannot write ${path}: ${(error as Error).message}`)
  }
}
