import { type CsvError, type Parser, parse } from 'csv-parse'
import { LeaseCsvReader } from './csv-reader.js'
import { readEscaped, writeEscaped } from './field-text.js'
import type { ForeignSink } from './foreign-sink.js'
import type { LeaseRecord } from './lease-record.js'
import { headerOf, type LeaseFileSchema } from './schema.js'

/** Other names that columns go by: those of Kea's API and its databases, and what people write. */
const NAMES: Readonly<Record<string, string>> = {
  ip: 'address',
  ip_address: 'address',
  mac: 'hwaddr',
  mac_address: 'hwaddr',
  hw_address: 'hwaddr',
  client: 'client_id',
  clientid: 'client_id',
  valid_lft: 'valid_lifetime',
  lifetime: 'valid_lifetime',
  preferred_lft: 'pref_lifetime',
  subnet: 'subnet_id',
  type: 'lease_type',
  iaid: 'iaid',
  expires: 'expire',
  prefix_length: 'prefix_len',
  name: 'hostname',
  host: 'hostname',
  context: 'user_context',
}
const KINDS: Readonly<Record<string, string>> = { IA_NA: '0', IA_PD: '2' }
const STATES = ['default', 'declined', 'expired-reclaimed', 'released', 'registered']
/** What a missing column stands for. */
const DEFAULTS: Readonly<Record<string, string>> = {
  subnet_id: '0',
  fqdn_fwd: '0',
  fqdn_rev: '0',
  state: '0',
  pref_lifetime: '0',
  lease_type: '0',
  iaid: '0',
  prefix_len: '128',
  pool_id: '0',
}

/**
 * Reads leases from a table with a header: columns in any order and by several names, quoted fields, and commas, semicolons
 * or tabs between them. Only the address and either lifetime and expiry, or one of them with `cltt`, are needed.
 */
export class TableReader {
  private readonly parser: Parser
  private readonly rows: LeaseCsvReader
  private names: readonly string[] | undefined
  private line = 0

  constructor(
    private readonly schema: LeaseFileSchema,
    private readonly sink: ForeignSink,
    delimiter: string,
    /** Seconds of a lease whose table does not say it. */
    private readonly lifetime: number,
  ) {
    this.rows = new LeaseCsvReader(
      schema,
      {
        row: (record: LeaseRecord) => sink.lease(record, record.validLifetime > 0, this.line),
        bad: ({ reason }) =>
          sink.note({ line: this.line, kind: 'bad', what: 'a row that is no lease', detail: reason }),
      },
      { file: 'table', maxErrors: 0 },
    )
    const header = Buffer.from(headerOf(schema))
    this.rows.feed(header, 0, header.length)
    this.parser = parse({
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      encoding: 'latin1',
    })
    this.parser.on('readable', () => this.drain())
  }

  /** Resolves when there is room for more. */
  feed(bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.parser.write(Buffer.from(bytes), error => (error ? reject(error) : resolve()))
    })
  }

  /** Resolves when all rows have been told; rejects with CsvError when the text is no table. */
  end(): Promise<void> {
    return new Promise((resolve, reject: (error: CsvError) => void) => {
      this.parser.on('end', resolve).on('error', reject).end()
    })
  }

  private drain(): void {
    for (;;) {
      const read = this.parser.read() as { record: string[]; info: { lines: number } } | null
      if (read === null) return
      this.line = read.info.lines
      if (this.names === undefined) this.header(read.record)
      else this.row(read.record, this.names)
    }
  }

  private header(titles: readonly string[]): void {
    this.names = titles.map(title => {
      const name = title
        .trim()
        .toLowerCase()
        .replaceAll(/[-\s]+/g, '_')
      return NAMES[name] ?? name
    })
    for (const name of this.names) {
      if (!this.schema.columns.includes(name) && name !== 'cltt')
        this.sink.note({ line: 1, kind: 'left-out', what: `column "${name}" has no counterpart`, detail: '' })
    }
  }

  private row(fields: readonly string[], names: readonly string[]): void {
    const values = new Map(names.map((name, i) => [name, fields[i] ?? '']))
    const lifetime = values.get('valid_lifetime') || `${this.lifetime}`
    const expire = secondsOf(values.get('expire') ?? '')
    const cltt = secondsOf(values.get('cltt') ?? '')
    values.set('valid_lifetime', lifetime)
    values.set('expire', expire === '' && cltt !== '' ? `${Number(cltt) + Number(lifetime)}` : expire)
    values.set('lease_type', KINDS[values.get('lease_type') ?? ''] ?? values.get('lease_type') ?? '')
    const state = STATES.indexOf(values.get('state') ?? '')
    if (state >= 0) values.set('state', `${state}`)
    for (const flag of ['fqdn_fwd', 'fqdn_rev'])
      values.set(flag, { true: '1', false: '0' }[values.get(flag) ?? ''] ?? values.get(flag) ?? '')
    const text = this.schema.columns.map(name => {
      const value = values.get(name) || DEFAULTS[name] || ''
      return name === 'hostname' || name === 'user_context' ? escaped(value) : value.replaceAll('-', ':')
    })
    const bytes = Buffer.from(`${text.join(',')}\n`, 'latin1')
    this.rows.feed(bytes, 0, bytes.length)
  }
}

/** Seconds since 1970 from a number or a date ("2026-11-20T22:00:00Z"); what is neither stays as it is. */
function secondsOf(text: string): string {
  if (text === '' || /^\d+$/.test(text)) return text
  const milliseconds = Date.parse(text)
  return Number.isNaN(milliseconds) ? text : `${Math.floor(milliseconds / 1000)}`
}

/** In Kea's escapes; those that are there already are kept. */
function escaped(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  const plain = Buffer.alloc(bytes.length)
  const length = readEscaped(bytes, 0, bytes.length, plain, 0)
  const out = Buffer.alloc(length * 5)
  return out.toString('latin1', 0, writeEscaped(plain, 0, length, out, 0))
}
