import { formatBytes } from '../../wire/hex.js'
import { type Address, type Lease, LeaseKind, LeaseState } from '../lease/lease.js'

const stateNames = ['default', 'declined', 'reclaimed', 'released', 'registered']

/**
 * One line about a lease: "7200 s of 02:00:... in subnet 1, host, declined"; 'none' for undefined. `owner`: what its client
 * is known by.
 */
export function describeLease<A extends Address>(lease: Lease<A> | undefined, owner: 'hardware' | 'clientId'): string {
  if (lease === undefined) return 'none'
  const { hostname, state, kind, prefixLength } = lease
  const client = lease[owner]
  const length = kind === LeaseKind.pd ? `/${prefixLength}, ` : ''
  const whose = client.length > 0 ? ` of ${formatBytes(client, 0, client.length)}` : ''
  const name = hostname === '' ? '' : `, ${hostname}`
  const told = state === LeaseState.default ? '' : `, ${stateNames[state]}`
  return `${length}${lease.validLifetime} s${whose} in subnet ${lease.subnetId}${name}${told}`
}
