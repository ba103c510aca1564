import type { Batch, Inbound, Link } from '../../net/link.js'
import { isPending } from '../../now.js'
import type { Clock, Timers } from '../time/clock.js'
import type { PacketTrace, Tracers } from './trace.js'
import { type Steps, traced, type Verdict, Walk, type WalkEnd, type Walker } from './walk.js'

/** What the dispatcher needs of a family's exchanges. */
export interface Traveller extends Walker {
  readonly link: Link
  /** True while the exchange is parked on its own copy of the datagram. */
  readonly parked: boolean
  /** Set only while somebody follows this packet. */
  trace: PacketTrace | undefined
  /** Names the client of a packet, equal for all packets of the same client. Only asked for while packets are parked. */
  clientKey(): string
}

/** The family's side of it. */
export interface Dispatch<X extends Traveller> {
  /** A new exchange for the pool. */
  make(): X
  /** Point `x` at the datagram and read it. False: it is no message of ours; counted and logged there. */
  receive(x: X, inbound: Inbound, seconds: number): boolean
  /** In packet order. */
  readonly steps: Steps<X>
  /** Who follows packets. */
  readonly tracers: Tracers<X>
  /** A batch begins: a configuration that has come into force since the last one takes effect. */
  begin(): void
  /** No more packets are taken. */
  close(): void
  /** `x` waits for something; it lives on its own copy of the datagram now. */
  parked(x: X): void
  /** The walk of `x` is over. */
  ended(x: X, verdict: Verdict): void
  failed(x: X, reason: unknown): void
  /** A packet was dropped before its walk: its client's earlier packet is still parked, or too many are. */
  turnedAway(x: X, why: 'duplicate' | 'queue-full'): void
  /** Make all lease changes so far as durable as configured. */
  flush(): ReturnType<() => boolean | Promise<boolean>>
  /** So many answers rest on changes that could not be written: they are not sent. */
  unwritten(answers: number): void
  /** How many packets may be parked at a time; 0: no limit. */
  parkedLimit(): number
}

/**
 * Takes batches from the links and sends each packet on its walk; at the end of the batch the store flushes once, and
 * then the links send once. Packets whose walk waits are parked; walking goes on. While a client's packet is parked, its
 * next ones are turned away: it will ask again, and gets one answer.
 */
export class Dispatcher<X extends Traveller> {
  readonly #dispatch: Dispatch<X>
  readonly #tracers: Tracers<X>
  readonly #clock: Clock
  readonly #timers: Timers
  readonly #walk: Walk<X>
  /** The same for packets that somebody follows. */
  readonly #tracedWalk: Walk<X>
  readonly #pool: X[] = []
  readonly #parked = new Map<string, X>()
  /** Links with answers to be sent. */
  readonly #dirty = new Set<Link>()
  #flushing = false
  #settleScheduled = false
  #walking = false
  #stopped = false

  constructor(dispatch: Dispatch<X>, clock: Clock, timers: Timers) {
    this.#dispatch = dispatch
    this.#tracers = dispatch.tracers
    this.#clock = clock
    this.#timers = timers
    const end: WalkEnd<X> = {
      ended: (x, verdict) => {
        dispatch.ended(x, verdict)
        if (x.trace !== undefined) x.trace.ended(verdict)
        this.#done(x)
      },
      failed: (x, reason) => {
        dispatch.failed(x, reason)
        if (x.trace !== undefined) x.trace.failed(reason)
        this.#done(x)
      },
      parked: x => {
        this.#parked.set(x.clientKey(), x)
        dispatch.parked(x)
      },
    }
    this.#walk = new Walk(Object.values(dispatch.steps), end)
    this.#tracedWalk = new Walk(traced(dispatch.steps), end)
  }

  /** How many packets wait for something. */
  get parked(): number {
    return this.#parked.size
  }

  /** Serve a link. */
  attach(link: Link): void {
    this.#dispatch.begin()
    link.listen(batch => this.#batch(link, batch))
  }

  /** No more packets are taken; what is parked may end. */
  stop(): void {
    this.#stopped = true
    this.#dispatch.close()
  }

  #batch(link: Link, batch: Batch): void {
    if (this.#stopped) return
    this.#dispatch.begin()
    const seconds = this.#clock.seconds()
    const { count } = batch
    this.#walking = true
    for (let i = 0; i < count; i++) this.#packet(batch.at(i), seconds)
    this.#walking = false
    this.#dirty.add(link)
    this.#settle()
  }

  #packet(inbound: Inbound, seconds: number): void {
    const dispatch = this.#dispatch
    const x = this.#pool.pop() ?? dispatch.make()
    if (!dispatch.receive(x, inbound, seconds) || !this.#mayWalk(x)) {
      this.#pool.push(x)
      return
    }
    const tracers = this.#tracers
    if (!tracers.heard) {
      this.#walk.go(x)
      return
    }
    x.trace = tracers.begin(x)
    if (x.trace === undefined) this.#walk.go(x)
    else this.#tracedWalk.go(x)
  }

  #mayWalk(x: X): boolean {
    const waiting = this.#parked.size
    if (waiting === 0) return true
    if (this.#parked.has(x.clientKey())) {
      this.#dispatch.turnedAway(x, 'duplicate')
      return false
    }
    const limit = this.#dispatch.parkedLimit()
    if (limit === 0 || waiting < limit) return true
    this.#dispatch.turnedAway(x, 'queue-full')
    return false
  }

  #done(x: X): void {
    if (x.parked) {
      this.#parked.delete(x.clientKey())
      this.#dirty.add(x.link)
      if (!this.#walking) this.#settleSoon()
    }
    this.#pool.push(x)
  }

  /** Answers of parked packets that end in one turn leave together. */
  #settleSoon(): void {
    if (this.#settleScheduled) return
    this.#settleScheduled = true
    this.#timers.soon(() => {
      this.#settleScheduled = false
      this.#settle()
    })
  }

  #settle(): void {
    if (this.#flushing || this.#dirty.size === 0) return
    const durable = this.#dispatch.flush()
    if (!isPending(durable)) {
      this.#send(durable)
      return
    }
    // packets that come meanwhile walk on into the same transmit slots: their changes want a flush of their own
    this.#flushing = true
    const links = [...this.#dirty]
    this.#dirty.clear()
    durable
      .catch(() => false)
      .then(ok => {
        this.#flushing = false
        const more = this.#dirty.size > 0
        for (const link of links) this.#dirty.add(link)
        if (ok && more) this.#settle()
        else this.#send(ok)
      })
      .catch(() => this.#send(false))
  }

  #send(durable: boolean): void {
    let dropped = 0
    for (const link of this.#dirty) dropped += link.flush(durable)
    this.#dirty.clear()
    if (dropped > 0) this.#dispatch.unwritten(dropped)
  }
}
