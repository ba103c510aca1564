import { existsSync, readFileSync } from 'node:fs'

/** A row of Kea's DHCPv4 lease file, by the names of its header. Times in seconds since 1970. */
export interface LeaseRow {
  readonly address: string
  readonly hwaddr: string
  readonly clientId: string
  readonly validLifetime: number
  readonly expire: number
  readonly subnetId: number
  readonly hostname: string
  readonly state: number
}

export interface LeaseFile {
  /** All good rows, in the order of the file. */
  readonly rows: readonly LeaseRow[]
  /** Lines that are no whole row, as they are. */
  readonly bad: readonly string[]
  /** What the file says now: the last row of an address counts, and lifetime 0 takes it away. */
  readonly current: ReadonlyMap<string, LeaseRow>
}

/**
 * Reads a lease file with the side files that its compaction may have left, in the order in which a starting server
 * reads them. The judge's own reader, for files of tests: whole in memory, by column name.
 */
export function readLeaseFile(path: string): LeaseFile {
  const older = existsSync(`${path}.completed`) ? [`${path}.completed`] : [`${path}.2`, `${path}.1`]
  const rows: LeaseRow[] = []
  const bad: string[] = []
  for (const file of [...older, path]) if (existsSync(file)) readOne(readFileSync(file, 'latin1'), rows, bad)
  const current = new Map<string, LeaseRow>()
  for (const row of rows) {
    if (row.validLifetime === 0) current.delete(row.address)
    else current.set(row.address, row)
  }
  return { rows, bad, current }
}

function readOne(text: string, rows: LeaseRow[], bad: string[]): void {
  const [header = '', ...lines] = text.split('\n')
  // The last line ends with a newline too; what stands after it was cut off in the middle
  const tail = lines.pop()
  if (tail !== undefined && tail !== '') bad.push(tail)
  const names = header.split(',')
  for (const line of lines) {
    if (line === '') continue
    const fields = line.split(',')
    if (fields.length !== names.length) {
      bad.push(line)
      continue
    }
    const field = (name: string): string => fields[names.indexOf(name)] ?? ''
    const row: LeaseRow = {
      address: field('address'),
      hwaddr: field('hwaddr'),
      clientId: field('client_id'),
      validLifetime: Number(field('valid_lifetime')),
      expire: Number(field('expire')),
      subnetId: Number(field('subnet_id')),
      hostname: unescaped(field('hostname')),
      state: Number(field('state')),
    }
    const whole = /^\d+\.\d+\.\d+\.\d+$/.test(row.address) && row.expire > 0 && row.subnetId > 0 && row.state >= 0
    if (whole) rows.push(row)
    else bad.push(line)
  }
}

/** Kea writes control characters, commas and & as &#x and two hex digits, without a semicolon. */
function unescaped(text: string): string {
  return text.replace(/&#x([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
