import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/**
 * What a packet was promised is nobody else's while it waits. A prefix is claimed by its first address: pools do not
 * overlap, and what is reserved for one client is given to no other.
 */
export function claim({ claims }: Rooms6, x: Exchange6): void {
  for (let i = 0; i < x.associationCount; i++) {
    const { grants, grantCount } = x.associations[i]!
    for (let j = 0; j < grantCount; j++) {
      const { address, subnet } = grants[j]!
      if (subnet === undefined || claims.has(address)) continue
      claims.add(address)
      x.claimed.push(address)
    }
  }
}

/** The packet has its leases, or will not get them. */
export function unclaim({ claims }: Rooms6, x: Exchange6): void {
  for (let address = x.claimed.pop(); address !== undefined; address = x.claimed.pop()) claims.delete(address)
}
