import type { OptionSpaces } from '../../wire/option-space.js'
import type { Generation } from '../config/behaviours.js'
import type { ClientClass } from '../config/decided.js'
import type { Problem } from '../config/tree.js'
import { isBuiltin, numberBuiltins } from './builtin.js'
import { ClassNames } from './class-set.js'
import { dialects } from './dialect.js'
import { ClassEvaluator, type ClassReport, type TestedClass } from './evaluate.js'
import { compileExpression } from './expression.js'
import { GeneratedClasses } from './generated-class.js'
import { spawnPrefix } from './template.js'

export interface ClassesOptions {
  readonly family: 'v4' | 'v6'
  readonly generation: Generation
  readonly spaces: OptionSpaces
  /**
   * Names that the rest of the configuration mentions (guards, lists of additional classes, hosts): numbered too, so
   * that asking for them costs one bit. Default: none.
   */
  readonly mentioned?: Iterable<string>
  readonly report: ClassReport
}

export interface CompiledClasses {
  readonly evaluator: ClassEvaluator
  readonly problems: readonly Problem[]
}

/**
 * Compiles the client classes of a configuration. Every class with a problem is left out of the evaluator, which is
 * only to be used when there are none of severity error.
 */
export function compileClasses(classes: readonly ClientClass[], options: ClassesOptions): CompiledClasses {
  const { family, generation, spaces, report } = options
  const dialect = dialects[generation]
  const problems: Problem[] = []
  const names = new ClassNames()
  const builtin = numberBuiltins(names)
  for (const { name } of classes) names.number(name)
  for (const name of options.mentioned ?? []) names.number(name)

  // A test may ask for what is built in and for classes that stand before it.
  const before = new Set<string>()
  // Those of them that rest on KNOWN or UNKNOWN
  const waiting = new Set<string>()
  const tested: { readonly entry: TestedClass; readonly onlyIfRequired: boolean }[] = []
  const defined = new Map<number, TestedClass | undefined>()

  for (const { name, test, template, onlyIfRequired, position } of classes) {
    const id = names.number(name)
    before.add(name)
    if (test === '') {
      defined.set(id, undefined)
      continue
    }
    const compiled = compileExpression(test, {
      family,
      generation,
      spaces,
      names,
      kind: template ? 'string' : 'boolean',
      isDefinedClass: asked => asked !== name && (isBuiltin(asked) || before.has(asked)),
      dependsOnKnown: asked => waiting.has(asked),
    })
    if ('error' in compiled) {
      const text = `expression: [${test}] error: ${compiled.error}`
      problems.push({ severity: 'error', code: 'bad-expression', at: position, text })
      continue
    }
    const expression = compiled.ok
    if (expression.dependsOnKnown) waiting.add(name)
    const spawns = template ? new GeneratedClasses(spawnPrefix(name), names, dialect.escapesNames) : undefined
    const entry: TestedClass = { id, name, expression, spawns }
    tested.push({ entry, onlyIfRequired })
    defined.set(id, entry)
  }

  const now = tested.filter(({ onlyIfRequired }) => !onlyIfRequired)
  const evaluator = new ClassEvaluator({
    family,
    names,
    builtin,
    vendorClasses: new GeneratedClasses('VENDOR_CLASS_', names, dialect.escapesNames),
    independent: now.filter(({ entry }) => !entry.expression.dependsOnKnown).map(({ entry }) => entry),
    dependent: now.filter(({ entry }) => entry.expression.dependsOnKnown).map(({ entry }) => entry),
    defined,
    additionalWithoutTest: dialect.additionalWithoutTest,
    report,
  })
  return { evaluator, problems }
}
