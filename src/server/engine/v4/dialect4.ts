import type { Generation } from '../../config/behaviours.js'

/** What generations of Kea write differently. */
export interface Dialect4 {
  /** "relay-agent-info" of a lease's user context is a map with the parts that are asked for, not only the bytes. */
  readonly extendedInfoParts: boolean
}

export const dialects4: Readonly<Record<Generation, Dialect4>> = {
  '2.2': { extendedInfoParts: false },
  '3': { extendedInfoParts: true },
}
