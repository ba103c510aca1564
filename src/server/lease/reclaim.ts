import { isPending, type Now } from '../../now.js'
import type { AddressKind } from '../../wire/address.js'
import type { ExpiredLeasesConfig } from '../config/decided.js'
import type { Verdict } from '../hooks/point.js'
import type { Logger } from '../log/logger.js'
import type { LeaseStore } from '../store/lease-store.js'
import type { Clock, Timer, Timers } from '../time/clock.js'
import { LeaseDraft } from './draft.js'
import { type Address, type Lease, LeaseState } from './lease.js'
import { leaseReclaimed } from './messages.js'
import type { ReclaimMessages } from './reclaim-messages.js'

/** Leases handled before waiting packets get their turn. */
const SLICE = 64

/** Milliseconds a slice takes at most. */
const SLICE_TIME = 2

interface Run {
  done: number
  /** Leases and milliseconds it takes at most; 0: no limit. */
  readonly maxLeases: number
  readonly maxTime: number
  /** What is taken back is deleted, not kept for its client. */
  readonly remove: boolean
  /** Milliseconds of the monotonic clock. */
  readonly began: number
  /** Leases that listeners keep, or are still being asked about. */
  readonly kept: Set<string>
}

/** What reclamation is given of the rest of the house. */
export interface ReclaimRooms<A extends Address> {
  readonly kind: AddressKind<A>
  readonly store: LeaseStore<A>
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Logger
  /** The family's. */
  readonly messages: ReclaimMessages
  /** Asked before a lease is taken back; anything but continue: it is not, this time. Left out: nobody is asked. */
  expiring?(lease: Lease<A>): Now<Verdict>
  /** A lease was taken back; the caller counts it and tells whoever listens. */
  reclaimed(lease: Lease<A>): void
}

/**
 * Takes back what has expired: addresses of leases that ended, and declined ones whose probation is over. A run is bound
 * in leases and time as configured, and does its work in slices between packets. Leases are kept for a while after that,
 * so that a client that comes back gets the address it had; a second timer removes those.
 */
export class Reclaimer<A extends Address> {
  #rooms: ReclaimRooms<A>
  #config: ExpiredLeasesConfig
  #timers: Timer[] = []
  #running = false
  /** Who waits for the end of what is on the way. */
  #waiting: (() => void)[] = []
  #slowCycles = 0
  #stopped = false

  constructor(rooms: ReclaimRooms<A>, config: ExpiredLeasesConfig) {
    this.#rooms = rooms
    this.#config = config
  }

  start(): void {
    const { timers } = this.#rooms
    const { reclaimWait, flushWait } = this.#config
    this.#stopped = false
    if (reclaimWait > 0) this.#timers.push(timers.every(reclaimWait * 1000, () => this.#begin()))
    if (flushWait > 0) this.#timers.push(timers.every(flushWait * 1000, () => this.#flushHeld()))
  }

  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers) timer.cancel()
    this.#timers = []
  }

  /** Go on with another configuration, perhaps over another store. */
  reconfigure(config: ExpiredLeasesConfig, store: LeaseStore<A>): void {
    this.stop()
    this.#config = config
    this.#rooms = { ...this.#rooms, store }
    this.start()
  }

  /**
   * Take back all that has ended, without a limit. Resolves when it is done.
   *
   * @param remove it is deleted, not kept for its clients
   */
  async all(remove: boolean): Promise<void> {
    while (this.#running) await new Promise<void>(resolve => this.#waiting.push(resolve))
    const ended = new Promise<void>(resolve => this.#waiting.push(resolve))
    this.#run(0, 0, remove)
    await ended
  }

  #begin(): void {
    if (!this.#running) this.#run(this.#config.maxLeases, this.#config.maxTime, false)
  }

  #run(maxLeases: number, maxTime: number, remove: boolean): void {
    const { log, clock, messages: say } = this.#rooms
    if (log.on(say.start)) log.log(say.start, maxLeases, maxTime)
    this.#running = true
    this.#slice({ done: 0, maxLeases, maxTime, remove, began: clock.monotonic(), kept: new Set() })
  }

  /** Nothing is on the way any more. */
  #over(): void {
    this.#running = false
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }

  #slice(run: Run): void {
    const { store, clock } = this.#rooms
    const { maxLeases } = run
    const limit = maxLeases === 0 ? SLICE : Math.min(SLICE, maxLeases - run.done)
    const found = this.#stopped || limit <= 0 ? [] : store.expired(clock.seconds(), limit + run.kept.size)
    if (isPending(found)) {
      found.then(
        leases => this.#take(run, leases),
        reason => this.#fail(reason),
      )
    } else this.#take(run, found)
  }

  #take(run: Run, found: readonly Lease<A>[]): void {
    const { timers, clock, log, messages: say } = this.#rooms
    const { maxLeases, maxTime } = run
    const sliceEnd = clock.monotonic() + SLICE_TIME
    const leases = run.kept.size === 0 ? found : found.filter(lease => !run.kept.has(this.#nameOf(lease)))
    let taken = 0
    for (const lease of leases) {
      const done = this.#ask(run, lease)
      if (isPending(done)) done.catch(reason => this.#fail(reason))
      taken++
      if (clock.monotonic() >= sliceEnd) break
    }
    run.done += taken
    const written = taken === 0 || this.#flush()
    const elapsed = clock.monotonic() - run.began
    const late = maxTime !== 0 && elapsed >= maxTime && leases.length > 0
    if (late && log.on(say.timeout)) log.log(say.timeout, maxTime)
    if (leases.length === 0) this.#end(run, elapsed, false)
    // what could not be written is expired still: trying again at once would be a busy loop
    else if (late || !written || (maxLeases !== 0 && run.done >= maxLeases)) this.#end(run, elapsed, true)
    else timers.soon(() => this.#slice(run))
  }

  #nameOf({ address, prefixLength, kind }: Lease<A>): string {
    return `${kind} ${this.#rooms.kind.format(address)}/${prefixLength}`
  }

  /** Listeners may keep a lease; the run does not come to it again, the next one does. */
  #ask(run: Run, lease: Lease<A>): Now<void> {
    const said = this.#rooms.expiring?.(lease)
    if (said === undefined || said === 'continue') return this.#reclaim(lease, run.remove)
    run.kept.add(this.#nameOf(lease))
    if (!isPending(said)) return undefined
    return said.then(async late => {
      if (late !== 'continue') return
      // the slice has flushed without it
      await this.#reclaim(lease, run.remove)
      this.#flush()
    })
  }

  /** One lease: kept for its client's return, or deleted. A declined one knows no client any more. */
  #reclaim(lease: Lease<A>, remove: boolean): Now<void> {
    const { store, kind, log, messages: say } = this.#rooms
    const keeps = !remove && this.#config.hold > 0 && lease.state !== LeaseState.declined
    const is = keeps ? LeaseDraft.kept(lease, LeaseState.expiredReclaimed, lease.cltt, lease.validLifetime) : undefined
    const applied = store.apply([{ was: lease, is }])
    const after = (done: boolean): void => {
      if (!done) return
      this.#rooms.reclaimed(lease)
      if (lease.state === LeaseState.declined) {
        if (log.on(say.declinedRecovered))
          log.log(say.declinedRecovered, kind.format(lease.address), lease.validLifetime)
      } else if (log.on(leaseReclaimed)) log.log(leaseReclaimed, kind.format(lease.address))
    }
    return isPending(applied) ? applied.then(after) : after(applied)
  }

  /** False: undone; the leases are as they were, and the next run finds them again. */
  #flush(): boolean {
    const durable = this.#rooms.store.flush()
    if (!isPending(durable)) return durable
    durable.catch(reason => this.#fail(reason))
    return true
  }

  #fail(reason: unknown): void {
    const { log, messages: say } = this.#rooms
    this.#over()
    if (log.on(say.failed)) log.log(say.failed, '', String(reason))
  }

  #end(run: { readonly done: number }, elapsed: number, more: boolean): void {
    const { log, messages: say } = this.#rooms
    const { unwarnedCycles } = this.#config
    this.#over()
    if (log.on(say.complete)) log.log(say.complete, run.done, `${elapsed.toFixed(3)} ms`)
    if (!more) {
      this.#slowCycles = 0
      if (log.on(say.noMore)) log.log(say.noMore)
      return
    }
    this.#slowCycles++
    if (unwarnedCycles > 0 && this.#slowCycles > unwarnedCycles && log.on(say.slow)) log.log(say.slow, this.#slowCycles)
  }

  #flushHeld(): void {
    const { store, clock, log, messages: say } = this.#rooms
    const { hold } = this.#config
    if (log.on(say.delete)) log.log(say.delete, hold)
    const step = (deleted: number): void => {
      if (this.#stopped) return
      const found = store.held(clock.seconds() - hold, SLICE)
      if (isPending(found)) {
        found.then(
          leases => remove(leases, deleted),
          reason => this.#fail(reason),
        )
      } else remove(found, deleted)
    }
    const remove = (leases: readonly Lease<A>[], before: number): void => {
      for (const lease of leases) {
        const applied = store.apply([{ was: lease, is: undefined }])
        if (isPending(applied)) applied.catch(reason => this.#fail(reason))
      }
      const deleted = before + leases.length
      if (leases.length > 0) {
        if (this.#flush()) this.#rooms.timers.soon(() => step(deleted))
      } else if (log.on(say.deleteComplete)) log.log(say.deleteComplete, deleted)
    }
    step(0)
  }
}
