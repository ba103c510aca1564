import { formatPosition } from '../config/problem.js'
import type { MapTree, Position, Problem, Tree } from '../config/tree.js'

/** Where a problem stands: what it stands in, from the outermost; the last one is what it speaks of. */
type Path = readonly Tree[]

/** What Kea says of a problem, and where it says that it is; undefined: nowhere. */
type Words = (problem: Problem, path: Path) => readonly [text: string, at: Position | undefined]

/** Kea's words and places where they are not those of the problem itself. */
const words: Readonly<Record<string, Words>> = {
  'unknown-keyword': ({ text, at }, path) => {
    const [, key, map] = /unexpected keyword "(.*)" in (\S+) map/.exec(text) ?? []
    // the place of the value, where the problem has that of the keyword
    return map === 'Dhcp4' || map === 'Dhcp6'
      ? [`unsupported global configuration parameter: ${key}`, path.at(-1)?.at ?? at]
      : [`spurious '${key}' parameter`, undefined]
  },
  'missing-keyword': ({ text, at }) => [text.replace(/ in \S+ map$/, ''), at],
  // whoever brings a subnet alone puts this in front of all that is wrong with it
  'pool-outside': ({ text, at }, path) =>
    path.length === 0 ? [text, at] : [`subnet configuration failed: ${text}`, path.at(-4)?.at ?? at],
  'duplicate-id': ({ text, at }, path) => [text, path.at(-2)?.at ?? at],
  'unknown-library': ({ text, at }, path) => [text, path.at(-3)?.at ?? at],
  expression: ({ text, at }) => [`${text} at`, at],
  'lifetime-order': ({ text }) => [text, undefined],
}

/**
 * What is wrong with a configuration that a command brought, as Kea tells it: the first error, its place in brackets
 * behind it. The log and `serve -t` tell all of them.
 *
 * @param tree what was brought; left out: places are those of the problems
 */
export function keaWords(problems: readonly Problem[], tree?: MapTree): string | undefined {
  const first = problems.find(({ severity }) => severity === 'error')
  if (first === undefined) return undefined
  const path = tree === undefined ? [] : (pathTo(first.at, tree) ?? [])
  const [text, at] = words[first.code]?.(first, path) ?? [first.text, first.at]
  return at === undefined ? text : `${text} (${formatPosition(at)})`
}

/** The way to the value or keyword at a place; undefined: nothing stands there. */
function pathTo(at: Position, tree: Tree): Path | undefined {
  if (tree.at === at) return [tree]
  if (tree.kind === 'list') return within(tree, tree.items, at)
  if (tree.kind !== 'map') return undefined
  for (const { keyAt, value } of tree.entries.values()) if (keyAt === at) return [tree, value]
  return within(
    tree,
    [...tree.entries.values()].map(({ value }) => value),
    at,
  )
}

function within(tree: Tree, inside: readonly Tree[], at: Position): Path | undefined {
  for (const each of inside) {
    const rest = pathTo(at, each)
    if (rest !== undefined) return [tree, ...rest]
  }
  return undefined
}
