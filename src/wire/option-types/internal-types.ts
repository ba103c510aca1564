import type { OptionDefinition } from '../option-space.js'
import { classlessRoutes } from './classless-routes.js'
import type { Family } from './field-type.js'
import { resolvers } from './resolvers.js'

/** Codec of an option whose text is not a list of fields. */
export interface InternalType {
  /** Throws OptionDataError. */
  parse(text: string, family: Family): Uint8Array
  /** Undefined: the bytes are malformed. */
  format(bytes: Uint8Array, start: number, end: number, family: Family): string | undefined
}

const byName: ReadonlyMap<string, InternalType> = new Map([
  ['classless-static-route', classlessRoutes],
  ['v4-dnr', resolvers],
  ['v6-dnr', resolvers],
])

/** The codec of an option of type 'internal'; undefined: its text is hex digits. */
export function internalType(definition: OptionDefinition): InternalType | undefined {
  return definition.type === 'internal' ? byName.get(definition.name) : undefined
}
