import type { Expression, OptionStatement, Value } from '../isc/syntax.js'
import { OutMap } from '../output/document.js'
import { addressesOf, type Context } from './context.js'
import { constantOf, NoCounterpart } from './expression.js'
import { bytesText, dataBytes, dataText } from './option-data.js'
import { type OptionSetting, type Settings, seconds } from './settings.js'
import type { KnownOption } from './vocabulary.js'

/** Where a statement stands. An early branch is one of the whole server, or of a class: it is decided before the subnet is. */
export type Place = 'global' | 'network' | 'subnet' | 'pool' | 'group' | 'class' | 'host' | 'branch' | 'early-branch'

/** Read one option into the settings of its scope. */
export function readOption(statement: OptionStatement, settings: Settings, place: Place, context: Context): undefined {
  const { ledger, vocabulary, family } = context
  const { option, verb } = statement
  if (readsElsewhere(statement, settings, place, context)) return
  const known = vocabulary.resolve(option)
  const shown = option.space === 'dhcp' ? option.name : `${option.space}.${option.name}`
  if (known === undefined) {
    const why =
      (option.space === 'dhcp') === (family === 6) && ['dhcp', 'dhcp6'].includes(option.space)
        ? `${shown} is an option of DHCPv${family === 6 ? 4 : 6}, this is a file of DHCPv${family}`
        : `no option ${shown} is known or defined`
    leaveOut('unsupported', why)
    return
  }
  if (verb === 'append' || verb === 'prepend') {
    leaveOut('decision', `Kea cannot ${verb} to an option: write the whole list where this statement stands`)
    return
  }
  const values = valuesOf(statement)
  if (values === undefined) {
    calculated(statement, statement.expression!, known, settings, place, context)
    return
  }
  const resolved = withAddresses(values, known, statement, context)
  if (resolved === undefined) {
    leaveOut('decision', 'none of these host names has an address: write addresses, or run with -r perform')
    return
  }
  const map = optionMap(known, resolved)
  if (typeof map === 'string') {
    leaveOut('unsupported', map)
    return
  }
  keep(statement, known, map, settings, context)
  if (!vocabulary.isSent(option.space))
    ledger.changed(statement, `not sent: no option carries the space ${option.space}`)
  if (verb === 'default') ledger.changed(statement, 'Kea sets the option even where an outer scope has it')
  else ledger.converted(statement)

  function leaveOut(outcome: 'decision' | 'unsupported', note: string): void {
    ledger[outcome](statement, note)
    settings.leftOver.push(...statement.leading, `not converted (${statement.at.line}): ${statement.text}`)
  }
}

/** Options that are keywords in Kea. */
function readsElsewhere(statement: OptionStatement, settings: Settings, place: Place, context: Context): boolean {
  const { leading, remark } = statement
  const option = { ...statement.option, name: statement.option.name.toLowerCase() }
  const { ledger, family } = context
  const first = statement.values[0]?.[0]
  const plain = option.space === 'dhcp'
  if (plain && (option.name === 'dhcp-renewal-time' || option.name === 'dhcp-rebinding-time') && first !== undefined) {
    if (place !== 'global' && place !== 'network' && place !== 'subnet') return family === 6
    const key = option.name === 'dhcp-renewal-time' ? 'renew-timer' : 'rebind-timer'
    settings.keywords.set(key, { value: seconds(first.text), leading, remark })
    ledger.converted(statement)
    return true
  }
  if (family === 4 && plain && option.name === 'dhcp-parameter-request-list') {
    ledger.decision(statement, 'Kea sends unasked what has "always-send": true: write it to the options of this list')
    settings.leftOver.push(...leading, `needs a decision (${statement.at.line}): ${statement.text}`)
    return true
  }
  if (plain && option.name === 'dhcp-lease-time') {
    ledger.unsupported(statement, 'the server sets this option itself: use default-lease-time')
    return true
  }
  if (family === 6 && option.space === 'dhcp6' && option.name === 'rapid-commit') {
    if (place === 'subnet' || place === 'network') {
      settings.keywords.set('rapid-commit', { value: true, leading, remark })
      ledger.converted(statement)
    } else ledger.decision(statement, 'Kea has rapid-commit in subnets only: write "rapid-commit": true there')
    return true
  }
  if (plain && place === 'host' && option.name === 'dhcp-client-identifier') return true
  if (plain && place === 'host' && option.name === 'host-name' && first?.kind === 'string') {
    settings.keywords.set('hostname', { value: first.text, leading, remark })
    ledger.converted(statement)
    return true
  }
  return false
}

function valuesOf({ values, expression }: OptionStatement): readonly (readonly Value[])[] | undefined {
  if (expression === undefined) return values
  const constant = constantOf(expression)
  return constant && [[{ ...constant, at: expression.at }]]
}

/** Host names replaced by their addresses; those without one are told and left out. Undefined: none is left. */
function withAddresses(
  values: readonly (readonly Value[])[],
  { definition, fields }: KnownOption,
  statement: OptionStatement,
  context: Context,
): readonly (readonly Value[])[] | undefined {
  const kind = fields.length === 1 ? fields[0]?.type : definition.type
  if (!['ipv4-address', 'ipv6-address', 'ip-address', 'ip6-address'].includes(kind ?? '')) return values
  const lists: Value[][] = []
  const lost: string[] = []
  for (const value of values.flat()) {
    if (value.kind === 'string' || /^([0-9a-f]{1,2}:)+[0-9a-f]{1,2}$/i.test(value.text)) {
      lists.push([value])
      continue
    }
    const addresses = addressesOf(value.text, context)
    if (addresses === undefined) lost.push(value.text)
    else for (const text of addresses) lists.push([{ ...value, text }])
  }
  if (lost.length > 0) context.ledger.decision(statement, `no address is known for ${lost.join(', ')}: left out`)
  return lists.length === 0 ? undefined : lists
}

/** The `option-data` of a value; a text: why it cannot be. */
export function optionMap(known: KnownOption, values: readonly (readonly Value[])[]): OutMap | string {
  const { definition, fields, asBytes } = known
  const { name, code, space } = definition
  const map = new OutMap()
  if (asBytes) map.set('code', code)
  else map.set('name', name)
  if (space !== 'dhcp4' && space !== 'dhcp6') map.set('space', space)
  if (!asBytes) {
    const text = dataText(definition, values)
    if (text !== undefined) return text === '' ? map : map.set('data', text)
  }
  const bytes = dataBytes(fields, values)
  if (bytes === undefined) return `these values do not fit the type of option ${code}`
  if (bytes.length === 0 && definition.type !== 'empty') return 'Kea has no options without a value'
  return map.set('csv-format', false).set('data', bytesText(bytes))
}

function keep(statement: OptionStatement, known: KnownOption, map: OutMap, settings: Settings, context: Context): void {
  const { definition } = known
  map.leading.push(...statement.leading)
  if (statement.remark !== undefined) map.leading.push(statement.remark)
  const carrier = context.vocabulary.carrier(statement.option.space)
  if (carrier !== undefined) {
    const { option, data } = carrier
    const key = `${option.definition.space}.${option.definition.code}`
    const outer = new OutMap({ name: option.definition.name })
    if (data !== '') outer.set('data', data)
    if (!settings.options.has(key)) settings.options.set(key, { key, map: outer })
  }
  const key = `${definition.space}.${definition.code}`
  const setting: OptionSetting = { key, map }
  if (settings.options.has(key))
    context.ledger.remark(`line ${statement.at.line}: ${statement.text} replaces what the same scope set before`)
  settings.options.set(key, setting)
}

/** A value that depends on the client: the flex-option hook can work it out where it is the same for the whole server. */
function calculated(
  statement: OptionStatement,
  expression: Expression,
  { definition }: KnownOption,
  settings: Settings,
  place: Place,
  { translator, calculated, hooks, ledger }: Context,
): void {
  const fail = (why: string): void => {
    ledger.unsupported(statement, why)
    settings.leftOver.push(...statement.leading, `not converted (${statement.at.line}): ${statement.text}`)
  }
  try {
    const text = translator.value(expression)
    if (place !== 'global') {
      fail(`Kea works out options for the whole server only; the flex-option hook would take: ${text}`)
      return
    }
    calculated.push({ code: definition.code, expression: text })
    hooks.set('flex_option', `works out option ${definition.code}`)
    ledger.changed(statement, 'worked out by the flex-option hook, for every client of the server')
  } catch (error) {
    if (!(error instanceof NoCounterpart)) throw error
    fail(error.message)
  }
}
