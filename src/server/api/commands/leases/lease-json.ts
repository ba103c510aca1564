import { isPending, type Now } from '../../../../now.js'
import { runAtOnce } from '../../../config/slices.js'
import type { Host } from '../../../host/host.js'
import { type Address, type Lease, LeaseKind } from '../../../lease/lease.js'
import { poolHolding, poolsOfKind } from '../../../subnet/plan.js'
import type { Json, JsonMap } from '../../json/json.js'
import { JsonFault, readJson, wire } from '../../json/json-reader.js'
import { jsonOf } from '../../json/written.js'
import type { LeaseDialect } from './dialect.js'
import type { LeaseFamily } from './family.js'
import type { LeasePlan } from './rooms.js'

/** A lease as Kea shows it. */
export function leaseJson<A extends Address>(family: LeaseFamily<A>, lease: Lease<A>, dialect: LeaseDialect): JsonMap {
  return {
    ...family.json(lease),
    cltt: lease.cltt,
    'fqdn-fwd': lease.fqdnForward,
    'fqdn-rev': lease.fqdnReverse,
    hostname: lease.hostname,
    'ip-address': family.kind.format(lease.address),
    'pool-id': dialect.poolIds && lease.poolId !== 0 ? lease.poolId : undefined,
    state: lease.state,
    'subnet-id': lease.subnetId,
    'user-context': lease.userContext === '' ? undefined : contextJson(lease.userContext),
    'valid-lft': lease.validLifetime,
  }
}

/** What stands in a lease file is not ours alone: text that is no JSON is shown as text. */
function contextJson(text: string): Json {
  const tree = runAtOnce(readJson(text, wire, true))
  return tree instanceof JsonFault ? text : jsonOf(tree)
}

/**
 * A lease with where it came from. `origin`: "reservation", "pool", or "other" (an address that neither has); `pool`: the
 * range it was taken from; `hostname-of-record`: the reservation's host name, else the lease's.
 */
export function extendedJson<A extends Address>(
  family: LeaseFamily<A>,
  lease: Lease<A>,
  dialect: LeaseDialect,
  { subnets, hosts }: LeasePlan<A>,
): Now<JsonMap> {
  const { kind } = family
  const home = subnets.get(lease.subnetId)
  const pool = home === undefined ? undefined : poolHolding(poolsOfKind(home, lease.kind), lease.address)?.pool
  const told = (reserved: readonly Host<A>[]): JsonMap => ({
    ...leaseJson(family, lease, dialect),
    origin: reserved.length > 0 ? 'reservation' : pool === undefined ? 'other' : 'pool',
    pool: pool === undefined ? undefined : `${kind.format(pool.first)}-${kind.format(pool.last)}`,
    'hostname-of-record': reserved.find(({ hostname }) => hostname !== '')?.hostname ?? lease.hostname,
  })
  if (hosts.empty) return told([])
  if (lease.kind !== LeaseKind.pd) {
    const found = hosts.byAddress(lease.subnetId, lease.address)
    return isPending(found) ? found.then(told) : told(found)
  }
  const exact = (found: readonly Host<A>[]): JsonMap =>
    told(
      found.filter(({ prefixes }) =>
        prefixes.some(({ prefix, length }) => prefix === lease.address && length === lease.prefixLength),
      ),
    )
  const found = hosts.byPrefix(lease.subnetId, lease.address, lease.prefixLength)
  return isPending(found) ? found.then(exact) : exact(found)
}
