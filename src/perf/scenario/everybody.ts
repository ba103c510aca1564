import { Kind } from '../kind.js'
import type { Player } from '../player.js'
import type { Ended, Scenario } from './scenario.js'
import { TimerHeap } from './timer-heap.js'

/** When a client that got no answer asks again. */
export interface Retransmission {
  /** Milliseconds to the first repetition; each further wait is twice as long. */
  readonly first: number
  readonly most: number
  /** Milliseconds by which a wait is longer or shorter, at random. */
  readonly jitter: number
}

/** perfdhcp's avalanche: 1 s, doubling up to 64 s, a little jitter. */
export const avalancheTimes: Retransmission = { first: 1000, most: 64_000, jitter: 100 }
/** RFC 2131 4.1: 4 s doubling to 64 s, each with a random second more or less. */
export const stormTimes4: Retransmission = { first: 4000, most: 64_000, jitter: 1000 }
/** RFC 8415 7.6: SOL_TIMEOUT 1 s, SOL_MAX_RT an hour. */
export const stormTimes6: Retransmission = { first: 1000, most: 3_600_000, jitter: 100 }

/**
 * Every client once, all within `spread` milliseconds (0: at once), until all have a lease: perfdhcp's avalanche, and what a
 * network does when the power is back.
 */
export class Everybody implements Scenario {
  finished = false
  readonly #due = new TimerHeap()
  readonly #tries: Uint8Array
  readonly #bound: Uint8Array
  #done = 0
  #start = 0
  #resent = 0
  /** Milliseconds from the start at which shares of the clients had a lease. */
  readonly #recovered: Record<string, number> = {}

  constructor(
    readonly clients: number,
    readonly spread: number,
    readonly times: Retransmission,
    readonly random: () => number,
  ) {
    this.#tries = new Uint8Array(clients)
    this.#bound = new Uint8Array(clients)
  }

  get findings(): Readonly<Record<string, unknown>> {
    return {
      clients: this.clients,
      provisioned: this.#done,
      resent: this.#resent,
      ...this.#recovered,
    }
  }

  start(_player: Player, now: number): void {
    this.#start = now
    for (let client = 0; client < this.clients; client++) this.#due.push(now + this.random() * this.spread, client, 0)
  }

  advance(player: Player, now: number): number {
    const { period } = player.plan
    if (period > 0 && now - this.#start >= period) this.finished = true
    if (this.finished) return Number.POSITIVE_INFINITY
    const due = this.#due
    while (due.nextTime <= now) {
      const client = due.nextClient
      if (this.#bound[client] === 0) {
        const intended = due.nextTime
        if (!player.begin(Kind.first, client, intended, now)) return now
        if (this.#tries[client]! > 0) this.#resent++
      }
      due.shift()
    }
    return due.nextTime
  }

  ended(player: Player, { client, got, now }: Ended): void {
    if (this.#bound[client] === 1) return
    if (!got) {
      const { first, most, jitter } = this.times
      const tries = (this.#tries[client] = Math.min(20, this.#tries[client]! + 1))
      const wait = Math.min(most, first * 2 ** (tries - 1)) + (2 * this.random() - 1) * jitter
      // what has passed since it was sent counts: it was lost after the time to wait
      this.#due.push(Math.max(now, now + wait - player.plan.dropTime[0]), client, 0)
      return
    }
    this.#bound[client] = 1
    this.#done++
    for (const [name, share] of SHARES)
      if (this.#recovered[name] === undefined && this.#done >= share * this.clients)
        this.#recovered[name] = Math.round((now - this.#start) * 1000) / 1000
    if (this.#done === this.clients) this.finished = true
  }

  progress(): number {
    return this.#done / this.clients
  }
}

const SHARES: readonly (readonly [string, number])[] = [
  ['half provisioned after ms', 0.5],
  ['90 % provisioned after ms', 0.9],
  ['99 % provisioned after ms', 0.99],
  ['all provisioned after ms', 1],
]
