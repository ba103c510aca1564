import type { Generation } from './behaviours.js'
import type { Surroundings } from './decide/site.js'
import type { FileReader } from './lexer.js'
import { loading } from './load.js'
import { formatProblem, type ProblemJson, problemJson } from './problem.js'
import { runAtOnce } from './slices.js'

/** What `serve -t` prints and returns. */
export interface Checked {
  /** False: at least one error; warnings do not count. */
  readonly ok: boolean
  readonly errors: number
  readonly warnings: number
  /** For people, one item a problem, several lines each. */
  readonly texts: readonly string[]
  /** For programs. */
  readonly problems: readonly ProblemJson[]
}

/**
 * Checks configuration files as a server of that generation would at start; opens nothing but the files.
 *
 * @param generation undefined: as the file says, else 3.
 */
export function checkFiles(
  files: readonly string[],
  generation: Generation | undefined,
  read: FileReader,
  surroundings: Surroundings = {},
): Checked {
  const options = generation === undefined ? { read, surroundings } : { read, surroundings, generation }
  const { ok, problems, sources } = runAtOnce(loading(files, options))
  const errors = problems.filter(problem => problem.severity === 'error').length
  return {
    ok,
    errors,
    warnings: problems.length - errors,
    texts: problems.map(problem => formatProblem(problem, sources)),
    problems: problems.map(problemJson),
  }
}
