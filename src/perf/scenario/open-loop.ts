import { Kind } from '../kind.js'
import type { Player } from '../player.js'
import type { Ended, Scenario } from './scenario.js'
import type { Turns } from './turns.js'

/** Exchanges, renewals and releases at given rates, whatever the server does. */
export class OpenLoop implements Scenario {
  finished = false
  readonly #share: number
  readonly #limit: number
  readonly #turns: Turns
  readonly #streams: readonly Stream[]
  #start = 0
  #begun = 0
  /** Clients that got a lease, in the order they did; those that renew or release are taken from its head. */
  readonly #bound: number[] = []
  #nextBound = 0

  /** `share`: of the plan's rates and count that this thread plays. */
  constructor(player: Player, turns: Turns, share: number, preload: number) {
    const { plan } = player
    this.#share = share
    this.#turns = turns
    this.#limit = plan.count === 0 ? Number.POSITIVE_INFINITY : Math.ceil(plan.count * share)
    this.#streams = [
      { kind: Kind.first, rate: plan.rate * share, sent: 0, ahead: preload },
      { kind: Kind.renew, rate: plan.renewRate * share, sent: 0, ahead: 0 },
      { kind: Kind.release, rate: plan.releaseRate * share, sent: 0, ahead: 0 },
    ].filter(stream => stream.rate > 0)
  }

  start(_player: Player, now: number): void {
    this.#start = now
  }

  advance(player: Player, now: number): number {
    const { period } = player.plan
    if (this.finished) return Number.POSITIVE_INFINITY
    const end = period === 0 ? Number.POSITIVE_INFINITY : this.#start + period
    let next = end
    for (const stream of this.#streams) {
      const due = this.#play(player, stream, now, end)
      if (due < next) next = due
    }
    if (now >= end || this.#begun >= this.#limit) this.finished = true
    return next
  }

  ended(_player: Player, { kind, client, got }: Ended): void {
    if (this.#streams.length > 1 && got && (kind === Kind.second || kind === Kind.renew)) this.#bound.push(client)
  }

  progress(player: Player, now: number): number {
    const { period, count } = player.plan
    const byTime = period === 0 ? 0 : (now - this.#start) / period
    const byCount = count === 0 ? 0 : this.#begun / (count * this.#share)
    return Math.min(1, Math.max(byTime, byCount))
  }

  /** Begin all of a stream that is due; when the next one is. */
  #play(player: Player, stream: Stream, now: number, end: number): number {
    for (;;) {
      const due = this.#start + (Math.max(0, stream.sent - stream.ahead) * 1000) / stream.rate
      if (due > now || due >= end) return due
      if (stream.kind === Kind.first) {
        if (this.#begun >= this.#limit) return Number.POSITIVE_INFINITY
        if (!player.begin(stream.kind, this.#turns.next(), due, now)) return now
        this.#begun++
      } else {
        let client = this.#bound[this.#nextBound]
        // one that has released since, or began anew and got nothing, has nothing to renew
        while (client !== undefined && !player.speech.holds(client, now)) client = this.#bound[++this.#nextBound]
        // nobody to renew for: this turn passes, as no client is there whose it would be
        if (client !== undefined) {
          if (!player.begin(stream.kind, client, due, now)) return now
          if (++this.#nextBound > 65536) {
            this.#bound.splice(0, this.#nextBound)
            this.#nextBound = 0
          }
        }
      }
      stream.sent++
    }
  }
}

interface Stream {
  readonly kind: typeof Kind.first | typeof Kind.renew | typeof Kind.release
  readonly rate: number
  sent: number
  /** Of these, how many begin back to back at the start. */
  readonly ahead: number
}
