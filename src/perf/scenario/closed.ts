import { Kind } from '../kind.js'
import type { Player } from '../player.js'
import type { Ended, Scenario } from './scenario.js'
import type { Turns } from './turns.js'

/** As many exchanges in flight as are asked for, a new one for each that ends: the honest maximum of a server. */
export class Closed implements Scenario {
  finished = false
  readonly #window: number
  readonly #limit: number
  #start = 0
  #begun = 0
  #open = 0

  constructor(
    player: Player,
    readonly turns: Turns,
    share: number,
    inFlight: number,
  ) {
    const { count } = player.plan
    this.#window = Math.max(1, Math.round(inFlight * share))
    this.#limit = count === 0 ? Number.POSITIVE_INFINITY : Math.ceil(count * share)
  }

  start(_player: Player, now: number): void {
    this.#start = now
  }

  advance(player: Player, now: number): number {
    if (this.finished) return Number.POSITIVE_INFINITY
    const { period } = player.plan
    const end = period === 0 ? Number.POSITIVE_INFINITY : this.#start + period
    if (now >= end || this.#begun >= this.#limit) {
      this.finished = true
      return Number.POSITIVE_INFINITY
    }
    while (this.#open < this.#window && this.#begun < this.#limit) {
      if (!player.begin(Kind.first, this.turns.next(), now, now)) return now
      this.#begun++
      this.#open++
    }
    return end
  }

  ended(_player: Player, _ended: Ended): void {
    this.#open--
  }

  progress(player: Player, now: number): number {
    const { period } = player.plan
    return Math.min(1, Math.max(period === 0 ? 0 : (now - this.#start) / period, this.#begun / this.#limit))
  }
}
