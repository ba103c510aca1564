import type { LeaseRecord } from '../lease-file/lease-record.js'
import { RowWriter, rowBound } from '../lease-file/row-writer.js'
import { headerOf, schemaWrittenBy } from '../lease-file/schema.js'
import { normaliseContext } from './context-text.js'
import type { LastRows } from './last-rows.js'
import type { LeaseSet } from './lease-set.js'
import type { Output } from './output.js'
import type { Watch } from './progress.js'
import { radixOrder } from './radix-order.js'
import { RowFetcher } from './row-fetcher.js'

/** Rows that are fetched in one sweep over the files and then put in order. */
const SWEEP = 1 << 18

/** The slots of live leases, ascending by address. */
export function addressOrder(last: LastRows): Uint32Array {
  const slots = new Uint32Array(last.live)
  let count = 0
  for (let slot = 0; slot < last.size; slot++) if (last.offset(slot) >= 0) slots[count++] = slot
  return radixOrder(last.words, slots)
}

/**
 * Write the live leases in the order of their addresses, as a generation of Kea does, under its header. Memory: one sweep's rows,
 * however many leases there are.
 */
export function writeOrdered(set: LeaseSet, last: LastRows, generation: '2.2' | '3', out: Output, watch?: Watch): void {
  out.text(headerOf(schemaWrittenBy(set.schema.width, generation)))
  const order = addressOrder(last)
  const sweep = new Sweep(set, generation)
  for (let from = 0; from < order.length; from += SWEEP) {
    sweep.run(last, order.subarray(from, from + SWEEP), out)
    watch?.(Math.min(from + SWEEP, order.length), order.length)
  }
}

/** Fetches rows in the order of the file and gives them back in the order that is asked for. */
class Sweep {
  private readonly writer: RowWriter
  private readonly fetcher: RowFetcher
  private rows = Buffer.allocUnsafeSlow(1 << 20)
  private used = 0

  constructor(
    set: LeaseSet,
    private readonly generation: '2.2' | '3',
  ) {
    const { width } = set.schema
    this.writer = new RowWriter(schemaWrittenBy(width, generation))
    // Kea 2.2 puts host names of DHCPv4 leases in lower case, and leaves those of DHCPv6 leases as clients wrote them
    this.fetcher = new RowFetcher(set, record => this.keep(record), generation === '2.2' && width === 16)
  }

  run(last: LastRows, slots: Uint32Array, out: Output): void {
    const { length } = slots
    // the offset and the place in the order, in one number: sorting numbers is many times faster than sorting by a rule
    const keys = new Float64Array(length)
    for (let i = 0; i < length; i++) keys[i] = last.offset(slots[i]!) * SWEEP + i
    keys.sort()
    const starts = new Float64Array(length)
    const ends = new Float64Array(length)
    this.used = 0
    for (const key of keys) {
      const place = key % SWEEP
      starts[place] = this.used
      this.fetcher.fetch((key - place) / SWEEP)
      ends[place] = this.used
    }
    for (let i = 0; i < length; i++) out.bytes(this.rows.subarray(starts[i], ends[i]))
  }

  private keep(record: LeaseRecord): void {
    normaliseContext(record, this.generation)
    const bound = rowBound(record)
    if (this.used + bound > this.rows.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(this.rows.length * 2, this.used + bound))
      this.rows.copy(grown, 0, 0, this.used)
      this.rows = grown
    }
    this.used = this.writer.write(record, this.rows, this.used)
  }
}
