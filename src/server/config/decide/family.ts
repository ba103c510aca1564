import { type AddressKind, ipv4, ipv6 } from '../../../wire/address.js'
import type { OptionSpaces } from '../../../wire/option-space.js'
import type { IdentifierKind } from '../../host/host.js'
import { type Address, LeaseKind } from '../../lease/lease.js'
import type { Dhcp6Config } from '../decided6.js'
import type { Report } from '../problem.js'
import { dhcp4 } from '../schema/dhcp4.js'
import { dhcp6 } from '../schema/dhcp6.js'
import type { Scope } from '../schema/keyword.js'
import type { MapTree } from '../tree.js'
import { decideDhcp6 } from './dhcp6.js'

/** What deciding a configuration needs to know of a family. The rest of this folder never asks which one it serves. */
export interface FamilyKeywords<A extends Address> {
  readonly family: 4 | 6
  readonly kind: AddressKind<A>
  /** Keyword at the top of the file. */
  readonly service: 'Dhcp4' | 'Dhcp6'
  readonly scope: Scope
  /** Keyword of lists of subnets. */
  readonly subnets: 'subnet4' | 'subnet6'
  /** Keyword of reservations' addresses: one text, or a list of them. */
  readonly reservedAddresses: 'ip-address' | 'ip-addresses'
  /** Space of the family's own options, and that of the other family. */
  readonly space: 'dhcp4' | 'dhcp6'
  readonly foreignSpace: 'dhcp4' | 'dhcp6'
  /** Bytes of a code and of a length in an option. */
  readonly codeWidth: 1 | 2
  /** Codes that no option may have, and why. */
  readonly reservedCodes: ReadonlyMap<number, string>
  /** Options that a class may define for itself. */
  readonly definedByClass: (code: number) => boolean
  readonly vendorOption: VendorOption
  /** Identifiers of reservations: those looked up by default, and all there are. */
  readonly identifiers: readonly IdentifierKind[]
  readonly allIdentifiers: readonly IdentifierKind[]
  readonly logger: string
  /** Shown to callers of the API without credentials, unless configured. */
  readonly realm: string
  /** Kea's name of the family's packet queue. */
  readonly ring: string
  /** Names in messages. */
  readonly ip: 'IPv4' | 'IPv6'
  readonly poolType: 'V4' | 'IA_NA'
  /** What the leases of address pools are. */
  readonly leaseKind: LeaseKind
  /** Leases have a preferred lifetime beside the valid one. */
  readonly prefers: boolean
  /** An interface may be served by itself and at one of its addresses, too. */
  readonly unicastBeside: boolean
  readonly renewal: { readonly calculate: boolean; readonly t1: number; readonly t2: number }
  /** Has siaddr, sname and file. */
  readonly boots: boolean
  /** What only this family has. */
  readonly own: (map: MapTree, spaces: OptionSpaces, report: Report) => Dhcp6Config | undefined
}

/** The option whose sub-options stand in the space "vendor-N" of its enterprise number. */
export interface VendorOption {
  readonly code: number
  /** A length byte stands between the enterprise number and the sub-options (RFC 3925; RFC 8415 has none). */
  readonly lengthByte: boolean
}

export const family4: FamilyKeywords<number> = {
  family: 4,
  kind: ipv4,
  service: 'Dhcp4',
  scope: dhcp4,
  subnets: 'subnet4',
  reservedAddresses: 'ip-address',
  space: 'dhcp4',
  foreignSpace: 'dhcp6',
  codeWidth: 1,
  reservedCodes: new Map([
    [0, 'reserved for PAD'],
    [255, 'reserved for END'],
  ]),
  // RFC 2132 8.4: vendor specific information; RFC 3942: site-specific options
  definedByClass: code => code === 43 || (code >= 224 && code <= 254),
  vendorOption: { code: 125, lengthByte: true },
  identifiers: ['hw-address', 'duid', 'circuit-id', 'client-id'],
  allIdentifiers: ['hw-address', 'duid', 'circuit-id', 'client-id', 'flex-id'],
  logger: 'kea-dhcp4',
  realm: 'kea-dhcpv4-server',
  ring: 'kea-ring4',
  ip: 'IPv4',
  poolType: 'V4',
  leaseKind: LeaseKind.v4,
  prefers: false,
  unicastBeside: false,
  renewal: { calculate: false, t1: 0.5, t2: 0.875 },
  boots: true,
  own: () => undefined,
}

export const family6: FamilyKeywords<bigint> = {
  family: 6,
  kind: ipv6,
  service: 'Dhcp6',
  scope: dhcp6,
  subnets: 'subnet6',
  reservedAddresses: 'ip-addresses',
  space: 'dhcp6',
  foreignSpace: 'dhcp4',
  codeWidth: 2,
  reservedCodes: new Map([[0, 'reserved value']]),
  definedByClass: () => false,
  vendorOption: { code: 17, lengthByte: false },
  identifiers: ['hw-address', 'duid'],
  allIdentifiers: ['hw-address', 'duid', 'flex-id'],
  logger: 'kea-dhcp6',
  realm: 'kea-dhcpv6-server',
  ring: 'kea-ring6',
  ip: 'IPv6',
  poolType: 'IA_NA',
  leaseKind: LeaseKind.na,
  prefers: true,
  unicastBeside: true,
  renewal: { calculate: true, t1: 0.5, t2: 0.8 },
  boots: false,
  own: decideDhcp6,
}
