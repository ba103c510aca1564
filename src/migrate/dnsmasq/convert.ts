import { formatProblem, Report } from '../../server/config/problem.js'
import { convert } from '../convert/convert.js'
import { type Entry, OUTCOMES } from '../ledger.js'
import type { Migrated, Source } from '../migrate.js'
import type { Target } from '../target.js'
import { DnsmasqReader } from './reader.js'

export interface DnsmasqOptions {
  /** Undefined: 6 if every range is of IPv6. */
  readonly family?: 4 | 6 | undefined
  readonly target: Target
  readonly interfaces?: readonly string[] | undefined
  readonly read: (path: string) => string
}

/** Convert a dnsmasq.conf: its lines are put into the words of dhcpd.conf, which the same converter takes. */
export function readDnsmasq(source: Source, { family, target, interfaces, read }: DnsmasqOptions): Migrated {
  const report = new Report()
  const sources = new Map<string, string>()
  const reader = new DnsmasqReader(report, read, sources)
  reader.read(source.name, source.text)
  if (report.errors > 0) return { ok: false, problems: report.sorted().map(problem => formatProblem(problem, sources)) }
  const chosen = family ?? reader.family()
  const listen = interfaces ?? (reader.interfaces.length > 0 ? reader.interfaces : undefined)
  const converted = convert(reader.block(chosen), { family: chosen, target, interfaces: listen })
  const told = reader.leftOut.map(({ at, text, note }) => ({
    at,
    text,
    outcome: 'unsupported' as const,
    notes: [note],
  }))
  const entries = byLine([...converted.entries, ...told])
  return { ok: true, family: chosen, converted: { ...converted, entries } }
}

/** One entry a line, with the worst of what became of the statements that it was put into. */
function byLine(entries: readonly Entry[]): Entry[] {
  const lines = new Map<string, Entry>()
  for (const entry of entries) {
    const key = `${entry.at.file}:${entry.at.line}`
    const known = lines.get(key)
    if (known === undefined) lines.set(key, entry)
    else {
      const worse = OUTCOMES.indexOf(entry.outcome) > OUTCOMES.indexOf(known.outcome) ? entry.outcome : known.outcome
      lines.set(key, { ...known, outcome: worse, notes: [...new Set([...known.notes, ...entry.notes])] })
    }
  }
  return [...lines.values()].sort((a, b) => a.at.line - b.at.line)
}
