import { Kind } from '../kind.js'
import type { Player } from '../player.js'
import type { Ended, Scenario } from './scenario.js'
import type { Turns } from './turns.js'

/** The search ends when the rate is known to this share of itself. */
const PRECISION = 0.03

export interface RampOptions {
  /** Exchanges a second: the first that is tried, and the last. */
  readonly from: number
  readonly to: number
  /** Milliseconds that each rate is tried. */
  readonly step: number
  /** Share of exchanges, 0..1, of which losing more is too much. */
  readonly loss: number
}

/**
 * The highest rate with little loss: doubled until too much is lost, then halved between. Between two rates it waits until
 * all is answered or lost, so that one does not pay for the other.
 */
export class Ramp implements Scenario {
  finished = false
  readonly #turns: Turns
  readonly #options: RampOptions
  readonly #steps: string[] = []
  #rate: number
  #good = 0
  #bad = Number.POSITIVE_INFINITY
  #stepStart = 0
  #sent = 0
  #settled = 0
  #lost = 0
  /** Exchanges that were begun late by this machine itself. */
  #behind = false

  constructor(turns: Turns, options: RampOptions) {
    this.#turns = turns
    this.#options = options
    this.#rate = Math.min(options.from, options.to)
  }

  get findings(): Readonly<Record<string, unknown>> {
    return { 'highest rate': this.#good, 'steps tried': this.#steps }
  }

  start(_player: Player, now: number): void {
    this.#stepStart = now
  }

  advance(player: Player, now: number): number {
    if (this.finished) return Number.POSITIVE_INFINITY
    const end = this.#stepStart + this.#options.step
    for (;;) {
      const due = this.#stepStart + (this.#sent * 1000) / this.#rate
      if (due >= end) break
      if (due > now) return due
      if (now > end + this.#options.step / 2) {
        this.#behind = true
        break
      }
      if (!player.begin(Kind.first, this.#turns.next(), due, now)) return now
      this.#sent++
    }
    if (this.#settled < this.#sent) return Number.POSITIVE_INFINITY
    this.#judge(now)
    return now
  }

  ended(_player: Player, { got }: Ended): void {
    this.#settled++
    if (!got) this.#lost++
  }

  progress(): number {
    // five doublings and five halvings are usual
    return this.finished ? 1 : Math.min(0.95, this.#steps.length / 10)
  }

  #judge(now: number): void {
    const { loss, to } = this.#options
    const held = !this.#behind && this.#lost <= loss * this.#sent
    this.#steps.push(`${Math.round(this.#rate)}/s lost ${this.#lost} of ${this.#sent}${held ? '' : ', too much'}`)
    if (held) this.#good = Math.round(this.#rate)
    else this.#bad = this.#rate
    if (this.#good >= to || this.#rate < 1 || this.#bad - this.#good <= this.#good * PRECISION) {
      this.finished = true
      return
    }
    this.#rate = this.#bad === Number.POSITIVE_INFINITY ? Math.min(to, this.#rate * 2) : (this.#good + this.#bad) / 2
    this.#stepStart = now
    this.#sent = 0
    this.#settled = 0
    this.#lost = 0
    this.#behind = false
  }
}
