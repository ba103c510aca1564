import type { Json, JsonMap } from '../../client/caller.js'
import { asCell } from './general.js'
import type { Table } from './table.js'

/** Whether a map is of statistics: each a list of samples, [value, time], the newest first. */
export function isStatistics(map: JsonMap): boolean {
  const all = Object.values(map)
  return all.length > 0 && all.every(isSamples)
}

export function statisticTable(map: JsonMap): Table {
  return {
    columns: [
      { title: 'statistic', drop: 0, flexible: true },
      { title: 'value', drop: 0, right: true },
      { title: 'since', drop: 1 },
      { title: 'before', drop: 2, flexible: true },
    ],
    rows: Object.entries(map).map(([name, value]) => {
      const samples = value as readonly (readonly Json[])[]
      return [
        asCell(name),
        asCell(samples[0]![0]),
        asCell(samples[0]![1]).replace(/\.\d+$/, ''),
        samples
          .slice(1)
          .map(one => asCell(one[0]))
          .join(' '),
      ]
    }),
  }
}

function isSamples(value: Json): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one: Json) => Array.isArray(one) && one.length === 2)
}

/** Whether these are the arguments of stat-lease4-get and its like: a set of columns and rows. */
export function isResultSet(set: JsonMap): boolean {
  return Array.isArray(set.columns) && Array.isArray(set.rows)
}

/** Rows as the server gave them, and how much of each subnet is in use where that can be told. */
export function resultTable(set: JsonMap): Table {
  const titles = (set.columns as readonly Json[]).map(asCell)
  const rows = set.rows as readonly (readonly Json[])[]
  const shares = titles.flatMap((title, total) => {
    const kind = /^total-(.*)$/.exec(title)?.[1]
    const used = titles.indexOf(`assigned-${kind}`)
    return kind === undefined || used < 0 ? [] : [{ kind, total, used }]
  })
  return {
    columns: [
      // the first says which subnet; sums over time are the first to leave
      ...titles.map((title, i) => ({ title, drop: i === 0 ? 0 : title.startsWith('cumulative') ? 3 : 2, right: true })),
      ...shares.map(one => ({ title: shares.length > 1 ? `used ${one.kind}` : 'used', drop: 1, right: true })),
    ],
    rows: rows.map(row => [...row.map(asCell), ...shares.map(one => share(row[one.used], row[one.total]))]),
  }
}

// totals of IPv6 have 128 bits
function share(used: Json | undefined, total: Json | undefined): string {
  if (!isCount(used) || !isCount(total) || BigInt(total) <= 0n) return ''
  const permille = Number((BigInt(used) * 1000n) / BigInt(total))
  return `${(permille / 10).toFixed(1)} %`
}

function isCount(value: Json | undefined): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))
}
