import { readSync } from 'node:fs'
import { type BadRow, LeaseCsvReader, type RowSink } from '../lease-file/csv-reader.js'
import type { LeaseRecord } from '../lease-file/lease-record.js'
import type { LeaseSet, LeaseSource } from './lease-set.js'
import { fileFailure, LeaseToolFailed } from './lease-tool-failed.js'
import type { Watch } from './progress.js'

const CHUNK = 1 << 20

/** Told of every row, in the order of files and lines. The scan says where it stands; the record is reused. */
export interface RowVisitor {
  row(record: LeaseRecord, scan: LeaseScan): void
  bad?(bad: BadRow, scan: LeaseScan): void
}

/** One pass over all rows of a set, in constant memory. */
export class LeaseScan implements RowSink {
  /** Good and bad ones. */
  rows = 0
  errors = 0
  /** The file that is being read. */
  source!: LeaseSource
  private readonly set: LeaseSet
  private readonly visitor: RowVisitor
  private reader!: LeaseCsvReader
  private buffer = Buffer.allocUnsafeSlow(CHUNK)
  /** Offset, through all sources, of buffer[0]. */
  private origin = 0
  private stopped = false

  constructor(set: LeaseSet, visitor: RowVisitor) {
    this.set = set
    this.visitor = visitor
  }

  /** Offset of the row that the visitor is being told of, through all files of the set. */
  get offset(): number {
    return this.origin + this.reader.lineStart
  }

  /** Its line in its file; 1 is the header. */
  get line(): number {
    return this.reader.line
  }

  /** The row as it stands in the file, without its line end; to be used at once. */
  get raw(): Buffer {
    return this.buffer.subarray(this.reader.lineStart, this.reader.lineStop)
  }

  /** The visitor has enough. */
  stop(): void {
    this.stopped = true
  }

  row(record: LeaseRecord): void {
    if (!this.stopped) this.visitor.row(record, this)
  }

  bad(bad: BadRow): void {
    this.visitor.bad?.(bad, this)
  }

  /**
   * Read everything. `maxErrors`: more bad rows than this in one file are too many; 0: any number will do. Throws
   * LeaseToolFailed when a file cannot be read or is none.
   */
  run(watch?: Watch, maxErrors = 0): this {
    const { set } = this
    set.sources.forEach((source, i) => {
      if (this.stopped) return
      this.source = source
      this.reader = new LeaseCsvReader(set.schema, this, { file: source.name, maxErrors })
      this.readSource(set.bases[i]!, watch)
      this.rows += this.reader.rows
      this.errors += this.reader.errors
      if (this.reader.failure !== '') throw new LeaseToolFailed(this.reader.failure)
    })
    watch?.(set.size, set.size)
    return this
  }

  private readSource(base: number, watch: Watch | undefined): void {
    const { source, reader, set } = this
    let kept = 0
    this.origin = base
    for (let position = 0; position < source.size && !this.stopped; ) {
      if (kept === this.buffer.length) this.buffer = Buffer.concat([this.buffer, Buffer.allocUnsafeSlow(kept)])
      const got = this.fill(kept, position)
      if (got === 0) break
      position += got
      const end = kept + got
      const rest = reader.feed(this.buffer, 0, end)
      if (reader.failure !== '') return
      this.buffer.copyWithin(0, rest, end)
      kept = end - rest
      this.origin += rest
      watch?.(base + position, set.size)
    }
    if (kept === 0 || this.stopped) return
    // the last line lacks its line feed
    if (kept === this.buffer.length) this.buffer = Buffer.concat([this.buffer, Buffer.allocUnsafeSlow(1)])
    this.buffer[kept] = 0x0a
    reader.feed(this.buffer, 0, kept + 1)
  }

  private fill(kept: number, position: number): number {
    const { source } = this
    const room = Math.min(this.buffer.length - kept, source.size - position)
    try {
      return readSync(source.fd, this.buffer, kept, room, position)
    } catch (thrown) {
      throw fileFailure(source.name, thrown)
    }
  }
}
