import type { Plan } from '../plan.js'
import type { Progress } from '../thread-messages.js'
import type { KindReport, Report } from './report.js'

/** The line that perfdhcp begins with. `words`: its command line. */
export function openingLines(words: readonly string[], plan: Plan): string[] {
  const mode = plan.threads > 1 ? 'Multi-thread mode enabled.' : 'Single-thread mode enabled.'
  return [`Running: perfdhcp ${words.join(' ')}`, `Scenario: ${plan.scenario.name}.`, mode]
}

/** The periodic line: sent, received, drops and rejected of each exchange; with a separator only the numbers. */
export function periodicLine({ kinds }: Progress, plan: Plan, separator: string | undefined): string {
  const shown = kinds.filter((kind, i) => i === 0 || (i === 1 && !plan.message.initialOnly) || kind.sent > 0)
  const fields = (['sent', 'received', 'dropped', 'rejected'] as const).map(name => shown.map(kind => kind[name]))
  if (separator !== undefined) return fields.map(values => values.join(separator)).join(separator)
  const [sent, received, dropped, rejected] = fields.map(values => values.join('/'))
  return `sent: ${sent}; received: ${received}; drops: ${dropped}; rejected: ${rejected}`
}

/** perfdhcp's final report. */
export function perfdhcpReport(report: Report, plan: Plan): string[] {
  const unit = plan.message.initialOnly
    ? `${report.kinds[0]!.name}/second`
    : plan.message.rapidCommit
      ? 'SOLICIT-REPLY/second'
      : '4-way exchanges/second'
  const expected = plan.rate > 0 ? `, expected rate: ${plan.rate}` : ''
  const lines = [
    '***Rate statistics***',
    `Rate: ${significant(report.rate)} ${unit}${expected}`,
    ...(plan.rate > 0 ? [''] : []),
    '***Malformed Packets***',
    `Malformed packets: ${report.problems.find(({ name }) => name === 'malformed')?.count ?? 0}`,
  ]
  for (const [i, kind] of report.kinds.entries()) lines.push(...kindLines(kind, i === 0))
  if (plan.scenario.name === 'avalanche') lines.push(...avalancheLines(report, plan))
  return lines
}

function avalancheLines({ seconds, kinds, findings }: Report, plan: Plan): string[] {
  const of = (field: 'sent' | 'received'): number => kinds.reduce((sum, kind) => sum + kind[field], 0)
  const hours = String(Math.floor(seconds / 3600)).padStart(2, '0')
  const minutes = String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')
  return [
    `It took ${hours}:${minutes}:${(seconds % 60).toFixed(6).padStart(9, '0')} to provision ${plan.clients} clients. `,
    `Requests sent + resent: ${of('sent')}`,
    `Requests resent: ${findings.resent}`,
    `Responses received: ${of('received')}`,
  ]
}

function kindLines(kind: KindReport, first: boolean): string[] {
  const { sent, dropped, delay } = kind
  const ratio = sent === 0 ? '-nan' : first ? significant((100 * dropped) / sent) : ((100 * dropped) / sent).toFixed(3)
  return [
    `***Statistics for: ${kind.name}***`,
    `sent packets: ${sent}`,
    `received packets: ${kind.received}`,
    `drops: ${dropped}`,
    `drops ratio: ${ratio} %`,
    `orphans: ${kind.orphans}`,
    `rejected leases: ${kind.rejected}`,
    `non unique addresses: ${kind.nonUnique}`,
    '',
    ...(delay === undefined
      ? ['min delay: inf ms', 'avg delay: min delay: n/a', 'avg delay: n/a', 'max delay: n/a', 'std deviation: n/a']
      : [
          `min delay: ${delay.min.toFixed(3)} ms`,
          `avg delay: ${delay.avg.toFixed(3)} ms`,
          `max delay: ${delay.max.toFixed(3)} ms`,
          `std deviation: ${delay.deviation.toFixed(3)} ms`,
        ]),
    'collected packets: 0',
    '',
  ]
}

/** Six significant digits without trailing zeros, as C++ streams print numbers. */
function significant(value: number): string {
  return String(Number(value.toPrecision(6)))
}
