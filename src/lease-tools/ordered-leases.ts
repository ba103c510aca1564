import { LeaseCsvReader } from '../lease-file/csv-reader.js'
import type { LeaseRecord } from '../lease-file/lease-record.js'
import { RowWriter, rowBound } from '../lease-file/row-writer.js'
import { headerOf, type LeaseFileSchema, schemaWrittenBy } from '../lease-file/schema.js'
import { normaliseContext } from './context-text.js'
import type { LastRows } from './last-rows.js'
import type { LeaseSet } from './lease-set.js'
import type { Output } from './output.js'
import type { Watch } from './progress.js'
import { radixOrder } from './radix-order.js'

/** Rows that are fetched in one sweep over the files and then put in order. */
const SWEEP = 1 << 18
const WINDOW = 1 << 18

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
  const schema = schemaWrittenBy(set.schema.width, generation)
  out.text(headerOf(schema))
  const order = addressOrder(last)
  const sweep = new Sweep(set, schema, generation)
  for (let from = 0; from < order.length; from += SWEEP) {
    sweep.run(last, order.subarray(from, from + SWEEP), out)
    watch?.(Math.min(from + SWEEP, order.length), order.length)
  }
}

/** A header as long as one that was read; columns that only a later Kea knows have no name here. */
function headerOfLength({ columns }: LeaseFileSchema, length: number): string {
  const unknown = new Array<string>(Math.max(0, length - columns.length)).fill('later')
  return [...columns.slice(0, length), ...unknown].join(',')
}

/** Fetches rows in the order of the file and gives them back in the order that is asked for. */
class Sweep {
  private readonly writer: RowWriter
  /** One for each source: the header says how long rows may be. */
  private readonly readers: readonly LeaseCsvReader[]
  private rows = Buffer.allocUnsafeSlow(1 << 20)
  private used = 0
  private window = Buffer.allocUnsafeSlow(WINDOW)
  private origin = 0
  private held = 0

  constructor(
    private readonly set: LeaseSet,
    schema: LeaseFileSchema,
    private readonly generation: '2.2' | '3',
  ) {
    this.writer = new RowWriter(schema)
    const sink = { row: (record: LeaseRecord) => this.keep(record), bad: () => {} }
    // Kea 2.2 puts host names of DHCPv4 leases in lower case, and leaves those of DHCPv6 leases as clients wrote them
    const options = { file: '', maxErrors: 0, keepCase: generation === '2.2' && schema.width === 16 }
    this.readers = set.sources.map(({ columns }) => {
      const reader = new LeaseCsvReader(set.schema, sink, options)
      const header = Buffer.from(`${headerOfLength(set.schema, columns)}\n`)
      reader.feed(header, 0, header.length)
      return reader
    })
  }

  run(last: LastRows, slots: Uint32Array, out: Output): void {
    const { length } = slots
    // the offset and the place in the order, in one number: sorting numbers is many times faster than sorting by a rule
    const keys = new Float64Array(length)
    for (let i = 0; i < length; i++) keys[i] = last.offset(slots[i]!) * SWEEP + i
    keys.sort()
    const starts = new Float64Array(length + 1)
    const ends = new Float64Array(length + 1)
    this.used = 0
    for (const key of keys) {
      const place = key % SWEEP
      starts[place] = this.used
      this.fetch((key - place) / SWEEP)
      ends[place] = this.used
    }
    for (let i = 0; i < length; i++) out.bytes(this.rows.subarray(starts[i], ends[i]))
  }

  /** Read the row at `offset` and append it to what is kept. */
  private fetch(offset: number): void {
    let at = offset - this.origin
    let end = at >= 0 && at < this.held ? this.window.indexOf(0x0a, at) : -1
    if (end < 0 || end >= this.held) {
      this.held = this.set.read(offset, this.window, 0, this.window.length)
      this.origin = offset
      at = 0
      end = this.window.subarray(0, this.held).indexOf(0x0a)
      if (end < 0 && this.held === this.window.length) {
        this.window = Buffer.allocUnsafeSlow(this.window.length * 2)
        this.held = 0
        this.fetch(offset)
        return
      }
    }
    const reader = this.readers[this.set.sourceAt(offset)]!
    if (end < 0) reader.end(this.window, at, this.held)
    else reader.feed(this.window, at, end + 1)
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
