import type { ForeignNote, ForeignSink } from '../../src/lease-file/foreign-sink.js'
import type { LeaseRecord } from '../../src/lease-file/lease-record.js'
import { RowWriter } from '../../src/lease-file/row-writer.js'
import { schema4Kea22, schema6Kea22 } from '../../src/lease-file/schema.js'

/** What a reader of foreign files told: leases as rows of Kea 2.2, "gone ADDRESS" for those that nobody has. */
export class Told implements ForeignSink {
  readonly rows: string[] = []
  readonly notes: string[] = []
  private readonly writer: RowWriter

  constructor(width: 4 | 16) {
    this.writer = new RowWriter(width === 4 ? schema4Kea22 : schema6Kea22)
  }

  lease(record: LeaseRecord, live: boolean): void {
    const out = Buffer.alloc(8192)
    const row = out.toString('latin1', 0, this.writer.write(record, out, 0)).trimEnd()
    this.rows.push(live ? row : `gone ${row.slice(0, row.indexOf(','))} state ${record.state}`)
  }

  note({ line, kind, what }: ForeignNote): void {
    this.notes.push(`${line} ${kind} ${what}`)
  }
}
