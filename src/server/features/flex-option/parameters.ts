import type { OptionDefinition } from '../../../wire/option-space.js'
import type { Compiled } from '../../classify/expression.js'
import type { HookLibrary } from '../../config/decided-service.js'
import { flagIn, mapsIn, placeOf, plain, textIn, wholeIn } from '../../config/read.js'
import { flag, maps, scope, text, whole } from '../../config/schema/keyword.js'
import { runAtOnce } from '../../config/slices.js'
import type { MapTree } from '../../config/tree.js'
import { validate } from '../../config/validate.js'
import { expressionOf } from '../expression.js'
import type { FeatureSite } from '../feature.js'
import { highest, type OptionCoding } from './dialect.js'

/** What is done with an option or a sub-option, and for whom. */
export interface Action {
  readonly kind: 'add' | 'supersede' | 'remove'
  readonly expression: Compiled
  readonly code: number
  /** The value is text of this definition's type; undefined: it is the payload. */
  readonly csv: OptionDefinition | undefined
}

/** One entry of `sub-options`. */
export interface SubAction extends Action {
  readonly guard: Guard | undefined
  /** Enterprise whose part of option 125 the sub-option stands in; undefined: it stands in its container as such. */
  readonly vendor: number | undefined
  readonly containerAdd: boolean
  readonly containerRemove: boolean
}

/** Only for members of this class. */
export interface Guard {
  readonly name: string
  readonly id: number
}

/** One entry of `options`. */
export interface FlexEntry {
  readonly code: number
  readonly definition: OptionDefinition | undefined
  readonly guard: Guard | undefined
  /** Undefined: the sub-options are what is changed. */
  readonly action: Action | undefined
  readonly subActions: readonly SubAction[]
}

const kinds = ['add', 'supersede', 'remove'] as const

const shared = {
  code: { shape: whole(0, 65_535), says: 'Code; this or `name` is needed.' },
  name: { shape: text, says: 'Name; this or `code` is needed.' },
  space: { shape: text, says: 'Option space in which the definition is looked up.' },
  add: { shape: text, says: 'Expression: the value is added where there is none.' },
  supersede: { shape: text, says: 'Expression: the value is added, or put in place of the one there is.' },
  remove: { shape: text, says: 'Expression: when it is true, the option is taken out.' },
  'csv-format': { shape: flag, default: false, says: 'The value is text of the option type, not the payload.' },
  'client-class': { shape: text, says: 'Only for members of this class.' },
} as const

const subOptions = scope('sub-options', {
  ...shared,
  'container-add': { shape: flag, default: true, says: 'The container is made where it is missing.' },
  'container-remove': { shape: flag, default: true, says: 'A container that is empty now is taken out.' },
})

const parameters = scope('parameters', {
  options: {
    shape: maps(
      scope('options', { ...shared, 'sub-options': { shape: maps(subOptions), says: 'Inside of the option.' } }),
    ),
    required: true,
    says: 'What is done with which option.',
  },
})

/** The entries of `options` in their order; undefined: something is wrong with one, and that is reported. */
export function decideEntries(
  library: HookLibrary,
  site: FeatureSite,
  coding: OptionCoding,
): readonly FlexEntry[] | undefined {
  const { report, generation } = site
  const map = library.parameters
  if (map === undefined) return report.error('missing-keyword', library.position, "'options' parameter is mandatory")
  const before = report.errors
  runAtOnce(validate(map, parameters, 'parameters', generation, report))
  if (report.errors > before) return undefined
  const entries = mapsIn(map, 'options').map(entry => decideEntry(entry, site, coding))
  return report.errors > before ? undefined : (entries as FlexEntry[])
}

function decideEntry(map: MapTree, site: FeatureSite, coding: OptionCoding): FlexEntry | undefined {
  const { report } = site
  const found = optionOf(map, textIn(map, 'space') ?? site.space, 'option', site, coding)
  if (found === undefined) return undefined
  const { code, definition } = found
  const guard = guardOf(map, site)
  if (!map.entries.has('sub-options')) {
    const action = actionOf(map, code, definition, site)
    return action && { code, definition, guard, action, subActions: [] }
  }
  const other = kinds.find(kind => map.entries.has(kind))
  if (other !== undefined)
    return report.error(
      'contradiction',
      placeOf(map, other),
      `'sub-options' and '${other}' are incompatible in the same entry`,
    )
  const subActions = mapsIn(map, 'sub-options').map(sub => decideSub(sub, definition, site, coding))
  if (subActions.includes(undefined)) return undefined
  return { code, definition, guard, action: undefined, subActions: subActions as SubAction[] }
}

function decideSub(
  map: MapTree,
  container: OptionDefinition | undefined,
  site: FeatureSite,
  coding: OptionCoding,
): SubAction | undefined {
  const { report } = site
  const space = textIn(map, 'space') ?? container?.encapsulates
  if (space === undefined) return report.error('wrong-space', map.at, "container is not defined: can't get space")
  if (space === '') return report.error('wrong-space', map.at, 'container does not encapsulate a space')
  const found = optionOf(map, space, 'sub-option', site, coding)
  const action = found && actionOf(map, found.code, found.definition, site)
  if (action === undefined) return undefined
  const vendor = /^vendor-(\d+)$/.exec(space)?.[1]
  return {
    ...action,
    guard: guardOf(map, site),
    vendor: vendor === undefined ? undefined : Number(vendor),
    containerAdd: flagIn(map, 'container-add') ?? true,
    containerRemove: flagIn(map, 'container-remove') ?? true,
  }
}

/** The code, and the definition where there is one; with csv-format there has to be one. */
function optionOf(
  map: MapTree,
  space: string,
  what: 'option' | 'sub-option',
  { spaces, report }: FeatureSite,
  coding: OptionCoding,
): { code: number; definition: OptionDefinition | undefined } | undefined {
  const code = wholeIn(map, 'code')
  const name = textIn(map, 'name')
  const reserved = (what === 'option' ? coding.reserved : coding.reservedInside).get(code ?? -1)
  if (reserved !== undefined)
    return report.error('out-of-range', placeOf(map, 'code'), `invalid 'code' value ${code}: ${reserved}`)
  if (code !== undefined && code > highest(coding)) {
    const text = `The 'code' value (${code}) is not within expected range: (0 - ${highest(coding)})`
    return report.error('out-of-range', placeOf(map, 'code'), text)
  }
  if (name !== undefined) {
    const definition = spaces.byName(space, name)
    if (definition === undefined)
      return report.error('unknown-option', placeOf(map, 'name'), `no known '${name}' ${what} in '${space}' space`)
    if (code !== undefined && definition.code !== code) {
      const text = `${what} '${name}' is defined as code: ${definition.code}, not the specified code: ${code}`
      return report.error('contradiction', placeOf(map, 'code'), text)
    }
    return { code: definition.code, definition }
  }
  if (code === undefined)
    return report.error('missing-keyword', map.at, `'code' or 'name' must be specified: ${JSON.stringify(plain(map))}`)
  const definition = spaces.byCode(space, code)
  if (definition === undefined && flagIn(map, 'csv-format') === true)
    return report.error(
      'unknown-option',
      placeOf(map, 'code'),
      `no known ${what} with code '${code}' in '${space}' space`,
    )
  return { code, definition }
}

function actionOf(
  map: MapTree,
  code: number,
  definition: OptionDefinition | undefined,
  site: FeatureSite,
): Action | undefined {
  const { report } = site
  const given = kinds.filter(kind => map.entries.has(kind))
  const [kind, second] = given
  if (kind === undefined) return report.error('missing-keyword', map.at, `no action: ${JSON.stringify(plain(map))}`)
  if (second !== undefined)
    return report.error('contradiction', placeOf(map, second), `multiple actions: ${JSON.stringify(plain(map))}`)
  const written = textIn(map, kind) ?? ''
  const at = placeOf(map, kind)
  if (written === '') return report.error('wrong-value', at, `'${kind}' must not be empty`)
  const expression = expressionOf(written, kind === 'remove' ? 'boolean' : 'string', `${kind} expression`, at, site)
  if (expression === undefined) return undefined
  return { kind, expression, code, csv: flagIn(map, 'csv-format') === true ? definition : undefined }
}

function guardOf(map: MapTree, { names }: FeatureSite): Guard | undefined {
  const name = textIn(map, 'client-class') ?? ''
  return name === '' ? undefined : { name, id: names.number(name) }
}
