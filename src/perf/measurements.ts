import { causeNames } from './exchange-table.js'
import { Histogram } from './histogram.js'
import { KINDS } from './kind.js'

/** What was counted of one kind of message and its answer. Delays count from the sending, latencies from when it was due. */
export class KindMeasurements {
  sent = 0
  received = 0
  /** By cause, in the order of causeNames. */
  readonly drops = new Float64Array(causeNames.length)
  orphans = 0
  rejected = 0
  /** Milliseconds. */
  min = Number.POSITIVE_INFINITY
  max = 0
  sum = 0
  squares = 0
  readonly latency = new Histogram()

  answered(delay: number, latency: number): void {
    this.received++
    if (delay < this.min) this.min = delay
    if (delay > this.max) this.max = delay
    this.sum += delay
    this.squares += delay * delay
    this.latency.add(latency)
  }

  get dropped(): number {
    return this.drops.reduce((sum, n) => sum + n, 0)
  }
}

/** One second of a run. */
export interface Moment {
  /** Seconds from the start. */
  second: number
  sent: number
  completed: number
  lost: number
  /** Milliseconds: latency of whole exchanges that ended in this second. */
  p50: number
  p99: number
  max: number
}

/** Everything that one thread measures. */
export class Measurements {
  readonly kinds: readonly KindMeasurements[] = Array.from({ length: KINDS }, () => new KindMeasurements())
  /** Whole exchanges, from when the first message was due. */
  readonly whole = new Histogram()
  started = 0
  completed = 0
  readonly moments: Moment[] = []
  /** Sent and received times of answered messages by kind, milliseconds, if they are to be kept. */
  readonly times: number[][] | undefined
  readonly #now = new Histogram()
  #second = 0
  #sentBefore = 0
  #completedBefore = 0
  #lostBefore = 0

  constructor(keepTimes = false) {
    this.times = keepTimes ? Array.from({ length: KINDS }, () => []) : undefined
  }

  wholeExchange(latency: number): void {
    this.completed++
    this.whole.add(latency)
    this.#now.add(latency)
  }

  get sent(): number {
    return this.kinds.reduce((sum, kind) => sum + kind.sent, 0)
  }

  get lost(): number {
    return this.kinds.reduce((sum, kind) => sum + kind.dropped, 0)
  }

  /** Close the seconds that have passed. `elapsed`: milliseconds of the run; `last`: the one that runs too. */
  tick(elapsed: number, last = false): void {
    while (elapsed >= (this.#second + 1) * 1000) this.#closeSecond()
    if (last && (this.sent > this.#sentBefore || this.completed > this.#completedBefore)) this.#closeSecond()
  }

  #closeSecond(): void {
    const { sent, completed, lost } = this
    const now = this.#now
    this.moments.push({
      second: this.#second++,
      sent: sent - this.#sentBefore,
      completed: completed - this.#completedBefore,
      lost: lost - this.#lostBefore,
      p50: now.quantile(0.5),
      p99: now.quantile(0.99),
      max: now.max / 1000,
    })
    this.#sentBefore = sent
    this.#completedBefore = completed
    this.#lostBefore = lost
    now.clear()
  }
}
