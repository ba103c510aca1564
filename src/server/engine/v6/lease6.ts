import { LeaseDraft } from '../../lease/draft.js'
import type { Association, Grant } from './association.js'
import type { Exchange6 } from './exchange6.js'

/**
 * The lease as this packet would have it. Its byte fields are views of the exchange, good until that is done with: who
 * keeps the lease longer takes a copy of them.
 */
export function draftOf(x: Exchange6, { kind, iaid }: Association, grant: Grant): LeaseDraft<bigint> {
  const is = new LeaseDraft<bigint>(kind, grant.address, grant.prefixLength)
  is.subnetId = grant.subnet!.subnet.id
  is.poolId = grant.pool?.pool.id ?? 0
  is.validLifetime = grant.valid
  is.preferredLifetime = grant.preferred
  is.cltt = x.seconds
  is.iaid = iaid
  is.clientId = x.duid.view
  is.hardware = x.hardware.view
  is.hardwareType = x.hardwareType
  is.hardwareSource = x.hardwareSource
  is.hostname = x.hostname
  is.fqdnForward = x.fqdnForward
  is.fqdnReverse = x.fqdnReverse
  return is
}
