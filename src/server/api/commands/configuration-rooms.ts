import type { SubnetPlace } from '../../config/edit/places.js'
import type { Scope } from '../../config/schema/keyword.js'
import type { MapTree } from '../../config/tree.js'
import type { IdentifierKind } from '../../host/host.js'
import type { JsonMap } from '../json/json.js'

/** What commands that look at the configuration and edit it work on: that of one service, whichever family it serves. */
export interface ConfigurationRooms {
  readonly family: CommandFamily
  /** As written, in force. */
  readonly tree: MapTree
  /** Ascending by id. */
  subnets(): readonly SubnetEntry[]
  subnetById(id: number): SubnetEntry | undefined
  /** By its prefix, host bits or not; undefined: there is none, or the text is no prefix. */
  subnetByPrefix(text: string): SubnetEntry | undefined
  /** The subnets whose prefix holds the address; undefined: the text is no address. */
  subnetsHolding(address: string): readonly SubnetEntry[] | undefined
  /** Whether the subnet's prefix holds the address; undefined: the text is no address. */
  holds(id: number, address: string): boolean | undefined
  /** Names of the shared networks, in the order of the file. */
  networks(): readonly string[]
  /** As config-get shows them. The name must be there. */
  shownSubnet(id: number): JsonMap
  shownNetwork(name: string): JsonMap
  shownClass(name: string): JsonMap
  /** Where a subnet stands in the tree. */
  placeOf(id: number): SubnetPlace
  /** What must not be told apart in delta commands: one text for whatever way a pool, or an option, is written. */
  poolKey(map: MapTree): string
  optionKey(map: MapTree): string
  /** The classes whose members an expression asks for; none where it is wrong. `text`: of the kind that templates have. */
  classesIn(test: string, text: boolean): readonly string[]
  /** Put a tree in force that was made from `tree`. Undefined: it is. Else why not, and nothing has changed. */
  edit(tree: MapTree): Promise<Refusal | undefined>
  readonly hosts: ReservationRooms
}

/** Why an edit is not in force. */
export interface Refusal {
  /** Of the first problem; '' where it is not known. */
  readonly code: string
  /** Without its place, and with it, in Kea's words. */
  readonly text: string
  readonly words: string
}

/** What the commands of both families say differently. */
export interface CommandFamily {
  readonly family: 4 | 6
  readonly ip: 'IPv4' | 'IPv6'
  /** Keyword of lists of subnets. */
  readonly subnets: 'subnet4' | 'subnet6'
  readonly reservedAddresses: 'ip-address' | 'ip-addresses'
  readonly allIdentifiers: readonly IdentifierKind[]
  readonly scope: Scope
}

/** A subnet as lists tell it. */
export interface SubnetEntry {
  readonly id: number
  /** "192.0.2.0/24" */
  readonly subnet: string
  /** The shared network it is in. */
  readonly network: string | undefined
  /** Only clients of some classes are served in it. */
  readonly guarded: boolean
}

/** A reservation that was found; to be shown, or changed. */
export interface FoundReservation {
  readonly subnetId: number
  readonly hostname: string
  /** As config-get shows it. Work: made when it is asked for. */
  shown(): JsonMap
}

/** What identifies a reservation. */
export type ReservationKey =
  | { readonly address: string }
  | { readonly kind: IdentifierKind; readonly bytes: Uint8Array }

/** The reservations of the configuration. They come and go one by one, in next to no time. */
export interface ReservationRooms {
  /** In one subnet (0: the global ones), or in all of them (undefined). */
  find(subnetId: number | undefined, key: ReservationKey): readonly FoundReservation[]
  /** Up to `limit` of those that came after number `after` (0: the first). */
  page(
    after: number,
    limit: number,
    fits: (host: { readonly subnetId: number; readonly hostname: string }) => boolean,
  ): { readonly hosts: readonly FoundReservation[]; readonly last: number }
  readonly count: number
  /** The subnet is there, or 0. Undefined: done; else why not, in Kea's words. */
  add(subnetId: number, map: MapTree): string | undefined
  /** Replace the one of the same identifier. 'missing': there is none. */
  update(subnetId: number, map: MapTree): string | 'missing' | undefined
  remove(reservation: FoundReservation): void
}
