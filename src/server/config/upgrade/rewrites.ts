import type { MapEntry, MapTree, Position } from '../tree.js'
import type { Edits } from './edits.js'
import type { Token, Tokens } from './tokens.js'

/** What a rewrite works on. */
export interface Desk {
  readonly tokens: Tokens
  readonly edits: Edits
  /** Tells what was changed, or, with `open`, what a person must decide. */
  note(at: Position, text: string, open?: boolean): void
}

/** Rewrites one old keyword where it stands. */
export type Rewrite = (entry: MapEntry, map: MapTree, desk: Desk) => void

const quoted = (text: string): string => JSON.stringify(text)

function tokenAt(desk: Desk, at: Position): Token | undefined {
  return desk.tokens.token(desk.tokens.at(at))
}

function replaceToken(desk: Desk, at: Position, text: string): void {
  const token = tokenAt(desk, at)
  if (token !== undefined) desk.edits.replace(token.file, token.start, token.end, text)
}

/** Another word for the same. */
const renamed =
  (to: string): Rewrite =>
  ({ key, keyAt }, _map, desk) => {
    replaceToken(desk, keyAt, quoted(to))
    desk.note(keyAt, `${key} is now ${to}`)
  }

/** One value becomes a list of it. */
const listed =
  (to: string): Rewrite =>
  ({ key, keyAt, value }, map, desk) => {
    if (map.entries.has(to)) {
      desk.note(keyAt, `${key} has no effect beside ${to}: take it out`, true)
      return
    }
    replaceToken(desk, keyAt, quoted(to))
    if (value.kind === 'string' && value.value === '') replaceToken(desk, value.at, '[]')
    else wrap(desk, value.at)
    desk.note(keyAt, `${key} is now the list ${to}`)
  }

function wrap(desk: Desk, at: Position): void {
  const { tokens, edits } = desk
  const number = tokens.at(at)
  const first = tokens.token(number)
  const last = tokens.token(tokens.endOf(number))
  if (first === undefined || last === undefined) return
  edits.insert(first.file, first.start, '[')
  edits.insert(last.file, last.end, ']')
}

const switches: Readonly<Record<string, readonly [boolean, boolean, boolean]>> = {
  disabled: [false, false, false],
  'out-of-pool': [false, true, true],
  global: [true, false, false],
  all: [false, true, false],
}

const reservationMode: Rewrite = ({ keyAt, value }, _map, desk) => {
  const [global, inSubnet, outOfPool] = switches[value.kind === 'string' ? value.value : ''] ?? [false, true, false]
  const rest = `"reservations-in-subnet": ${inSubnet}, "reservations-out-of-pool": ${outOfPool}`
  replaceToken(desk, keyAt, quoted('reservations-global'))
  replaceToken(desk, value.at, `${global}, ${rest}`)
  desk.note(keyAt, 'reservation-mode is now reservations-global, reservations-in-subnet and reservations-out-of-pool')
}

const conflictResolution: Rewrite = ({ key, keyAt, value }, map, desk) => {
  const to = 'ddns-conflict-resolution-mode'
  if (map.entries.has(to)) {
    desk.note(keyAt, `${key} has no effect beside ${to}: take it out`, true)
    return
  }
  const mode = value.kind === 'boolean' && !value.value ? 'no-check-with-dhcid' : 'check-with-dhcid'
  replaceToken(desk, keyAt, quoted(to))
  replaceToken(desk, value.at, quoted(mode))
  desk.note(keyAt, `${key} is now ${to} "${mode}"`)
}

/** What to do about each old keyword that can be rewritten where it stands. Those of dhcp-ddns move: see move-ddns.ts. */
export const rewrites: Readonly<Record<string, Rewrite>> = {
  'require-client-classes': renamed('evaluate-additional-classes'),
  'only-if-required': renamed('only-in-additional-list'),
  output_options: renamed('output-options'),
  'client-class': listed('client-classes'),
  'ip-address': listed('ip-addresses'),
  'control-socket': listed('control-sockets'),
  'hosts-database': listed('hosts-databases'),
  'reservation-mode': reservationMode,
  'ddns-use-conflict-resolution': conflictResolution,
}

/** Gives a subnet the number that it has had without one: leases refer to it. */
export function number(map: MapTree, id: number, desk: Desk): void {
  const written = map.entries.get('id')
  if (written !== undefined) {
    replaceToken(desk, written.value.at, `${id}`)
    desk.note(written.value.at, `id 0 is now ${id}, the number this subnet has had`)
    return
  }
  const { tokens, edits } = desk
  const brace = tokens.at(map.at)
  const opening = tokens.token(brace)
  const next = tokens.token(brace + 1)
  if (opening === undefined || next === undefined) return
  const between = tokens.sources.get(opening.file)!.slice(opening.end, next.start)
  const breaks = next.file === opening.file && between.includes('\n')
  const text = breaks ? `\n${tokens.indent(next)}"id": ${id},` : `${/^\s/.test(between) ? ' ' : ''}"id": ${id},`
  edits.insert(opening.file, opening.end, breaks || /^\s/.test(between) ? text : `${text} `)
  desk.note(map.at, `the subnet gets its id, ${id}, the number it has had`)
}
