import type { DecideOptions } from './decide.js'
import type { FileReader } from './lexer.js'
import { loading, type Services } from './load.js'
import { formatProblem, type ProblemJson, problemJson, Report } from './problem.js'
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
  /** What was decided; empty when there is an error. */
  readonly services: Services
}

/**
 * Checks configuration files as a server of that generation would at start; opens nothing but the files. `inspect` looks
 * further into what was decided: rooms that read parts of it themselves report there.
 */
export function checkFiles(
  files: readonly string[],
  read: FileReader,
  options: DecideOptions = {},
  inspect: (services: Services, report: Report) => void = () => {},
): Checked {
  const { problems: found, sources, services } = runAtOnce(loading(files, { ...options, read }))
  const further = new Report()
  inspect(services, further)
  const problems = [...found, ...further.sorted()]
  const errors = problems.filter(problem => problem.severity === 'error').length
  return {
    ok: errors === 0,
    errors,
    warnings: problems.length - errors,
    texts: problems.map(problem => formatProblem(problem, sources)),
    problems: problems.map(problemJson),
    services,
  }
}
