import { problemTexts } from '../problems.js'
import type { Report } from './report.js'
import { grouped, ms, percent } from './text.js'

const WIDTH = 720
const HEIGHT = 180

/** A page that needs nothing else: figures, charts of rate and latency over time, what was wrong. */
export function htmlOf(report: Report): string {
  const { moments, kinds, problems, latency } = report
  const charts = [
    chart(
      'Exchanges a second',
      moments.map(({ completed }) => completed),
      value => grouped(value),
    ),
    chart(
      'Latency p50 and p99',
      moments.map(({ p50 }) => p50),
      ms,
      moments.map(({ p99 }) => p99),
    ),
    chart(
      'Lost a second',
      moments.map(({ lost }) => lost),
      value => grouped(value),
    ),
  ]
  const rows = kinds.map(
    kind =>
      `<tr><td>${text(kind.name)}<td>${grouped(kind.sent)}<td>${grouped(kind.received)}<td>${grouped(kind.dropped)}` +
      `<td>${ms(kind.latency.p50)}<td>${ms(kind.latency.p90)}<td>${ms(kind.latency.p99)}<td>${ms(kind.latency.p999)}<td>${ms(kind.latency.max)}`,
  )
  const wrong = problems.map(
    ({ name, count, first }) =>
      `<h3>${grouped(count)} ${name}: ${text(problemTexts[name])}</h3><pre>${text(first)}</pre>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>keats perf, ${text(report.began)}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:760px;margin:2em auto;padding:0 1em;color:#222}
table{border-collapse:collapse}td,th{padding:.2em .7em;text-align:right;border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}
pre{background:#f5f5f5;padding:.7em;overflow:auto}svg{display:block}svg text{font-size:11px;fill:#555}</style>
<h1>${grouped(report.rate)} exchanges a second</h1>
<p>DHCPv${report.family}, ${text(report.servers.join(', '))}, ${report.mode}, ${report.scenario.name}; ${text(report.began)}, ${report.seconds.toFixed(1)} s.
${grouped(report.completed)} of ${grouped(report.started)} exchanges completed, ${percent(report.loss)} not; p50 ${ms(latency.p50)}, p99 ${ms(latency.p99)}, max ${ms(latency.max)}.</p>
${charts.join('\n')}
<table><tr><th>kind<th>sent<th>received<th>lost<th>p50<th>p90<th>p99<th>p99.9<th>max${rows.join('\n')}</table>
<h2>${problems.length === 0 ? 'Nothing was wrong with any answer' : 'Wrong with answers'}</h2>
${wrong.join('\n')}
</html>
`
}

function chart(
  title: string,
  values: readonly number[],
  label: (value: number) => string,
  upper?: readonly number[],
): string {
  const most = Math.max(...values, ...(upper ?? []), 1e-9)
  const line = (points: readonly number[], colour: string): string => {
    const step = points.length > 1 ? WIDTH / (points.length - 1) : 0
    const path = points.map(
      (value, i) => `${(i * step).toFixed(1)},${(HEIGHT - (value / most) * (HEIGHT - 20)).toFixed(1)}`,
    )
    return `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${path.join(' ')}"/>`
  }
  return `<h2>${title}</h2><svg viewBox="0 0 ${WIDTH} ${HEIGHT + 16}" width="100%" role="img" aria-label="${title}">
<line x1="0" y1="${HEIGHT}" x2="${WIDTH}" y2="${HEIGHT}" stroke="#ccc"/>${upper === undefined ? '' : line(upper, '#c60')}${line(values, '#06c')}
<text x="2" y="12">${text(label(most))}</text><text x="2" y="${HEIGHT + 14}">0 s</text><text x="${WIDTH - 30}" y="${HEIGHT + 14}">${values.length} s</text></svg>`
}

function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
