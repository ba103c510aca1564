import type { Json, JsonMap } from '../../client/caller.js'
import { formatExact } from '../../client/exact-json.js'
import { isMap } from '../../client/replies.js'
import { cell } from './clean.js'
import type { Table } from './table.js'

/** A value as a cell shows it. */
export function asCell(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return cell(typeof value === 'string' ? value : formatExact(value))
}

/** Maps as rows, each key a column. Undefined when they hold too much for a table: nested maps, many keys. */
export function mapsTable(maps: readonly JsonMap[]): Table | undefined {
  const keys = [...new Set(maps.flatMap(one => Object.keys(one)))]
  if (keys.length === 0 || keys.length > 10 || maps.some(one => Object.values(one).some(value => !isFlat(value))))
    return undefined
  return {
    columns: keys.map((title, i) => ({ title: cell(title), drop: i, flexible: i > 0 })),
    rows: maps.map(one => keys.map(key => asCell(one[key]))),
  }
}

/** A map as two columns, inner maps by their path. Undefined when there are lists of maps in it. */
export function mapTable(map: JsonMap): Table | undefined {
  const rows: string[][] = []
  const walk = (inner: JsonMap, path: string): boolean =>
    Object.entries(inner).every(([key, value]) => {
      const name = path === '' ? key : `${path}.${key}`
      if (isMap(value)) return Object.keys(value).length === 0 || walk(value, name)
      rows.push([cell(name), Array.isArray(value) ? value.map(asCell).join(', ') : asCell(value)])
      return isFlat(value)
    })
  if (!walk(map, '') || rows.length === 0 || rows.length > 60) return undefined
  return {
    columns: [
      { title: 'name', drop: 0 },
      { title: 'value', drop: 0, flexible: true },
    ],
    rows,
  }
}

function isFlat(value: Json): boolean {
  return !isMap(value) && !(Array.isArray(value) && value.some((one: Json) => typeof one === 'object'))
}
