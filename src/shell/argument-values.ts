import type { Json, JsonMap } from '../client/caller.js'
import { parseExact } from '../client/exact-json.js'
import { isMap } from '../client/replies.js'
import type { ArgumentInfo, CommandInfo } from './command-catalog.js'
import { InputProblem } from './input-problem.js'
import { plain } from './line.js'

const KEY = /^[A-Za-z_][\w-]*(\.[\w-]+)*$/
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/
const WHOLE = /^-?\d+$/

/**
 * The arguments of a command from its words: `key=value`, `map.key=value`, `list.0.key=value`, a JSON map, or values
 * without names for the arguments that the command has, in its order. Types are those that the command declares; else
 * what reads as a JSON value is one and the rest is text. Undefined when there are none. Throws InputProblem.
 */
export function readArguments(words: readonly string[], command: CommandInfo | undefined): JsonMap | undefined {
  if (words.length === 0) return undefined
  const result: Record<string, Json> = {}
  for (const word of words) {
    if (word.startsWith('{')) {
      for (const [key, value] of Object.entries(readMap(word))) put(result, [key], value, key)
      continue
    }
    const equals = word.indexOf('=')
    const key = equals < 0 ? '' : word.slice(0, equals)
    if (KEY.test(key)) {
      const declared = command?.arguments.find(one => one.name === key)
      put(result, key.split('.'), readValue(key, word.slice(equals + 1), declared), key)
      continue
    }
    const next = command?.arguments.find(one => !(one.name in result))
    if (next === undefined) throw new InputProblem(`"${word}": key=value or a JSON map is expected`)
    put(result, [next.name], readValue(next.name, word, next), next.name)
  }
  return result
}

/** One value. `declared` gives its type. Throws InputProblem. */
export function readValue(key: string, text: string, declared: ArgumentInfo | undefined): Json {
  const first = text[0]
  if (first === '"' || first === "'") return plain(text)
  if (first === '{' || first === '[') return readJson(key, text)
  const type = declared?.type
  switch (type) {
    case 'text':
      return text
    case 'number':
      if (!WHOLE.test(text)) throw new InputProblem(`${key}: a whole number is expected, not "${text}"`)
      return parseExact(text.replace(/^(-?)0+(?=\d)/, '$1'))
    case 'flag':
      if (text !== 'true' && text !== 'false')
        throw new InputProblem(`${key}: true or false is expected, not "${text}"`)
      return text === 'true'
    case 'list':
      return text === '' ? [] : text.split(',').map(one => readValue(key, one, undefined))
    case 'map':
      throw new InputProblem(`${key}: a JSON map is expected, or ${key}.NAME=value`)
    case undefined:
      return text === 'true' || text === 'false' || text === 'null' || NUMBER.test(text) ? parseExact(text) : text
  }
}

function readMap(word: string): JsonMap {
  const value = readJson('', word)
  if (!isMap(value)) throw new InputProblem('arguments are a JSON map')
  return value
}

function readJson(key: string, text: string): Json {
  try {
    return parseExact(text)
  } catch (error) {
    throw new InputProblem(`${key === '' ? '' : `${key}: `}this is not JSON: ${(error as Error).message}`)
  }
}

function put(into: Record<string, Json>, path: readonly string[], value: Json, whole: string): void {
  const name = path[0]!
  // a map's own property: a name like __proto__ is data
  const there = Object.hasOwn(into, name) ? into[name] : undefined
  if (path.length === 1) {
    if (there !== undefined) throw new InputProblem(`${whole} is given twice`)
    Object.defineProperty(into, name, { value, enumerable: true, configurable: true, writable: true })
    return
  }
  const inner = there ?? (WHOLE.test(path[1]!) ? [] : {})
  if (typeof inner !== 'object' || inner === null) throw new InputProblem(`${whole}: ${name} is no map`)
  if (Array.isArray(inner) && Number(path[1]) !== inner.length && inner[Number(path[1])] === undefined)
    throw new InputProblem(`${whole}: the next place in the list is ${inner.length}`)
  Object.defineProperty(into, name, { value: inner, enumerable: true, configurable: true, writable: true })
  put(inner as Record<string, Json>, path.slice(1), value, whole)
}
