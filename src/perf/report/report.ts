import { causeNames } from '../exchange-table.js'
import { Histogram } from '../histogram.js'
import { Kind, kindName } from '../kind.js'
import type { Moment } from '../measurements.js'
import type { Plan } from '../plan.js'
import type { KindTally, Tally } from '../tally.js'

/** Milliseconds. */
export interface Quantiles {
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}

export interface KindReport {
  readonly name: string
  readonly sent: number
  readonly received: number
  readonly drops: Readonly<Record<(typeof causeNames)[number], number>>
  readonly dropped: number
  readonly orphans: number
  readonly rejected: number
  readonly nonUnique: number
  /** Milliseconds from the sending, as perfdhcp measures; undefined: nothing was received. */
  readonly delay:
    | { readonly min: number; readonly avg: number; readonly max: number; readonly deviation: number }
    | undefined
  /** Milliseconds from when the message was due. */
  readonly latency: Quantiles
}

/** What a run has come to: what --json prints and `keats perf compare` reads. */
export interface Report {
  readonly format: 'keats-perf-1'
  readonly family: 4 | 6
  readonly servers: readonly string[]
  readonly mode: Plan['mode']
  readonly scenario: Plan['scenario']
  /** ISO 8601. */
  readonly began: string
  /** Seconds. */
  readonly seconds: number
  readonly offeredRate: number
  readonly started: number
  readonly completed: number
  /** Completed exchanges a second. */
  readonly rate: number
  /** Share of started exchanges that were lost or refused, 0..1. */
  readonly loss: number
  readonly latency: Quantiles
  readonly kinds: readonly KindReport[]
  readonly problems: Tally['problems']
  readonly moments: readonly Moment[]
  readonly findings: Readonly<Record<string, unknown>>
  /** How often our own kernel had no room for a message; a first one is tried again. */
  readonly unsent: number
  readonly threads: number
  /** Microseconds of CPU that this program took for an exchange. */
  readonly cpuPerExchange: number
  /** Why it ended early; ''. */
  readonly reason: string
}

export interface Circumstances {
  readonly began: Date
  /** Microseconds of CPU, all threads. */
  readonly cpu: number
}

export function reportOf(plan: Plan, tallies: readonly Tally[], { began, cpu }: Circumstances): Report {
  const problems = mergeProblems(tallies)
  const started = sum(tallies, tally => tally.started)
  const took = Math.max(...tallies.map(tally => tally.took)) / 1000
  // at a fixed rate the last exchange has its share of the time as well, however fast it is answered
  const seconds = plan.scenario.name === 'basic' && plan.rate > 0 ? Math.max(took, started / plan.rate) : took
  const completed = sum(tallies, tally => tally.completed)
  const duplicates = problems.find(({ name }) => name === 'duplicate-address')?.count ?? 0
  const kinds = tallies[0]!.kinds.map((_, kind) => kindReport(plan, tallies, kind, kind === 1 ? duplicates : 0))
  return {
    format: 'keats-perf-1',
    family: plan.family,
    servers: plan.servers,
    mode: plan.mode,
    scenario: plan.scenario,
    began: began.toISOString(),
    seconds,
    offeredRate: plan.rate,
    started,
    completed,
    rate: seconds === 0 ? 0 : completed / seconds,
    loss: started === 0 ? 0 : Math.max(0, started - completed) / started,
    latency: quantiles(tallies.map(tally => tally.whole)),
    kinds: kinds.filter((kind, i) => kind.sent > 0 || usual(plan, i)),
    problems,
    moments: mergeMoments(tallies),
    findings: Object.assign({}, ...tallies.map(tally => tally.findings ?? {})) as Record<string, unknown>,
    unsent: sum(tallies, tally => tally.unsent),
    threads: tallies.length,
    cpuPerExchange: completed === 0 ? 0 : cpu / completed,
    reason: tallies.find(tally => tally.reason !== '')?.reason ?? '',
  }
}

/** perfdhcp's exit codes, and one of our own: 3 something was lost, 4 (with `strict`) something was wrong. */
export function exitCodeOf(report: Report, strict: boolean): 0 | 3 | 4 {
  if (strict && report.problems.length > 0) return 4
  return report.kinds.some(kind => kind.dropped > 0) ? 3 : 0
}

/** Kinds that are reported although nothing was sent: those of every exchange. */
function usual({ scenario, message }: Plan, kind: number): boolean {
  return scenario.name !== 'replay' && (kind === Kind.first || (kind === Kind.second && !message.initialOnly))
}

function kindReport(plan: Plan, tallies: readonly Tally[], kind: number, nonUnique: number): KindReport {
  const of = tallies.map(tally => tally.kinds[kind]!)
  const add = (field: (one: KindTally) => number): number => of.reduce((total, one) => total + field(one), 0)
  const received = add(one => one.received)
  const avg = add(one => one.sum) / received
  const drops = Object.fromEntries(
    causeNames.map((name, i) => [name, add(one => one.drops[i]!)]),
  ) as KindReport['drops']
  return {
    name: kindName(plan.family, kind),
    sent: add(one => one.sent),
    received,
    drops,
    dropped: Object.values(drops).reduce((total, n) => total + n, 0),
    orphans: add(one => one.orphans),
    rejected: add(one => one.rejected),
    nonUnique,
    delay:
      received === 0
        ? undefined
        : {
            min: Math.min(...of.map(one => one.min)),
            avg,
            max: Math.max(...of.map(one => one.max)),
            deviation: Math.sqrt(Math.max(0, add(one => one.squares) / received - avg * avg)),
          },
    latency: quantiles(of.map(one => one.latency)),
  }
}

function quantiles(parts: readonly { readonly counts: Float64Array; readonly max: number }[]): Quantiles {
  const all = new Histogram()
  for (const { counts, max } of parts) {
    const part = new Histogram(counts)
    part.max = max
    all.merge(part)
  }
  return {
    p50: all.quantile(0.5),
    p90: all.quantile(0.9),
    p99: all.quantile(0.99),
    p999: all.quantile(0.999),
    max: all.max / 1000,
  }
}

function mergeProblems(tallies: readonly Tally[]): Tally['problems'] {
  const merged = new Map<string, Tally['problems'][number]>()
  for (const { problems } of tallies)
    for (const problem of problems) {
      const known = merged.get(problem.name)
      merged.set(problem.name, known === undefined ? problem : { ...known, count: known.count + problem.count })
    }
  return [...merged.values()]
}

/** Of several threads the slowest percentile stands for all: percentiles cannot be added. */
function mergeMoments(tallies: readonly Tally[]): Moment[] {
  const merged: Moment[] = []
  for (const { moments } of tallies)
    for (const moment of moments) {
      const known = (merged[moment.second] ??= {
        second: moment.second,
        sent: 0,
        completed: 0,
        lost: 0,
        p50: 0,
        p99: 0,
        max: 0,
      })
      known.sent += moment.sent
      known.completed += moment.completed
      known.lost += moment.lost
      known.p50 = Math.max(known.p50, moment.p50)
      known.p99 = Math.max(known.p99, moment.p99)
      known.max = Math.max(known.max, moment.max)
    }
  return merged
}

function sum(tallies: readonly Tally[], field: (tally: Tally) => number): number {
  return tallies.reduce((total, tally) => total + field(tally), 0)
}
