import type { Generation } from '../behaviours.js'

/** What a value may be. */
export type Shape =
  | { readonly kind: 'string' }
  | { readonly kind: 'boolean' }
  /** Whole number, min..max inclusive. */
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  /** Number, min..max; `open` leaves out both ends. Written with or without a point. */
  | { readonly kind: 'real'; readonly min: number; readonly max: number; readonly open: boolean }
  /** One of these texts; `loose` takes any case. */
  | { readonly kind: 'enum'; readonly of: readonly string[]; readonly loose: boolean }
  | { readonly kind: 'map'; readonly scope: Scope }
  | { readonly kind: 'list'; readonly of: Shape }
  /** Any map: user-context, parameters of hook libraries. */
  | { readonly kind: 'any-map' }

export type Default = string | number | boolean | undefined

/** What a keyword does here. 'moot': nothing, and nothing is missing, since Keats has no such part. */
export type Effect = 'acts' | 'pending' | 'moot'

/** One row: a keyword in one scope. */
export interface Keyword {
  readonly shape: Shape
  /** One sentence for the reference. */
  readonly says: string
  /** Without the keyword. By generation where generations differ. */
  readonly default?: Default | Readonly<Record<Generation, Default>>
  readonly required?: boolean
  /** Taken from the next scope outwards that has it, when it is not written here. */
  readonly inherited?: boolean
  /** First generation whose Kea knows it; absent: 2.2 already. */
  readonly since?: '3'
  /** An old spelling, gone in Kea 3: what to write now. */
  readonly instead?: string
  /** Another spelling of that keyword: same shape, same meaning. */
  readonly alias?: string
  readonly effect?: Effect
  /** A value out of range brings a warning and counts as the nearest one, or as the default: Kea starts with it, too. */
  readonly lenient?: boolean
}

export type Rows = Readonly<Record<string, Keyword>>

/** The keywords that one map may hold. */
export interface Scope {
  /** Heading in the reference. */
  readonly title: string
  readonly keywords: ReadonlyMap<string, Keyword>
  readonly required: readonly string[]
}

/** Kea takes these two nearly everywhere, and here they are taken everywhere. */
const remarks: Rows = {
  'user-context': { shape: { kind: 'any-map' }, says: 'Any map: data of yours, kept and returned by the API.' },
  comment: { shape: { kind: 'string' }, says: 'A remark; short for a `comment` in `user-context`.' },
}

export function scope(title: string, rows: Rows): Scope {
  const keywords = new Map(Object.entries({ ...rows, ...remarks }))
  const required = Object.entries(rows).flatMap(([name, row]) => (row.required === true ? [name] : []))
  return { title, keywords, required }
}

export const text: Shape = { kind: 'string' }
export const flag: Shape = { kind: 'boolean' }
export const texts: Shape = { kind: 'list', of: text }
export const anyMap: Shape = { kind: 'any-map' }
/** 0..2^32-1; a lifetime of 2^32-1 never ends (RFC 2131 3.3). */
export const uint32: Shape = { kind: 'integer', min: 0, max: 0xffffffff }
export const uint16: Shape = { kind: 'integer', min: 0, max: 0xffff }
/** A share of something, 0 and 1 excluded. */
export const share: Shape = { kind: 'real', min: 0, max: 1, open: true }

export const whole = (min: number, max: number): Shape => ({ kind: 'integer', min, max })
export const one = (...of: readonly string[]): Shape => ({ kind: 'enum', of, loose: false })
export const oneLoosely = (...of: readonly string[]): Shape => ({ kind: 'enum', of, loose: true })
export const map = (inner: Scope): Shape => ({ kind: 'map', scope: inner })
export const maps = (inner: Scope): Shape => ({ kind: 'list', of: { kind: 'map', scope: inner } })

/** The same rows in an inner scope: without the keyword the outer scope's value holds, not the default. */
export function inner(rows: Rows): Rows {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, { ...row, inherited: true }]))
}

/** The same rows, all without effect yet. */
export function pending(rows: Rows): Rows {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, { ...row, effect: 'pending' as const }]))
}

/** The same rows in a scope where only Kea 3 knows them. */
export function newer(rows: Rows): Rows {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, { ...row, since: '3' as const }]))
}

/** The default in one generation. */
export function defaultOf(row: Keyword, generation: Generation): Default {
  const value = row.default
  return typeof value === 'object' ? value[generation] : value
}
