import { readFileSync } from 'node:fs'
import type { Report } from './report.js'
import { grouped, ms, percent } from './text.js'

/** A file that is no report; the message says why. */
export class NoReport extends Error {}

/** One figure of two runs. */
export interface Difference {
  readonly what: string
  readonly before: string
  readonly after: string
  /** Change relative to before: 0.1 is a tenth more. */
  readonly change: number
  readonly regression: boolean
}

/** A report that `--json` has written. Throws NoReport. */
export function readReport(file: string): Report {
  let report: Partial<Report>
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Partial<Report>
  } catch (error) {
    throw new NoReport(`${file}: ${(error as Error).message}`)
  }
  if (report?.format !== 'keats-perf-1') throw new NoReport(`${file} was not written by keats perf --json`)
  return report as Report
}

/** What got worse by more than `tolerance` (0.1: a tenth) is a regression; so is any problem that was not there before. */
export function compareReports(before: Report, after: Report, tolerance: number): Difference[] {
  const list: Difference[] = []
  const add = (
    what: string,
    a: number,
    b: number,
    show: (value: number) => string,
    better: 1 | -1,
    slack = 0,
  ): void => {
    const change = a === b ? 0 : a === 0 ? Number.POSITIVE_INFINITY : (b - a) / a
    const worse = better > 0 ? a - b : b - a
    list.push({ what, before: show(a), after: show(b), change, regression: worse > Math.abs(a) * tolerance + slack })
  }
  add('exchanges a second', before.rate, after.rate, value => `${grouped(value)}/s`, 1)
  // below a tenth of a millisecond clocks and schedulers decide
  for (const name of ['p50', 'p90', 'p99', 'p999'] as const)
    add(`latency ${name}`, before.latency[name], after.latency[name], ms, -1, 0.1)
  add('not completed', before.loss, after.loss, percent, -1, 0.0001)
  const count = (report: Report, name: string): number =>
    report.problems.find(problem => problem.name === name)?.count ?? 0
  for (const name of new Set([...before.problems, ...after.problems].map(problem => problem.name)))
    add(`answers with ${name}`, count(before, name), count(after, name), grouped, -1)
  return list
}
