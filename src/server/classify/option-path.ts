import type { OptionDefinition, OptionSpaces } from '../../wire/option-space.js'
import type { OptionPath } from './ast.js'
import type { Frame } from './frame.js'
import { findSubOption4, findSubOption6, type OwnFields, ownFields, skipFields } from './option-walk.js'
import type { Span } from './packet-view.js'

/** Leaves the payload of an option in the register and returns true, or returns false. */
export type Locate = (frame: Frame) => boolean

/** One step down: the fields to skip, then the code to look for. */
interface Level {
  readonly own: OwnFields
  readonly code: number
  readonly padded: boolean
}

/**
 * RFC 2132 2: a text option should carry no terminating NUL. Kea drops those at the end, so that a class matches the
 * clients that send one too.
 */
export function trimText(span: Span): void {
  const { bytes, start } = span
  let { end } = span
  while (end > start && bytes[end - 1] === 0) end--
  span.end = end
}

/** Is the option a text by its definition? */
export function isText(definition: OptionDefinition | undefined): boolean {
  return definition?.type === 'string' && !definition.array
}

export interface PathScope {
  readonly family: 'v4' | 'v6'
  readonly spaces: OptionSpaces
}

/** Options whose sub-options the tables of definitions do not tell: enterprise numbers and identity associations. */
const layouts: Readonly<Record<'v4' | 'v6', ReadonlyMap<number, { own: OwnFields; inner: string }>>> = {
  v4: new Map([[125, { own: ['vendor4'], inner: '' }]]),
  // RFC 8415 21.4-21.6, 21.17, 21.21, 21.22
  v6: new Map([
    [3, { own: [12], inner: 'dhcp6' }],
    [4, { own: [4], inner: 'dhcp6' }],
    [5, { own: [24], inner: 'dhcp6' }],
    [17, { own: [4], inner: '' }],
    [25, { own: [12], inner: 'dhcp6' }],
    [26, { own: [25], inner: 'dhcp6' }],
  ]),
}

/** How to find the option at the end of the path, and its definition if it has one. */
export function compilePath(
  path: OptionPath,
  scope: PathScope,
): { locate: Locate; definition: OptionDefinition | undefined } {
  const { root } = path
  const top = scope.family === 'v4' ? 'dhcp4' : 'dhcp6'
  switch (root.kind) {
    case 'option': {
      const first = path.codes[0]!
      return descend(frame => frame.packet.option(first, frame), top, path.codes, scope)
    }
    case 'relay4':
      // RFC 3046: the relay's sub-options are those of option 82
      return descend(frame => frame.packet.option(82, frame), top, [82, ...path.codes], scope)
    case 'relay6': {
      const first = path.codes[0]!
      const { nest } = root
      // RFC 8415 21.10: the Relay Message option is the wrapping, not an option of the relay
      if (first === 9) return { locate: () => false, definition: undefined }
      return descend(
        frame => {
          const index = relayIndex(frame, nest)
          return index >= 0 && frame.packet.relayOption(index, first, frame)
        },
        top,
        path.codes,
        scope,
      )
    }
    case 'vendor': {
      const code = path.codes[0]!
      const vendor = vendorOption(scope.family, 'vendor', root.enterprise)
      const v4 = scope.family === 'v4'
      const own: OwnFields = v4 ? ['vendor4'] : [4]
      return {
        locate: frame => {
          if (!vendor(frame) || !skipFields(frame, own)) return false
          return v4 ? findSubOption4(frame, code, false) : findSubOption6(frame, code)
        },
        definition: scope.spaces.byCode(`vendor-${root.enterprise}`, code),
      }
    }
  }
}

/** Which relay header `nest` means: 0 and up from the server, -1 and down from the client; -1 when there is none. */
export function relayIndex(frame: Frame, nest: number): number {
  const { relayCount } = frame.packet
  const index = nest < 0 ? relayCount + nest : nest
  return index >= 0 && index < relayCount ? index : -1
}

/** Leaves the whole vendor (class) option in the register when it is of this enterprise; 0: of any. */
export function vendorOption(family: 'v4' | 'v6', which: 'vendor' | 'vendor-class', enterprise: number): Locate {
  const code = family === 'v4' ? (which === 'vendor' ? 125 : 124) : which === 'vendor' ? 17 : 16
  const least = family === 'v4' ? 5 : 4
  return frame => {
    if (!frame.packet.option(code, frame) || frame.end - frame.start < least) return false
    return enterprise === 0 || enterpriseOf(frame) === enterprise
  }
}

/** The enterprise number that the option in the register starts with. */
export function enterpriseOf({ bytes, start }: Frame): number {
  return ((bytes[start]! << 24) | (bytes[start + 1]! << 16) | (bytes[start + 2]! << 8) | bytes[start + 3]!) >>> 0
}

function descend(
  top: Locate,
  space: string,
  codes: readonly number[],
  scope: PathScope,
): { locate: Locate; definition: OptionDefinition | undefined } {
  const levels: Level[] = []
  let inner = space
  let definition = scope.spaces.byCode(inner, codes[0]!)
  for (let i = 1; i < codes.length; i++) {
    const layout = inner === 'dhcp4' || inner === 'dhcp6' ? layouts[scope.family].get(codes[i - 1]!) : undefined
    const own = layout?.own ?? (definition === undefined ? undefined : ownFields(definition))
    // Nothing tells of sub-options: there are none to find.
    if (own === undefined) return { locate: () => false, definition: undefined }
    inner = layout?.inner ?? definition?.encapsulates ?? ''
    levels.push({ own, code: codes[i]!, padded: inner === 'vendor-encapsulated-options-space' })
    definition = scope.spaces.byCode(inner, codes[i]!)
  }
  if (levels.length === 0) return { locate: top, definition }
  const v4 = scope.family === 'v4'
  return {
    locate: frame => {
      if (!top(frame)) return false
      for (let i = 0; i < levels.length; i++) {
        const { own, code, padded } = levels[i]!
        if (!skipFields(frame, own)) return false
        if (!(v4 ? findSubOption4(frame, code, padded) : findSubOption6(frame, code))) return false
      }
      return true
    },
    definition,
  }
}
