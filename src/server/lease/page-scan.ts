import { LeaseRecord } from '../../lease-file/lease-record.js'
import type { LeaseFilter } from '../store/lease-store.js'
import type { Address, Lease } from './lease.js'
import { Field, LIVE } from './row-pages.js'
import type { LeaseTable } from './table.js'

/**
 * One page of leases in address order. The table keeps no order: the scan looks at every row once, in slices, and keeps
 * the lowest `limit` of those that match. Leases of one address (an address and a prefix, say) are never parted.
 */
export class PageScan<A extends Address> {
  private readonly table: LeaseTable<A>
  private readonly filter: LeaseFilter
  private readonly hostname: Buffer | undefined
  private readonly limit: number
  private readonly bound: LeaseRecord | undefined
  private readonly record = new LeaseRecord()
  private at = 0
  private kept: number[] = []
  /** Once `limit` are kept: only rows before this one still count. */
  private highest = -1

  constructor(table: LeaseTable<A>, filter: LeaseFilter, after: A | undefined, limit: number) {
    this.table = table
    this.filter = filter
    this.limit = limit
    this.hostname = filter.hostname === undefined ? undefined : Buffer.from(filter.hostname.toLowerCase())
    if (after !== undefined) {
      this.bound = new LeaseRecord(0)
      table.words.split(after, this.bound)
    }
  }

  /** Look at up to `count` more rows; true: the scan is through. */
  step(count: number): boolean {
    const { table } = this
    const end = Math.min(this.at + count, table.extent)
    for (let slot = this.at; slot < end; slot++) if (this.wanted(slot)) this.keep(slot)
    this.at = end
    return end >= table.extent
  }

  /** The page, after the last step. Rows that were deleted meanwhile are left out. */
  result(): Lease<A>[] {
    this.trim()
    return this.kept.filter(slot => this.wanted(slot)).map(slot => this.table.found(slot))
  }

  private wanted(slot: number): boolean {
    const { rows } = this.table
    const page = rows.page(slot)
    const row = rows.offset(slot)
    const flags = page[row + Field.flags]!
    if ((flags & LIVE) === 0) return false
    const { subnetId, state } = this.filter
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

  private keep(slot: number): void {
    if (this.limit <= 0 || (this.highest >= 0 && this.compare(slot, this.highest) > 0)) return
    this.kept.push(slot)
    if (this.kept.length >= this.limit * 2 + 16) this.trim()
  }

  private trim(): void {
    const { kept, limit } = this
    kept.sort((a, b) => this.compare(a, b))
    let length = Math.min(limit, kept.length)
    while (length > 0 && length < kept.length && this.sameAddress(kept[length - 1]!, kept[length]!)) length++
    kept.length = length
    if (length >= limit && length > 0) this.highest = kept[length - 1]!
  }

  private sameAddress(a: number, b: number): boolean {
    return this.compareWords(a, b) === 0
  }

  private compare(a: number, b: number): number {
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
