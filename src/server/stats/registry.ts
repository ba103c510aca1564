import type { Clock } from '../time/clock.js'
import { DateFormat } from '../time/date-format.js'
import { sampleTime } from './sample-time.js'
import { type Retention, SampledCounter } from './samples.js'
import type { Counter, Statistics } from './stat.js'

/**
 * The samples of statistics as Kea's API shows them: [value, "2026-11-20 15:33:01.515872"], newest first, local time. A
 * value is a bigint where a number would not be exact; in JSON it is written in digits like any other.
 */
export type Observations = Record<string, [value: number | bigint, time: string][]>

/** Kea's defaults: statistic-default-sample-count and -age. */
export const defaultRetention: Retention = { count: 20, age: 0 }

/** All statistics of one server, and the verbs of Kea's statistic-* commands. Times come from the clock passed in. */
export class StatisticsRegistry implements Statistics {
  readonly #clock: Clock
  readonly #counters = new Map<string, SampledCounter>()
  /** Names by what they begin with: those of one subnet are found without looking at those of all others. */
  readonly #groups = new Map<string, Set<string>>()
  /** Those whose retention was set by name. */
  readonly #own = new Set<string>()
  #retention: Retention

  constructor(clock: Clock, retention: Retention = defaultRetention) {
    this.#clock = clock
    this.#retention = retention
  }

  counter(name: string): Counter {
    const counter = this.#made(name)
    if (counter.size === 0) counter.set(0)
    return counter
  }

  /** Lists a statistic with one sample, this value: what was before is of no interest any more. */
  begin(name: string, value: number | bigint): void {
    const counter = this.#made(name)
    counter.drop()
    counter.set(value)
  }

  /** A counter that is listed only once something was counted with it ("subnet[1].v4-allocation-fail"). */
  silent(name: string): Counter {
    return this.#made(name)
  }

  find(name: string): Counter | undefined {
    return this.#listed(name)
  }

  /** statistic-remove. The object stays usable: it is listed again, from 0, when somebody counts with it. */
  remove(name: string): boolean {
    const counter = this.#listed(name)
    counter?.drop()
    return counter !== undefined
  }

  removeAll(): void {
    for (const counter of this.#counters.values()) counter.drop()
  }

  /** What was counted is gone ("subnet[7]." of a subnet that was removed): let go of every counter whose name begins so. */
  forget(prefix: string): void {
    const group = this.#groups.get(groupOf(prefix))
    if (group === undefined) return
    for (const name of group) {
      if (!name.startsWith(prefix)) continue
      group.delete(name)
      this.#counters.delete(name)
      this.#own.delete(name)
    }
    if (group.size === 0) this.#groups.delete(groupOf(prefix))
  }

  /** statistic-reset: value 0, one sample. False: no such statistic. */
  reset(name: string): boolean {
    const counter = this.#listed(name)
    counter?.reset()
    return counter !== undefined
  }

  resetAll(): void {
    for (const counter of this.#counters.values()) if (counter.size > 0) counter.reset()
  }

  /** statistic-get: empty when there is no such statistic. */
  get(name: string): Observations {
    const counter = this.#listed(name)
    return counter === undefined ? {} : this.#show([counter])
  }

  /** statistic-get-all, in order of names. */
  all(): Observations {
    const all: Observations = {}
    for (const page of this.pages()) Object.assign(all, page)
    return all
  }

  /** The same in pages of some subnets each, for those who write it as they go. `wanted`: absent means all. */
  *pages(wanted: (name: string) => boolean = () => true): Generator<Observations, void> {
    let page: SampledCounter[] = []
    for (const counter of this.inOrder()) {
      if (!wanted(counter.name)) continue
      page.push(counter)
      if (page.length < PAGE) continue
      yield this.#show(page)
      page = []
    }
    if (page.length > 0) yield this.#show(page)
  }

  /** Every listed counter, in order of names. */
  *inOrder(): Generator<SampledCounter, void> {
    // no group's name begins with another's, so that groups in order are names in order
    for (const key of [...this.#groups.keys()].sort()) {
      const group = this.#groups.get(key)
      if (group === undefined) continue
      for (const name of [...group].sort()) {
        const counter = this.#listed(name)
        if (counter !== undefined) yield counter
      }
    }
  }

  /** statistic-sample-age-set, seconds; from then on the age decides, not the count. False: no such statistic. */
  setAge(name: string, seconds: number): boolean {
    return this.#retain(name, { count: this.#retention.count, age: seconds })
  }

  /** statistic-sample-count-set; from then on the count decides, not the age. False: no such statistic. */
  setCount(name: string, count: number): boolean {
    return this.#retain(name, { count, age: 0 })
  }

  /** statistic-sample-age-set-all: all there are now. */
  setAgeAll(seconds: number): void {
    for (const name of this.#counters.keys()) this.setAge(name, seconds)
  }

  /** statistic-sample-count-set-all: all there are now. */
  setCountAll(count: number): void {
    for (const name of this.#counters.keys()) this.setCount(name, count)
  }

  /** New defaults of the configuration, for every counter whose retention was not set by name. */
  configure(retention: Retention): void {
    this.#retention = retention
    for (const [name, counter] of this.#counters) if (!this.#own.has(name)) counter.retain(retention)
  }

  #made(name: string): SampledCounter {
    const known = this.#counters.get(name)
    if (known !== undefined) return known
    const counter = new SampledCounter(name, this.#clock, this.#retention)
    this.#counters.set(name, counter)
    const key = groupOf(name)
    const group = this.#groups.get(key)
    if (group === undefined) this.#groups.set(key, new Set([name]))
    else group.add(name)
    return counter
  }

  #listed(name: string): SampledCounter | undefined {
    const counter = this.#counters.get(name)
    return counter !== undefined && counter.size > 0 ? counter : undefined
  }

  #retain(name: string, retention: Retention): boolean {
    const counter = this.#listed(name)
    if (counter === undefined) return false
    this.#own.add(name)
    counter.retain(retention)
    return true
  }

  #show(counters: readonly SampledCounter[]): Observations {
    const date = new DateFormat('%Y-%m-%d %H:%M:%S')
    const shown: Observations = {}
    for (const counter of counters) {
      shown[counter.name] = counter.samples().map(([value, time]) => [value, sampleTime(time, date)])
    }
    return shown
  }
}

/** Counters of a page: what is shown without a break. */
const PAGE = 200

/** "subnet[1]." of what belongs to a subnet; the whole name of everything else. */
function groupOf(name: string): string {
  const end = name.indexOf('].')
  return end < 0 ? name : name.slice(0, end + 2)
}
