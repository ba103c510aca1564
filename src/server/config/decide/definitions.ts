import type { OptionDefinition, OptionSpaces, OptionType } from '../../../wire/option-space.js'
import type { Address } from '../../lease/lease.js'
import type { Report } from '../problem.js'
import { flagIn, mapsIn, placeOf, textIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'
import type { FamilyKeywords } from './family.js'
import { isSpaceName } from './options.js'

/** Types a record may be made of, and whether a value of it can be followed by another. */
const fieldTypes: Readonly<Partial<Record<OptionType, 'sized' | 'open'>>> = {
  binary: 'open',
  boolean: 'sized',
  int8: 'sized',
  int16: 'sized',
  int32: 'sized',
  uint8: 'sized',
  uint16: 'sized',
  uint32: 'sized',
  'ipv4-address': 'sized',
  'ipv6-address': 'sized',
  'ipv6-prefix': 'sized',
  psid: 'sized',
  string: 'open',
  tuple: 'sized',
  fqdn: 'sized',
}

/** The option-def of one map: those that are right. `standard` is what they must not contradict. */
export function decideDefinitions<A extends Address>(
  map: MapTree,
  family: FamilyKeywords<A>,
  standard: OptionSpaces,
  report: Report,
  where: 'global' | 'class' = 'global',
): OptionDefinition[] {
  const definitions: OptionDefinition[] = []
  const seen = new Map<string, MapTree>()
  for (const entry of mapsIn(map, 'option-def')) {
    const definition = definitionOf(entry, family, report)
    if (definition === undefined) continue
    const { space, code, name } = definition
    const twin = seen.get(`${space}#${code}`) ?? seen.get(`${space}.${name}`)
    if (twin !== undefined) {
      const what = wholeIn(twin, 'code') === code ? `code '${code}'` : `name '${name}'`
      const text = `option definition with ${what} already exists in option space '${space}'`
      report.error('duplicate-definition', entry.at, text, { at: twin.at, text: 'it is defined here' })
      continue
    }
    seen.set(`${space}#${code}`, entry).set(`${space}.${name}`, entry)
    const free = space === family.space && family.definedByClass(code)
    if (where === 'class' && !free) {
      report.error('wrong-definition', entry.at, `Not allowed option definition for code '${code}' in space '${space}'`)
      continue
    }
    const taken = overridden(definition, standard, family)
    if (taken !== undefined) {
      const text = `unable to override definition of option '${taken}' in standard option space '${space}'`
      report.error('wrong-definition', entry.at, text)
      continue
    }
    definitions.push(definition)
  }
  return definitions
}

const OPEN = /^(vendor-\d+|dhcp-agent-options-space)$/

/** The code or name that the definition takes from a standard one; those that are free may be redefined. */
function overridden<A extends Address>(
  { space, code, name }: OptionDefinition,
  standard: OptionSpaces,
  family: FamilyKeywords<A>,
): string | undefined {
  // what vendors and relays define is theirs: Kea lets everybody say it differently
  if (OPEN.test(space)) return undefined
  const free = (c: number): boolean => space === family.space && family.definedByClass(c)
  if (!free(code) && standard.byCode(space, code) !== undefined) return `${code}`
  const namesake = standard.byName(space, name)
  return namesake === undefined || free(namesake.code) ? undefined : name
}

function definitionOf<A extends Address>(
  map: MapTree,
  family: FamilyKeywords<A>,
  report: Report,
): OptionDefinition | undefined {
  const name = textIn(map, 'name')
  const code = wholeIn(map, 'code')
  const type = textIn(map, 'type') as OptionType | undefined
  if (name === undefined || code === undefined || type === undefined) return undefined
  const space = textIn(map, 'space') ?? family.space
  const wrong = (key: string, text: string): undefined => report.error('wrong-definition', placeOf(map, key), text)
  if (!isSpaceName(space)) return wrong('space', `invalid option space name '${space}'`)
  const reserved = space === family.space ? family.reservedCodes.get(code) : undefined
  if (reserved !== undefined) return wrong('code', `invalid option code '${code}': ${reserved}`)
  if (!isSpaceName(name)) return wrong('name', `invalid option name '${name}'`)
  const recordTypes = recordTypesOf(map, type, report)
  if (recordTypes === undefined) return undefined
  const array = flagIn(map, 'array') ?? false
  const repeated = recordTypes.at(-1) ?? type
  if (array && (repeated === 'string' || repeated === 'binary' || repeated === 'empty')) {
    const plural = { string: 'strings', binary: 'binary values', empty: 'empty value' }[repeated]
    return wrong('array', `array of ${plural} is not a valid option definition.`)
  }
  const encapsulates = textIn(map, 'encapsulate') ?? ''
  if (encapsulates !== '') {
    if (!isSpaceName(encapsulates))
      return wrong('encapsulate', `invalid encapsulated option space name: '${encapsulates}'`)
    if (encapsulates === space)
      return wrong(
        'encapsulate',
        `option must not encapsulate an option space it belongs to: '${space}.${name}' is set to encapsulate '${space}'`,
      )
    if (array)
      return wrong(
        'encapsulate',
        `option '${space}.${name}', comprising an array of data fields may not encapsulate any option space`,
      )
  }
  return { space, code, name, type, array, recordTypes, encapsulates }
}

const noFields: readonly OptionType[] = []

function recordTypesOf(map: MapTree, type: OptionType, report: Report): readonly OptionType[] | undefined {
  const written = textIn(map, 'record-types') ?? ''
  const names = written.trim() === '' ? [] : written.split(',').map(name => name.trim())
  const wrong = (text: string): undefined =>
    report.error(
      'wrong-definition',
      placeOf(map, 'record-types'),
      `invalid record type values specified for the option definition: ${text}`,
    )
  if (type !== 'record') {
    if (names.length === 0) return noFields
    return wrong(`'record' option type must be used instead of '${type}' to add data fields to the record`)
  }
  if (names.length < 2)
    return report.error(
      'wrong-definition',
      placeOf(map, 'record-types'),
      `invalid number of data fields: ${names.length} specified for the option of type 'record'. Expected at least 2 fields.`,
    )
  for (const [i, name] of names.entries()) {
    const ends = Object.hasOwn(fieldTypes, name) ? fieldTypes[name as OptionType] : undefined
    if (ends === undefined) return wrong(`attempted to add invalid data type '${name}' to the record.`)
    if (ends === 'open' && i < names.length - 1)
      return wrong(`${name} data field can't be laid before data fields of other types.`)
  }
  return names as OptionType[]
}
