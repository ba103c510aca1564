import type { LeaseRecord } from '../lease-file/lease-record.js'
import { loadSubnets, type SubnetsOf } from './config-subnets.js'
import { eachCurrent } from './current-leases.js'
import type { FileFormat } from './file-format.js'
import { LeaseToolFailed } from './lease-tool-failed.js'
import { LeaseViewer, STATE_NAMES } from './lease-view.js'
import { type NoteCount, NoteReport } from './note-report.js'
import { openLeases } from './open-leases.js'
import { Output } from './output.js'
import type { ProgressBar } from './progress.js'
import { csvPrinter, jsonPrinter, keaPrinter, type LeasePrinter } from './row-print.js'

export type ConvertTarget = 'kea4' | 'kea6' | 'kea-2.2' | 'json' | 'csv'

export interface ConvertOptions {
  readonly from: FileFormat | undefined
  readonly to: ConvertTarget
  /** Kea configuration files that say which subnet has which id. */
  readonly config: readonly string[]
  /** The subnet of all leases, where no configuration says it. */
  readonly subnetId: number | undefined
  /** Seconds of a lease of which neither file nor configuration says it. */
  readonly lifetime: number
  /** Also leases that have ended, were given back or reclaimed. */
  readonly all: boolean
  readonly output: string
  /** Seconds since 1970. */
  readonly now: number
  readonly progress: ProgressBar
}

export interface Converted {
  readonly leases: number
  /** What is not in the result, and why. */
  readonly notes: readonly NoteCount[]
}

const DECLINED = 1

/** Convert files of leases to one of another form. Throws LeaseToolFailed. */
export async function convertLeases(files: readonly string[], options: ConvertOptions): Promise<Converted> {
  const { from, to, all, output, now, progress, config } = options
  const subnetsOf = config.length === 0 ? undefined : await loadSubnets(config)
  const report = new NoteReport()
  const width = to === 'kea4' ? 4 : to === 'kea6' ? 16 : undefined
  const { lifetime } = options
  const watch = progress.watch('reading')
  const set = await openLeases(files, { format: from, width, all, lifetime, now, note: report.add, watch })
  const out = new Output(output)
  try {
    const there = set.schema.width
    if (width !== undefined && width !== there)
      throw new LeaseToolFailed(`${files[0]}: leases of DHCPv${there === 4 ? 4 : 6}, and --to ${to} takes the others`)
    const place = new Placing(there, options, subnetsOf, report)
    const printer = printerFor(to, there, out)
    let leases = 0
    eachCurrent(set, (record, scan) => {
      if (place.take(record, scan.source.name, from === 'kea' || from === undefined ? scan.line : 0)) {
        printer.lease(record)
        leases++
      }
      return true
    })
    printer.end()
    out.end()
    return { leases, notes: report.list() }
  } finally {
    out.abandon()
    progress.end()
    set.close()
  }
}

function printerFor(to: ConvertTarget, width: 4 | 16, out: Output): LeasePrinter {
  const viewer = new LeaseViewer(width)
  if (to === 'json') return jsonPrinter(out, viewer, undefined)
  if (to === 'csv') return csvPrinter(out, viewer, [...viewer.columns.keys()])
  return keaPrinter(out, width, to === 'kea-2.2' ? '2.2' : '3')
}

/** Decides which leases are taken, and what subnet each is in. */
class Placing {
  private readonly viewer: LeaseViewer

  constructor(
    private readonly width: 4 | 16,
    private readonly options: ConvertOptions,
    private readonly subnetsOf: SubnetsOf | undefined,
    private readonly report: NoteReport,
  ) {
    this.viewer = new LeaseViewer(width)
  }

  take(record: LeaseRecord, file: string, line: number): boolean {
    const leave = (kind: 'bad' | 'left-out', what: string): false => {
      this.report.add({ line, kind, what, detail: this.viewer.placeText(record) }, file)
      return false
    }
    const { all, to, subnetId } = this.options
    if (!all && record.state > DECLINED) return leave('left-out', `leases in state ${STATE_NAMES[record.state]}`)
    if (to === 'kea-2.2' && this.width === 4 && (record.clientLength === 1 || record.clientLength > 128))
      return leave('bad', 'client identifiers that Kea 2.2 does not take (2 to 128 bytes)')
    if (this.subnetsOf !== undefined) {
      const subnet = this.subnetsOf(this.width).of(record)
      if (subnet === undefined) return leave('bad', 'addresses in no subnet of the configuration')
      record.subnetId = subnet.id
    } else if (record.subnetId === 0) {
      if (subnetId !== undefined) record.subnetId = subnetId
      else if (to !== 'json' && to !== 'csv')
        throw new LeaseToolFailed('which subnet are the leases in? Give the configuration with -c, or --subnet-id')
    }
    return true
  }
}
