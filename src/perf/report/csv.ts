import type { Report } from './report.js'

/** One line a second; times in milliseconds. */
export function csvOf(report: Report): string {
  const head = 'second,sent,completed,lost,p50,p99,max'
  const rows = report.moments.map(({ second, sent, completed, lost, p50, p99, max }) =>
    [second, sent, completed, lost, p50.toFixed(3), p99.toFixed(3), max.toFixed(3)].join(','),
  )
  return `${[head, ...rows].join('\n')}\n`
}
