import type { Json, JsonMap } from '../client/caller.js'
import { isMap } from '../client/replies.js'
import type { ArgumentInfo, ArgumentType, Catalog, CommandInfo, ValueSource } from './command-catalog.js'
import { riskOf } from './command-catalog.js'

const TYPES: Readonly<Record<string, ArgumentType>> = {
  text: 'text',
  number: 'number',
  flag: 'flag',
  list: 'list',
  map: 'map',
}
const SOURCES: Readonly<Record<string, ValueSource>> = {
  subnet: 'subnet',
  'shared-network': 'network',
  class: 'class',
  statistic: 'statistic',
  address: 'address',
  command: 'command',
}

/**
 * What a server answered to command-describe. What it leaves open is taken from `known`: what to ask before, where values
 * can be looked up, and the order in which values without names have always filled the arguments.
 */
export function readDescriptions(answer: Json | undefined, known: Catalog): CommandInfo[] {
  if (!Array.isArray(answer)) return []
  return answer.filter(isMap).flatMap(one => {
    const { name, access, services, summary } = one
    if (typeof name !== 'string') return []
    const before = known.find(name)
    return {
      name,
      access: access === 'read' ? ('read' as const) : ('write' as const),
      services: texts(services) ?? [],
      summary: typeof summary === 'string' ? summary : (before?.summary ?? ''),
      arguments: inOrder(readAll(one.arguments, before), before),
      risk: riskOf(name, before),
    }
  })
}

function readAll(list: Json | undefined, before: CommandInfo | undefined): ArgumentInfo[] {
  if (!Array.isArray(list)) return []
  return list.filter(isMap).flatMap(one => (typeof one.name === 'string' ? readArgument(one, one.name, before) : []))
}

function readArgument(one: JsonMap, name: string, before: CommandInfo | undefined): ArgumentInfo {
  const type = TYPES[String(one.type)]
  const choices = texts(one.choices) ?? (type === 'flag' ? ['true', 'false'] : undefined)
  const source = SOURCES[String(one.suggest)] ?? before?.arguments.find(other => other.name === name)?.source
  return {
    name,
    ...(type === undefined ? {} : { type }),
    ...(choices === undefined ? {} : { choices }),
    ...(source === undefined ? {} : { source }),
    ...(typeof one.says === 'string' ? { says: one.says } : {}),
    ...(one.needed === true ? { needed: true } : {}),
  }
}

function inOrder(now: readonly ArgumentInfo[], before: CommandInfo | undefined): ArgumentInfo[] {
  const first = (before?.arguments ?? []).flatMap(({ name }) => now.find(one => one.name === name) ?? [])
  return [...first, ...now.filter(one => !first.includes(one))]
}

function texts(value: Json | undefined): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter(one => typeof one === 'string') : undefined
}
