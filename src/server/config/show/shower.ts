import type { Address } from '../../lease/lease.js'
import type { Generation } from '../behaviours.js'
import type { FamilyKeywords } from '../decide/family.js'
import { remarksOf } from '../decide/remarks.js'
import { type Site, siteOf } from '../decide/site.js'
import type { Decided, Subnet } from '../decided.js'
import { Report } from '../problem.js'
import { defaultOf, type Scope } from '../schema/keyword.js'
import type { MapTree, Position } from '../tree.js'
import { hasOldSpelling, spelled, writtenIn } from './written.js'

/**
 * 'kea': the answer of Kea's config-get, key by key, of the generation that was decided for. 'effective': every value
 * that holds, in every scope, inherited ones too; it loads to the same decided configuration.
 */
export type Form = 'kea' | 'effective'

export type Json = Record<string, unknown>

/** What is shown and how, passed to each part of it. */
export class Shower<A extends Address> {
  readonly effective: boolean
  readonly generation: Generation
  /** For deciding parts of the configuration once more; what they report was reported before. */
  readonly site: Site<A>
  private subnets: Map<Position, Subnet<A>> | undefined

  constructor(
    readonly decided: Decided<A>,
    readonly family: FamilyKeywords<A>,
    form: Form,
  ) {
    this.effective = form === 'effective'
    this.generation = decided.behaviours.generation
    this.site = siteOf(decided, family, new Report())
  }

  /** The subnet that was decided from this map. */
  subnetOf(map: MapTree): Subnet<A> | undefined {
    this.subnets ??= new Map(this.decided.subnets.map(subnet => [subnet.position, subnet]))
    return this.subnets.get(map.at)
  }

  /**
   * Kea prints keys in alphabetical order, under the names of its generation (`asIs`: those that never had another), and
   * `map`'s remarks among them.
   */
  sorted(entries: Json, map?: MapTree, asIs: Json = {}): Json {
    const named = Object.entries(entries).map(([key, value]) => spelled(key, value, this.generation))
    named.push(...Object.entries(asIs))
    const remarks = map && remarksOf(map)
    if (remarks !== undefined) named.push(['user-context', ordered(remarks)])
    return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** A map of rows with nothing special about them: what is written, else the default. */
  filled(map: MapTree | undefined, scope: Scope): Json {
    const shown: Json = {}
    for (const [key, row] of scope.keywords) {
      if (row.instead !== undefined || isRemark(key)) continue
      const written = map && writtenIn(map, key)
      const known = row.since === undefined || this.generation === '3' || hasOldSpelling(key)
      const value = written === undefined && known ? defaultOf(row, this.generation) : written?.value
      if (value !== undefined) shown[key] = ordered(value)
    }
    return this.sorted(shown, map)
  }
}

export const isRemark = (key: string): boolean => key === 'user-context' || key === 'comment'

/** A JSON value with the keys of its maps in alphabetical order, as Kea prints them. */
export function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, ordered(inner)]),
  )
}
