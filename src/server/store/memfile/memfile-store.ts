import { LeaseRecord } from '../../../lease-file/lease-record.js'
import type { LeaseFileSchema } from '../../../lease-file/schema.js'
import type { Now } from '../../../now.js'
import type { AddressKind } from '../../../wire/address.js'
import { runAtOnce } from '../../config/slices.js'
import { FoundLease } from '../../lease/found-lease.js'
import type { Identity } from '../../lease/identity.js'
import type { Address, Lease, LeaseKind, LeaseScope } from '../../lease/lease.js'
import { PageScan } from '../../lease/page-scan.js'
import { fillRecord, sameLease } from '../../lease/record-filler.js'
import { Field } from '../../lease/row-pages.js'
import type { Fits } from '../../lease/sanity.js'
import type { LeaseTable } from '../../lease/table.js'
import type { Logger } from '../../log/logger.js'
import type { Clock, Timer, Timers } from '../../time/clock.js'
import type { LeaseChange, LeaseFilter, LeaseObserver, LeaseQuery, LeaseStore, LeaseWalk } from '../lease-store.js'
import { CleanUp } from './clean-up.js'
import type { Journal } from './journal.js'
import type { LeaseFileIo } from './lease-file-io.js'
import * as messages from './messages.js'
import { ObserverList } from './observer-list.js'
import type { SideFiles } from './side-files.js'

/** Tables up to this many rows are paged through at once, bigger ones in slices. */
const PAGE_AT_ONCE = 32 * 1024
/** Steps of a scan in one slice: 16,384 rows. */
const STEPS = 8

export interface MemfileRooms {
  readonly clock: Clock
  readonly timers: Timers
  readonly logger: Logger
}

/** The file half of a persistent store. */
export interface MemfileFile {
  readonly io: LeaseFileIo
  readonly files: SideFiles
  readonly schema: LeaseFileSchema
  readonly journal: Journal
  /** Sync the file every second, by timer. */
  readonly syncByTimer: boolean
  /** Seconds between clean-ups; 0: never. */
  readonly lfcInterval: number
}

/** Kea's memfile: all leases in memory, changes appended to a lease file. Made by openMemfileStore(). */
export class MemfileStore<A extends Address> implements LeaseStore<A> {
  readonly can = { atomicBatch: true, countsInStore: true, sharedWithOthers: false } as const
  private readonly table: LeaseTable<A>
  private readonly rooms: MemfileRooms
  private readonly file: MemfileFile | undefined
  private readonly observers: ObserverList<A>
  private readonly record = new LeaseRecord()
  private readonly due: number[] = []
  private readonly cleanUp: CleanUp<A> | undefined
  private readonly repeating: Timer[] = []
  /** Changes that were not flushed by their maker were written, or undone, by a clean-up: undone. */
  private undone = false
  private failures = 0
  private closed = false

  constructor(kind: AddressKind<A>, table: LeaseTable<A>, rooms: MemfileRooms, file: MemfileFile | undefined) {
    this.table = table
    this.rooms = rooms
    this.file = file
    this.observers = new ObserverList(kind, table)
    table.watch(this.observers)
    if (file === undefined) return
    this.cleanUp = new CleanUp({
      ...file,
      table,
      ...rooms,
      settle: () => {
        if (!this.write()) this.undone = true
      },
    })
    if (file.syncByTimer) this.repeating.push(rooms.timers.every(1000, () => this.syncNow()))
    if (file.lfcInterval > 0) {
      rooms.logger.log(messages.LFC_SETUP, file.lfcInterval)
      this.repeating.push(rooms.timers.every(file.lfcInterval * 1000, () => void this.compact()))
    }
  }

  /** Leases in the store. */
  get size(): number {
    return this.table.size
  }

  byAddress(address: A, kind: LeaseKind, prefixLength: number): Lease<A> | undefined {
    return this.table.byAddress(address, kind, prefixLength)
  }

  byClientId(client: Identity, scope: LeaseScope): Lease<A> | undefined {
    return this.table.byClientId(client, scope)
  }

  byHardware(hardware: Identity, scope: LeaseScope): Lease<A> | undefined {
    return this.table.byHardware(hardware, scope)
  }

  byIa(duid: Identity, iaid: number, kind: LeaseKind, scope: LeaseScope): readonly Lease<A>[] {
    return this.table.byIa(duid, iaid, kind, scope)
  }

  /**
   * As LeaseStore. Changes are made one after the other, so that one of them may rest on those before it. Throws a
   * TypeError or RangeError for a lease that is none: byte fields missing, or longer than any client can make them.
   */
  apply(changes: readonly LeaseChange<A>[]): boolean {
    const { table, record } = this
    const journal = this.file?.journal
    const mark = table.mark
    try {
      for (let i = 0; i < changes.length; i++) {
        if (this.change(changes[i]!)) continue
        table.rollback(mark)
        return false
      }
    } catch (thrown) {
      table.rollback(mark)
      throw thrown
    }
    if (journal === undefined) {
      table.commit()
    } else if (changes.length === 1) {
      // change() has left what is to be written in the record
      if (table.mark > mark) journal.row(record, changes[0]!.is === undefined)
    } else {
      for (let i = 0; i < changes.length; i++) {
        const { was, is } = changes[i]!
        const lease = is ?? was
        if (lease === undefined) continue
        fillRecord(lease, table.words, record)
        journal.row(record, is === undefined)
      }
    }
    return true
  }

  prefixesAt(address: A): readonly Lease<A>[] {
    return this.table.prefixesAt(address)
  }

  settle(changes: readonly LeaseChange<A>[]): 'done' | 'stale' | 'unwritten' {
    // what is open belongs to packets: they hear of a failure at their own flush
    if (!this.write()) this.undone = true
    if (!this.apply(changes)) return 'stale'
    return this.write() ? 'done' : 'unwritten'
  }

  page(filter: LeaseFilter, after: A | undefined, limit: number): Now<readonly Lease<A>[]> {
    const scan = new PageScan(this.table, after === undefined ? { ...filter, limit } : { ...filter, after, limit })
    const take = (): readonly Lease<A>[] => {
      this.table.unpin()
      return scan.take(scan.count)
    }
    this.table.pin()
    return this.run(scan)?.then(take) ?? take()
  }

  walk(query: LeaseQuery<A>): Now<LeaseWalk<A>> {
    const { table } = this
    const scan = new PageScan(table, query)
    let open = true
    const walk: LeaseWalk<A> = {
      get count() {
        return scan.count
      },
      next: count => scan.take(count),
      close() {
        if (open) table.unpin()
        open = false
      },
    }
    table.pin()
    return this.run(scan)?.then(() => walk) ?? walk
  }

  expired(seconds: number, limit: number): readonly Lease<A>[] {
    return this.dueLeases(false, seconds, limit)
  }

  held(seconds: number, limit: number): readonly Lease<A>[] {
    return this.dueLeases(true, seconds, limit)
  }

  flush(): boolean {
    if (this.undone) {
      // A part of this batch is undone already: the rest goes the same way, as one
      this.undone = false
      this.file?.journal.drop()
      this.table.rollback()
      return false
    }
    return this.table.mark === 0 || this.write()
  }

  /**
   * Tell an observer of all leases there are, in slices of `rows` rows, and of every change from then on. Run the
   * generator to its end, with pauses as long as you like: changes of rows it has passed are told at once, those ahead
   * when it comes to them. Nothing is told twice.
   */
  observe(observer: LeaseObserver<A>, rows = 2048): Generator<void, void> {
    return this.observers.join(observer, rows)
  }

  /**
   * Leases of which `fits` says no, in slices of `rows` rows: run the generator to its end, with pauses as long as you
   * like. Only those become objects, so that looking at a million that fit costs next to nothing.
   */
  *misfits(fits: Fits<A>, rows = 8192): Generator<readonly Lease<A>[], void> {
    const { table } = this
    for (let first = 0; first < table.extent; first += rows) {
      const found: Lease<A>[] = []
      const end = Math.min(first + rows, table.extent)
      for (let slot = first; slot < end; slot++) {
        if (!table.isLive(slot)) continue
        const flags = table.rows.get(slot, Field.flags)
        const kind = ((flags >>> 3) & 3) as LeaseKind
        if (!fits(table.addressOf(slot), table.rows.get(slot, Field.subnet), kind, (flags >>> 8) & 0xff))
          found.push(table.found(slot))
      }
      yield found
    }
  }

  /** Tell this observer nothing any more. */
  forget(observer: LeaseObserver<A>): void {
    this.observers.leave(observer)
  }

  /** Clean the lease file up. True when it is done; a clean-up that runs already is waited for. */
  compact(): Promise<boolean> {
    return this.closed || this.cleanUp === undefined ? Promise.resolve(true) : this.cleanUp.run()
  }

  /** Copies of the lease file; undefined: leases are kept in memory only. */
  get copies(): { readonly current: string; copyTo(path: string): Promise<void> } | undefined {
    const { file, cleanUp } = this
    if (file === undefined || cleanUp === undefined) return undefined
    const { current } = file.files
    return {
      current,
      copyTo: async path => {
        if (path !== current) await cleanUp.copyTo(path)
        else if (!(await this.compact())) throw new Error(`unable to clean up '${current}', see the log`)
      },
    }
  }

  /** Is the lease file being cleaned up? */
  get compacting(): boolean {
    return this.cleanUp?.busy === true
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    for (const timer of this.repeating) timer.cancel()
    this.flush()
    this.cleanUp?.abort()
    const { file } = this
    if (file === undefined) return
    if (file.syncByTimer) this.syncNow()
    file.journal.close()
  }

  /** One change in the table; the record is then filled with `is`, or with what was deleted. */
  private change({ was, is }: LeaseChange<A>): boolean {
    const { table, record } = this
    const slot = was === undefined ? -1 : this.slotOf(was)
    if (was !== undefined && slot < 0) return false
    if (is === undefined) {
      if (slot < 0) return true
      table.read(slot, record)
      table.remove(slot)
      return true
    }
    fillRecord(is, table.words, record)
    if (was !== undefined) {
      if (was.address !== is.address || was.prefixLength !== is.prefixLength || was.kind !== is.kind)
        throw new TypeError('a lease keeps its address: delete the one and insert the other')
      table.update(slot, record)
      return true
    }
    if (table.slotOf(record) >= 0) return false
    table.insert(record)
    return true
  }

  /** The slot whose lease is still what the caller saw; -1: it changed, or there is none. */
  private slotOf(was: Lease<A>): number {
    const { table, record } = this
    if (was instanceof FoundLease && table.owns(was)) return table.isCurrent(was) ? was.slot : -1
    fillRecord(was, table.words, record)
    const slot = table.slotOf(record)
    return slot >= 0 && sameLease(table.found(slot), was) ? slot : -1
  }

  private dueLeases(held: boolean, seconds: number, limit: number): readonly Lease<A>[] {
    const { due, table } = this
    due.length = 0
    table.due(held, seconds, limit, due)
    return due.map(slot => table.found(slot))
  }

  /** Let a scan look at the rows: at once in small tables, else in slices. The table is pinned. */
  private run(scan: PageScan<A>): Promise<void> | undefined {
    const work = scan.run()
    if (this.table.extent <= PAGE_AT_ONCE) {
      runAtOnce(work)
      return undefined
    }
    return new Promise((resolve, reject) => {
      const slice = (): void => {
        try {
          let done = false
          for (let i = 0; i < STEPS && !done; i++) done = work.next().done === true
          if (done) resolve()
          else this.rooms.timers.soon(slice)
        } catch (thrown) {
          this.table.unpin()
          reject(thrown)
        }
      }
      slice()
    })
  }

  /** Write the open batch, or undo it. */
  private write(): boolean {
    const { file, table } = this
    if (file === undefined || table.mark === 0) return true
    const { journal } = file
    if (journal.flush()) {
      table.commit()
      if (this.failures > 0) {
        this.rooms.logger.log(messages.WRITE_RECOVERED, file.files.current, this.failures)
        this.failures = 0
      }
      return true
    }
    table.rollback()
    if (this.failures++ === 0) this.rooms.logger.log(messages.WRITE_FAIL, file.files.current, journal.reason)
    if (journal.syncFailed) this.rewrite()
    return false
  }

  private syncNow(): void {
    if (this.file !== undefined && !this.file.journal.sync()) this.rewrite()
  }

  /** After a failed sync nobody knows what of the file is on the disk: write all of it anew, from the table. */
  private rewrite(): void {
    const { file } = this
    if (file === undefined || this.closed) return
    this.rooms.logger.log(messages.SYNC_FAIL, file.files.current, file.journal.reason)
    file.journal.syncFailed = false
    this.rooms.timers.soon(() => void this.compact())
  }
}
