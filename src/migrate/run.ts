import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { checkText } from './check.js'
import type { PairAnswers } from './convert/failover.js'
import { readDnsmasq } from './dnsmasq/convert.js'
import { type LeaseCounts, migrateLeases } from './leases/migrate-leases.js'
import { type Migrated, migrate, type Resolve, type Source } from './migrate.js'
import { countOutcomes, type Reported, reportJson, reportMarkdown } from './report.js'
import { TARGETS, type TargetName } from './target.js'

/** What `keats migrate` was asked for. */
export interface Request {
  /** Configuration files; `-` is standard input. */
  readonly inputs: readonly string[]
  readonly from: 'isc' | 'dnsmasq'
  /** Undefined: as each file says. */
  readonly family?: 4 | 6 | undefined
  readonly target: TargetName
  /** A folder; `-` for standard output; a file, when there is one input. */
  readonly output: string
  readonly outputIsFile?: boolean
  readonly leases4?: string | undefined
  readonly leases6?: string | undefined
  readonly report: 'md' | 'json'
  /** Write nothing if anything is left to a person. */
  readonly strict: boolean
  readonly resolve?: Resolve | undefined
  readonly interfaces?: readonly string[] | undefined
  readonly hookPath?: string | undefined
  readonly pair?: PairAnswers | undefined
  /** Seconds since 1970. */
  readonly now: number
}

export interface Outcome {
  /** 0; 1: the input cannot be read, nothing was written; 2: strict, nothing was written; 3: written, but refused by the check. */
  readonly code: 0 | 1 | 2 | 3
  /** For standard output: the configuration itself. */
  readonly out: readonly string[]
  /** For people. */
  readonly lines: readonly string[]
  /** For programs; made when it is asked for. */
  readonly report: () => unknown
}

interface Made {
  readonly name: string
  readonly text: string
}

/** Convert all inputs, check what came out, and write it. */
export async function run(request: Request): Promise<Outcome> {
  const lines: string[] = []
  const files: Made[] = []
  const reports: Reported[] = []
  const leases: {
    readonly family: 4 | 6
    readonly path: string
    readonly subnets: Extract<Migrated, { ok: true }>['converted']['subnets']
  }[] = []
  let refused = false
  let failed = false
  for (const input of request.inputs) {
    const source = readSource(input)
    const migrated =
      typeof source === 'string' ? { ok: false as const, problems: [source] } : await convertOne(source, request)
    if (!migrated.ok) {
      lines.push(...migrated.problems)
      failed = true
      continue
    }
    const { family, converted } = migrated
    const name = `kea-dhcp${family}.conf`
    if (files.some(file => file.name === name)) {
      lines.push(`${input}: another file is of DHCPv${family} already; one file holds all of a server, with includes`)
      failed = true
      continue
    }
    const checked = checkText(name, converted.text, TARGETS[request.target])
    const notes = checked.texts.map(text => `the check of the result says: ${text.split('\n')[0]}`)
    refused ||= !checked.ok
    files.push({ name, text: converted.text })
    if (converted.ddns !== undefined && !files.some(file => file.name === 'kea-dhcp-ddns.conf'))
      files.push({ name: 'kea-dhcp-ddns.conf', text: converted.ddns })
    const { entries, counts, remarks } = converted
    reports.push({
      input,
      outputs: [name, ...(converted.ddns === undefined ? [] : ['kea-dhcp-ddns.conf'])],
      entries,
      remarks: [...remarks, ...notes],
      counts: { ...counts },
    })
    const path = family === 4 ? request.leases4 : request.leases6
    if (path !== undefined) leases.push({ family, path, subnets: converted.subnets })
  }
  if (leases.length > 0 && (request.output === '-' || request.outputIsFile === true)) {
    lines.push('Leases are written into a folder: name it with -o.')
    failed = true
  }
  if (failed) return { code: 1, out: [], lines, report: () => reportJson(reports) }
  if (request.strict && reports.some(left)) {
    lines.push('Nothing is written: these statements need a person (--strict).', ...summary(reports))
    return { code: 2, out: [], lines, report: () => reportJson(reports) }
  }
  if (request.output === '-')
    return {
      code: refused ? 3 : 0,
      out: files.map(file => file.text),
      lines: summary(reports),
      report: () => reportJson(reports),
    }
  const counted: LeaseCounts[] = []
  const folder = request.output
  if (request.outputIsFile === true) writeFileSync(folder, files[0]!.text)
  else {
    mkdirSync(folder, { recursive: true })
    for (const { name, text } of files) writeFileSync(join(folder, name), text)
    for (const { family, path, subnets } of leases) {
      const target = join(folder, `kea-leases${family}.csv`)
      const count = migrateLeases({
        path,
        target,
        family,
        subnets,
        now: request.now,
        generation: TARGETS[request.target].generation,
      })
      counted.push(count)
      reports.push({
        input: path,
        outputs: [basename(target)],
        entries: count.entries,
        remarks: count.remarks,
        counts: count.counts,
      })
    }
    const report =
      request.report === 'md' ? reportMarkdown(reports) : `${JSON.stringify(reportJson(reports), null, 2)}\n`
    writeFileSync(join(folder, `report.${request.report}`), report)
  }
  lines.push(...summary(reports))
  const bad = counted.some(count => count.failed)
  return { code: bad ? 1 : refused ? 3 : 0, out: [], lines, report: () => reportJson(reports) }
}

function convertOne(source: Source, request: Request): Promise<Migrated> {
  const { family, target, resolve, interfaces, hookPath, pair } = request
  const read = (path: string): string => readFileSync(path, 'utf8')
  if (request.from === 'dnsmasq')
    return Promise.resolve(readDnsmasq(source, { family, target: TARGETS[target], interfaces, read }))
  return migrate(source, { family, target, resolve, interfaces, hookPath, pair, read })
}

function readSource(input: string): Source | string {
  try {
    const text = readFileSync(input === '-' ? 0 : input, 'utf8')
    return { name: input === '-' ? '<stdin>' : input, text }
  } catch (error) {
    const why = existsSync(input) ? (error instanceof Error ? error.message : String(error)) : 'there is no such file'
    return `${input}: ${why}`
  }
}

const left = ({ entries }: Reported): boolean => {
  const { decision, unsupported } = countOutcomes(entries)
  return decision + unsupported > 0
}

/** One line a file, and one for each statement that needs a person. */
function summary(reports: readonly Reported[]): string[] {
  const lines: string[] = []
  for (const { input, outputs, entries, remarks, counts } of reports) {
    const { converted, changed, decision, unsupported } = countOutcomes(entries)
    const written = Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')
    lines.push(`${input} -> ${outputs.join(', ')}: ${written}`)
    if (entries.length > 0)
      lines.push(
        `  ${converted} statements converted, ${changed} with a difference, ${decision} need a decision, ${unsupported} not supported`,
      )
    for (const { at, text, outcome, notes } of entries)
      if (outcome === 'decision') lines.push(`  ${at.file}:${at.line}: ${text}: ${notes.join('; ')}`)
    for (const remark of remarks) lines.push(`  ${remark}`)
  }
  return lines
}
