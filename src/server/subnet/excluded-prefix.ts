import type { AddressKind } from '../../wire/address.js'
import type { PrefixRange } from '../host/host.js'
import type { Address } from '../lease/lease.js'
import type { PoolPlan } from './plan.js'

/**
 * What the client that is delegated `prefix` from this pool may not use of it, since its uplink lies there (RFC 6603).
 * In every prefix of the pool that is at the same bits. Undefined: the client may use all of it.
 */
export function excludedFrom<A extends Address>(
  kind: AddressKind<A>,
  pool: PoolPlan<A>,
  prefix: A,
): PrefixRange<A> | undefined {
  const { excluded } = pool
  if (excluded === undefined) return undefined
  const within = BigInt(excluded.prefix) - BigInt(pool.pool.first)
  return { prefix: kind.add(prefix, within), length: excluded.length }
}
