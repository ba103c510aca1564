import type { Generation } from '../config/behaviours.js'
import { LeaseKind } from '../lease/lease.js'

/** The names of lease statistics of one kind of lease, without the subnet or pool in front. */
export interface LeaseNames {
  readonly total: string
  readonly assigned: string
  readonly cumulative: string
  /** "pool" or "pd-pool". */
  readonly pool: string
  /** Such leases can be declined. */
  readonly declines: boolean
  /** What pools of such leases have beside total, assigned and cumulative. */
  readonly inPool: readonly string[]
}

/** The names for addresses that clients registered instead of leasing them (RFC 9686); Kea has none of them by pool. */
export interface RegisteredNames {
  readonly kind: LeaseKind
  /** Under "subnet[ID].". */
  readonly now: string
  /** Under "subnet[ID]." and of the whole server. */
  readonly cumulative: string
}

/** Which statistics a server has from the start. */
export interface StatisticNames {
  /** Of the whole server: packets, failures, leases. */
  readonly global: readonly string[]
  /** Under "subnet[ID].". */
  readonly subnet: readonly string[]
  /** Pools have statistics of their own, under "subnet[ID].pool[ID].". */
  readonly byPool: boolean
  /** Undefined: registrations are not counted. */
  readonly registered: RegisteredNames | undefined
  /** A total as it is counted: Kea 2.2 has no numbers above 2^63. */
  total(sum: bigint): bigint
  /** Under "subnet[ID].", listed only once they were counted. */
  readonly subnetLater: readonly string[]
  readonly kinds: ReadonlyMap<LeaseKind, LeaseNames>
}

const packets = [
  'pkt4-received',
  'pkt4-discover-received',
  'pkt4-offer-received',
  'pkt4-request-received',
  'pkt4-ack-received',
  'pkt4-nak-received',
  'pkt4-release-received',
  'pkt4-decline-received',
  'pkt4-inform-received',
  'pkt4-unknown-received',
  'pkt4-sent',
  'pkt4-offer-sent',
  'pkt4-ack-sent',
  'pkt4-nak-sent',
  'pkt4-parse-failed',
  'pkt4-receive-drop',
]

/** Why a packet was dropped, beside pkt4-receive-drop. */
const drops = [
  'pkt4-service-disabled',
  'pkt4-queue-full',
  'pkt4-duplicate',
  'pkt4-rfc-violation',
  'pkt4-admin-filtered',
  'pkt4-not-for-us',
  'pkt4-processing-failed',
  'pkt4-limit-exceeded',
]

const leaseQuery = [
  'pkt4-lease-query-received',
  'pkt4-lease-query-response-unassigned-sent',
  'pkt4-lease-query-response-unknown-sent',
  'pkt4-lease-query-response-active-sent',
]

const failures = [
  'v4-allocation-fail',
  'v4-allocation-fail-shared-network',
  'v4-allocation-fail-subnet',
  'v4-allocation-fail-no-pools',
  'v4-allocation-fail-classes',
]

const reclaimed = ['declined-addresses', 'reclaimed-declined-addresses', 'reclaimed-leases']
const addresses = ['total-addresses', 'assigned-addresses', 'cumulative-assigned-addresses', ...reclaimed]

const kinds: ReadonlyMap<LeaseKind, LeaseNames> = new Map([
  [
    LeaseKind.v4,
    {
      total: 'total-addresses',
      assigned: 'assigned-addresses',
      cumulative: 'cumulative-assigned-addresses',
      pool: 'pool',
      declines: true,
      inPool: reclaimed,
    },
  ],
])

/** The DHCPv4 server's statistics: 2.2 as a running Kea 2.2.0 lists them, 3 as the manual of 3.x does. */
export const names4: Readonly<Record<Generation, StatisticNames>> = {
  '2.2': {
    global: [...packets, ...failures, 'v4-reservation-conflicts', 'cumulative-assigned-addresses', ...reclaimed],
    subnet: [...addresses, 'v4-reservation-conflicts'],
    byPool: false,
    subnetLater: failures,
    kinds,
    registered: undefined,
    total: sum => sum,
  },
  '3': {
    global: [
      ...packets,
      ...leaseQuery,
      ...drops,
      ...failures,
      'v4-reservation-conflicts',
      'v4-lease-reuses',
      'assigned-addresses',
      'cumulative-assigned-addresses',
      ...reclaimed,
    ],
    subnet: [...addresses, 'v4-reservation-conflicts', 'v4-lease-reuses'],
    byPool: true,
    subnetLater: failures,
    kinds,
    registered: undefined,
    total: sum => sum,
  },
}
