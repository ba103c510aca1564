import type { OptionDefinition, OptionSpaces, OptionType } from './option-space.js'
import { standardRows4 } from './standard-options4.js'
import { standardRows6 } from './standard-options6.js'

/** What a row says beyond code, name and type. */
export interface StandardTraits {
  readonly array?: boolean
  /** Field types of a record. */
  readonly fields?: readonly OptionType[]
  readonly encapsulates?: string
  /** The server fills it in itself: option-data for it is refused. */
  readonly automatic?: boolean
  /** Sent when configured, whether or not the client asked for it. */
  readonly unasked?: boolean
  /** Only counts where no option-def of the configuration says otherwise (option 43). */
  readonly lastResort?: boolean
}

/** One row of the standard tables: code, name, type, traits. */
export type StandardRow = readonly [code: number, name: string, type: OptionType, traits?: StandardTraits]

/** A definition of the standard tables, with what only they know. */
export interface StandardOption extends OptionDefinition {
  /** May stand in option-data of the configuration. */
  readonly adminConfigurable: boolean
  /** Sent when configured, whether or not the client asked for it. */
  readonly returnedIfNotRequested: boolean
  /** Counts only where the configuration does not define this code itself. */
  readonly lastResort: boolean
}

/** Enterprise number of CableLabs; its options have standard definitions. */
const CABLELABS = 4491

/** Spaces the configuration names otherwise than the tables do. */
const aliases = {
  4: { [`vendor-${CABLELABS}`]: 'docsis3-v4' },
  6: { [`vendor-${CABLELABS}`]: 'docsis3-v6' },
} as const satisfies Record<4 | 6, Record<string, string>>

const NOTHING: readonly never[] = []

/** The options that Kea knows without configuration, for a server of the given family. Build once, share. */
export function standardSpaces(family: 4 | 6 = 4): OptionSpaces {
  const rows = family === 4 ? standardRows4 : standardRows6
  const all: StandardOption[] = []
  for (const [space, options] of Object.entries(rows)) all.push(...options.map(row => standardOption(space, row)))
  for (const [alias, space] of Object.entries(aliases[family]))
    all.push(...(rows[space] ?? NOTHING).map(row => standardOption(alias, row)))
  return layered(all, { byCode: () => undefined, byName: () => undefined, of: () => NOTHING })
}

/** The standard row behind a definition; undefined for one that the configuration made. */
export function asStandard(definition: OptionDefinition): StandardOption | undefined {
  return 'adminConfigurable' in definition ? (definition as StandardOption) : undefined
}

function standardOption(space: string, [code, name, type, traits = {}]: StandardRow): StandardOption {
  return {
    space,
    code,
    name,
    type,
    array: traits.array ?? false,
    recordTypes: traits.fields ?? NOTHING,
    encapsulates: traits.encapsulates ?? '',
    adminConfigurable: !traits.automatic,
    returnedIfNotRequested: traits.unasked ?? false,
    lastResort: traits.lastResort ?? false,
  }
}

/** Definitions of one space by code and by name. */
class Space {
  readonly byCode = new Map<number, OptionDefinition>()
  readonly byName = new Map<string, OptionDefinition>()
  sorted: readonly OptionDefinition[] | undefined
}

/** `own` over `under`: what stands in both with the same space and code, or space and name, is taken from `own`. */
export function layered(own: readonly OptionDefinition[], under: OptionSpaces): OptionSpaces {
  const spaces = new Map<string, Space>()
  for (const definition of own) {
    let space = spaces.get(definition.space)
    if (space === undefined) spaces.set(definition.space, (space = new Space()))
    space.byCode.set(definition.code, definition)
    space.byName.set(definition.name, definition)
  }
  return {
    byCode: (space, code) => spaces.get(space)?.byCode.get(code) ?? under.byCode(space, code),
    byName: (space, name) => spaces.get(space)?.byName.get(name) ?? under.byName(space, name),
    of(name) {
      const space = spaces.get(name)
      if (space === undefined) return under.of(name)
      space.sorted ??= [...under.of(name).filter(d => !space.byCode.has(d.code)), ...space.byCode.values()].sort(
        (a, b) => a.code - b.code,
      )
      return space.sorted
    },
  }
}
