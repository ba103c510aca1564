import type { LeaseRecord } from '../lease-file/lease-record.js'
import { LastRows } from './last-rows.js'
import { LeaseScan } from './lease-scan.js'
import type { LeaseSet } from './lease-set.js'
import type { Watch } from './progress.js'

/** What a set of files says now, and what the reading of it found. */
export interface Current {
  readonly last: LastRows
  readonly rows: number
  readonly errors: number
}

/** Find the last row of each address. `maxErrors` as for LeaseScan.run(). */
export function findCurrent(set: LeaseSet, watch?: Watch, maxErrors = 0): Current {
  const last = new LastRows(set.schema.width, set.expectedRows)
  const visitor = {
    row(record: LeaseRecord, scan: LeaseScan): void {
      // a lifetime of 0 deletes, also an address that has no lease
      if (record.validLifetime === 0) last.delete(record)
      else last.set(record, scan.offset)
    },
  }
  const { rows, errors } = new LeaseScan(set, visitor).run(watch, maxErrors)
  return { last, rows, errors }
}

/**
 * Every lease that there is now, in the order of the rows that say so, until `take` says false. Reads the files twice; the
 * record is reused.
 */
export function eachCurrent(
  set: LeaseSet,
  take: (record: LeaseRecord, scan: LeaseScan) => boolean,
  watches: { readonly first?: Watch | undefined; readonly second?: Watch | undefined } = {},
): Current {
  const current = findCurrent(set, watches.first)
  const { last } = current
  const visitor = {
    row(record: LeaseRecord, scan: LeaseScan): void {
      if (last.isLast(record, scan.offset) && !take(record, scan)) scan.stop()
    },
  }
  new LeaseScan(set, visitor).run(watches.second)
  return current
}
