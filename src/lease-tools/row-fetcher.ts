import { LeaseCsvReader } from '../lease-file/csv-reader.js'
import type { LeaseRecord } from '../lease-file/lease-record.js'
import type { LeaseFileSchema } from '../lease-file/schema.js'
import type { LeaseSet } from './lease-set.js'

const WINDOW = 1 << 18

/** Reads single rows again, by the offsets that a scan has told. Quick where offsets ascend. */
export class RowFetcher {
  /** One for each source: the header says how long rows may be. */
  private readonly readers: readonly LeaseCsvReader[]
  private window = Buffer.allocUnsafeSlow(WINDOW)
  private origin = 0
  private held = 0

  /** `take` is given each row; its record is reused. */
  constructor(
    private readonly set: LeaseSet,
    take: (record: LeaseRecord) => void,
    keepCase = false,
  ) {
    const options = { file: '', maxErrors: 0, keepCase }
    this.readers = set.sources.map(({ columns }) => {
      const reader = new LeaseCsvReader(set.schema, { row: take, bad: () => {} }, options)
      const header = Buffer.from(`${headerOfLength(set.schema, columns)}\n`)
      reader.feed(header, 0, header.length)
      return reader
    })
  }

  fetch(offset: number): void {
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
}

/** A header as long as one that was read; columns that only a later Kea knows have no name here. */
function headerOfLength({ columns }: LeaseFileSchema, length: number): string {
  const unknown = new Array<string>(Math.max(0, length - columns.length)).fill('later')
  return [...columns.slice(0, length), ...unknown].join(',')
}
