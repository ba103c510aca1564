import { LeaseRecord } from './lease-record.js'
import { type RowFields, RowParser } from './row-parser.js'
import { checkHeader, type Header, type LeaseFileSchema } from './schema.js'

const COMMA = 0x2c
const LF = 0x0a
const CR = 0x0d
/** Fields of a row that are looked at; what follows is only counted. */
const FIELDS = 64

/** Who wants the rows. The record is the reader's own and changes with the next row. */
export interface RowSink {
  row(record: LeaseRecord): void
  bad(row: BadRow): void
}

export interface BadRow {
  /** As Kea counts: 1 is the first row after the header; blank lines are not counted. */
  readonly row: number
  /** As editors count: 1 is the header. */
  readonly line: number
  readonly reason: string
}

export interface CsvReaderOptions {
  /** The file's name, for reasons. */
  readonly file: string
  /** More bad rows than this end the reading; 0: no limit. */
  readonly maxErrors: number
  /** Leave the case of host names as it is: for those who write them again as Kea 2.2 does in DHCPv6. */
  readonly keepCase?: boolean
}

/**
 * Reads a lease file as a stream of bytes. Give it the bytes with feed(), the last ones with end(); `failure` tells
 * that the file as a whole cannot be read on. A bad row is reported and skipped, the others are kept.
 */
export class LeaseCsvReader {
  rows = 0
  errors = 0
  /** Undefined until the first line has been read. */
  header: Header | undefined
  /** Why nothing more is read: a header that is none, or too many errors; '' while all is well. */
  failure = ''
  /** The line that the sink is being told of, as editors count. */
  line = 0
  /** Where that line stands in the bytes given to feed(), without its line end; for those who want it again as it is. */
  lineStart = 0
  lineStop = 0
  private readonly schema: LeaseFileSchema
  private readonly sink: RowSink
  private readonly options: CsvReaderOptions
  private readonly parser: RowParser
  private readonly record = new LeaseRecord()
  private readonly fields: RowFields = {
    bytes: Buffer.alloc(0),
    count: 0,
    starts: new Int32Array(FIELDS),
    ends: new Int32Array(FIELDS),
  }

  constructor(schema: LeaseFileSchema, sink: RowSink, options: CsvReaderOptions) {
    this.schema = schema
    this.sink = sink
    this.options = options
    this.parser = new RowParser(schema, options.keepCase)
  }

  /** Read the whole lines of bytes[start, end); returns where the line begins that is not complete yet. */
  feed(bytes: Buffer, start: number, end: number): number {
    const { fields } = this
    const { starts, ends } = fields
    fields.bytes = bytes
    let lineStart = start
    let count = 0
    let fieldStart = start
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!
      if (byte === COMMA) {
        if (count < FIELDS) {
          starts[count] = fieldStart
          ends[count] = i
        }
        count++
        fieldStart = i + 1
      } else if (byte === LF) {
        const stop = i > lineStart && bytes[i - 1] === CR ? i - 1 : i
        if (count < FIELDS) {
          starts[count] = fieldStart
          ends[count] = Math.max(stop, fieldStart)
        }
        fields.count = count + 1
        this.take(lineStart, stop)
        if (this.failure !== '') return i + 1
        lineStart = i + 1
        fieldStart = lineStart
        count = 0
      }
    }
    return lineStart
  }

  /** The file ends with bytes[start, end), which may lack the last line feed. */
  end(bytes: Buffer, start: number, end: number): void {
    const rest = this.failure === '' ? this.feed(bytes, start, end) : end
    if (rest < end && this.failure === '') {
      const tail = Buffer.concat([bytes.subarray(rest, end), Buffer.of(LF)])
      this.feed(tail, 0, tail.length)
    }
  }

  /** One line, split into this.fields. */
  private take(lineStart: number, stop: number): void {
    this.line++
    if (stop === lineStart) return
    this.lineStart = lineStart
    this.lineStop = stop
    if (this.header === undefined) {
      this.takeHeader(lineStart, stop)
      return
    }
    if (this.header.state === 'refused') return
    this.rows++
    const { fields, schema, parser } = this
    const width = schema.columns.length
    const { count } = fields
    if (count < this.header.count || count > Math.max(width, this.header.count)) {
      const row = fields.bytes.toString('latin1', lineStart, stop)
      const rule =
        this.header.count < width ? `must be between ${this.header.count} and ${width}` : 'must match current schema'
      this.bad(`Invalid number of columns: ${count} in row: '${row}', file: '${this.options.file}' : ${rule}`)
    } else if (parser.parse(fields, this.record)) this.sink.row(this.record)
    else this.bad(parser.reason)
  }

  private takeHeader(lineStart: number, stop: number): void {
    this.header = checkHeader(this.schema, this.fields.bytes.toString('utf8', lineStart, stop))
    if (this.header.state === 'refused')
      this.failure = `failed to read and parse header of the CSV file '${this.options.file}'${this.header.reason}`
  }

  private bad(reason: string): void {
    this.errors++
    this.sink.bad({ row: this.rows, line: this.line, reason })
    const { maxErrors, file } = this.options
    if (maxErrors > 0 && this.errors > maxErrors)
      this.failure = `exceeded maximum number of failures ${maxErrors} to read a lease from the lease file ${file}`
  }
}
