import type { Address } from '../lease/lease.js'
import { decideControlAgent } from './decide/control-agent.js'
import { type FamilyKeywords, family4, family6 } from './decide/family.js'
import { type DecideOptions, decide } from './decide.js'
import type { Decided } from './decided.js'
import type { AgentConfig } from './decided-agent.js'
import type { FileReader } from './lexer.js'
import { parse } from './parser.js'
import { Report } from './problem.js'
import { nearest } from './schema/nearest.js'
import { agentIsServed, type MemberName } from './served.js'
import { type Pace, runSliced, type Sliced } from './slices.js'
import type { MapEntry, MapTree, Position, Problem } from './tree.js'

/** A configuration text that is no file on disk: the built-in one, or one that an option of the command line makes. */
export interface ConfigurationText {
  /** Stands in positions where a file name would. */
  readonly name: string
  readonly text: string
}

/** A configuration that was read already: the arguments of a command. */
export interface ConfigurationTree {
  /** Top keywords and what stands under them. */
  readonly tree: MapTree
}

/** A file by its path, or what comes in place of one. */
export type ConfigurationSource = string | ConfigurationText | ConfigurationTree

export interface LoadOptions extends DecideOptions {
  /** Reads the files and their includes; relative paths are relative to the process. Throws when it cannot. */
  readonly read: FileReader
  /** Decide the part of this service only: those who run the others judge theirs. Absent: all of it. */
  readonly service?: MemberName
}

/** Services that a configuration can speak of, by top keyword. */
export interface Services {
  readonly dhcp4?: Decided<number>
  readonly dhcp6?: Decided<bigint>
  readonly agent?: AgentConfig
}

export interface Loaded {
  /** Empty when there is an error anywhere: a bad configuration is refused whole. */
  readonly services: Services
  /** In the order of files and lines. */
  readonly problems: readonly Problem[]
  /** False: there is at least one error. */
  readonly ok: boolean
  /** As written, by top keyword. */
  readonly trees: ReadonlyMap<string, MapTree>
  /** What was read, includes too, for formatProblem(). */
  readonly sources: ReadonlyMap<string, string>
}

const known = ['Dhcp4', 'Dhcp6', 'DhcpDdns', 'Control-agent', 'Netconf']
/** Services of Kea that are recognised, but not served yet. */
const unserved: ReadonlySet<string> = new Set(known.slice(2).filter(key => key !== 'Control-agent' || !agentIsServed))
/** Kea 1.x kept loggers in a map of their own beside the services; later versions read over it. */
const readOver: ReadonlySet<string> = new Set(['Logging'])

/**
 * Reads and decides one or several files; a file may hold several services, as long as each stands once in all. Takes
 * pauses so that packets are served meanwhile. Never rejects: everything wrong is a Problem.
 */
export function loadConfiguration(
  files: readonly ConfigurationSource[],
  options: LoadOptions,
  pace: Pace,
): Promise<Loaded> {
  return runSliced(loading(files, options), pace)
}

/** The same as work to be run by the caller: see slices.ts. */
export function* loading(files: readonly ConfigurationSource[], options: LoadOptions): Sliced<Loaded> {
  const report = new Report()
  const sources = new Map<string, string>()
  const tops = new Map<string, MapEntry>()
  for (const file of files) {
    if (typeof file !== 'string' && 'tree' in file) {
      collect(file.tree, tops, report, true)
      continue
    }
    const text = textOf(file, options.read, report)
    if (text === undefined) continue
    const parsed = yield* parse(text.name, text.text, options.read, report)
    for (const [name, source] of parsed.sources) sources.set(name, source)
    if (parsed.tree === undefined) continue
    if (parsed.tree.kind === 'map') collect(parsed.tree, tops, report)
    else
      report.error('syntax', parsed.tree.at, 'syntax error, expecting { and one of the services Dhcp4, Dhcp6, DhcpDdns')
  }
  const trees = new Map<string, MapTree>()
  for (const [key, { value }] of tops) if (value.kind === 'map') trees.set(key, value)
  const { service } = options
  const asked = (name: MemberName): boolean => service === undefined || service === name
  const dhcp4 = asked('dhcp4') ? yield* decided(family4, trees, options, report) : undefined
  const dhcp6 = asked('dhcp6') ? yield* decided(family6, trees, options, report) : undefined
  const written = trees.get('Control-agent')
  const agent = written && asked('agent') && (yield* decideControlAgent(written, options.generation ?? '2.2', report))
  const services: Services = {
    ...(dhcp4 === undefined ? {} : { dhcp4 }),
    ...(dhcp6 === undefined ? {} : { dhcp6 }),
    ...(agent ? { agent } : {}),
  }
  return {
    services: report.errors > 0 ? {} : services,
    problems: report.sorted(),
    ok: report.errors === 0,
    trees,
    sources,
  }
}

function textOf(file: string | ConfigurationText, read: FileReader, report: Report): ConfigurationText | undefined {
  if (typeof file !== 'string') return file
  try {
    return { name: file, text: read(file) }
  } catch {
    report.error('no-file', start(file), `Unable to open file ${file}`)
    return undefined
  }
}

const start = (file: string): Position => ({ file, line: 1, column: 1, endColumn: 1 })

/** Sorts the top keywords of one file. `mayBeEmpty`: commands may send empty services, which Kea refuses in files. */
function collect(tree: MapTree, tops: Map<string, MapEntry>, report: Report, mayBeEmpty = false): void {
  let services = 0
  for (const entry of tree.entries.values()) {
    const { key, keyAt, value } = entry
    if (readOver.has(key)) {
      report.warn('no-effect', keyAt, `"${key}" is accepted, but has no effect: loggers stand in the services`)
      continue
    }
    if (!known.includes(key)) {
      const near = nearest(key, known)
      const hint = near === undefined ? '' : ` Did you mean "${near}"?`
      report.error('unknown-keyword', keyAt, `got unexpected keyword "${key}" in toplevel map.${hint}`)
      continue
    }
    services++
    const twin = tops.get(key)
    if (twin !== undefined)
      report.error('duplicate-key', keyAt, `${key} is configured in two files`, {
        at: twin.keyAt,
        text: 'the first one',
      })
    else if (value.kind !== 'map') report.error('wrong-type', value.at, `${key}: syntax error, expecting {`)
    else {
      tops.set(key, entry)
      if (value.entries.size === 0 && !mayBeEmpty)
        report.error('empty-map', value.at, `syntax error, unexpected }, ${key} is empty`)
      if (unserved.has(key))
        report.warn('no-effect', keyAt, `${key} is not served yet, its configuration has no effect`)
    }
  }
  if (services === 0 && tree.entries.size === 0)
    report.error('missing-keyword', tree.at, "missing parameter 'Dhcp4' in toplevel map")
}

function* decided<A extends Address>(
  family: FamilyKeywords<A>,
  trees: ReadonlyMap<string, MapTree>,
  options: LoadOptions,
  report: Report,
): Sliced<Decided<A> | undefined> {
  const map = trees.get(family.service)
  if (map === undefined) return undefined
  return yield* decide(map, family, options, report)
}
