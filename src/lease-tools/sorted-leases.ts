import type { LeaseRecord } from '../lease-file/lease-record.js'
import { eachCurrent } from './current-leases.js'
import type { LeaseFilter } from './lease-filter.js'
import type { LeaseSet } from './lease-set.js'
import type { LeaseViewer } from './lease-view.js'
import { RowFetcher } from './row-fetcher.js'

/** A lease that the filter lets pass, as little of it as sorting needs. */
interface Entry {
  readonly key: string | number
  readonly offset: number
}

/**
 * The leases that there are now and that a filter lets pass, sorted by a column ("-" in front: the last first). Memory: some 60
 * bytes and the value of the column for each of them. `take` says false when it has enough.
 */
export function eachSorted(
  set: LeaseSet,
  viewer: LeaseViewer,
  passes: LeaseFilter,
  sort: string,
  take: (record: LeaseRecord) => boolean,
  watches: Parameters<typeof eachCurrent>[2],
): void {
  const name = viewer.columnOf(sort.replace(/^-/, ''))
  const value = viewer.columns.get(name)!
  const keyOf = name === 'ip-address' ? addressKey : (record: LeaseRecord) => comparable(value(record))
  const entries: Entry[] = []
  eachCurrent(
    set,
    (record, scan) => {
      if (passes(record)) entries.push({ key: keyOf(record), offset: scan.offset })
      return true
    },
    watches,
  )
  const sign = sort.startsWith('-') ? -1 : 1
  entries.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : a.offset - b.offset))
  let more = true
  const fetcher = new RowFetcher(set, record => {
    more = take(record)
  })
  for (const { offset } of entries) {
    fetcher.fetch(offset)
    if (!more) return
  }
}

/** Numbers sort as numbers; what does not end sorts after all that does. */
function comparable(value: unknown): string | number {
  if (value === undefined) return Number.POSITIVE_INFINITY
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value)
}

/** In DHCPv6 all 128 bits, as text of one length. */
function addressKey({ kind, w0, w1, w2, w3 }: LeaseRecord): string | number {
  if (kind === 3) return w0
  return [w3, w2, w1, w0].map(word => word.toString(16).padStart(8, '0')).join('')
}
