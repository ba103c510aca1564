import { expect } from 'vitest'
import type { Generation } from '../../../src/server/config/behaviours.js'
import type { Surroundings } from '../../../src/server/config/decide/site.js'
import type { Decided } from '../../../src/server/config/decided.js'
import { type Loaded, loading } from '../../../src/server/config/load.js'
import { formatProblem } from '../../../src/server/config/problem.js'
import { runAtOnce } from '../../../src/server/config/slices.js'

export interface LoadedTest {
  readonly generation?: Generation
  readonly surroundings?: Surroundings
  /** Further files, for includes. */
  readonly files?: Readonly<Record<string, string>>
}

/** Loads a text as the file "c.json". */
export function load(text: string, { files = {}, ...options }: LoadedTest = {}): Loaded {
  const read = (path: string): string => {
    const found = path === 'c.json' ? text : files[path]
    if (found === undefined) throw new Error(`no file ${path}`)
    return found
  }
  return runAtOnce(loading(['c.json'], { read, ...options }))
}

/** The decided DHCPv4 configuration of a map under "Dhcp4" that must be free of errors. */
export function decided(dhcp4: object, options: LoadedTest = {}): Decided<number> {
  const loaded = load(JSON.stringify({ Dhcp4: dhcp4 }), options)
  expect(errorsOf(loaded)).toEqual([])
  return loaded.services.dhcp4!
}

/** The same of a map under "Dhcp6". */
export function decided6(dhcp6: object, options: LoadedTest = {}): Decided<bigint> {
  const loaded = load(JSON.stringify({ Dhcp6: dhcp6 }), options)
  expect(errorsOf(loaded)).toEqual([])
  return loaded.services.dhcp6!
}

/** "line:column text" of each error. */
export function errorsOf({ problems }: Loaded): string[] {
  return problems.filter(p => p.severity === 'error').map(p => `${p.at.line}:${p.at.column} ${p.text}`)
}

/** Codes of all problems of a map under "Dhcp4", in order. */
export function codesOf(dhcp4: object, options: LoadedTest = {}): string[] {
  return load(JSON.stringify({ Dhcp4: dhcp4 }), options).problems.map(problem => problem.code)
}

export function printed({ problems, sources }: Loaded): string {
  return problems.map(problem => formatProblem(problem, sources)).join('\n')
}
