import type { Generation } from '../behaviours.js'
import { flagIn, mapIn, plain, textIn } from '../read.js'
import type { MapTree, Position, Tree } from '../tree.js'

/** What a map says about a keyword, under its own name or an old one. */
export interface Written {
  /** Plain JSON, in the form of the keyword's present spelling. */
  readonly value: unknown
  /** Of the value. */
  readonly at: Position
  /** The keyword it stands under. */
  readonly as: string
}

/** An old keyword, and how its value reads today; undefined: it says nothing about the present keyword. */
interface OldSpelling {
  readonly key: string
  /** The map it stands in, when it is not the same one. */
  readonly within?: string
  readonly read: (value: Tree) => unknown
}

const same = (value: Tree): unknown => plain(value)
const alone = (value: Tree): unknown => [plain(value)]
const ifNamed = (value: Tree): unknown => (value.kind === 'string' && value.value !== '' ? [value.value] : undefined)

/** Kea 2.2's reservation-mode: what each of the three switches is; undefined: left to the outer scope. */
const modes: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  disabled: { 'reservations-global': false, 'reservations-in-subnet': false },
  'out-of-pool': {
    'reservations-global': false,
    'reservations-in-subnet': true,
    'reservations-out-of-pool': true,
  },
  global: { 'reservations-global': true, 'reservations-in-subnet': false },
  all: { 'reservations-global': false, 'reservations-in-subnet': true, 'reservations-out-of-pool': false },
}
const mode = (key: string): OldSpelling => ({
  key: 'reservation-mode',
  read: value => (value.kind === 'string' ? modes[value.value]?.[key] : undefined),
})
const inDdns = (key: string): OldSpelling => ({ key, within: 'dhcp-ddns', read: same })

const oldSpellings: Readonly<Record<string, OldSpelling>> = {
  'client-classes': { key: 'client-class', read: ifNamed },
  'evaluate-additional-classes': { key: 'require-client-classes', read: same },
  'only-in-additional-list': { key: 'only-if-required', read: same },
  'output-options': { key: 'output_options', read: same },
  'control-sockets': { key: 'control-socket', read: alone },
  'hosts-databases': { key: 'hosts-database', read: alone },
  'ip-addresses': { key: 'ip-address', read: alone },
  'ddns-conflict-resolution-mode': {
    key: 'ddns-use-conflict-resolution',
    read: value => (value.kind === 'boolean' ? (value.value ? 'check-with-dhcid' : 'no-check-with-dhcid') : undefined),
  },
  'reservations-global': mode('reservations-global'),
  'reservations-in-subnet': mode('reservations-in-subnet'),
  'reservations-out-of-pool': mode('reservations-out-of-pool'),
  'ddns-generated-prefix': inDdns('generated-prefix'),
  'ddns-qualifying-suffix': inDdns('qualifying-suffix'),
  'ddns-override-no-update': inDdns('override-no-update'),
  'ddns-override-client-update': inDdns('override-client-update'),
  'ddns-replace-client-name': inDdns('replace-client-name'),
  'hostname-char-set': inDdns('hostname-char-set'),
  'hostname-char-replacement': inDdns('hostname-char-replacement'),
}

/** Keywords whose empty text is as good as nothing: an outer scope's value holds. */
const emptyIsNothing: ReadonlySet<string> = new Set([
  'interface',
  'interface-id',
  'next-server',
  'server-hostname',
  'boot-file-name',
])

export function writtenIn(map: MapTree, key: string): Written | undefined {
  const entry = map.entries.get(key)
  if (entry !== undefined) {
    if (emptyIsNothing.has(key) && textIn(map, key) === '') return undefined
    return { value: plain(entry.value), at: entry.value.at, as: key }
  }
  const old = oldSpellings[key]
  if (old === undefined) return undefined
  const around = old.within === undefined ? map : mapIn(map, old.within)
  const found = around?.entries.get(old.key)
  if (found === undefined) return undefined
  const value = old.read(found.value)
  const as = old.within === undefined ? old.key : `${old.within}.${old.key}`
  return value === undefined ? undefined : { value, at: found.value.at, as }
}

/** The present spelling of an old keyword, as far as it has exactly one. */
export function presentSpelling(key: string): string | undefined {
  for (const [present, old] of Object.entries(oldSpellings))
    if (old.key === key && old.within === undefined && !present.startsWith('reservations-')) return present
  return undefined
}

/**
 * A keyword and its value as a generation of Kea spells them. Kea 2.2 has the old names only; what these cannot say stays
 * in the new one.
 */
export function spelled(key: string, value: unknown, generation: Generation): readonly [string, unknown] {
  if (generation === '3') return [key, value]
  const list = Array.isArray(value) ? value : []
  switch (key) {
    case 'evaluate-additional-classes':
      return ['require-client-classes', value]
    case 'only-in-additional-list':
      return ['only-if-required', value]
    case 'output-options':
      return ['output_options', value]
    case 'client-classes':
      return list.length === 1 && typeof list[0] === 'string' ? ['client-class', list[0]] : [key, value]
    case 'control-sockets':
      return list.length === 1 ? ['control-socket', list[0]] : [key, value]
    case 'ddns-conflict-resolution-mode':
      if (value === 'check-with-dhcid' || value === 'no-check-with-dhcid')
        return ['ddns-use-conflict-resolution', value === 'check-with-dhcid']
      return [key, value]
    default:
      return [key, value]
  }
}

/** Whether the keyword says something by itself in Kea 2.2, be it by its old name. */
export function hasOldSpelling(key: string): boolean {
  return spelled(key, key === 'client-classes' ? [''] : 'check-with-dhcid', '2.2')[0] !== key
}

/** A switch of the map, or what holds without it. */
export function switchIn(map: MapTree | undefined, key: string, usual: boolean): boolean {
  return (map && flagIn(map, key)) ?? usual
}
