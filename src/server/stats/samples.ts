import type { Clock } from '../time/clock.js'
import type { Counter } from './stat.js'

/** How much of its past a counter keeps. */
export interface Retention {
  /** Samples, at least 1; applies when `age` is 0. */
  readonly count: number
  /** Seconds; 0: `count` decides. */
  readonly age: number
}

/** A sample: value (a bigint where a number is not exact), and when it came about in milliseconds since 1970. */
export type Sample = readonly [value: number | bigint, time: number]

/** Samples kept where only their age decides: a bound that a busy counter reaches before memory does. */
const MOST = 65_536

/**
 * A counter and its samples, newest first: a ring of (value, time) pairs that grows to what its retention allows. Every
 * change is a sample, as in Kea.
 */
export class SampledCounter implements Counter {
  readonly name: string
  value = 0
  readonly #clock: Clock
  #ring = new Float64Array(2)
  /** Offset of the newest pair. No private getters here: outside optimized code each is a call into the runtime. */
  #newest = 0
  /** By pair of the ring, values that a number is not exact for; undefined: there never was one. */
  #wide: (bigint | undefined)[] | undefined
  #size = 0
  #limit = 1
  /** Milliseconds; 0: no limit by age. */
  #age = 0

  constructor(name: string, clock: Clock, retention: Retention) {
    this.name = name
    this.#clock = clock
    this.retain(retention)
  }

  /** Samples there are; 0: this counter is not listed. */
  get size(): number {
    return this.#size
  }

  add(n: number): void {
    this.value += n
    this.#push()
  }

  get exact(): number | bigint {
    return this.#size === 0 ? this.value : (this.#wide?.[this.#newest / 2] ?? this.value)
  }

  set(value: number | bigint): void {
    const near = Number(value)
    this.value = near
    this.#push()
    if (!Number.isSafeInteger(near)) (this.#wide ??= [])[this.#newest / 2] = BigInt(value)
  }

  /** Kea's neutral value: one sample, 0. */
  reset(): void {
    this.#size = 0
    this.set(0)
  }

  /** Forget value and samples: not listed until somebody counts again. */
  drop(): void {
    this.value = 0
    this.#size = 0
  }

  /** A new retention; samples beyond it are forgotten now. */
  retain({ count, age }: Retention): void {
    this.#age = age * 1000
    this.#limit = age > 0 ? MOST : Math.min(MOST, Math.max(1, count))
    this.#size = Math.min(this.#size, this.#limit)
    this.#forgetOld()
  }

  /** Newest first. */
  samples(): Sample[] {
    const samples: Sample[] = []
    for (let i = 0; i < this.#size; i++) {
      const at = this.#at(i)
      samples.push([this.#wide?.[at / 2] ?? this.#ring[at]!, this.#ring[at + 1]!])
    }
    return samples
  }

  #push(): void {
    if (this.#size < this.#limit) this.#enlarge()
    const ring = this.#ring
    let at = this.#newest + 2
    if (at === ring.length) at = 0
    ring[at] = this.value
    ring[at + 1] = this.#clock.now()
    this.#newest = at
    if (this.#wide !== undefined) this.#wide[at / 2] = undefined
    if (this.#age > 0) this.#forgetOld()
  }

  /** Count one sample more, and make room for it. */
  #enlarge(): void {
    if (this.#size * 2 === this.#ring.length) this.#grow()
    this.#size++
  }

  /** Offset of the i-th newest pair. */
  #at(i: number): number {
    const at = this.#newest - i * 2
    return at < 0 ? at + this.#ring.length : at
  }

  #grow(): void {
    const ring = new Float64Array(Math.min(this.#limit * 2, this.#ring.length * 2))
    const wide: (bigint | undefined)[] | undefined = this.#wide && []
    for (let i = 0; i < this.#size; i++) {
      const to = (this.#size - 1 - i) * 2
      const at = this.#at(i)
      ring[to] = this.#ring[at]!
      ring[to + 1] = this.#ring[at + 1]!
      if (wide !== undefined) wide[to / 2] = this.#wide![at / 2]
    }
    this.#ring = ring
    this.#wide = wide
    this.#newest = (this.#size - 1) * 2
  }

  /** The newest sample stays, however old it is. */
  #forgetOld(): void {
    if (this.#age === 0) return
    const oldest = this.#clock.now() - this.#age
    while (this.#size > 1 && this.#ring[this.#at(this.#size - 1) + 1]! < oldest) this.#size--
  }
}
