import { formatPosition } from '../config/problem.js'
import type { Problem } from '../config/tree.js'

/**
 * What is wrong with a configuration that a command brought, as Kea tells it: the first error, its place in brackets
 * behind it. The log and `serve -t` tell all of them.
 */
export function keaWords(problems: readonly Problem[]): string | undefined {
  const first = problems.find(({ severity }) => severity === 'error')
  if (first === undefined) return undefined
  const at = `(${formatPosition(first.at)})`
  if (first.code !== 'unknown-keyword') return `${first.text} ${at}`
  const named = /unexpected keyword "(.*)" in (\S+) map/.exec(first.text)
  if (named === null) return `${first.text} ${at}`
  const [, key, map] = named
  return map === 'Dhcp4' || map === 'Dhcp6'
    ? `unsupported global configuration parameter: ${key} ${at}`
    : `spurious '${key}' parameter`
}
