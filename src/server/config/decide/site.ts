import type { OptionSpaces } from '../../../wire/option-space.js'
import type { Address } from '../../lease/lease.js'
import type { Behaviours } from '../behaviours.js'
import type { Report } from '../problem.js'
import type { Position } from '../tree.js'
import type { FamilyKeywords } from './family.js'

/** An interface of this computer, as far as configurations speak of it. */
export interface SystemInterface {
  readonly name: string
  /** Texts of its addresses of the family. */
  readonly addresses: readonly string[]
  /** Its link-layer address; undefined: it has none, as a loopback. */
  readonly hardware?: { readonly type: number; readonly address: Uint8Array } | undefined
}

/** What the world has to offer. All of it may be left out: then nothing is checked against it. */
export interface Surroundings {
  readonly interfaces?: readonly SystemInterface[]
  /** File names of the hook libraries whose features are built in, without folder: "libdhcp_ha.so". */
  readonly libraries?: ReadonlySet<string>
}

/** Everything a decision rests on, passed to each concept. */
export interface Site<A extends Address> {
  readonly family: FamilyKeywords<A>
  readonly behaviours: Behaviours
  readonly report: Report
  readonly surroundings: Surroundings
  /** A bad reservation is left out with a warning, instead of refusing the whole configuration. */
  readonly skipBadReservations: boolean
  /** With the configuration's own definitions. */
  readonly spaces: OptionSpaces
  /** Classes that guards and lists name, with the first place of each. Looked at when all classes are known. */
  readonly namedClasses: Map<string, Position>
  /** Classes that reservations give to their clients. */
  readonly givenClasses: Set<string>
}

/** For deciding parts of a configuration that was decided: what they mean in its scope. */
export function siteOf<A extends Address>(
  { behaviours, spaces }: { readonly behaviours: Behaviours; readonly spaces: OptionSpaces },
  family: FamilyKeywords<A>,
  report: Report,
): Site<A> {
  return {
    family,
    behaviours,
    report,
    surroundings: {},
    skipBadReservations: false,
    spaces,
    namedClasses: new Map(),
    givenClasses: new Set(),
  }
}

/** Remember that a class is named here. */
export function nameClass(site: Site<Address>, name: string, at: Position): void {
  if (!site.namedClasses.has(name)) site.namedClasses.set(name, at)
}
