import type { Context } from './context.js'
import type { Plan, SubnetPlan } from './plan.js'
import type { OptionSetting, Settings } from './settings.js'
import { everyStatement } from './usage.js'

/** Options that classes of the input set: they go before what pools, subnets and networks say. */
export function contestedByClasses(plan: Plan, context: Context): Set<string> {
  const keys = new Set<string>()
  for (const { settings, subclasses } of plan.classes.values())
    for (const one of [settings, ...subclasses.map(subclass => subclass.settings)]) {
      for (const key of one.options.keys()) keys.add(key)
      for (const key of keysOfConditions(one, context)) keys.add(key)
    }
  return keys
}

/** The keys of the options that conditions of a scope set. */
export function keysOfConditions({ conditions }: Settings, { vocabulary }: Context): Set<string> {
  const keys = new Set<string>()
  for (const one of everyStatement({ statements: conditions, trailing: [] })) {
    if (one.kind !== 'option') continue
    const known = vocabulary.resolve(one.option)
    if (known !== undefined) keys.add(`${known.definition.space}.${known.definition.code}`)
  }
  return keys
}

/** Options of which a class has the last word in a subnet. */
export function contestedIn(
  { settings, network, pools }: SubnetPlan,
  { contested, context }: { readonly contested: ReadonlySet<string>; readonly context: Context },
): ReadonlySet<string> {
  const scopes = [settings, ...(network === undefined ? [] : [network.settings]), ...pools.map(pool => pool.settings)]
  const keys = new Set(contested)
  for (const scope of scopes) for (const key of keysOfConditions(scope, context)) keys.add(key)
  addCarried(keys, scopes, context)
  return keys
}

/** Kea fills an option with the options of its space that stand in the same scope: they move together. */
function addCarried(keys: Set<string>, scopes: readonly Settings[], { vocabulary, family }: Context): void {
  const carriers = vocabulary.carrierKeys
  const isCarried = (key: string): boolean => !key.startsWith(`dhcp${family}.`)
  if (![...keys].some(key => isCarried(key) || carriers.includes(key))) return
  for (const { options } of scopes)
    for (const key of options.keys()) if (isCarried(key) || carriers.includes(key)) keys.add(key)
}

/** The options of a scope that stay in it. */
export function uncontested({ options }: Settings, contested: ReadonlySet<string>): OptionSetting[] {
  return [...options.values()].filter(option => !contested.has(option.key))
}
