import type { Tracer, Tracers } from '../engine/trace.js'
import type { Timer, Timers } from '../time/clock.js'
import { passes, type TraceFilter } from './filter.js'
import type { TraceRooms } from './packet-trace.js'
import type { ExplainedPacket } from './report.js'

/** Milliseconds after which a session ends that nobody takes packets from. */
const FORGOTTEN = 300_000
/** Sessions at a time. */
const SESSIONS = 8
/** Packets kept for whoever takes them. */
const KEPT = 1000
/** Packets followed in a second: telling a packet's story takes longer than serving it. */
const RATE = 200

/** What sessions follow packets with. */
export interface TraceSite<X> {
  readonly tracers: Tracers<X>
  readonly timers: Timers
  /** The client of a packet as logs name it; cheap. */
  label(x: X): string
  /** Tells the whole story of packets. */
  trace(rooms: TraceRooms): Tracer<X>
}

/** What was seen since the last time. */
export interface Seen {
  readonly packets: readonly ExplainedPacket[]
  /** Packets that were not followed, or not kept, because there were too many. */
  readonly lost: number
}

/** Who follows live packets, by number. Nothing of it is in the way of packets while there is no session. */
export class TraceSessions<X> {
  readonly #site: TraceSite<X>
  readonly #sessions = new Map<number, Session<X>>()
  #lastId = 0

  constructor(site: TraceSite<X>) {
    this.#site = site
  }

  /** The number of a new session; undefined: there are too many. It ends when nobody asks for five minutes. */
  start(filter: TraceFilter): number | undefined {
    if (this.#sessions.size >= SESSIONS) return undefined
    const id = ++this.#lastId
    this.#sessions.set(id, new Session(this.#site, filter, () => this.#sessions.delete(id)))
    return id
  }

  /**
   * What was seen since it was asked last. Undefined: there is no such session.
   *
   * @param wait milliseconds to wait for the first packet; resolves earlier when there is one
   */
  async take(id: number, wait: number): Promise<Seen | undefined> {
    return this.#sessions.get(id)?.take(wait)
  }

  /** False: there is no such session. */
  stop(id: number): boolean {
    const session = this.#sessions.get(id)
    session?.stop()
    return session !== undefined
  }

  close(): void {
    for (const session of this.#sessions.values()) session.stop()
  }
}

class Session<X> {
  readonly #site: TraceSite<X>
  readonly #remove: () => void
  readonly #stopped: () => void
  #packets: ExplainedPacket[] = []
  #lost = 0
  #followed = 0
  #wake: (() => void) | undefined
  #forgotten: Timer
  readonly #second: Timer

  constructor(site: TraceSite<X>, filter: TraceFilter, stopped: () => void) {
    this.#site = site
    this.#stopped = stopped
    const story = site.trace({
      // the log is not listened to: it goes on as configured
      takeLog: () => [],
      done: packet => {
        if (passes(filter, packet)) this.#keep(packet)
      },
    })
    const client = filter.client?.toLowerCase()
    this.#remove = site.tracers.add(x => {
      if (client !== undefined && !site.label(x).includes(client)) return undefined
      if (++this.#followed <= RATE) return story(x)
      this.#lost++
      return undefined
    }).remove
    this.#second = site.timers.every(1000, () => {
      this.#followed = 0
    })
    this.#forgotten = this.#patience()
  }

  async take(wait: number): Promise<Seen> {
    this.#forgotten.cancel()
    if (this.#packets.length === 0 && wait > 0) await this.#first(wait)
    this.#forgotten = this.#patience()
    const seen = { packets: this.#packets, lost: this.#lost }
    this.#packets = []
    this.#lost = 0
    return seen
  }

  stop(): void {
    this.#remove()
    this.#second.cancel()
    this.#forgotten.cancel()
    this.#wake?.()
    this.#stopped()
  }

  #keep(packet: ExplainedPacket): void {
    if (this.#packets.length === KEPT) {
      this.#packets.shift()
      this.#lost++
    }
    this.#packets.push(packet)
    this.#wake?.()
  }

  #first(wait: number): Promise<void> {
    return new Promise(resolve => {
      const done = (): void => {
        timer.cancel()
        this.#wake = undefined
        resolve()
      }
      const timer = this.#site.timers.after(wait, done)
      this.#wake?.()
      this.#wake = done
    })
  }

  #patience(): Timer {
    return this.#site.timers.after(FORGOTTEN, () => this.stop())
  }
}
