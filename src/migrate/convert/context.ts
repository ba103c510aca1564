import type { Ledger } from '../ledger.js'
import type { Target } from '../target.js'
import type { Translator } from './expression.js'
import type { Vocabulary } from './vocabulary.js'

/** Addresses of names: those that were asked for beforehand. */
export type KnownNames = ReadonlyMap<string, readonly string[]>

/** What all parts of one conversion share. */
export interface Context {
  readonly family: 4 | 6
  readonly target: Target
  readonly ledger: Ledger
  readonly vocabulary: Vocabulary
  readonly translator: Translator
  readonly names: KnownNames
  /** Hook libraries that the configuration needs, and why. */
  readonly hooks: Map<string, string>
  /** Entries of the flex-option hook: options whose value is an expression. */
  readonly calculated: { readonly code: number; readonly expression: string }[]
}

const HOST = /^(?=.*[a-z])[\w-]+(\.[\w-]+)*\.?$/i

/** The addresses that a word stands for: itself, or those of a host name. Undefined: it is a name without an address. */
export function addressesOf(text: string, { names, family }: Context): readonly string[] | undefined {
  if (family === 4 ? /^\d+\.\d+\.\d+\.\d+$/.test(text) : text.includes(':')) return [text]
  return HOST.test(text) ? names.get(text.toLowerCase().replace(/\.$/, '')) : undefined
}
