import type { Sliced } from '../../config/slices.js'
import type { Json, JsonMap } from './json.js'
import { jsonText } from './json-writer.js'

/** Maps and lists written between two yields. */
const STEP = 64

/**
 * JSON for people, as Kea's config-write writes it: two blanks a level, lists of plain values on one line, keys in order.
 * No pages.
 */
export function* prettyJson(value: Json): Sliced<string> {
  const parts: string[] = []
  let steps = 0
  const write = function* (item: Json, indent: string): Sliced<void> {
    if (++steps % STEP === 0) yield
    const inside = `${indent}  `
    if (isList(item)) {
      if (item.every(isPlain)) {
        parts.push(item.length === 0 ? '[ ]' : `[ ${item.map(jsonText).join(', ')} ]`)
        return
      }
      parts.push('[')
      for (let i = 0; i < item.length; i++) {
        parts.push(`${i === 0 ? '' : ','}\n${inside}`)
        yield* write(item[i]!, inside)
      }
      parts.push(`\n${indent}]`)
    } else if (isMap(item)) {
      const keys = Object.keys(item)
        .filter(key => item[key] !== undefined)
        .sort()
      if (keys.length === 0) {
        parts.push('{ }')
        return
      }
      parts.push('{')
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i]!
        parts.push(`${i === 0 ? '' : ','}\n${inside}${jsonText(key)}: `)
        yield* write(item[key]!, inside)
      }
      parts.push(`\n${indent}}`)
    } else parts.push(jsonText(item))
  }
  yield* write(value, '')
  return parts.join('')
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
const isMap = (value: Json): value is JsonMap =>
  value !== null && typeof value === 'object' && !isList(value) && Object.getPrototypeOf(value) === Object.prototype
const isPlain = (value: Json): boolean => !isList(value) && !isMap(value)
