import type { Generation } from './behaviours.js'
import { tokenName } from './parser.js'
import type { Report } from './problem.js'
import { defaultOf, type Keyword, type Scope, type Shape } from './schema/keyword.js'
import { nearest } from './schema/nearest.js'
import type { Sliced } from './slices.js'
import type { MapEntry, MapTree, Position, Tree } from './tree.js'

/** Maps looked at between two yields. */
const STEP = 32

/** A map that is still to be held against its scope. */
interface Task {
  readonly map: MapTree
  readonly scope: Scope
  /** Kea's name of the map in messages: the keyword it stands under. */
  readonly name: string
  /** Inside of something that has no effect and was said so. */
  readonly quiet: boolean
}

/**
 * Holds a service's map against the table of keywords: unknown ones, wrong types, ranges, what is missing, old
 * spellings, and keywords that have no effect. `name` is the top keyword ("Dhcp4").
 */
export function* validate(
  map: MapTree,
  scope: Scope,
  name: string,
  generation: Generation,
  report: Report,
): Sliced<void> {
  const validator = new Validator(generation, report)
  validator.tasks.push({ map, scope, name, quiet: false })
  for (let i = 1; validator.step(); i++) if (i % STEP === 0) yield
}

class Validator {
  readonly tasks: Task[] = []
  /** Keywords that a warning was given for: each is mentioned once, however often it stands in the file. */
  private readonly mentioned = new Set<string>()
  /** The row at hand takes values that are out of range. */
  private lenient = false

  constructor(
    private readonly generation: Generation,
    private readonly report: Report,
  ) {}

  /** One map. False: none was left. */
  step(): boolean {
    const task = this.tasks.pop()
    if (task === undefined) return false
    for (const entry of task.map.entries.values()) {
      const row = task.scope.keywords.get(entry.key)
      if (row === undefined) this.unknown(entry, task)
      else this.known(entry, row, task)
    }
    for (const key of task.scope.required)
      if (!task.map.entries.has(key))
        this.report.error('missing-keyword', task.map.at, `missing parameter '${key}' in ${task.name} map`)
    return true
  }

  private unknown({ key, keyAt }: MapEntry, { scope, name }: Task): void {
    const near = nearest(key, scope.keywords.keys())
    const hint = near === undefined ? '' : ` Did you mean "${near}"?`
    this.report.error('unknown-keyword', keyAt, `got unexpected keyword "${key}" in ${name} map.${hint}`)
  }

  private known(entry: MapEntry, row: Keyword, task: Task): void {
    const { key, keyAt, value } = entry
    let quiet = task.quiet
    if (row.instead !== undefined && this.generation === '3' && this.first(key))
      this.report.warn('old-keyword', keyAt, `${key} is an old keyword of ${task.name}, write ${row.instead} instead`)
    const namesake = row.alias === undefined ? undefined : task.map.entries.get(row.alias)
    if (namesake !== undefined) {
      const text = `may not specify both '${row.alias}' and '${key}' in ${task.name}`
      this.report.error('contradiction', keyAt, text, { at: namesake.keyAt, text: `${row.alias} stands here` })
    }
    if (row.effect === 'pending') {
      if (!quiet && this.says(value, row) && this.first(key))
        this.report.warn('no-effect', keyAt, `${key} is accepted, but has no effect yet`)
      quiet = true
    }
    this.lenient = row.lenient === true
    this.shape(value, row.shape, key, quiet)
  }

  private first(key: string): boolean {
    if (this.mentioned.has(key)) return false
    this.mentioned.add(key)
    return true
  }

  /** False: the value is what holds without it, too. */
  private says(value: Tree, row: Keyword): boolean {
    switch (value.kind) {
      case 'map':
        return value.entries.size > 0
      case 'list':
        return value.items.length > 0
      case 'null':
        return true
      default:
        return value.value !== (defaultOf(row, this.generation) ?? '')
    }
  }

  private shape(value: Tree, shape: Shape, key: string, quiet: boolean): void {
    switch (shape.kind) {
      case 'string':
        if (value.kind !== 'string') this.wrongType(value, 'constant string', key)
        return
      case 'boolean':
        if (value.kind !== 'boolean') this.wrongType(value, 'boolean', key)
        return
      case 'integer':
        if (value.kind !== 'integer') this.wrongType(value, 'integer', key)
        else if (value.value < shape.min || value.value > shape.max) this.range(value.value, shape, key, value)
        return
      case 'real':
        if (value.kind !== 'real' && value.kind !== 'integer') this.wrongType(value, 'floating point', key)
        else if (
          shape.open
            ? value.value <= shape.min || value.value >= shape.max
            : value.value < shape.min || value.value >= shape.max
        )
          this.share(value.value, shape, key, value)
        return
      case 'enum':
        this.choice(value, shape, key)
        return
      case 'map':
        if (value.kind !== 'map') this.wrongType(value, '{', key)
        else this.inner(value, shape.scope, key, quiet)
        return
      case 'any-map':
        if (value.kind !== 'map') this.wrongType(value, '{', key)
        return
      case 'list':
        if (value.kind !== 'list') this.wrongType(value, '[', key)
        // The stack is last in, first out: backwards, so that what is warned of once is its first occurrence.
        else for (let i = value.items.length - 1; i >= 0; i--) this.shape(value.items[i]!, shape.of, key, quiet)
    }
  }

  private inner(map: MapTree, scope: Scope, name: string, quiet: boolean): void {
    if (map.entries.size === 0 && scope.required.length === 0)
      this.report.error('empty-map', map.at, `syntax error, unexpected }, expecting a keyword of ${name}`)
    else this.tasks.push({ map, scope, name, quiet })
  }

  private wrongType(value: Tree, expecting: string, key: string): void {
    const text = `${key}: syntax error, unexpected ${tokenName(value.kind)}, expecting ${expecting}`
    this.report.error('wrong-type', value.at, text)
  }

  private range(value: number, { min, max }: { min: number; max: number }, key: string, { at }: Tree): void {
    const text = `The '${key}' value (${value}) is not within expected range: (${min} - ${max})`
    this.outOfRange('out-of-range', at, text)
  }

  private share(value: number, shape: { min: number; max: number; open: boolean }, key: string, { at }: Tree): void {
    const low = shape.open ? `greater than ${shape.min}.0` : `${shape.min}.0 or more`
    const text = `${key}: ${value} is invalid, it must be ${low} and less than ${shape.max}.0`
    this.outOfRange('out-of-range', at, text)
  }

  private outOfRange(code: string, at: Position, text: string): void {
    if (this.lenient) this.report.warn(code, at, text)
    else this.report.error(code, at, text)
  }

  private choice(value: Tree, shape: { of: readonly string[]; loose: boolean }, key: string): void {
    const expecting = shape.of.join(' or ')
    if (value.kind !== 'string') this.wrongType(value, expecting, key)
    else if (!shape.of.includes(shape.loose ? value.value.toUpperCase() : value.value)) {
      const near = nearest(value.value, shape.of)
      const hint = near === undefined ? '' : `. Did you mean "${near}"?`
      const text = `${key}: syntax error, unexpected constant string "${value.value}", expecting ${expecting}${hint}`
      this.outOfRange('wrong-value', value.at, text)
    }
  }
}
