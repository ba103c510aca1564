import type { Now } from '../../now.js'
import type { OptionSpaces } from '../../wire/option-space.js'
import type { ClassNames } from '../classify/class-set.js'
import type { Generation } from '../config/behaviours.js'
import type { HookLibrary } from '../config/decided-service.js'
import type { Report } from '../config/problem.js'
import type { Plan } from '../engine/plan.js'
import type { Points } from '../hooks/points.js'
import type { Address } from '../lease/lease.js'
import type { Logger } from '../log/logger.js'

/** What the parameters of a feature are held against. */
export interface FeatureSite {
  readonly family: 'v4' | 'v6'
  /** The family's own option space: "dhcp4". */
  readonly space: string
  readonly generation: Generation
  /** With the definitions of the configuration. */
  readonly spaces: OptionSpaces
  /** The numbers of the configuration's classes. */
  readonly names: ClassNames
  readonly report: Report
}

/** What a feature is given of the server. */
export interface FeatureRooms<A extends Address, X> {
  readonly points: Points<A, X>
  /** The configuration that asks for the feature. */
  readonly plan: Plan<A>
  /** By Kea's name of the library's logger: "flex-option-hooks". */
  logger(name: string): Logger
}

/** A feature at work. */
export interface OpenFeature {
  /** The configuration is replaced, or the server ends. Nothing of the feature is called after that. */
  close(): Now<void>
}

/** One of Kea's hook libraries, built in. C: its parameters as decided. */
export interface FeatureOf<A extends Address, X, C> {
  /** File name of the library: "libdhcp_flex_id.so". */
  readonly library: string
  /** Checks the parameters, reporting all that is wrong; undefined: something was. */
  decide(library: HookLibrary, site: FeatureSite): C | undefined
  /** Takes part in the server's work from now on. */
  open(rooms: FeatureRooms<A, X>, config: C): OpenFeature
}

/** A feature whose parameters are its own business. */
export interface Feature<A extends Address, X> {
  readonly library: string
  /** Undefined: the parameters are wrong, and `site.report` says how. Else what opens the feature with them. */
  prepare(library: HookLibrary, site: FeatureSite): ((rooms: FeatureRooms<A, X>) => OpenFeature) | undefined
}

export function feature<A extends Address, X, C>(of: FeatureOf<A, X, C>): Feature<A, X> {
  return {
    library: of.library,
    prepare(library, site) {
      const config = of.decide(library, site)
      return config === undefined ? undefined : rooms => of.open(rooms, config)
    },
  }
}

/** Features that listen, and do nothing else, end when they are heard no more. */
export function listening(listeners: readonly { remove(): void }[]): OpenFeature {
  return {
    close() {
      for (const listener of listeners) listener.remove()
    },
  }
}
