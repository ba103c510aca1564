import { layered } from '../../../wire/standard-options.js'
import { builtinClasses, isBuiltin } from '../../classify/builtin.js'
import { ClassNames } from '../../classify/class-set.js'
import { compileExpression } from '../../classify/expression.js'
import type { Address } from '../../lease/lease.js'
import type { ClientClass } from '../decided.js'
import { formatPosition } from '../problem.js'
import { flagIn, mapsIn, placeOf, textIn, wholeIn } from '../read.js'
import { nearest } from '../schema/nearest.js'
import type { MapTree, Position } from '../tree.js'
import { decideOwnBoot, noBoot } from './boot.js'
import { decideDefinitions } from './definitions.js'
import { classLifetime } from './lifetimes.js'
import { decideOptions } from './options.js'
import { contextOf } from './remarks.js'
import type { Site } from './site.js'

/** The classes of the file, in its order, which is the order of their evaluation. */
export function decideClasses<A extends Address>(map: MapTree, site: Site<A>): ClientClass[] {
  const classes: ClientClass[] = []
  const places = new Map<string, MapTree>()
  for (const entry of mapsIn(map, 'client-classes')) {
    const name = textIn(entry, 'name')
    if (name === undefined) continue
    if (name === '') {
      site.report.error('empty-name', placeOf(entry, 'name'), "not empty parameter 'name' is required")
      continue
    }
    const twin = places.get(name)
    if (twin !== undefined) {
      const text = `Can't add class: Client Class: ${name} has already been defined (${formatPosition(placeOf(twin, 'name'))})`
      const related = { at: placeOf(twin, 'name'), text: 'it is defined here' }
      site.report.error('duplicate-class', placeOf(entry, 'name'), text, related)
      continue
    }
    // A class may speak of those above it, not of itself.
    const decided = decideClass(name, entry, other => isBuiltin(other) || places.has(other), site)
    places.set(name, entry)
    classes.push(decided)
  }
  return classes
}

function decideClass<A extends Address>(
  name: string,
  map: MapTree,
  defined: (name: string) => boolean,
  site: Site<A>,
): ClientClass {
  const { family, report, spaces } = site
  const offer = wholeIn(map, 'offer-lifetime')
  const userContext = contextOf(map)
  const own = map.entries.has('option-def') ? decideDefinitions(map, family, spaces, report, 'class') : []
  return {
    name,
    ...testOf(name, map, defined, site),
    onlyIfRequired: flagIn(map, 'only-in-additional-list') ?? flagIn(map, 'only-if-required') ?? false,
    options: decideOptions(map, site, own.length === 0 ? spaces : layered(own, spaces)),
    boot: family.boots ? decideOwnBoot(map, report) : noBoot,
    valid: classLifetime(map, 'valid', report),
    ...(family.prefers ? { preferred: classLifetime(map, 'preferred', report) } : {}),
    ...(offer === undefined ? {} : { offerLifetime: offer }),
    ...(userContext === '' ? {} : { userContext }),
    position: map.at,
  }
}

function testOf<A extends Address>(
  name: string,
  map: MapTree,
  defined: (name: string) => boolean,
  site: Site<A>,
): { test: string; template: boolean } {
  const { report } = site
  const template = map.entries.has('template-test')
  const key = template ? 'template-test' : 'test'
  const test = textIn(map, key)
  if (template && map.entries.has('test')) {
    const text = `class '${name}' has both test and template-test, only one of them may be given`
    report.error('contradiction', placeOf(map, 'template-test'), text, {
      at: placeOf(map, 'test'),
      text: 'test stands here',
    })
  }
  if (test !== undefined && (builtinClasses as readonly string[]).includes(name))
    report.error('wrong-value', placeOf(map, key), `built-in class '${name}' test expression must be empty`)
  else if (test !== undefined) checkExpression(test, placeOf(map, key), template ? 'string' : 'boolean', defined, site)
  return { test: test ?? '', template }
}

/** Compiled for what is wrong with it only; the classes that packets meet are compiled from the decided ones. */
function checkExpression<A extends Address>(
  test: string,
  at: Position,
  kind: 'boolean' | 'string',
  defined: (name: string) => boolean,
  { family, behaviours: { generation }, report, spaces }: Site<A>,
): void {
  const compiled = compileExpression(test, {
    family: family.family === 4 ? 'v4' : 'v6',
    generation,
    kind,
    spaces,
    names: new ClassNames(),
    isDefinedClass: defined,
  })
  if ('error' in compiled)
    report.error('expression', within(at, test, compiled.at), `expression: [${test}] error: ${compiled.error}`)
}

/** The place in the file of a place in the text, where the text stands there letter by letter; else the whole text. */
function within(at: Position, text: string, place: { line: number; column: number; end: number }): Position {
  const verbatim = at.endColumn - at.column === text.length + 1
  if (!verbatim || place.line > 1) return at
  return { ...at, column: at.column + place.column, endColumn: at.column + Math.max(place.column, place.end) }
}

/** Classes with a meaning of their own, and those that templates make. */
const assigned = (name: string): boolean =>
  name === 'DROP' || name === 'REJECT' || name === 'SKIP_DDNS' || name.startsWith('SPAWN_')

/** Warn of classes that guards and lists name, but that nobody can ever be in. */
export function checkNamedClasses<A extends Address>(classes: readonly ClientClass[], site: Site<A>): void {
  const names = new Set(classes.map(c => c.name))
  for (const [name, at] of site.namedClasses) {
    if (names.has(name) || site.givenClasses.has(name) || isBuiltin(name) || assigned(name)) continue
    const near = nearest(name, names)
    const related = classes.find(one => one.name === near)
    site.report.warn(
      'undefined-class',
      at,
      `client class '${name}' is not defined${near === undefined ? '' : `. Did you mean '${near}'?`}`,
      related && { at: related.position, text: `${near} is defined here` },
    )
  }
}
