import { readSync } from 'node:fs'
import type { LeaseRecord } from '../lease-file/lease-record.js'
import type { LeaseSubnets } from './config-subnets.js'
import { DoubleClients } from './double-clients.js'
import { FNV, hashBytes, identityHash } from './identity-hash.js'
import { LastRows } from './last-rows.js'
import { LeaseScan } from './lease-scan.js'
import type { LeaseSet } from './lease-set.js'
import { expiryOf, LeaseViewer } from './lease-view.js'
import { Output } from './output.js'
import type { ProgressBar } from './progress.js'

const DEFAULT_STATE = 0

/** What can be wrong with a row. The first three are left out by a repair. */
export type CheckKind = 'bad-row' | 'outside' | 'duplicate' | 'two-owners' | 'two-leases'

export interface CheckProblem {
  readonly file: string
  readonly line: number
  readonly kind: CheckKind
  readonly reason: string
}

export interface CheckOptions {
  /** Undefined: addresses are not held against a configuration. */
  readonly subnets: LeaseSubnets | undefined
  /** Seconds since 1970. */
  readonly now: number
  /** Write the good rows to this file, and what was left out to the same with ".rejected" behind it. */
  readonly fix: string | undefined
  readonly progress: ProgressBar
  /** Told as they are found, in the order of the lines; 'two-leases' come last. */
  readonly problem: (problem: CheckProblem) => void
}

export interface Checked {
  readonly rows: number
  /** Leases that there are now. */
  readonly leases: number
  readonly counts: Readonly<Partial<Record<CheckKind, number>>>
  readonly problems: number
}

/** Check every row of a set. Throws LeaseToolFailed when a file cannot be read at all. */
export function checkLeases(set: LeaseSet, options: CheckOptions): Checked {
  const repair = options.fix === undefined ? undefined : new Repair(options.fix, set)
  try {
    const check = new Check(set, options, repair)
    const { rows } = new LeaseScan(set, check).run(options.progress.watchPrinting('checking', '-'))
    check.findDoubleClients(options.progress)
    repair?.end()
    const counts = Object.fromEntries(check.counts)
    const problems = [...check.counts.values()].reduce((a, b) => a + b, 0)
    return { rows, leases: check.last.live, counts, problems }
  } finally {
    repair?.abandon()
    options.progress.end()
  }
}

class Check {
  readonly counts = new Map<CheckKind, number>()
  readonly last: LastRows
  private readonly viewer: LeaseViewer
  /** Of the last row of each address, by slot: who has it, and until when (seconds since 1970, at most 2^32 - 1). */
  private owners = new Uint32Array(1024)
  private until = new Uint32Array(1024)
  private rowHashes = new Uint32Array(1024)

  constructor(
    private readonly set: LeaseSet,
    private readonly options: CheckOptions,
    private readonly repair: Repair | undefined,
  ) {
    this.last = new LastRows(set.schema.width, set.expectedRows)
    this.viewer = new LeaseViewer(set.schema.width)
  }

  row(record: LeaseRecord, scan: LeaseScan): void {
    const reason = this.outside(record)
    if (reason !== '') {
      this.tell(scan, 'outside', reason)
      this.repair?.reject(scan)
      return
    }
    if (this.history(record, scan)) this.repair?.keep(scan)
    else this.repair?.reject(scan)
  }

  bad({ reason }: { readonly reason: string }, scan: LeaseScan): void {
    this.tell(scan, 'bad-row', reason)
    this.repair?.reject(scan)
  }

  /** Clients with several leases in one subnet: the leases have to be read again to say which. */
  findDoubleClients(progress: ProgressBar): void {
    if (this.set.schema.width !== 4) return
    const doubles = new DoubleClients(this.last, this.options.now)
    new LeaseScan(this.set, { row: (record, scan) => doubles.count(record, scan.offset) }).run(
      progress.watch('comparing'),
    )
    if (!doubles.find()) return
    const visitor = {
      row: (record: LeaseRecord, scan: LeaseScan) => {
        const before = doubles.before(record, scan.offset, `${scan.source.name}:${scan.line}`)
        if (before !== undefined)
          this.tell(
            scan,
            'two-leases',
            `${this.viewer.addressText(record)}: its client has ${before} in the same subnet`,
          )
      },
    }
    new LeaseScan(this.set, visitor).run()
  }

  /** Why the row is none of the configuration; '': it is. */
  private outside(record: LeaseRecord): string {
    const { subnets } = this.options
    if (subnets === undefined) return ''
    const place = subnets.of(record)
    if (place?.id === record.subnetId) return ''
    const address = this.viewer.placeText(record)
    const there = place === undefined ? 'no subnet has the address' : `the address is in subnet ${place.id}`
    return subnets.subnets.some(({ id }) => id === record.subnetId)
      ? `${address}: not in its subnet ${record.subnetId}; ${there}`
      : `${address}: there is no subnet ${record.subnetId}; ${there}`
  }

  /** Holds the row against the one before of its address; false: it says nothing new. */
  private history(record: LeaseRecord, scan: LeaseScan): boolean {
    const { last } = this
    const before = last.find(record)
    const lived = before >= 0 && last.offset(before) >= 0
    const { raw } = scan
    const hash = hashBytes(raw, 0, raw.length, FNV)
    if (lived && this.rowHashes[before] === hash && this.until[before] === untilOf(record)) {
      this.tell(scan, 'duplicate', `${this.viewer.placeText(record)}: the same row as the one before of this address`)
      return false
    }
    const owner = identityHash(record)
    if (lived && record.validLifetime > 0 && record.state === DEFAULT_STATE) {
      const held = this.owners[before]!
      if (held !== 0 && held !== owner && this.until[before]! > record.cltt)
        this.tell(
          scan,
          'two-owners',
          `${this.viewer.placeText(record)}: given to another client before the lease of the one before had ended`,
        )
    }
    if (record.validLifetime === 0) {
      last.delete(record)
      return true
    }
    last.set(record, scan.offset)
    const slot = last.find(record)
    this.reserve(slot)
    this.owners[slot] = record.state === DEFAULT_STATE ? owner : 0
    this.until[slot] = untilOf(record)
    this.rowHashes[slot] = hash
    return true
  }

  private reserve(slot: number): void {
    if (slot < this.owners.length) return
    const room = this.owners.length * 2
    for (const name of ['owners', 'until', 'rowHashes'] as const) {
      const grown = new Uint32Array(room)
      grown.set(this[name])
      this[name] = grown
    }
  }

  private tell(scan: LeaseScan, kind: CheckKind, reason: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1)
    this.options.problem({ file: scan.source.name, line: scan.line, kind, reason })
  }
}

function untilOf(record: LeaseRecord): number {
  return Math.min(expiryOf(record), 0xffffffff)
}

/** The good rows and the others, as they stand in the file. */
class Repair {
  private readonly good: Output
  private readonly rejected: Output
  private readonly lineFeed = Buffer.of(0x0a)

  constructor(name: string, set: LeaseSet) {
    this.good = new Output(name)
    this.rejected = new Output(`${name}.rejected`)
    const [source] = set.sources
    const head = Buffer.alloc(Math.min(source?.size ?? 0, 8192))
    if (source !== undefined && head.length > 0) readSync(source.fd, head, 0, head.length, 0)
    const end = head.indexOf(0x0a)
    const header = `${head.toString('latin1', 0, end < 0 ? head.length : end).trimEnd()}\n`
    this.good.text(header)
    this.rejected.text(header)
  }

  keep(scan: LeaseScan): void {
    this.good.bytes(scan.raw)
    this.good.bytes(this.lineFeed)
  }

  reject(scan: LeaseScan): void {
    this.rejected.bytes(scan.raw)
    this.rejected.bytes(this.lineFeed)
  }

  end(): void {
    this.good.end()
    this.rejected.end()
  }

  abandon(): void {
    this.good.abandon()
    this.rejected.abandon()
  }
}
