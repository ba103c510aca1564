import { type OptionDataError, parseOptionData } from '../../../wire/option-data.js'
import type { OptionDefinition, OptionSpaces } from '../../../wire/option-space.js'
import type { Address } from '../../lease/lease.js'
import type { ConfiguredOption, OptionScope } from '../../options/scope.js'
import { flagIn, listIn, mapsIn, placeOf, textIn, textItems, wholeIn } from '../read.js'
import { nearest } from '../schema/nearest.js'
import type { MapTree } from '../tree.js'
import { nameClass, type Site } from './site.js'
import { withSubOptions } from './sub-options.js'

/** A scope without options: one object, since most scopes are. */
export const noOptions: OptionScope = { bySpace: new Map() }

/** The option-data of one map. `spaces` is the site's, or a class's own. */
export function decideOptions<A extends Address>(map: MapTree, site: Site<A>, spaces: OptionSpaces): OptionScope {
  const entries = mapsIn(map, 'option-data')
  if (entries.length === 0) return noOptions
  const bySpace = new Map<string, ConfiguredOption[]>()
  for (const entry of entries) {
    const option = decideOption(entry, site, spaces)
    if (option === undefined) continue
    const space = bySpace.get(option.space)
    if (space === undefined) bySpace.set(option.space, [option])
    else space.push(option)
  }
  // stable: of two entries with one code the first stays the first
  for (const options of bySpace.values()) if (options.length > 1) options.sort((a, b) => a.code - b.code)
  return withSubOptions({ bySpace }, site.family)
}

function decideOption<A extends Address>(
  map: MapTree,
  site: Site<A>,
  spaces: OptionSpaces,
): ConfiguredOption | undefined {
  const { family, report } = site
  const space = spaceOf(map, site)
  // an empty map, and a code that no option can have, are reported by validate()
  if (space === undefined || map.entries.size === 0) return undefined
  const code = wholeIn(map, 'code')
  if (code !== undefined && (code < 0 || code >= 1 << (8 * family.codeWidth))) return undefined
  const name = textIn(map, 'name')
  const missing = (text: string): undefined =>
    report.error('unknown-option', placeOf(map, name === undefined ? 'code' : 'name'), text)
  if (code === undefined && name === undefined) {
    report.error(
      'option-unnamed',
      map.at,
      "option data configuration requires one of 'code' or 'name' parameters to be specified",
    )
    return undefined
  }
  const definition = code === undefined ? spaces.byName(space, name!) : spaces.byCode(space, code)
  const csv = flagIn(map, 'csv-format')
  if (definition === undefined && csv !== false)
    return missing(
      `definition for the option '${space}.${name ?? ''}' having code '${code ?? 0}' does not exist${nearestOption(name, space, spaces)}`,
    )
  if (definition === undefined && code === undefined)
    return missing(`definition for the option '${space}.${name}' does not exist${nearestOption(name!, space, spaces)}`)
  if (definition !== undefined && code !== undefined && name !== undefined && name !== definition.name)
    return missing(
      `specified option name '${name}' does not match the option definition: '${space}.${definition.name}'`,
    )
  const chosen = code ?? definition!.code
  if (space === family.space && family.reservedCodes.has(chosen)) {
    const text = `invalid option code '${chosen}': ${family.reservedCodes.get(chosen)}`
    report.error('out-of-range', placeOf(map, 'code'), text)
    return undefined
  }
  const payload = payloadOf(map, definition, csv ?? true, site)
  if (payload === undefined) return undefined
  return {
    code: chosen,
    space,
    definition,
    payload,
    alwaysSend: flagIn(map, 'always-send') ?? false,
    neverSend: flagIn(map, 'never-send') ?? false,
    classes: classesOf(map, site),
  }
}

function nearestOption(name: string | undefined, space: string, spaces: OptionSpaces): string {
  const names = spaces.of(space).map(definition => definition.name)
  const near = name === undefined ? undefined : nearest(name, names)
  return near === undefined ? '' : `. Did you mean '${near}'?`
}

/** Letters, digits, underscores and dashes, the latter two inside only: Kea's rule for names of spaces and options. */
export function isSpaceName(name: string): boolean {
  return /^[A-Za-z0-9]([-\w]*[A-Za-z0-9])?$/.test(name)
}

function spaceOf<A extends Address>(map: MapTree, { family, report }: Site<A>): string | undefined {
  const space = textIn(map, 'space')
  if (space === undefined || space === family.space) return family.space
  if (space === family.foreignSpace) {
    const text = `'${space}' option space name is reserved for ${space === 'dhcp4' ? 'DHCPv4' : 'DHCPv6'} server`
    report.error('wrong-space', placeOf(map, 'space'), text)
    return undefined
  }
  if (!isSpaceName(space)) {
    report.error('wrong-space', placeOf(map, 'space'), `invalid option space name '${space}'`)
    return undefined
  }
  return space
}

function payloadOf<A extends Address>(
  map: MapTree,
  definition: OptionDefinition | undefined,
  csv: boolean,
  { family, report }: Site<A>,
): Buffer | undefined {
  const data = textIn(map, 'data') ?? ''
  try {
    return parseOptionData(definition, data, csv, family.family)
  } catch (error) {
    // the interface of the wire room: OptionDataError, and nothing else for any text
    report.error('option-data', placeOf(map, 'data'), (error as OptionDataError).message)
    return undefined
  }
}

const everybody: readonly string[] = []

function classesOf<A extends Address>(map: MapTree, site: Site<A>): readonly string[] {
  const items = textItems(listIn(map, 'client-classes'))
  if (items.length === 0) return everybody
  for (const item of items) nameClass(site, item.value, item.at)
  return items.map(item => item.value)
}
