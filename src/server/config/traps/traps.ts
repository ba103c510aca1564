import type { Address } from '../../lease/lease.js'
import type { Site } from '../decide/site.js'
import type { WrittenSubnet } from '../decide/subnets.js'
import type { Decided } from '../decided.js'
import type { Sliced } from '../slices.js'
import type { MapTree } from '../tree.js'
import { checkShortLifetimes } from './lifetimes.js'
import { checkPoolAddresses, checkSharedPools } from './pools.js'
import { checkReach } from './reach.js'
import { checkGlobalReservations, checkReservations } from './reservations.js'
import { checkRouters } from './routers.js'

/** Subnets looked at between two yields. */
const STEP = 16

/** Warns of what is legal, but has cost many an administrator an evening. For configurations without errors. */
export function* checkTraps<A extends Address>(
  map: MapTree,
  written: readonly WrittenSubnet<A>[],
  decided: Decided<A>,
  site: Site<A>,
): Sliced<void> {
  checkReach(map, written, decided, site)
  checkGlobalReservations(map, written, decided, site)
  yield
  checkShortLifetimes(map, site)
  yield
  checkSharedPools(written, site)
  let count = 0
  for (const one of written) {
    checkPoolAddresses(one, decided, site)
    checkRouters(one, site)
    checkReservations(one, decided, site)
    if (++count % STEP === 0) yield
  }
}
