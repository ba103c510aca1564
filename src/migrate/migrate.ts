import { dirname, isAbsolute, join } from 'node:path'
import { formatProblem, Report } from '../server/config/problem.js'
import type { KnownNames } from './convert/context.js'
import { type Converted, convert } from './convert/convert.js'
import type { PairAnswers } from './convert/failover.js'
import { everyStatement } from './convert/usage.js'
import { type IncludeReader, parseText } from './isc/parser.js'
import type { Block } from './isc/syntax.js'
import { TARGETS, type TargetName } from './target.js'

/** Reads a file; throws when it cannot. */
export type ReadText = (path: string) => string

/** Asks for the addresses of a name; rejects when there are none. */
export type Resolve = (name: string, family: 4 | 6) => Promise<readonly string[]>

export interface Source {
  /** As it is named in messages. */
  readonly name: string
  readonly text: string
}

export interface MigrateOptions {
  /** Undefined: by what the file declares. */
  readonly family?: 4 | 6 | undefined
  readonly target?: TargetName | undefined
  readonly read: ReadText
  /** Undefined: names are not asked for. */
  readonly resolve?: Resolve | undefined
  readonly interfaces?: readonly string[] | undefined
  readonly hookPath?: string | undefined
  readonly pair?: PairAnswers | undefined
}

export type Migrated =
  | { readonly ok: true; readonly family: 4 | 6; readonly converted: Converted }
  /** What is wrong with the input, each with its line and a caret. */
  | { readonly ok: false; readonly problems: readonly string[] }

/** Convert one dhcpd.conf. Syntax errors leave nothing converted; all else is in the entries of what is converted. */
export async function migrate(source: Source, options: MigrateOptions): Promise<Migrated> {
  const report = new Report()
  const sources = new Map<string, string>()
  const block = parseText(source.name, source.text, report, includes(options.read), sources)
  if (report.errors > 0) return { ok: false, problems: report.sorted().map(problem => formatProblem(problem, sources)) }
  const family = options.family ?? familyOf(block)
  const { resolve, target = 'keats', ...rest } = options
  const names =
    resolve === undefined ? new Map<string, readonly string[]>() : await resolveNames(block, family, resolve)
  return { ok: true, family, converted: convert(block, { ...rest, family, target: TARGETS[target], names }) }
}

/** Includes as dhcpd reads them, and then beside the file that names them. */
function includes(read: ReadText): IncludeReader {
  return (name, from) => {
    try {
      return { file: name, text: read(name) }
    } catch (error) {
      const beside = join(dirname(from), isAbsolute(name) ? '' : name)
      if (isAbsolute(name) || beside === name) throw error
      return { file: beside, text: read(beside) }
    }
  }
}

/** 6 if anything in it is of DHCPv6 only. */
export function familyOf(block: Block): 4 | 6 {
  for (const one of everyStatement(block)) {
    if (one.kind === 'scope' && one.type === 'subnet6') return 6
    if (one.kind === 'scope' && one.type === 'subnet') return 4
    if (one.kind === 'parameter' && ['range6', 'prefix6', 'fixed-address6'].includes(one.name)) return 6
    if (one.kind === 'option' && one.option.space === 'dhcp6') return 6
  }
  return 4
}

/** Words that may be names of hosts, where dhcpd takes addresses. */
async function resolveNames(block: Block, family: 4 | 6, resolve: Resolve): Promise<KnownNames> {
  const wanted = new Set<string>()
  for (const one of everyStatement(block)) {
    if (one.kind !== 'option' && one.kind !== 'parameter') continue
    if (one.kind === 'parameter' && !NAMED.has(one.name)) continue
    for (const { kind, text } of one.values.flat())
      if (kind === 'word' && NAME.test(text) && !/^(true|false|on|off|infinite)$/i.test(text))
        wanted.add(text.toLowerCase().replace(/\.$/, ''))
  }
  const names = new Map<string, readonly string[]>()
  for (const name of wanted) {
    try {
      const addresses = await resolve(name, family)
      if (addresses.length > 0) names.set(name, addresses)
    } catch {
      // a name that nobody knows is told where it stands
    }
  }
  return names
}

const NAMED = new Set(
  'fixed-address fixed-address6 next-server server-identifier address primary'.split(' ').concat('peer address'),
)
const NAME = /^(?=.*[a-z])[a-z0-9][\w-]*(\.[\w-]+)*\.?$/i
