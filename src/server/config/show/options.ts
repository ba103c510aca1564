import { formatDigits } from '../../../wire/hex.js'
import type { OptionDefinition, OptionSpaces } from '../../../wire/option-space.js'
import type { Address } from '../../lease/lease.js'
import { decideDefinitions } from '../decide/definitions.js'
import { decideOptions } from '../decide/options.js'
import { flagIn, mapsIn, textIn, textsIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'
import type { Json, Shower } from './shower.js'

/** The option-data of a map. `spaces` is what their names and codes mean there. */
export function shownOptions<A extends Address>(map: MapTree, shower: Shower<A>, spaces: OptionSpaces): Json[] {
  const entries = mapsIn(map, 'option-data')
  if (entries.length === 0) return []
  const { family, site } = shower
  const { bySpace } = decideOptions(map, site, spaces)
  const seen = new Map<string, number>()
  const shown = entries.map(entry => {
    const space = textIn(entry, 'space') ?? family.space
    const code = wholeIn(entry, 'code') ?? spaces.byName(space, textIn(entry, 'name') ?? '')?.code ?? 0
    const nth = seen.get(`${space} ${code}`) ?? 0
    seen.set(`${space} ${code}`, nth + 1)
    const payload = bySpace.get(space)?.filter(option => option.code === code)[nth]?.payload
    return { space, json: shownOption(entry, { space, code, payload }, spaces.byCode(space, code), shower) }
  })
  return bySpaceOrder(shown)
}

function shownOption<A extends Address>(
  map: MapTree,
  { space, code, payload }: { space: string; code: number; payload: Buffer | undefined },
  definition: OptionDefinition | undefined,
  shower: Shower<A>,
): Json {
  const data = textIn(map, 'data') ?? ''
  const csv = flagIn(map, 'csv-format') ?? definition !== undefined
  // Kea keeps the text only where there is one; else it shows the bytes, those of sub-options among them. Loaded again,
  // these would be there twice.
  const asText = csv && data !== ''
  const verbatim = shower.effective || asText
  const name = definition?.name ?? (shower.effective ? textIn(map, 'name') : undefined)
  const classes = textsIn(map, 'client-classes')
  return shower.sorted(
    {
      'always-send': flagIn(map, 'always-send') ?? false,
      code,
      'csv-format': shower.effective ? csv : asText,
      data: verbatim ? data : formatDigits(payload ?? Buffer.alloc(0)),
      ...(name === undefined ? {} : { name }),
      space,
      ...(shower.generation === '3' || map.entries.has('never-send')
        ? { 'never-send': flagIn(map, 'never-send') ?? false }
        : {}),
    },
    map,
    classes.length === 0 ? {} : { 'client-classes': classes },
  )
}

/** The option-def of a map. */
export function shownDefinitions<A extends Address>(map: MapTree, shower: Shower<A>): Json[] {
  const shown = mapsIn(map, 'option-def').map(entry => {
    const space = textIn(entry, 'space') ?? shower.family.space
    const types = (textIn(entry, 'record-types') ?? '').split(',').map(type => type.trim())
    const json = shower.sorted(
      {
        array: flagIn(entry, 'array') ?? false,
        code: wholeIn(entry, 'code'),
        encapsulate: textIn(entry, 'encapsulate') ?? '',
        name: textIn(entry, 'name'),
        'record-types': types.filter(type => type !== '').join(', '),
        space,
        type: textIn(entry, 'type'),
      },
      entry,
    )
    return { space, json }
  })
  return bySpaceOrder(shown)
}

/** The definitions that count within a class. */
export function definedIn<A extends Address>(map: MapTree, { family, site }: Shower<A>): OptionDefinition[] {
  return map.entries.has('option-def') ? decideDefinitions(map, family, site.spaces, site.report, 'class') : []
}

/** Kea keeps options by space: by name, those of vendors last and by number. Within a space the file's order holds. */
function bySpaceOrder(shown: { space: string; json: Json }[]): Json[] {
  const vendor = (space: string): number => Number(/^vendor-(\d{1,10})$/.exec(space)?.[1] ?? -1)
  shown.sort((a, b) => vendor(a.space) - vendor(b.space) || (a.space < b.space ? -1 : a.space > b.space ? 1 : 0))
  return shown.map(({ json }) => json)
}
