import { formatPosition } from '../config/problem.js'
import type { MapTree, Tree } from '../config/tree.js'
import { type ArgumentType, Unfit } from './argument-type.js'
import { CommandError } from './command-error.js'

/** A whole text: nothing is added to it. Made from the value as written, and its place (`<wire>:0:50`), where it tells them. */
export type Words = string | ((written: string, at: string) => string)

/** What is said where Kea has words of its own for an argument. */
export interface ArgumentWording {
  readonly missing?: string
  readonly wrongType?: Words
  /** Of the right type, but out of range, none of the choices, or not what its text should be. */
  readonly wrongValue?: Words
}

/** What completion may offer as values beside `choices` of the type. */
export type Suggestion = 'subnet' | 'shared-network' | 'address' | 'class' | 'statistic' | 'interface' | 'command'

/** One argument of a command. */
export interface Argument<T, Needed extends boolean = boolean> {
  readonly type: ArgumentType<T>
  /** One sentence for the reference. */
  readonly says: string
  readonly needed: Needed
  readonly wording: ArgumentWording
  readonly suggest?: Suggestion
}

/** The arguments of a command, by name, in the order in which they are checked. */
export type ArgumentMap = Readonly<Record<string, Argument<unknown>>>

/** What a command gets: the values by name; undefined for those that may be left out and were. */
export type ValuesOf<M extends ArgumentMap> = {
  readonly [K in keyof M]: M[K] extends Argument<infer T, infer Needed>
    ? Needed extends true
      ? T
      : T | undefined
    : never
}

interface More extends ArgumentWording {
  readonly suggest?: Suggestion
}

/** An argument that must be there. */
export function needed<T>(type: ArgumentType<T>, says: string, more: More = {}): Argument<T, true> {
  return { type, says, needed: true, wording: more, ...(more.suggest === undefined ? {} : { suggest: more.suggest }) }
}

/** An argument that may be left out. */
export function optional<T>(type: ArgumentType<T>, says: string, more: More = {}): Argument<T, false> {
  return { type, says, needed: false, wording: more, ...(more.suggest === undefined ? {} : { suggest: more.suggest }) }
}

/**
 * The values of the arguments in a map. Arguments that are not declared are passed over, as Kea does.
 *
 * @throws CommandError with the words of the argument, else with Kea's general ones, which tell the place
 */
export function readArguments<M extends ArgumentMap>(declared: M, map: MapTree): ValuesOf<M> {
  const values: Record<string, unknown> = {}
  for (const [name, argument] of Object.entries(declared)) {
    const written = map.entries.get(name)?.value
    if (written === undefined) {
      if (argument.needed)
        throw new CommandError(argument.wording.missing ?? `missing parameter '${name}' (${formatPosition(map.at)})`)
      continue
    }
    const value = argument.type.read(written)
    if (value instanceof Unfit) throw new CommandError(unfit(name, argument.wording, value, written))
    values[name] = value
  }
  return values as ValuesOf<M>
}

function unfit(name: string, wording: ArgumentWording, { what, text }: Unfit, written: Tree): string {
  const at = formatPosition(written.at)
  const shown = shownValue(written)
  const own = what === 'type' ? wording.wrongType : wording.wrongValue
  if (own !== undefined) return typeof own === 'string' ? own : own(shown, at)
  if (text !== undefined) return text
  if (what === 'type') return `invalid type specified for parameter '${name}' (${at})`
  return `out of range value (${shown}) specified for parameter '${name}' (${at})`
}

function shownValue(tree: Tree): string {
  if (tree.kind === 'integer' && tree.exact !== undefined) return `${tree.exact}`
  return 'value' in tree ? `${tree.value}` : tree.kind
}

/** A map of arguments as the type of an argument. */
export function mapOf<M extends ArgumentMap>(inside: M): ArgumentType<ValuesOf<M>> {
  const needs = Object.entries(inside).flatMap(([name, argument]) => (argument.needed ? [name] : []))
  return {
    name: 'map',
    schema: {
      type: 'object',
      properties: Object.fromEntries(Object.entries(inside).map(([name, { type }]) => [name, type.schema])),
      required: needs,
    },
    inside,
    read: tree => (tree.kind === 'map' ? readArguments(inside, tree) : new Unfit('type')),
  }
}
