import type { LeaseRecord } from '../lease-file/lease-record.js'
import { eachCurrent } from './current-leases.js'
import type { FileFormat } from './file-format.js'
import { type FilterRequest, leaseFilter } from './lease-filter.js'
import type { LeaseSet } from './lease-set.js'
import { LeaseViewer } from './lease-view.js'
import { openLeases } from './open-leases.js'
import { Output } from './output.js'
import type { ProgressBar } from './progress.js'
import { csvPrinter, jsonPrinter, type LeasePrinter, tablePrinter } from './row-print.js'
import { eachSorted } from './sorted-leases.js'

export interface ShowOptions {
  readonly format?: FileFormat | undefined
  readonly filter: FilterRequest
  /** Names, joined by commas; undefined: the usual ones. */
  readonly columns?: string | undefined
  /** Name of a column, with "-" in front for the last first; undefined: the order of the file. */
  readonly sort?: string | undefined
  /** No more than this many; at least 1. */
  readonly limit?: number | undefined
  readonly form: 'table' | 'csv' | 'json'
  /** Only the number of leases. */
  readonly count: boolean
  /** Leases that have ended, of files that tell of them. */
  readonly all: boolean
  /** "-": standard output. */
  readonly output: string
  /** Seconds since 1970. */
  readonly now: number
  readonly progress: ProgressBar
}

/** Print the leases of files that a filter lets pass; returns how many. Throws LeaseToolFailed. */
export async function showLeases(files: readonly string[], options: ShowOptions): Promise<number> {
  const { progress, now, all, format } = options
  const set = await openLeases(files, { format, all, now, watch: progress.watch('translating') })
  const out = new Output(options.output)
  try {
    const count = print(set, out, options)
    out.end()
    return count
  } finally {
    out.abandon()
    progress.end()
    set.close()
  }
}

function print(set: LeaseSet, out: Output, options: ShowOptions): number {
  const viewer = new LeaseViewer(set.schema.width)
  const passes = leaseFilter(set.schema.width, options.filter, options.now)
  const printer = options.count ? undefined : printerOf(out, viewer, options)
  const limit = options.limit ?? Number.POSITIVE_INFINITY
  let count = 0
  const take = (record: LeaseRecord): boolean => {
    if (!passes(record)) return true
    printer?.lease(record)
    return ++count < limit
  }
  const { sort, progress } = options
  const watches = { first: progress.watch('reading'), second: progress.watchPrinting('printing', options.output) }
  if (sort === undefined) eachCurrent(set, take, watches)
  else eachSorted(set, viewer, passes, sort, take, watches)
  printer?.end()
  if (options.count) out.text(options.form === 'json' ? `{"count":${count}}\n` : `${count}\n`)
  return count
}

function printerOf(out: Output, viewer: LeaseViewer, { form, columns }: ShowOptions): LeasePrinter {
  switch (form) {
    case 'json':
      return jsonPrinter(out, viewer, columns === undefined ? undefined : viewer.columnsOf(columns))
    case 'csv':
      return csvPrinter(out, viewer, columns === undefined ? [...viewer.columns.keys()] : viewer.columnsOf(columns))
    default:
      return tablePrinter(out, viewer, viewer.columnsOf(columns))
  }
}
