import type { LeaseRecord } from '../lease-file/lease-record.js'
import { type Json, Real } from '../server/api/json/json.js'
import { body, JsonFault, readJson } from '../server/api/json/json-reader.js'
import { jsonText } from '../server/api/json/json-writer.js'
import { runAtOnce } from '../server/config/slices.js'
import type { Tree } from '../server/config/tree.js'

/**
 * Spell the record's user context as Kea does when it writes it again: keys in order, its spaces, its escapes. Bytes above
 * 0x7f pass as they are, whatever they are to mean; Kea 2.2 writes \u00XX for them.
 */
export function normaliseContext(record: LeaseRecord, generation: '2.2' | '3'): void {
  const { bytes, contextAt: at, contextLength: length } = record
  if (length === 0) return
  const text = bytes.toString('latin1', at, at + length)
  const read = runAtOnce(readJson(text, body, true))
  // the reader of rows has seen that it is a map; what only that one takes stays as it is
  if (read instanceof JsonFault) return
  const written = jsonText(jsonOf(read))
  const normal = generation === '3' ? written : written.replaceAll(/[\u0080-\u00ff]/g, escaped)
  if (normal === text) return
  record.bytes = Buffer.concat([bytes, Buffer.from(normal, 'latin1')])
  record.contextAt = bytes.length
  record.contextLength = normal.length
}

function escaped(c: string): string {
  return `\\u00${c.charCodeAt(0).toString(16)}`
}

function jsonOf(tree: Tree): Json {
  switch (tree.kind) {
    case 'map':
      return Object.fromEntries([...tree.entries.values()].map(({ key, value }) => [key, jsonOf(value)]))
    case 'list':
      return tree.items.map(jsonOf)
    case 'null':
      return null
    case 'integer':
      return tree.exact ?? tree.value
    case 'real':
      return new Real(tree.value)
    default:
      return tree.value
  }
}
