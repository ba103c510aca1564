import { type Compiled, compileExpression } from '../classify/expression.js'
import type { Position } from '../config/tree.js'
import type { FeatureSite } from './feature.js'

/**
 * Compiles an expression of a feature's parameters; undefined: it is none, and that is reported. `what`: how Kea calls it
 * in messages, "add expression". Any class may be asked for: features assign some themselves.
 */
export function expressionOf(
  text: string,
  kind: 'boolean' | 'string',
  what: string,
  at: Position,
  { family, generation, spaces, names, report }: FeatureSite,
): Compiled | undefined {
  const compiled = compileExpression(text, { family, generation, kind, spaces, names, isDefinedClass: () => true })
  if ('ok' in compiled) return compiled.ok
  return report.error('expression', at, `can't parse ${what} [${text}] error: ${compiled.error}`)
}
