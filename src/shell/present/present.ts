import type { Json, JsonMap, Reply } from '../../client/caller.js'
import { formatExact } from '../../client/exact-json.js'
import { isMap } from '../../client/replies.js'
import type { Catalog } from '../command-catalog.js'
import { clean } from './clean.js'
import { asCell, mapsTable, mapTable } from './general.js'
import { isLease, leaseTable } from './leases.js'
import { isReservation, reservationTable } from './reservations.js'
import { isResultSet, isStatistics, resultTable, statisticTable } from './statistics.js'
import { isSubnet, subnetTable } from './subnets.js'
import { layTable, type Table } from './table.js'

export interface Style {
  /** Columns of the terminal; Infinity when the answer does not go to one. */
  readonly width: number
  readonly heading: (text: string) => string
  readonly quiet: (text: string) => string
  readonly warning: (text: string) => string
  readonly failure: (text: string) => string
}

/** No colours, no limit: for files. */
export const PLAIN: Style = {
  width: Number.POSITIVE_INFINITY,
  heading: same,
  quiet: same,
  warning: same,
  failure: same,
}

function same(text: string): string {
  return text
}

/** A reply as people read it. `now`: seconds since 1970. */
export function presentReply(reply: Reply, catalog: Catalog, now: number, style: Style): string {
  const parts: string[] = []
  if (reply.text) parts.push(saying(reply, style))
  const shown = reply.arguments === undefined ? '' : presentArguments(reply.arguments, catalog, now, style)
  if (shown !== '') parts.push(shown)
  if (parts.length === 0)
    parts.push(reply.result === 0 ? style.quiet('done') : saying({ ...reply, text: 'no text' }, style))
  return parts.join('\n')
}

function saying(reply: Reply, style: Style): string {
  const text = clean(reply.text ?? '')
  if (reply.result === 0) return style.quiet(text)
  return reply.result === 3 ? style.warning(text) : style.failure(`error ${reply.result}: ${text}`)
}

function presentArguments(value: Json, catalog: Catalog, now: number, style: Style): string {
  const table = tableOf(value, catalog, now)
  // whole texts on several lines, as version-get has them, stay what they are
  if (table === undefined || (isMap(value) && hasLongText(value))) return presentOther(value)
  if (table.rows.length === 0) return ''
  const { text, hidden } = layTable(table, style.width, style.heading)
  return hidden.length === 0 ? text : `${text}\n${style.quiet(`no room for: ${hidden.join(', ')} (| json has all)`)}`
}

function presentOther(value: Json): string {
  if (isMap(value) && hasLongText(value))
    return Object.entries(value)
      .map(([key, one]) =>
        typeof one === 'string' ? `${clean(key)}:\n${clean(one)}` : `${clean(key)}: ${asCell(one)}`,
      )
      .join('\n')
  if (isMap(value) && Object.keys(value).length === 0) return ''
  return clean(formatExact(value, 2))
}

function hasLongText(map: JsonMap): boolean {
  return Object.values(map).some(one => typeof one === 'string' && one.includes('\n'))
}

/** The table that fits what a server answers; undefined: none does. */
export function tableOf(value: Json, catalog: Catalog, now: number): Table | undefined {
  if (Array.isArray(value)) return listTable(value as readonly Json[], catalog, now)
  if (!isMap(value)) return undefined
  const set = value['result-set']
  if (isMap(set) && isResultSet(set)) return resultTable(set)
  if (isStatistics(value)) return statisticTable(value)
  const lists = Object.values(value).filter(one => Array.isArray(one)) as (readonly Json[])[]
  const rest = Object.values(value).filter(one => typeof one === 'object' && !Array.isArray(one))
  const found = lists.length === 1 && rest.length === 0 ? lists[0]! : undefined
  // "leases": [] with its count: the reply's text has said it
  const nothing = found?.length === 0 && Object.keys(value).every(key => key === 'count' || value[key] === found)
  if (found !== undefined && (nothing || found.some(isMap))) return listTable(found, catalog, now)
  if (isLease(value)) return leaseTable([value], now)
  if (isReservation(value)) return reservationTable([value])
  return mapTable(value)
}

function listTable(list: readonly Json[], catalog: Catalog, now: number): Table | undefined {
  if (list.length > 0 && list.every(one => typeof one === 'string'))
    return {
      columns: [
        { title: 'name', drop: 0 },
        { title: 'what it does', drop: 1, flexible: true },
      ],
      rows: list.map(one => [asCell(one), catalog.find(one as string)?.summary ?? '']),
    }
  if (!list.every(isMap)) return undefined
  const maps = list as readonly JsonMap[]
  if (maps.every(isLease)) return leaseTable(maps, now)
  if (maps.every(isSubnet)) return subnetTable(maps)
  if (maps.every(isReservation)) return reservationTable(maps)
  return mapsTable(maps)
}
