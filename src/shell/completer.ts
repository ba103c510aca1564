import type { ArgumentInfo, Catalog, ValueSource } from './command-catalog.js'

/** Values that are known, or can be asked for: subnet ids, addresses, names. */
export interface ValueLookup {
  values(source: ValueSource, service: string | undefined): Promise<readonly string[]>
}

export interface CompletionSources {
  /** Commands that this server has; when it could not be asked, all that are known. */
  commands(): Promise<readonly string[]>
  readonly catalog: Catalog
  /** The shell's own commands, with what may follow. */
  readonly own: Readonly<Record<string, readonly string[]>>
  readonly services: readonly string[]
  readonly values: ValueLookup
}

/** What may stand for the word under the cursor. `word`: the part of the line that is replaced. */
export interface Completion {
  readonly candidates: readonly string[]
  readonly word: string
}

const FILTERS = ['json', 'table']
// they take a whole command behind them
const PREFIXES = ['help', 'watch']

/** Completes the last word of a line. Never throws: what cannot be looked up has no candidates. */
export async function complete(line: string, sources: CompletionSources): Promise<Completion> {
  const word = /\S*$/.exec(line)![0]
  let before = line
    .slice(0, line.length - word.length)
    .trim()
    .split(/\s+/)
    .filter(Boolean)
  const of = (candidates: readonly string[], ending = ' '): Completion => ({
    candidates: candidates.filter(one => one.startsWith(word)).map(one => one + ending),
    word,
  })
  const mixed = (words: readonly string[]): Completion => ({
    candidates: words.filter(one => one.startsWith(word)).map(one => (one.endsWith('=') ? one : `${one} `)),
    word,
  })
  if (before.at(-1) === '|') return of(FILTERS)
  if (before.includes('>') || before.includes('>>') || before.includes('|')) return of([])
  while (PREFIXES.includes(before[0] ?? '')) {
    const prefix = before[0]
    before = before.slice(1)
    if (prefix === 'watch' && /^\d/.test(before[0] ?? '')) before = before.slice(1)
  }
  const name = before[0]
  if (name === undefined) return of([...Object.keys(sources.own), ...(await sources.commands())].sort())
  const own = sources.own[name]
  if (own !== undefined) {
    const first = before.length === 1
    const next = name === 'use' ? sources.services : own.filter(one => first || /=$|^--/.test(one))
    const addresses = own.includes('to-reservation') && !first
    return mixed(addresses ? await valuesOf({ name: '', source: 'address' }, undefined, sources) : next)
  }
  const command = sources.catalog.find(name)
  if (command === undefined) return of([])
  const service = command.services.length === 1 ? command.services[0] : undefined
  const equals = word.indexOf('=')
  if (equals < 0) {
    const given = new Set(before.slice(1).map(one => one.split(/[=.]/)[0]))
    const left = command.arguments.filter(one => !given.has(one.name))
    const keys = mixed(left.map(one => `${one.name}=`))
    // a value may stand without its name: that of the next argument
    const next = left[0]
    if (keys.candidates.length > 0 || word === '' || next === undefined) return keys
    return of(await valuesOf(next, service, sources))
  }
  const argument = command.arguments.find(one => one.name === word.slice(0, equals))
  if (argument === undefined) return of([])
  const typed = word.slice(equals + 1)
  // of a list, the last member is completed
  const done = argument.type === 'list' ? typed.slice(0, typed.lastIndexOf(',') + 1).replace(/^\[/, '') : ''
  const begin = `${argument.name}=${done}`
  return of((await valuesOf(argument, service, sources)).map(one => begin + one))
}

async function valuesOf(
  argument: ArgumentInfo,
  service: string | undefined,
  sources: CompletionSources,
): Promise<readonly string[]> {
  if (argument.choices !== undefined) return argument.choices
  if (argument.source === undefined) return []
  try {
    return await sources.values.values(argument.source, service)
  } catch {
    return []
  }
}
