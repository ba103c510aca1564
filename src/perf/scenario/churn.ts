import { Kind } from '../kind.js'
import type { Player } from '../player.js'
import type { Ended, Scenario } from './scenario.js'
import { TimerHeap } from './timer-heap.js'

export interface ChurnOptions {
  /** Clients that arrive a second, on average: a Poisson process. */
  readonly rate: number
  /** Mean milliseconds that a client stays, exponentially distributed. */
  readonly stay: number
  /** Milliseconds between renewals; 0: the server's T1. */
  readonly renewEvery: number
  /** Shares, 0..1, of renewals that are rebinds, and of clients that release when they leave. */
  readonly rebinds: number
  readonly releases: number
}

const Action = { arrive: 0, renew: 1, leave: 2 } as const

/** What a client is: away, on its way in, here. */
const Place = { away: 0, arriving: 1, here: 2 } as const

/** A population that comes, stays, renews, rebinds, releases or just goes. */
export class Churn implements Scenario {
  finished = false
  readonly #due = new TimerHeap()
  readonly #places: Uint8Array
  /** When each client leaves; a renewal after that does not happen. */
  readonly #leaves: Float64Array
  #start = 0
  #next = 0
  #here = 0
  #most = 0
  readonly #counts = { arrived: 0, renewed: 0, rebound: 0, released: 0, 'left silently': 0, 'turned away': 0 }

  constructor(
    readonly clients: number,
    readonly options: ChurnOptions,
    readonly random: () => number,
  ) {
    this.#places = new Uint8Array(clients)
    this.#leaves = new Float64Array(clients)
  }

  get findings(): Readonly<Record<string, unknown>> {
    return { ...this.#counts, 'present at the end': this.#here, 'present at most': this.#most }
  }

  start(_player: Player, now: number): void {
    this.#start = now
    this.#due.push(now, 0, Action.arrive)
  }

  advance(player: Player, now: number): number {
    const { period, count } = player.plan
    if ((period > 0 && now >= this.#start + period) || (count > 0 && this.#counts.arrived >= count)) {
      this.finished = true
      return Number.POSITIVE_INFINITY
    }
    const due = this.#due
    while (due.nextTime <= now) {
      const { nextTime: time, nextClient: client, nextAction: action } = due
      if (action === Action.arrive) {
        if (!this.#arrive(player, time, now)) return now
      } else if (action === Action.renew) {
        if (!this.#renew(player, client, time, now)) return now
      } else if (!this.#leave(player, client, time, now)) return now
      due.shift()
      if (action === Action.arrive) due.push(time + this.#after(1000 / this.options.rate), 0, Action.arrive)
    }
    return Math.min(due.nextTime, period > 0 ? this.#start + period : Number.POSITIVE_INFINITY)
  }

  ended(player: Player, { kind, client, got, now }: Ended): void {
    if (kind === Kind.release) return
    if (kind === Kind.first || kind === Kind.second) {
      if (this.#places[client] !== Place.arriving) return
      if (!got) {
        this.#places[client] = Place.away
        this.#counts['turned away']++
        return
      }
      this.#places[client] = Place.here
      this.#here++
      this.#most = Math.max(this.#most, this.#here)
      this.#leaves[client] = now + this.#after(this.options.stay)
      this.#due.push(this.#leaves[client]!, client, Action.leave)
      this.#schedule(player, client, now)
      return
    }
    if (got) this.#schedule(player, client, now)
    else if (!player.speech.holds(client, now) && this.#places[client] === Place.here) this.#gone(client)
  }

  progress(player: Player, now: number): number {
    const { period, count } = player.plan
    return Math.min(
      1,
      Math.max(period === 0 ? 0 : (now - this.#start) / period, count === 0 ? 0 : this.#counts.arrived / count),
    )
  }

  #arrive(player: Player, time: number, now: number): boolean {
    // the next client that is away; when all are here, nobody can come
    for (let i = 0; i < this.clients; i++) {
      const client = this.#next
      this.#next = (this.#next + 1) % this.clients
      if (this.#places[client] !== Place.away) continue
      if (!player.begin(Kind.first, client, time, now)) return false
      this.#places[client] = Place.arriving
      this.#counts.arrived++
      return true
    }
    return true
  }

  #renew(player: Player, client: number, time: number, now: number): boolean {
    if (this.#places[client] !== Place.here || time >= this.#leaves[client]!) return true
    const rebind = this.random() < this.options.rebinds
    if (!player.begin(rebind ? Kind.rebind : Kind.renew, client, time, now)) return false
    this.#counts[rebind ? 'rebound' : 'renewed']++
    return true
  }

  #leave(player: Player, client: number, time: number, now: number): boolean {
    // it may have left and come back since
    if (this.#places[client] !== Place.here || time !== this.#leaves[client]) return true
    if (this.random() < this.options.releases) {
      if (!player.begin(Kind.release, client, time, now)) return false
      this.#counts.released++
    } else this.#counts['left silently']++
    this.#gone(client)
    return true
  }

  #gone(client: number): void {
    this.#places[client] = Place.away
    this.#here--
  }

  #schedule(player: Player, client: number, now: number): void {
    const wait = this.options.renewEvery || player.speech.renewal(client) * 1000
    if (wait > 0 && this.#places[client] === Place.here && now + wait < this.#leaves[client]!)
      this.#due.push(now + wait, client, Action.renew)
  }

  /** Milliseconds, exponentially distributed around the mean. */
  #after(mean: number): number {
    return -Math.log(1 - this.random()) * mean
  }
}
