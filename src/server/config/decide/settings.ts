import type { BootFields } from '../../host/host.js'
import type { Address } from '../../lease/lease.js'
import type { DdnsConfig } from '../decided.js'
import { choiceIn, flagIn, numberIn, textIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'
import { decideBoot } from './boot.js'
import { decideDdns } from './ddns.js'
import { type LifetimeWish, wishIn } from './lifetimes.js'
import { reservationModesIn } from './reservation-modes.js'
import type { Site } from './site.js'

/** What shared networks and subnets inherit: the same set at each of the three levels, each overlaying the outer one. */
export interface Settings {
  readonly valid: LifetimeWish<number>
  /** Undefined: the family has none. */
  readonly preferred: LifetimeWish | undefined
  readonly renewTimer: number | undefined
  readonly rebindTimer: number | undefined
  readonly calculateTeeTimes: boolean
  readonly t1Percent: number
  readonly t2Percent: number
  readonly authoritative: boolean
  readonly matchClientId: boolean
  readonly boot: BootFields
  readonly reservationsGlobal: boolean
  readonly reservationsInSubnet: boolean
  readonly reservationsOutOfPool: boolean
  readonly cacheThreshold: number | undefined
  readonly cacheMaxAge: number | undefined
  readonly offerLifetime: number
  readonly storeExtendedInfo: boolean
  readonly adaptiveThreshold: number | undefined
  readonly allocator: Allocator
  readonly pdAllocator: Allocator
  readonly rapidCommit: boolean
  readonly ddns: DdnsConfig
}

type Allocator = (typeof allocators)[number]

const allocators = ['iterative', 'random', 'flq'] as const

/** The settings of a map that lies within `outer`. */
export function overlay<A extends Address>(map: MapTree, outer: Settings, site: Site<A>): Settings {
  const threshold = numberIn(map, 'cache-threshold')
  return {
    valid: wishIn(map, 'valid', outer.valid),
    preferred: outer.preferred && wishIn(map, 'preferred', outer.preferred),
    renewTimer: wholeIn(map, 'renew-timer') ?? outer.renewTimer,
    rebindTimer: wholeIn(map, 'rebind-timer') ?? outer.rebindTimer,
    calculateTeeTimes: flagIn(map, 'calculate-tee-times') ?? outer.calculateTeeTimes,
    t1Percent: numberIn(map, 't1-percent') ?? outer.t1Percent,
    t2Percent: numberIn(map, 't2-percent') ?? outer.t2Percent,
    authoritative: flagIn(map, 'authoritative') ?? outer.authoritative,
    matchClientId: flagIn(map, 'match-client-id') ?? outer.matchClientId,
    boot: site.family.boots ? decideBoot(map, outer.boot, site.report) : outer.boot,
    ...reservationModesIn(map, outer, site.report),
    cacheThreshold: threshold === undefined ? outer.cacheThreshold : threshold === 0 ? undefined : threshold,
    cacheMaxAge: wholeIn(map, 'cache-max-age') ?? outer.cacheMaxAge,
    offerLifetime: wholeIn(map, 'offer-lifetime') ?? outer.offerLifetime,
    storeExtendedInfo: flagIn(map, 'store-extended-info') ?? outer.storeExtendedInfo,
    adaptiveThreshold: numberIn(map, 'adaptive-lease-time-threshold') ?? outer.adaptiveThreshold,
    allocator: allocatorIn(map, 'allocator', site) ?? outer.allocator,
    pdAllocator: allocatorIn(map, 'pd-allocator', site) ?? outer.pdAllocator,
    rapidCommit: flagIn(map, 'rapid-commit') ?? outer.rapidCommit,
    ddns: decideDdns(map, outer.ddns, site.report),
  }
}

function allocatorIn<A extends Address>(
  map: MapTree,
  key: 'allocator' | 'pd-allocator',
  { report }: Site<A>,
): Allocator | undefined {
  const shared = textIn(map, key) === 'shared-flq'
  // the queue shared by several servers comes with the databases they share
  if (shared) report.warn('no-effect', map.entries.get(key)!.value.at, 'shared-flq works as flq')
  return shared ? 'flq' : choiceIn(map, key, allocators)
}
