import type { ClassRule, Condition, Parameter, Permission, Scope, Switch } from '../isc/syntax.js'
import { type Out, OutList, OutMap, type Remarks } from '../output/document.js'

/** One option that a scope sets. */
export interface OptionSetting {
  /** "dhcp4.3": a scope further in replaces the one with the same key. */
  readonly key: string
  readonly map: OutMap
}

export interface Lifetimes {
  readonly standard?: number | undefined
  readonly least?: number | undefined
  readonly most?: number | undefined
  readonly preferred?: number | undefined
}

/** The statement that set each lifetime: its comments go with it. */
export type LifetimeRemarks = { -readonly [field in keyof Lifetimes]?: Parameter }

/** A keyword of Kea and its value, with the comments of the statement it comes from. */
export interface Setting extends Remarks {
  readonly value: Out
}

/** What the statements of one scope (with the groups around it) set. */
export class Settings {
  readonly options = new Map<string, OptionSetting>()
  /** next-server, boot-file-name, server-hostname. */
  readonly boot = new Map<string, Setting>()
  /** Other keywords that stand in the scope as they are: ddns-*, authoritative, interface, timers. */
  readonly keywords = new Map<string, Setting>()
  lifetimes: Lifetimes = {}
  readonly lifetimeRemarks: LifetimeRemarks = {}
  /** `deny unknown-clients` */
  unknownDenied: boolean | undefined
  hostNames: boolean | undefined
  /** `ddns-update-style none`: no scope can turn updates on again. */
  neverUpdates = false
  /** `deny booting` of a host: its client is not answered. */
  barred = false
  /** Definitions of options that hold in this class only: an option 43 of its own. */
  readonly definitions: OutMap[] = []
  readonly conditions: (Condition | Switch)[] = []
  readonly permissions: Permission[] = []
  readonly rules: ClassRule[] = []
  /** Statements about the host itself: hardware, fixed-address, ... */
  readonly own: Parameter[] = []
  /** range, range6, prefix6. */
  readonly ranges: Parameter[] = []
  readonly scopes: Scope[] = []
  /** What could not be converted, as comments. */
  readonly leftOver: string[] = []
  readonly trailing: string[] = []

  /** These settings inside of the outer ones: what both set, the inner ones decide. */
  within(outer: Settings): this {
    for (const [key, option] of outer.options) if (!this.options.has(key)) this.options.set(key, option)
    for (const [key, value] of outer.boot) if (!this.boot.has(key)) this.boot.set(key, value)
    for (const [key, value] of outer.keywords) if (!this.keywords.has(key)) this.keywords.set(key, value)
    this.lifetimes = merged(outer.lifetimes, this.lifetimes)
    Object.assign(this.lifetimeRemarks, { ...outer.lifetimeRemarks, ...this.lifetimeRemarks })
    this.unknownDenied ??= outer.unknownDenied
    this.hostNames ??= outer.hostNames
    this.conditions.unshift(...outer.conditions)
    return this
  }
}

export function merged(outer: Lifetimes, inner: Lifetimes): Lifetimes {
  return {
    standard: inner.standard ?? outer.standard,
    least: inner.least ?? outer.least,
    most: inner.most ?? outer.most,
    preferred: inner.preferred ?? outer.preferred,
  }
}

export const isSet = (lifetimes: Lifetimes): boolean => Object.values(lifetimes).some(value => value !== undefined)

/** dhcpd's own, in seconds: what holds where the input says nothing. */
export const DEFAULTS: Lifetimes = { standard: 43200, least: 300, most: 86400 }

/**
 * Lifetimes as Kea wants them: the standard one lies between the others. dhcpd cuts it down to max-lease-time, and up to
 * min-lease-time.
 */
export function writeLifetimes(map: OutMap, effective: Lifetimes, remarks: LifetimeRemarks = {}): void {
  const most = effective.most ?? DEFAULTS.most!
  const least = Math.min(effective.least ?? DEFAULTS.least!, most)
  const standard = Math.max(least, Math.min(effective.standard ?? DEFAULTS.standard!, most))
  map.set('valid-lifetime', standard, remarks.standard)
  map.set('min-valid-lifetime', least, remarks.least)
  map.set('max-valid-lifetime', most, remarks.most)
  if (effective.preferred !== undefined)
    map.set('preferred-lifetime', Math.min(effective.preferred, standard), remarks.preferred)
}

/** Write keywords, boot fields and options of a scope into its map, in this order. */
export function writeSettings(
  map: OutMap,
  settings: Settings,
  options: Iterable<OptionSetting> = settings.options.values(),
): void {
  for (const [key, { value, leading, remark }] of settings.keywords) map.set(key, value, { leading, remark })
  for (const [key, { value, leading, remark }] of settings.boot) map.set(key, value, { leading, remark })
  if (settings.definitions.length > 0) map.set('option-def', new OutList(settings.definitions))
  const maps = [...options].map(option => option.map)
  if (maps.length > 0) for (const option of maps) map.list('option-data').push(option)
}

/** A copy of an option for one more scope, without the comments. */
export function plainOption({ map }: OptionSetting): OutMap {
  const copy = new OutMap()
  for (const { key, value } of map.entries) copy.set(key, value)
  return copy
}

export function seconds(text: string): number {
  if (/^infinite$/i.test(text)) return 4294967295
  const number = Number(text)
  return number < 0 ? 4294967295 : Math.min(number, 4294967295)
}
