import { readSync } from 'node:fs'
import { DnsmasqReader } from '../lease-file/dnsmasq-reader.js'
import type { ForeignNote, ForeignSink } from '../lease-file/foreign-sink.js'
import { IscReader } from '../lease-file/isc/isc-reader.js'
import type { LeaseRecord } from '../lease-file/lease-record.js'
import { RowWriter, rowBound } from '../lease-file/row-writer.js'
import { headerOf, type LeaseFileSchema, schema4, schema6 } from '../lease-file/schema.js'
import { TableReader } from '../lease-file/table-reader.js'
import type { FileFormat } from './file-format.js'
import { LeaseToolFailed } from './lease-tool-failed.js'
import { namelessFile, writeWhole } from './nameless-file.js'
import type { Watch } from './progress.js'

export interface TranslateOptions {
  /** Keep leases that have ended, too, as far as the file tells of them. */
  readonly all: boolean
  /** Seconds of a lease of which the file does not say it (dnsmasq). */
  readonly lifetime: number
  /** Seconds since 1970. */
  readonly now: number
  /** Fill in what the file does not know (its subnet). False: the lease is left out. Called for leases that somebody has. */
  readonly complete: (record: LeaseRecord, line: number) => boolean
  readonly note: (note: ForeignNote, file: string) => void
  readonly watch: Watch | undefined
}

export const translateDefaults: TranslateOptions = {
  all: false,
  lifetime: 3600,
  now: 0,
  complete: () => true,
  note: () => {},
  watch: undefined,
}

interface Bytes {
  readonly fd: number
  readonly size: number
}

/**
 * Translate a file of another form to a file of Kea's without a name, row by row and in the same order: whatever is done to
 * lease files is done to one form. Nothing of the input is closed. Throws LeaseToolFailed.
 */
export async function translate(
  name: string,
  input: Bytes,
  format: Exclude<FileFormat, 'kea'>,
  width: 4 | 16 | undefined,
  given: Partial<TranslateOptions>,
): Promise<Bytes & { readonly schema: LeaseFileSchema }> {
  const options = { ...translateDefaults, ...given }
  const family = width ?? familyOf(input, format)
  const schema = family === 16 ? schema6 : schema4
  const out = new Translation(name, schema, options)
  const feed = readerOf(format, schema, out, input, options)
  const buffer = Buffer.allocUnsafe(1 << 18)
  for (let position = 0; position < input.size; ) {
    const got = readSync(input.fd, buffer, 0, Math.min(buffer.length, input.size - position), position)
    if (got === 0) break
    await feed(buffer.subarray(0, got))
    position += got
    options.watch?.(position, input.size)
  }
  try {
    await feed(undefined)
  } catch (thrown) {
    throw new LeaseToolFailed(`${name}: ${(thrown as Error).message}`)
  }
  return { ...out.finish(), schema }
}

/** Feeds bytes to the reader of the format; undefined: there are no more. */
function readerOf(
  format: Exclude<FileFormat, 'kea'>,
  schema: LeaseFileSchema,
  sink: ForeignSink,
  input: Bytes,
  { lifetime, now }: TranslateOptions,
): (bytes: Buffer | undefined) => void | Promise<void> {
  if (format === 'csv') {
    const table = new TableReader(schema, sink, delimiterOf(head(input)), lifetime)
    return bytes => (bytes === undefined ? table.end() : table.feed(bytes))
  }
  const reader =
    format === 'isc' ? new IscReader(schema.width, sink) : new DnsmasqReader(schema.width, sink, lifetime, now)
  return bytes => {
    if (bytes === undefined) reader.end()
    else reader.feed(bytes.toString('latin1'))
  }
}

/** What the file looks like when nobody says it: the family of the first thing in it that has one. */
function familyOf(input: Bytes, format: FileFormat): 4 | 16 {
  const text = head(input)
  if (format === 'csv') return /\b(?:duid|iaid)\b/i.test(text.slice(0, text.indexOf('\n'))) ? 16 : 4
  const six = text.search(/^\s*(?:ia-na|ia-pd|ia-ta)\s/m)
  const four = text.search(/^\s*lease\s/m)
  return six >= 0 && (four < 0 || six < four) ? 16 : 4
}

function head({ fd, size }: Bytes): string {
  const bytes = Buffer.alloc(Math.min(size, 1 << 16))
  return bytes.toString('latin1', 0, readSync(fd, bytes, 0, bytes.length, 0))
}

function delimiterOf(text: string): string {
  const header = text.slice(0, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n'))
  const count = (delimiter: string) => header.split(delimiter).length
  return [',', ';', '\t'].reduce((a, b) => (count(b) > count(a) ? b : a))
}

/** Writes what a reader tells as rows of a file without a name. */
class Translation implements ForeignSink {
  private readonly fd = namelessFile()
  private readonly writer: RowWriter
  private buffer = Buffer.allocUnsafe(1 << 18)
  private used: number
  private size = 0

  constructor(
    private readonly name: string,
    schema: LeaseFileSchema,
    private readonly options: TranslateOptions,
  ) {
    this.writer = new RowWriter(schema)
    this.used = this.buffer.write(headerOf(schema))
  }

  lease(record: LeaseRecord, live: boolean, line: number): void {
    const kept = live || this.options.all
    if (!kept) this.note({ line, kind: 'left-out', what: 'records of leases that have ended', detail: '' })
    if (kept && !this.options.complete(record, line)) return
    const bound = rowBound(record)
    if (this.used + bound > this.buffer.length) this.flush()
    if (bound > this.buffer.length) this.buffer = Buffer.allocUnsafe(bound)
    this.used = this.writer.write(record, this.buffer, this.used, !kept)
  }

  note(note: ForeignNote): void {
    this.options.note(note, this.name)
  }

  finish(): Bytes {
    this.flush()
    return { fd: this.fd, size: this.size }
  }

  private flush(): void {
    writeWhole(this.fd, this.buffer, this.used)
    this.size += this.used
    this.used = 0
  }
}
