import type { ClassRule, Expression, Value } from '../isc/syntax.js'
import { OutMap } from '../output/document.js'
import { type ClassList, NOBODY } from './class-list.js'
import { convertConditions } from './conditions.js'
import type { Context } from './context.js'
import { NoCounterpart } from './expression.js'
import { plainBytes } from './option-data.js'
import type { ClassPlan, Plan } from './plan.js'
import { isSet, merged, type Settings, writeLifetimes, writeSettings } from './settings.js'

/** From here on one class with a test for each member is slow. */
const MANY = 500

/** Client classes for the classes of the input, and the name each has now. */
export function convertClasses(plan: Plan, classes: ClassList, context: Context): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const one of plan.classes.values()) names.set(one.name, classes.name(one.name))
  for (const one of plan.classes.values()) convertClass(one, names.get(one.name)!, plan, classes, context)
  return names
}

function convertClass(one: ClassPlan, name: string, plan: Plan, classes: ClassList, context: Context): void {
  const { ledger } = context
  const { scope, settings, subclasses } = one
  const tests: string[] = []
  let lost = false
  let key: Expression | undefined
  for (const rule of settings.rules) {
    if (rule.rule === 'match') key = rule.expression
    else if (rule.rule === 'match-if') {
      const test = testOf(rule, context)
      if (test === undefined) lost = true
      else tests.push(test)
    } else if (rule.rule === 'spawn') {
      ledger.unsupported(
        rule,
        'Kea has "template-test" since 2.5.8, but no pools by its classes; write a class for each value',
      )
      lost = true
    } else ledger.unsupported(rule, 'the limits hook of Kea 2.3.2 and later counts the leases of a class')
  }
  const guards = [...tests]
  if (subclasses.length > 0) {
    const members = convertSubclasses(one, name, key, guards, classes, context)
    if (members.length > 0)
      tests.push(members.length === 1 ? members[0]! : members.map(test => `(${test})`).join(' or '))
    if (members.length < subclasses.length) lost = true
    if (subclasses.length > MANY)
      ledger.remark(
        `class ${one.name} has ${subclasses.length} subclasses: reservations with "client-classes" are found faster`,
      )
  } else if (key !== undefined) {
    lost = true
    ledger.remark(`class ${one.name} has no subclasses: nobody is a member of it`)
  }
  for (const rule of settings.rules) if (rule.rule === 'match') ledger.converted(rule)
  const test =
    lost && tests.length === 0 ? NOBODY : tests.length === 1 ? tests[0]! : tests.map(text => `(${text})`).join(' and ')
  if (lost) classes.unknown.add(name)
  if (tests.length === 0 && !lost)
    ledger.changed(scope, 'no rule says who is a member: only clients whose reservation has the class')
  else if (lost)
    ledger.decision(scope, 'its members are not known: the pools that it guards serve nobody until its test is written')
  else ledger.converted(scope)
  const lifetimes = merged(plan.global.lifetimes, settings.lifetimes)
  const around = { name, test: test === '' ? undefined : test, additional: undefined, lifetimes }
  convertConditions(settings, around, classes, context)
  const map = bodyOf(settings, plan, context)
  map.leading.unshift(...scope.leading)
  classes.add(name, test === '' ? undefined : test, map)
}

function testOf(rule: ClassRule, { translator, ledger }: Context): string | undefined {
  if (rule.expression === undefined) return undefined
  try {
    const test = translator.test(rule.expression)
    ledger.converted(rule)
    return test
  } catch (error) {
    if (!(error instanceof NoCounterpart)) throw error
    ledger.unsupported(rule, error.message)
    return undefined
  }
}

/** The tests of the subclasses; those that set something themselves become classes, before the class they are of. */
function convertSubclasses(
  { subclasses }: ClassPlan,
  name: string,
  key: Expression | undefined,
  guards: readonly string[],
  classes: ClassList,
  context: Context,
): string[] {
  const tests: string[] = []
  for (const { scope, data, settings } of subclasses) {
    const test = key === undefined || data === undefined ? undefined : equals(key, data, scope.at, context)
    if (test === undefined) {
      context.ledger.unsupported(scope, 'what makes a client a member of it cannot be told to Kea')
      continue
    }
    tests.push(test)
    context.ledger.converted(scope)
    const map = new OutMap()
    writeSettings(map, settings)
    if (isSet(settings.lifetimes)) writeLifetimes(map, settings.lifetimes)
    if (map.entries.length === 0 && settings.conditions.length === 0) continue
    map.leading.push(...scope.leading)
    const inner = classes.name(`${name}-${data?.text ?? ''}`)
    const whole = guards.length === 0 ? test : [...guards, test].map(text => `(${text})`).join(' and ')
    convertConditions(settings, { name: inner, test: whole, additional: undefined }, classes, context)
    classes.add(inner, whole, map)
  }
  return tests
}

function equals(key: Expression, data: Value, at: Value['at'], { translator }: Context): string | undefined {
  const bytes = plainBytes(data)
  if (bytes === undefined) return undefined
  const right: Expression =
    data.kind === 'string' ? { kind: 'text', text: data.text, at } : { kind: 'bytes', bytes, at }
  try {
    return translator.test({ kind: 'binary', operator: '=', left: key, right, at })
  } catch (error) {
    if (error instanceof NoCounterpart) return undefined
    throw error
  }
}

function bodyOf(settings: Settings, plan: Plan, context: Context): OutMap {
  const map = new OutMap()
  for (const [key] of settings.keywords) {
    settings.keywords.delete(key)
    context.ledger.remark(`"${key}" of a class is left out: Kea's classes have it not`)
  }
  if (isSet(settings.lifetimes)) {
    const { global } = plan
    writeLifetimes(map, { ...global.lifetimes, ...defined(settings.lifetimes) }, settings.lifetimeRemarks)
    if (context.family === 4)
      for (const entry of [...map.entries])
        if (entry.key === 'preferred-lifetime') map.entries.splice(map.entries.indexOf(entry), 1)
  }
  writeSettings(map, settings)
  map.trailing.push(...settings.leftOver, ...settings.trailing)
  return map
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}
