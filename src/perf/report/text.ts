import { problemTexts } from '../problems.js'
import type { KindReport, Quantiles, Report } from './report.js'

/** The report for people. */
export function reportLines(report: Report): string[] {
  const { completed, started, seconds, rate, problems, findings } = report
  const offered = report.offeredRate > 0 ? `, offered ${grouped(report.offeredRate)}/s` : ''
  const lines = [
    `${grouped(completed)} of ${grouped(started)} exchanges in ${seconds.toFixed(2)} s: ${grouped(rate)}/s${offered}, ` +
      `${percent(report.loss)} not completed`,
    `latency of an exchange ${quantileText(report.latency)}`,
    '',
  ]
  for (const kind of report.kinds) lines.push(...kindLines(kind))
  if (report.unsent > 0)
    lines.push(`${grouped(report.unsent)} times this machine's own network had no room for a message`)
  for (const [name, value] of Object.entries(findings)) lines.push(`${name}: ${findingText(value)}`)
  lines.push('', problems.length === 0 ? 'answers: nothing wrong with any of them' : 'wrong with answers:')
  for (const { name, count, first } of problems) {
    lines.push(`  ${grouped(count)} ${name}: ${problemTexts[name]}; the first:`)
    for (const line of first.split('\n')) lines.push(`    ${line}`)
  }
  if (report.reason !== '') lines.push(`ended early: ${report.reason}`)
  lines.push(`this program took ${report.cpuPerExchange.toFixed(1)} us of CPU for an exchange`)
  return lines
}

function kindLines(kind: KindReport): string[] {
  const causes = Object.entries(kind.drops).filter(([, n]) => n > 0)
  const drops =
    causes.length === 0 ? 'none lost' : `lost ${causes.map(([name, n]) => `${grouped(n)} ${name}`).join(', ')}`
  const extra = [
    kind.orphans > 0 ? `${grouped(kind.orphans)} orphans` : '',
    kind.rejected > 0 ? `${grouped(kind.rejected)} rejected` : '',
  ].filter(text => text !== '')
  const lines = [
    `${kind.name}: ${[`${grouped(kind.sent)} sent`, `${grouped(kind.received)} received`, drops, ...extra].join(', ')}`,
  ]
  if (kind.received > 0) lines.push(`  ${quantileText(kind.latency)}`)
  return lines
}

function quantileText({ p50, p90, p99, p999, max }: Quantiles): string {
  return `p50 ${ms(p50)}, p90 ${ms(p90)}, p99 ${ms(p99)}, p99.9 ${ms(p999)}, max ${ms(max)}`
}

function findingText(value: unknown): string {
  return Array.isArray(value) ? value.map(one => `\n  ${String(one)}`).join('') : String(value)
}

export function ms(value: number): string {
  return value < 10
    ? `${value.toFixed(2)} ms`
    : value < 1000
      ? `${value.toFixed(1)} ms`
      : `${(value / 1000).toFixed(2)} s`
}

/** "12 345": whole above a hundred, two digits below. */
export function grouped(value: number): string {
  const text = Number.isInteger(value) || value >= 100 ? Math.round(value).toString() : value.toFixed(2)
  return text.replace(/\B(?=(\d{3})+(?!\d))/g, ' ')
}

export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`
}
