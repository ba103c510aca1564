import type { Block, Condition, Expression, Statement, Switch } from '../isc/syntax.js'
import { OutMap } from '../output/document.js'
import type { ClassList } from './class-list.js'
import type { Context } from './context.js'
import { NoCounterpart } from './expression.js'
import { readSettings } from './read-settings.js'
import { isSet, type Lifetimes, merged, type Settings, writeLifetimes, writeSettings } from './settings.js'

/** The scope that conditions stand in. */
export interface Around {
  /** What names of classes begin with. */
  readonly name: string
  /** Who is in the scope at all. Undefined: everybody. */
  readonly test: string | undefined
  /** Classes are looked at only where they are listed: here. Undefined: for every client. */
  readonly additional: string[] | undefined
  /** What a branch leaves open of the lifetimes that it sets. Undefined: dhcpd's own. */
  readonly lifetimes?: Lifetimes
}

interface Branch {
  readonly word: string
  /** Undefined: else. */
  readonly test: Expression | undefined
  readonly body: Block
}

/** if, elsif, else and switch of a scope become classes: each branch one, of clients that are in none of those before. */
export function convertConditions(settings: Settings, around: Around, classes: ClassList, context: Context): void {
  for (const [i, condition] of settings.conditions.entries()) {
    const number = settings.conditions.length > 1 ? `-${i + 1}` : ''
    convertCondition(condition, `${around.name}${number}`, around, classes, context)
  }
}

function convertCondition(
  condition: Condition | Switch,
  name: string,
  around: Around,
  classes: ClassList,
  context: Context,
): void {
  const { ledger, translator } = context
  const branches = branchesOf(condition)
  const tests: (string | undefined)[] = []
  try {
    for (const { test } of branches) tests.push(test && translator.test(test))
  } catch (error) {
    if (!(error instanceof NoCounterpart)) throw error
    ledger.unsupported(condition, `${error.message}; write a class for it by hand`)
    for (const { body } of branches)
      for (const inner of body.statements) ledger.unsupported(inner, 'its condition has no counterpart')
    return
  }
  ledger.converted(condition, `a class for each branch: ${name}-...`)
  if (condition.kind === 'switch')
    for (const { body } of condition.cases) for (const one of body.statements) if (isBreak(one)) ledger.converted(one)
  const before: string[] = []
  for (const [i, { word, body }] of branches.entries()) {
    const inner = readSettings(body, around.additional === undefined ? 'early-branch' : 'branch', context)
    const test = conjunction(around.test, tests[i], before)
    const made = classes.name(`${name}-${word}`)
    before.push(made)
    // what stands deeper is more to the point, and the first class that sets an option decides
    const later = inner.conditions.length > 0
    if (later) convertConditions(inner, { ...around, name: made, test }, classes, context)
    const map = new OutMap()
    if (isSet(inner.lifetimes))
      writeLifetimes(map, merged(around.lifetimes ?? {}, inner.lifetimes), inner.lifetimeRemarks)
    writeSettings(map, inner)
    map.trailing.push(...inner.leftOver, ...inner.trailing)
    if (i === 0) map.leading.push(...condition.leading)
    classes.add(made, test, map, around.additional !== undefined)
    around.additional?.push(made)
    for (const scope of inner.scopes) ledger.unsupported(scope, 'a declaration in a condition')
  }
}

function branchesOf(condition: Condition | Switch): Branch[] {
  if (condition.kind === 'if')
    return condition.branches.map(({ test, body }, i) => {
      const word = test === undefined ? 'else' : i === 0 ? 'if' : `elsif${condition.branches.length > 3 ? `-${i}` : ''}`
      return { word, test, body }
    })
  const { subject, at } = condition
  const equal = (right: Expression): Expression => ({ kind: 'binary', operator: '=', left: subject, right, at })
  const or = (left: Expression, right: Expression): Expression => ({ kind: 'binary', operator: 'or', left, right, at })
  const ordered = [...condition.cases].sort((a, b) => Number(a.otherwise) - Number(b.otherwise))
  return ordered.map(({ values, otherwise, body }, i) => {
    const statements = body.statements.filter(one => !isBreak(one))
    const test = otherwise ? undefined : values.map(equal).reduce(or)
    return { word: otherwise ? 'default' : `case-${i + 1}`, test, body: { ...body, statements } }
  })
}

const isBreak = (one: Statement): boolean => one.kind === 'action' && one.name === 'break'

function conjunction(outer: string | undefined, own: string | undefined, before: readonly string[]): string {
  const parts = [outer, own].filter(part => part !== undefined)
  const texts =
    parts.length + before.length > 1 ? parts.map(part => (/ (and|or) /.test(part) ? `(${part})` : part)) : parts
  const all = [...texts, ...before.map(name => `not member('${name}')`)]
  return all.length === 0 ? "member('ALL')" : all.join(' and ')
}
