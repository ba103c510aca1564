import type { Address } from '../../lease/lease.js'
import type { FamilyKeywords } from '../decide/family.js'
import type { Decided } from '../decided.js'
import { formatPosition } from '../problem.js'
import { mapIn, mapsIn, plain } from '../read.js'
import type { Scope } from '../schema/keyword.js'
import { nearest } from '../schema/nearest.js'
import { rowsOf } from '../schema/rows.js'
import type { MapTree, Position } from '../tree.js'
import { followed, type Level, type Origin, resolve } from './origin.js'
import { type PathStep, parsePath } from './path.js'
import { isRemark } from './shower.js'
import { presentSpelling } from './written.js'

/** Where one value comes from, for programs and, as `text`, for people. */
export interface Explained {
  readonly path: string
  /** Absent: nothing holds. */
  readonly value?: unknown
  readonly from: Origin['kind'] | 'nothing'
  readonly text: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/**
 * Says of the value at a path, or of every value of the map there, where it comes from. A text instead: why the path
 * leads nowhere.
 */
export function explain<A extends Address>(
  map: MapTree,
  decided: Decided<A>,
  family: FamilyKeywords<A>,
  path: string,
): readonly Explained[] | string {
  const steps = parsePath(path, family.service)
  if (steps === undefined) return `${path} is not a path, expected e.g. ${family.subnets}[0].valid-lifetime`
  return new Explaining(map, decided, family).follow(steps)
}

class Explaining<A extends Address> {
  private levels: Level[]
  private path = ''

  constructor(
    map: MapTree,
    private readonly decided: Decided<A>,
    private readonly family: FamilyKeywords<A>,
  ) {
    this.levels = [{ map, scope: family.scope, name: 'the global scope' }]
  }

  follow(steps: readonly PathStep[]): readonly Explained[] | string {
    for (const [i, step] of steps.entries()) {
      const key = presentSpelling(step.key) ?? step.key
      const { scope } = this.levels[0]!
      const row = scope.keywords.get(key)
      if (row === undefined) return unknown(key, scope)
      const inside = row.shape.kind === 'list' ? row.shape.of : row.shape
      const last = i === steps.length - 1
      if (step.pick === undefined && (inside.kind !== 'map' || row.shape.kind === 'list')) {
        if (last) return [this.value(key)]
        return inside.kind === 'map' ? `say which of the ${key}, e.g. ${key}[0]` : `${key} holds no other keywords`
      }
      if (inside.kind !== 'map') return `${key} is no list of maps`
      const wrong = this.enter({ ...step, key })
      if (wrong !== undefined) return wrong
    }
    const { scope } = this.levels[0]!
    const keys = [...scope.keywords].filter(([key, row]) => row.instead === undefined && !isRemark(key))
    return keys.map(([key]) => this.value(key)).filter(({ from }) => from !== 'nothing')
  }

  /** Go into a map. Returns why that is not possible. */
  private enter({ key, pick }: PathStep): string | undefined {
    const outer = this.levels[0]!
    const scope = rowsOf(outer.scope, key)
    let map = pick === undefined ? (mapIn(outer.map, key) ?? nothing(outer.map.at)) : undefined
    if (pick !== undefined) {
      const maps = mapsIn(outer.map, key)
      map = 'index' in pick ? maps[pick.index] : maps.find(candidate => this.has(candidate, pick.key, pick.value))
      if (map === undefined && 'value' in pick && key === this.family.subnets && this.levels.length === 1)
        map = this.inNetwork(pick.key, pick.value)
      if (map === undefined && 'index' in pick)
        return `there are ${maps.length} ${key}${this.path === '' ? '' : ` in ${this.path}`}, counted from 0`
      if (map === undefined && 'value' in pick) return `no map of ${key} has ${pick.key} ${pick.value}`
    }
    const shown = pick === undefined ? '' : 'index' in pick ? `[${pick.index}]` : `[${pick.key}=${pick.value}]`
    this.path = `${this.path === '' ? '' : `${this.path}.`}${key}${shown}`
    this.levels = [{ map: map!, scope, name: `${key}${shown}` }, ...this.levels]
    return undefined
  }

  /** A subnet is found by what it says wherever it stands; the path then leads through its network. */
  private inNetwork(key: string, value: string): MapTree | undefined {
    const { map, scope } = this.levels[0]!
    for (const [i, network] of mapsIn(map, 'shared-networks').entries()) {
      const found = mapsIn(network, this.family.subnets).find(candidate => this.has(candidate, key, value))
      if (found === undefined) continue
      this.path = `shared-networks[${i}]`
      this.levels = [{ map: network, scope: rowsOf(scope, 'shared-networks'), name: this.path }, ...this.levels]
      return found
    }
    return undefined
  }

  private has(map: MapTree, key: string, value: string): boolean {
    if (key === 'id') {
      const subnet = this.decided.subnets.find(candidate => candidate.position === map.at)
      if (subnet !== undefined) return `${subnet.id}` === value
    }
    const entry = map.entries.get(key)?.value
    return entry !== undefined && `${plain(entry)}` === value
  }

  private value(key: string): Explained {
    const path = this.path === '' ? key : `${this.path}.${key}`
    const { map } = this.levels[0]!
    const { generation } = this.decided.behaviours
    const resolved = resolve(this.levels, key, generation) ?? followed(this.levels, key, generation)
    if (resolved !== undefined) return explained(path, resolved.value, resolved.origin, generation)
    const subnet = this.decided.subnets.find(candidate => candidate.position === map.at)
    if (key === 'id' && subnet !== undefined) {
      const origin = {
        kind: 'made',
        how: 'subnets without an id are numbered in order, those of shared networks first',
      }
      return explained(path, subnet.id, origin as Origin, generation)
    }
    return { path, from: 'nothing', text: 'not configured, and without a default' }
  }
}

function nothing(at: Position): MapTree {
  return { kind: 'map', at, entries: new Map() }
}

function unknown(key: string, scope: Scope): string {
  const near = nearest(key, scope.keywords.keys())
  return `${scope.title} has no keyword ${key}${near === undefined ? '' : `, did you mean ${near}?`}`
}

function explained(path: string, value: unknown, origin: Origin, generation: string): Explained {
  const text = describe(origin, path, generation)
  const at = placeIn(origin)
  const place = at === undefined ? {} : { file: at.file, line: at.line, column: at.column }
  return { path, value, from: origin.kind, text, ...place }
}

function placeIn(origin: Origin): Position | undefined {
  if (origin.kind === 'follows') return placeIn(origin.origin)
  return 'at' in origin ? origin.at : undefined
}

function describe(origin: Origin, path: string, generation: string): string {
  const key = path.slice(path.lastIndexOf('.') + 1)
  switch (origin.kind) {
    case 'written':
      return `${formatPosition(origin.at)}: written here${origin.as === key ? '' : ` as ${origin.as}`}`
    case 'inherited': {
      const as = origin.as === key ? '' : ` as ${origin.as}`
      return `${formatPosition(origin.at)}: inherited from ${origin.from}, written there${as}`
    }
    case 'follows':
      return `not set, so it is ${origin.key}; that is: ${describe(origin.origin, origin.key, generation)}`
    case 'default':
      return `default of Kea ${generation}`
    case 'made':
      return origin.how
  }
}
