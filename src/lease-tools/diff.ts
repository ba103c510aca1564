import type { LeaseRecord } from '../lease-file/lease-record.js'
import { cell } from '../shell/present/clean.js'
import { eachCurrent, findCurrent } from './current-leases.js'
import type { LastRows } from './last-rows.js'
import { LeaseScan } from './lease-scan.js'
import type { LeaseSet } from './lease-set.js'
import { LeaseToolFailed } from './lease-tool-failed.js'
import { type LeaseView, LeaseViewer } from './lease-view.js'
import { openLeases } from './open-leases.js'
import type { ProgressBar } from './progress.js'
import { RowFetcher } from './row-fetcher.js'

/** One address whose lease is not the same in both. */
export interface LeaseDifference {
  readonly address: string
  /** Undefined: the first file has no lease of the address. */
  readonly before: LeaseView | undefined
  readonly after: LeaseView | undefined
  /** The columns that differ; empty unless both have a lease. */
  readonly changed: readonly string[]
}

export interface DiffOptions {
  /** Columns whose differences do not count, such as "expire". */
  readonly ignore: readonly string[]
  readonly progress: ProgressBar
  /** Told of each, those of the second file in its order, then those that only the first has. */
  readonly difference: (difference: LeaseDifference) => void
}

export interface Diffed {
  readonly same: number
  readonly added: number
  readonly removed: number
  readonly changed: number
}

/** Compare what two files say now. Throws LeaseToolFailed. */
export async function diffLeases(first: string, second: string, options: DiffOptions): Promise<Diffed> {
  const before = await openLeases([first])
  try {
    const after = await openLeases([second], { width: before.schema.width })
    try {
      if (before.schema !== after.schema)
        throw new LeaseToolFailed(`${second}: leases of the other family than those of ${first}`)
      return compare(before, after, options)
    } finally {
      after.close()
    }
  } finally {
    options.progress.end()
    before.close()
  }
}

function compare(before: LeaseSet, after: LeaseSet, { ignore, progress, difference }: DiffOptions): Diffed {
  const viewer = new LeaseViewer(before.schema.width)
  const ignored = new Set(ignore.map(name => viewer.columnOf(name)))
  const compared = [...viewer.columns.keys()].filter(name => !ignored.has(name))
  const counts = { same: 0, added: 0, removed: 0, changed: 0 }
  const { last } = findCurrent(before, progress.watch('reading the first'))
  let earlier: LeaseView = {}
  const fetcher = new RowFetcher(before, record => {
    earlier = viewer.view(record)
  })
  const one = (record: LeaseRecord): boolean => {
    const offset = offsetIn(last, record)
    const now = viewer.view(record)
    const address = viewer.placeText(record)
    if (offset < 0) {
      counts.added++
      difference({ address, before: undefined, after: now, changed: [] })
      return true
    }
    fetcher.fetch(offset)
    const changed = compared.filter(name => !sameValue(earlier[name], now[name]))
    if (changed.length === 0) counts.same++
    else {
      counts.changed++
      difference({ address, before: earlier, after: now, changed })
    }
    return true
  }
  const watches = { first: progress.watch('reading the second'), second: progress.watchPrinting('comparing', '-') }
  const { last: later } = eachCurrent(after, one, watches)
  const gone = (record: LeaseRecord, scan: LeaseScan): void => {
    if (!last.isLast(record, scan.offset) || later.has(record)) return
    counts.removed++
    difference({ address: viewer.placeText(record), before: viewer.view(record), after: undefined, changed: [] })
  }
  new LeaseScan(before, { row: gone }).run(progress.watchPrinting('looking for what is gone', '-'))
  return counts
}

function offsetIn(last: LastRows, record: LeaseRecord): number {
  const slot = last.find(record)
  return slot < 0 ? -1 : last.offset(slot)
}

function sameValue(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
}

/** A line for people: "+" it is new, "-" it is gone, "~" what has changed. */
export function differenceText({ address, before, after, changed }: LeaseDifference): string {
  const owner = (view: LeaseView) =>
    `${view['hw-address'] || view.duid || view['client-id'] || 'nobody'} ${view.hostname}`
  if (before === undefined) return cell(`+ ${address}  ${owner(after!)}`.trimEnd())
  if (after === undefined) return cell(`- ${address}  ${owner(before)}`.trimEnd())
  const show = (value: unknown) => (value === undefined || value === '' ? 'none' : JSON.stringify(value))
  return cell(
    `~ ${address}  ${changed.map(name => `${name}: ${show(before[name])} -> ${show(after[name])}`).join(', ')}`,
  )
}
