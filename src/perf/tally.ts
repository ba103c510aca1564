import type { Moment } from './measurements.js'
import type { Player } from './player.js'
import { type ProblemName, problemNames } from './problems.js'

/** What one thread has to tell at its end: plain data, so that it can be posted. */
export interface Tally {
  readonly kinds: readonly KindTally[]
  readonly whole: HistogramTally
  readonly started: number
  readonly completed: number
  readonly moments: readonly Moment[]
  readonly problems: readonly { readonly name: ProblemName; readonly count: number; readonly first: string }[]
  /** Why it ended; '' when all was done. */
  readonly reason: string
  readonly findings: Readonly<Record<string, unknown>> | undefined
  /** Milliseconds. */
  readonly took: number
  readonly times: readonly (readonly number[])[] | undefined
  readonly leases: readonly string[]
  readonly serverId: string
  readonly templates: readonly string[]
  /** How often the kernel had no room for a message. */
  readonly unsent: number
}

export interface HistogramTally {
  readonly counts: Float64Array
  /** Microseconds. */
  readonly max: number
}

export interface KindTally {
  readonly sent: number
  readonly received: number
  readonly drops: readonly number[]
  readonly orphans: number
  readonly rejected: number
  readonly min: number
  readonly max: number
  readonly sum: number
  readonly squares: number
  readonly latency: HistogramTally
}

export function tallyOf(player: Player, end: number, about: Pick<Tally, 'reason' | 'findings' | 'unsent'>): Tally {
  const { measured, problems, speech, plan } = player
  return {
    kinds: measured.kinds.map(({ drops, latency, sent, received, orphans, rejected, min, max, sum, squares }) => ({
      ...{ sent, received, orphans, rejected, min, max, sum, squares },
      drops: [...drops],
      latency: { counts: latency.counts, max: latency.max },
    })),
    whole: { counts: measured.whole.counts, max: measured.whole.max },
    started: measured.started,
    completed: measured.completed,
    moments: measured.moments,
    problems: problemNames
      .map(name => ({ name, count: problems.of(name), first: problems.sample(name) }))
      .filter(problem => problem.count > 0),
    took: Math.max(1, player.last - player.origin),
    times: measured.times,
    leases: plan.keepLeases ? speech.leases(end) : [],
    serverId: speech.serverId,
    templates: speech.templates().map(template => template.toString('hex')),
    ...about,
  }
}
