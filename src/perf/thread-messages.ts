import type { Moment } from './measurements.js'
import type { Plan } from './plan.js'
import type { Tally } from './tally.js'

/** What a thread begins with. `signals`, shared by all: [0] becomes 1 when they are to begin, [1] when they are to stop. */
export interface ThreadBrief {
  readonly plan: Plan
  readonly thread: number
  readonly signals: Int32Array
}

/** What a thread says; one of these at a time. */
export interface Said {
  readonly ready?: true
  readonly progress?: Progress
  readonly tally?: Tally
  readonly failed?: string
}

/** How far a thread, or all of them, have come. */
export interface Progress {
  /** 0..1 */
  readonly share: number
  readonly kinds: readonly {
    readonly sent: number
    readonly received: number
    readonly dropped: number
    readonly rejected: number
  }[]
  readonly completed: number
  /** The last whole second. */
  readonly moment: Moment | undefined
}
