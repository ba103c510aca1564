import type { ServiceName } from '../command.js'

/** What a command that both families have by names of their own is declared with. */
export interface DeclaredFamily {
  readonly digit: 4 | 6
  readonly service: ServiceName
  readonly ip: 'IPv4' | 'IPv6'
  /** Keyword of lists of subnets. */
  readonly subnets: 'subnet4' | 'subnet6'
  /** For examples: a prefix, a pool in it, and another prefix. */
  readonly prefix: string
  readonly pool: string
  readonly prefix2: string
}

export const declared4: DeclaredFamily = {
  digit: 4,
  service: 'dhcp4',
  ip: 'IPv4',
  subnets: 'subnet4',
  prefix: '192.0.2.0/24',
  pool: '192.0.2.10-192.0.2.99',
  prefix2: '192.0.3.0/24',
}

export const declared6: DeclaredFamily = {
  digit: 6,
  service: 'dhcp6',
  ip: 'IPv6',
  subnets: 'subnet6',
  prefix: '2001:db8:1::/64',
  pool: '2001:db8:1::10-2001:db8:1::99',
  prefix2: '2001:db8:2::/64',
}
