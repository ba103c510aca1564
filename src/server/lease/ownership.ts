import type { Identity } from './identity.js'
import { type Address, isExpired, type Lease, LeaseState } from './lease.js'

/**
 * Does the lease belong to this client? Where both the lease and the client have a client identifier, that decides;
 * else the hardware address does (RFC 2131 4.2).
 */
export function belongsTo<A extends Address>(
  lease: Lease<A>,
  clientId: Identity,
  hardware: Identity,
  matchClientId: boolean,
): boolean {
  if (matchClientId && clientId.length > 0 && lease.clientId.length > 0) return clientId.equals(lease.clientId)
  return hardware.length > 0 && hardware.equals(lease.hardware)
}

/** Nobody uses the address any more: reclaimed, released, or its lifetime is over. */
export function isFree<A extends Address>(lease: Lease<A> | undefined, seconds: number): boolean {
  if (lease === undefined) return true
  return lease.state === LeaseState.expiredReclaimed || lease.state === LeaseState.released || isExpired(lease, seconds)
}
