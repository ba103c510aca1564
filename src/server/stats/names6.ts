import type { Generation } from '../config/behaviours.js'
import { LeaseKind } from '../lease/lease.js'
import type { LeaseNames, StatisticNames } from './names4.js'

const received = [
  'pkt6-received',
  'pkt6-solicit-received',
  'pkt6-advertise-received',
  'pkt6-request-received',
  'pkt6-reply-received',
  'pkt6-renew-received',
  'pkt6-rebind-received',
  'pkt6-release-received',
  'pkt6-decline-received',
  'pkt6-infrequest-received',
  'pkt6-dhcpv4-query-received',
  'pkt6-dhcpv4-response-received',
  'pkt6-unknown-received',
]

const packets = [
  ...received,
  'pkt6-sent',
  'pkt6-advertise-sent',
  'pkt6-reply-sent',
  'pkt6-dhcpv4-response-sent',
  'pkt6-parse-failed',
  'pkt6-receive-drop',
]

/** Why a packet was dropped, beside pkt6-receive-drop. */
const drops = [
  'pkt6-service-disabled',
  'pkt6-queue-full',
  'pkt6-duplicate',
  'pkt6-rfc-violation',
  'pkt6-admin-filtered',
  'pkt6-not-for-us',
  'pkt6-processing-failed',
  'pkt6-limit-exceeded',
]

const leaseQuery = ['pkt6-lease-query-received', 'pkt6-lease-query-reply-sent']

/** RFC 9686. */
const registration = ['pkt6-addr-reg-inform-received', 'pkt6-addr-reg-reply-received', 'pkt6-addr-reg-reply-sent']

const registered = { kind: LeaseKind.na, now: 'registered-nas', cumulative: 'cumulative-registered-nas' } as const

const failures = [
  'v6-allocation-fail',
  'v6-allocation-fail-shared-network',
  'v6-allocation-fail-subnet',
  'v6-allocation-fail-no-pools',
  'v6-allocation-fail-classes',
]

const reuses = ['v6-ia-na-lease-reuses', 'v6-ia-pd-lease-reuses']
const cumulative = ['cumulative-assigned-nas', 'cumulative-assigned-pds']
const reclaimed = ['declined-addresses', 'reclaimed-declined-addresses', 'reclaimed-leases']
const addresses = ['total-nas', 'assigned-nas', 'cumulative-assigned-nas', ...reclaimed]
const prefixes = ['total-pds', 'assigned-pds', 'cumulative-assigned-pds']

const kinds: ReadonlyMap<LeaseKind, LeaseNames> = new Map([
  [
    LeaseKind.na,
    {
      total: 'total-nas',
      assigned: 'assigned-nas',
      cumulative: 'cumulative-assigned-nas',
      pool: 'pool',
      declines: true,
      inPool: reclaimed,
    },
  ],
  [
    LeaseKind.pd,
    {
      total: 'total-pds',
      assigned: 'assigned-pds',
      cumulative: 'cumulative-assigned-pds',
      pool: 'pd-pool',
      declines: false,
      inPool: ['reclaimed-leases'],
    },
  ],
])

const MOST = 2n ** 64n - 1n

/** The DHCPv6 server's statistics: 2.2 as a running Kea 2.2.0 lists them, 3 as the manual of 3.x does. */
export const names6: Readonly<Record<Generation, StatisticNames>> = {
  '2.2': {
    global: [...packets, ...failures, ...cumulative, ...reclaimed],
    subnet: [...addresses, ...prefixes],
    byPool: false,
    subnetLater: failures,
    kinds,
    registered: undefined,
    // sums stop at 2^64 - 1, and are written as numbers with a sign: a /64 has -1 addresses
    total: sum => BigInt.asIntN(64, sum > MOST ? MOST : sum),
  },
  '3': {
    global: [
      ...packets,
      ...leaseQuery,
      ...registration,
      ...drops,
      ...failures,
      ...reuses,
      ...cumulative,
      registered.cumulative,
      ...reclaimed,
    ],
    subnet: [...addresses, ...prefixes, ...reuses, registered.now, registered.cumulative],
    byPool: true,
    subnetLater: failures,
    kinds,
    registered,
    total: sum => sum,
  },
}
