import type { Address } from '../../lease/lease.js'
import type { ConfiguredOption, OptionScope } from '../../options/scope.js'
import type { FamilyKeywords } from './family.js'

const NONE: readonly ConfiguredOption[] = []

/**
 * The scope with sub-options put into the options that encapsulate their space. Kea takes them from the same scope
 * only; the definitions say which space, and for the vendor option its enterprise number does ("vendor-4491").
 */
export function withSubOptions<A extends Address>(scope: OptionScope, family: FamilyKeywords<A>): OptionScope {
  const own = scope.bySpace.get(family.space)
  const nested = scope.bySpace.size > 1
  const bySpace = new Map(scope.bySpace)
  if (nested)
    for (const [space, options] of scope.bySpace)
      if (space !== family.space)
        bySpace.set(
          space,
          options.map(option => filled(option, scope, family, [space])),
        )
  if (own !== undefined)
    bySpace.set(
      family.space,
      own.map(option => {
        if (option.code === family.vendorOption.code) return filledVendor(option, scope, family)
        return nested ? filled(option, scope, family, [family.space]) : option
      }),
    )
  return { bySpace }
}

/** `path`: the spaces we are in, since a configuration can make spaces that hold each other. */
function filled<A extends Address>(
  option: ConfiguredOption,
  scope: OptionScope,
  family: FamilyKeywords<A>,
  path: readonly string[],
): ConfiguredOption {
  const space = option.definition?.encapsulates ?? ''
  if (space === '' || path.includes(space)) return option
  const sub = encode(space, scope, family, path)
  return sub.length === 0 ? option : { ...option, payload: Buffer.concat([option.payload, sub]) }
}

/** RFC 3925 4: enterprise number, length, sub-options. RFC 8415 21.17: the same without the length. */
function filledVendor<A extends Address>(
  option: ConfiguredOption,
  scope: OptionScope,
  family: FamilyKeywords<A>,
): ConfiguredOption {
  // longer: csv-format false brought the sub-options along
  if (option.payload.length !== 4) return option
  const sub = encode(`vendor-${option.payload.readUInt32BE(0)}`, scope, family, [family.space])
  const length = family.vendorOption.lengthByte ? [Buffer.of(Math.min(sub.length, 255))] : []
  return { ...option, payload: Buffer.concat([option.payload, ...length, sub]) }
}

function encode<A extends Address>(
  space: string,
  scope: OptionScope,
  family: FamilyKeywords<A>,
  path: readonly string[],
): Buffer {
  const parts: Buffer[] = []
  let code = -1
  for (const option of scope.bySpace.get(space) ?? NONE) {
    // the first entry of a code wins, as in the whole scope
    if (option.code === code || option.neverSend) continue
    code = option.code
    const { payload } = filled(option, scope, family, [...path, space])
    parts.push(header(option.code, payload.length, family.codeWidth), payload)
  }
  return Buffer.concat(parts)
}

function header(code: number, length: number, width: 1 | 2): Buffer {
  if (width === 1) return Buffer.of(code, Math.min(length, 255))
  return Buffer.of(code >> 8, code, length >> 8, length)
}
