import { isPending } from '../../now.js'
import { Report } from '../config/problem.js'
import type { Plan } from '../engine/plan.js'
import { calloutException, libraryClosed, libraryLoaded } from '../hooks/messages.js'
import type { Points } from '../hooks/points.js'
import type { Address } from '../lease/lease.js'
import type { Logger } from '../log/logger.js'
import { featureSite } from './check.js'
import type { Feature, FeatureRooms, OpenFeature } from './feature.js'

/** What a set of features is made with. */
export interface FeatureSetRooms<A extends Address, X> {
  readonly points: Points<A, X>
  logger(name: string): Logger
  /** The family's own option space: "dhcp4". */
  readonly space: string
}

/** The features that the configuration in force asks for. */
export class FeatureSet<A extends Address, X> {
  readonly #features: readonly Feature<A, X>[]
  readonly #rooms: FeatureSetRooms<A, X>
  #plan: Plan<A> | undefined
  #open: { readonly path: string; readonly feature: OpenFeature }[] = []

  constructor(features: readonly Feature<A, X>[], rooms: FeatureSetRooms<A, X>) {
    this.#features = features
    this.#rooms = rooms
  }

  /** Have the features of this configuration, and no others. Costs one comparison while nothing changes. */
  follow(plan: Plan<A>): void {
    if (plan === this.#plan) return
    this.close()
    this.#plan = plan
    // the plan was refused already if anything is wrong with them: see checkFeatures()
    const site = featureSite(plan.decided, this.#rooms.space, plan.evaluator.names, new Report())
    const { points, logger } = this.#rooms
    const rooms: FeatureRooms<A, X> = { points, plan, logger }
    const log = logger('hooks')
    for (const hook of plan.decided.hooks) {
      const open = this.#features.find(({ library }) => library === hook.library)?.prepare(hook, site)
      if (open === undefined) continue
      this.#open.push({ path: hook.path, feature: open(rooms) })
      log.log(libraryLoaded, hook.path)
    }
  }

  /** End them all. */
  close(): void {
    const { logger } = this.#rooms
    const failed = (path: string, error: unknown): void => logger('callouts').log(calloutException, path, String(error))
    for (const { path, feature } of this.#open) {
      const closed = feature.close()
      if (isPending(closed)) closed.catch((error: unknown) => failed(path, error))
      logger('hooks').log(libraryClosed, path)
    }
    this.#open = []
    this.#plan = undefined
  }
}
