import { LeaseRecord } from '../../lease-file/lease-record.js'
import type { Sliced } from '../config/slices.js'
import type { LeaseQuery } from '../store/lease-store.js'
import type { Address, Lease } from './lease.js'
import { Field, LIVE } from './row-pages.js'
import { sortSlots } from './slot-order.js'
import type { LeaseTable } from './table.js'

/** Rows looked at between two stops. */
const STEP = 2048

/**
 * Leases in address order. The table keeps no order: the scan looks at every row once (or only at those of the client or
 * the hardware address that is asked for), in slices, and keeps the lowest `limit` of those that match. Leases of one
 * address (an address and a prefix, say) are never parted.
 */
export class PageScan<A extends Address> {
  private readonly table: LeaseTable<A>
  private readonly query: LeaseQuery<A>
  private readonly hostname: Buffer | undefined
  private readonly limit: number
  private readonly bound: LeaseRecord | undefined
  private readonly record = new LeaseRecord()
  private readonly kept: number[] = []
  /** Once `limit` are kept: only rows before this one still count. */
  private highest = -1
  private taken = 0

  constructor(table: LeaseTable<A>, query: LeaseQuery<A>) {
    const { after, hostname, limit = Number.POSITIVE_INFINITY } = query
    this.table = table
    this.query = query
    this.limit = limit
    this.hostname = hostname === undefined ? undefined : Buffer.from(hostname.toLowerCase())
    if (after !== undefined) {
      this.bound = new LeaseRecord(0)
      table.words.split(after, this.bound)
    }
  }

  /** Leases that were found. */
  get count(): number {
    return this.kept.length
  }

  /** Find them. Slots of leases that are removed meanwhile must not be used again: see LeaseTable.pin(). */
  *run(): Sliced<void> {
    const { table, query } = this
    if (query.client !== undefined || query.hardware !== undefined) {
      for (const slot of this.named()) if (this.wanted(slot)) yield* this.keep(slot)
    } else {
      for (let first = 0; first < table.extent; first += STEP) {
        const end = Math.min(first + STEP, table.extent)
        for (let slot = first; slot < end; slot++) if (this.wanted(slot)) yield* this.keep(slot)
        yield
      }
    }
    yield* this.trim()
  }

  /** The next up to `count` of those that were found and are still there; none: these were all. */
  take(count: number): Lease<A>[] {
    const leases: Lease<A>[] = []
    while (leases.length < count && this.taken < this.kept.length) {
      const slot = this.kept[this.taken++]!
      if (this.wanted(slot)) leases.push(this.table.found(slot))
    }
    return leases
  }

  /** The rows of the client and the hardware address that are asked for. */
  private named(): number[] {
    const { client, hardware } = this.query
    if (client === undefined) return hardware === undefined ? [] : this.table.ofHardware(hardware)
    if (hardware === undefined) return this.table.ofClient(client)
    const both = new Set(this.table.ofHardware(hardware))
    return this.table.ofClient(client).filter(slot => both.has(slot))
  }

  private wanted(slot: number): boolean {
    const { rows } = this.table
    const page = rows.page(slot)
    const row = rows.offset(slot)
    const flags = page[row + Field.flags]!
    if ((flags & LIVE) === 0) return false
    const { subnetId, state } = this.query
    if (subnetId !== undefined && page[row + Field.subnet]! !== subnetId) return false
    if (state !== undefined && (flags & 7) !== state) return false
    if (this.bound !== undefined && this.compareBound(page, row, this.bound) <= 0) return false
    return this.hostname === undefined || this.hasHostname(slot, this.hostname)
  }

  private hasHostname(slot: number, hostname: Buffer): boolean {
    const { record } = this
    this.table.read(slot, record)
    if (record.hostnameLength !== hostname.length) return false
    const { bytes, hostnameAt } = record
    return hostname.compare(bytes, hostnameAt, hostnameAt + hostname.length) === 0
  }

  private *keep(slot: number): Sliced<void> {
    if (this.limit <= 0 || (this.highest >= 0 && this.compare(slot, this.highest) > 0)) return
    this.kept.push(slot)
    if (this.kept.length >= this.limit * 2 + 16) yield* this.trim()
  }

  private *trim(): Sliced<void> {
    const { kept, limit } = this
    yield* sortSlots(kept, this.compare)
    let length = Math.min(limit, kept.length)
    while (length > 0 && length < kept.length && this.sameAddress(kept[length - 1]!, kept[length]!)) length++
    kept.length = length
    if (length >= limit && length > 0) this.highest = kept[length - 1]!
  }

  private sameAddress(a: number, b: number): boolean {
    return this.compareWords(a, b) === 0
  }

  private readonly compare = (a: number, b: number): number => {
    const order = this.compareWords(a, b)
    if (order !== 0) return order
    const { rows } = this.table
    return (rows.get(a, Field.flags) & 0xff18) - (rows.get(b, Field.flags) & 0xff18)
  }

  private compareWords(a: number, b: number): number {
    const { rows } = this.table
    const left = rows.page(a)
    const right = rows.page(b)
    const i = rows.offset(a)
    const j = rows.offset(b)
    if (rows.stride > Field.w3) {
      for (let field = Field.w3 as number; field >= Field.w1; field--) {
        if (left[i + field]! !== right[j + field]!) return left[i + field]! - right[j + field]!
      }
    }
    return left[i]! - right[j]!
  }

  private compareBound(page: Uint32Array, row: number, bound: LeaseRecord): number {
    if (this.table.rows.stride > Field.w3) {
      if (page[row + Field.w3]! !== bound.w3) return page[row + Field.w3]! - bound.w3
      if (page[row + Field.w2]! !== bound.w2) return page[row + Field.w2]! - bound.w2
      if (page[row + Field.w1]! !== bound.w1) return page[row + Field.w1]! - bound.w1
    }
    return page[row]! - bound.w0
  }
}
