import { formatAddress, type Interface } from '../net/interfaces.js'
import { type AddressKind, ipv4, ipv6 } from '../wire/address.js'
import type { RescuePool } from './config/builtin.js'
import type { ServiceName } from './config/served.js'

/**
 * Pools of the command line with the subnets that they lie in: those of the interface's own addresses. A text says, for
 * people, why they cannot be served; whether a pool is well written is found when the configuration is loaded.
 */
export function rescuePools(
  name: string,
  pools: readonly string[],
  interfaces: readonly Interface[],
): readonly RescuePool[] | string {
  if (pools.length === 0)
    return '--interface wants --pool FIRST-LAST, the addresses to give out, e.g. --pool 192.0.2.10-192.0.2.99'
  const own = interfaces.find(candidate => candidate.name === name)
  if (own === undefined) return `there is no interface ${name}; there are: ${interfaces.map(i => i.name).join(', ')}`
  const found: RescuePool[] = []
  for (const pool of pools) {
    const subnet = pool.includes(':') ? subnetOf(ipv6, own, pool) : subnetOf(ipv4, own, pool)
    if (subnet === undefined) return outside(own, pool)
    const service: ServiceName = pool.includes(':') ? 'dhcp6' : 'dhcp4'
    found.push({ service, pool, subnet })
  }
  return found
}

/** The prefix of the interface that the pool begins in. */
function subnetOf<A extends number | bigint>(kind: AddressKind<A>, own: Interface, pool: string): string | undefined {
  const first = kind.parse(pool.split(/[-/]/)[0]!.trim())
  if (first === undefined) return undefined
  for (const { bytes, prefixLength } of own.addresses) {
    if (bytes.length !== kind.width) continue
    const prefix = kind.network(kind.read(bytes, 0), prefixLength)
    if (kind.contains(prefix, prefixLength, first)) return `${kind.format(prefix)}/${prefixLength}`
  }
  return undefined
}

function outside(own: Interface, pool: string): string {
  const width = pool.includes(':') ? 16 : 4
  const has = own.addresses
    .filter(({ bytes }) => bytes.length === width)
    .map(({ bytes, prefixLength }) => `${formatAddress(bytes)}/${prefixLength}`)
    .join(', ')
  const none = `no IPv${width === 4 ? 4 : 6} address`
  return `the pool ${pool} lies in no subnet of ${own.name}, which has ${has || none}; give the interface an address of the pool's subnet first`
}
