import { existsSync, readFileSync } from 'node:fs'

/** What every row of Kea's lease files has, whichever family it is. */
export interface LeaseRowBase {
  readonly address: string
  readonly hwaddr: string
  /** Seconds; 0 takes the lease away. */
  readonly validLifetime: number
  /** Seconds since 1970. */
  readonly expire: number
  readonly subnetId: number
  readonly hostname: string
  readonly state: number
}

/** A row of the DHCPv4 lease file, by the names of its header. */
export interface LeaseRow extends LeaseRowBase {
  readonly clientId: string
}

export interface LeaseFile<R extends LeaseRowBase = LeaseRow> {
  /** All good rows, in the order of the file. */
  readonly rows: readonly R[]
  /** Lines that are no whole row, as they are. */
  readonly bad: readonly string[]
  /** What the file says now: the last row of an address counts, and lifetime 0 takes it away. */
  readonly current: ReadonlyMap<string, R>
}

/** The value of a column by its name in the header; '' where the file has no such column. */
export type Field = (name: string) => string

/**
 * Reads a lease file with the side files that its compaction may have left, in the order in which a starting server
 * reads them. The judge's own reader, for files of tests: whole in memory, by column name.
 */
export function readLeaseFile(path: string): LeaseFile {
  return readRows(path, field => {
    const row = { ...commonFields(field), clientId: field('client_id') }
    return isWhole(row) && /^\d+\.\d+\.\d+\.\d+$/.test(row.address) ? row : undefined
  })
}

/** The same for any family. `parse` gives undefined for what is no whole row. */
export function readRows<R extends LeaseRowBase>(path: string, parse: (field: Field) => R | undefined): LeaseFile<R> {
  const older = existsSync(`${path}.completed`) ? [`${path}.completed`] : [`${path}.2`, `${path}.1`]
  const rows: R[] = []
  const bad: string[] = []
  for (const file of [...older, path]) if (existsSync(file)) readOne(readFileSync(file, 'latin1'), parse, rows, bad)
  const current = new Map<string, R>()
  for (const row of rows) {
    if (row.validLifetime === 0) current.delete(row.address)
    else current.set(row.address, row)
  }
  return { rows, bad, current }
}

/** The columns that both families have. */
export function commonFields(field: Field): LeaseRowBase {
  return {
    address: field('address'),
    hwaddr: field('hwaddr'),
    validLifetime: Number(field('valid_lifetime')),
    expire: Number(field('expire')),
    subnetId: Number(field('subnet_id')),
    hostname: unescaped(field('hostname')),
    state: Number(field('state')),
  }
}

export function isWhole({ expire, subnetId, state }: LeaseRowBase): boolean {
  return expire > 0 && subnetId > 0 && state >= 0
}

function readOne<R>(text: string, parse: (field: Field) => R | undefined, rows: R[], bad: string[]): void {
  const [header = '', ...lines] = text.split('\n')
  // The last line ends with a newline too; what stands after it was cut off in the middle
  const tail = lines.pop()
  if (tail !== undefined && tail !== '') bad.push(tail)
  const names = header.split(',')
  for (const line of lines) {
    if (line === '') continue
    const fields = line.split(',')
    const row = fields.length === names.length ? parse(name => fields[names.indexOf(name)] ?? '') : undefined
    if (row === undefined) bad.push(line)
    else rows.push(row)
  }
}

/** Kea writes control characters, commas and & as &#x and two hex digits, without a semicolon. */
function unescaped(text: string): string {
  return text.replace(/&#x([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
