import type { LeaseRecord } from '../lease-file/lease-record.js'
import { type FilterRequest, type LeaseFilter, leaseFilter } from './lease-filter.js'
import { LeaseScan } from './lease-scan.js'
import { LeaseToolFailed } from './lease-tool-failed.js'
import { expiryOf, hex, LeaseViewer } from './lease-view.js'
import { openLeases } from './open-leases.js'
import type { ProgressBar } from './progress.js'
import { parseTime } from './time-text.js'

const DEFAULT_STATE = 0

/** Somebody had an address, from when to when (seconds since 1970). */
export interface Holding {
  readonly address: string
  readonly 'hw-address': string
  /** Client identifier, or DUID. */
  readonly 'client-id': string
  readonly hostname: string
  readonly 'subnet-id': number
  readonly from: number
  /** null: the lease does not end. */
  readonly until: number | null
  /** Why it ended then: the lease ran out, was deleted or given back, or the address went to another client or was declined. */
  readonly end: 'expired' | 'deleted' | 'released' | 'reclaimed' | 'taken' | 'declined'
  /** Where the first and the last row of it stand, as "file:line". */
  readonly first: string
  readonly last: string
  /** Rows that tell of it. */
  readonly rows: number
}

export interface GrepOptions {
  readonly filter: Pick<FilterRequest, 'address' | 'client' | 'hostname' | 'subnet'>
  /** Only who had it then. */
  readonly at: string | undefined
  /** Only who had it at some time from then on, or up to then. */
  readonly after: string | undefined
  readonly before: string | undefined
  /** Seconds since 1970. */
  readonly now: number
  readonly progress: ProgressBar
  /** Told as they end, at last those that have not. */
  readonly holding: (holding: Holding) => void
}

/**
 * Who had which address when, from the history that files of leases are: all rows count, not only the last ones. Give rotated files
 * first, the oldest at the beginning. A clean-up forgets what was before it. Returns the number of rows read. Throws LeaseToolFailed.
 */
export async function grepLeases(files: readonly string[], options: GrepOptions): Promise<number> {
  const { filter, progress, now } = options
  if (filter.address === undefined && filter.client === undefined && filter.hostname === undefined)
    throw new LeaseToolFailed('Who or what is looked for? Give --address, --client or --hostname.')
  const set = await openLeases(files, { all: true, now })
  try {
    const { width } = set.schema
    const places = leaseFilter(width, { address: filter.address }, now)
    const clients = leaseFilter(width, { ...filter, address: undefined }, now)
    const time = (text: string | undefined) => (text === undefined ? undefined : parseTime(text, now))
    const at = time(options.at)
    const from = at ?? time(options.after) ?? Number.NEGATIVE_INFINITY
    const to = at ?? time(options.before) ?? Number.POSITIVE_INFINITY
    const tell = (holding: Holding) => {
      if (holding.from <= to && (holding.until ?? Number.POSITIVE_INFINITY) > from) options.holding(holding)
    }
    const search = new Search(new LeaseViewer(width), places, clients, tell)
    const { rows } = new LeaseScan(set, search).run(progress.watchPrinting('searching', '-'))
    progress.end()
    search.end()
    return rows
  } finally {
    progress.end()
    set.close()
  }
}

/** Who has an address at this point of the history. */
interface Open {
  readonly owner: string
  readonly from: number
  readonly first: string
  readonly hardware: string
  readonly client: string
  hostname: string
  subnetId: number
  until: number
  last: string
  rows: number
}

class Search {
  private readonly open = new Map<string, Open>()

  constructor(
    private readonly viewer: LeaseViewer,
    private readonly places: LeaseFilter,
    private readonly clients: LeaseFilter,
    private readonly tell: (holding: Holding) => void,
  ) {}

  row(record: LeaseRecord, scan: LeaseScan): void {
    if (!this.places(record)) return
    const wanted = this.clients(record)
    if (!wanted && this.open.size === 0) return
    const address = this.viewer.placeText(record)
    const known = this.open.get(address)
    if (!wanted && known === undefined) return
    const where = `${scan.source.name}:${scan.line}`
    if (record.validLifetime === 0) {
      if (known !== undefined)
        this.close(address, known, record.cltt, record.state === 3 ? 'released' : 'deleted', where)
      return
    }
    if (record.state !== DEFAULT_STATE) {
      if (known === undefined) return
      if (record.state === 1) this.close(address, known, record.cltt, 'declined', where)
      else this.close(address, known, expiryOf(record), record.state === 3 ? 'released' : 'reclaimed', where)
      return
    }
    const hardware = hex(record.bytes, record.hardwareAt, record.hardwareLength)
    const client = hex(record.bytes, record.clientAt, record.clientLength)
    const owner = client || hardware
    if (known !== undefined && known.owner === owner && record.cltt <= known.until) {
      known.until = expiryOf(record)
      known.last = where
      known.rows++
      known.subnetId = record.subnetId
      known.hostname = hostnameOf(record)
      return
    }
    if (known !== undefined)
      this.close(
        address,
        known,
        Math.min(known.until, record.cltt),
        known.until > record.cltt ? 'taken' : 'expired',
        '',
      )
    if (!wanted) return
    this.open.set(address, {
      owner,
      from: record.cltt,
      first: where,
      hardware,
      client,
      hostname: hostnameOf(record),
      subnetId: record.subnetId,
      until: expiryOf(record),
      last: where,
      rows: 1,
    })
  }

  /** The history ends; whoever still has an address has it until the lease runs out. */
  end(): void {
    for (const [address, open] of this.open) this.close(address, open, open.until, 'expired', '')
  }

  private close(address: string, open: Open, until: number, end: Holding['end'], where: string): void {
    this.open.delete(address)
    const ended = Math.min(until, open.until)
    this.tell({
      address,
      'hw-address': open.hardware,
      'client-id': open.client,
      hostname: open.hostname,
      'subnet-id': open.subnetId,
      from: open.from,
      until: Number.isFinite(ended) ? ended : null,
      // what ran out before somebody cleared it away ran out
      end: open.until < until ? 'expired' : end,
      first: open.first,
      last: where === '' ? open.last : where,
      rows: where === '' ? open.rows : open.rows + 1,
    })
  }
}

function hostnameOf(record: LeaseRecord): string {
  return record.bytes.toString('utf8', record.hostnameAt, record.hostnameAt + record.hostnameLength)
}
