import { flag, map, one, oneLoosely, pending, type Rows, scope, text, uint16, uint32, whole } from './keyword.js'

/** Keywords of the whole service that both families share. `ring` is the family's queue: "kea-ring4". */
export const service = (ring: string): Rows => ({
  'decline-probation-period': {
    shape: uint32,
    default: 86400,
    says: 'Seconds that an address a client declined stays out of use.',
  },
  'dhcp4o6-port': {
    shape: uint16,
    default: 0,
    effect: 'pending',
    says: 'Port between the DHCPv4 and DHCPv6 servers for DHCPv4-over-DHCPv6 (RFC 7341); 0: off.',
  },
  'early-global-reservations-lookup': {
    shape: flag,
    default: false,
    says: 'Look for global reservations before the subnet is chosen.',
  },
  'ip-reservations-unique': { shape: flag, default: true, says: 'An address is reserved for one client only.' },
  'reservations-lookup-first': {
    shape: flag,
    default: false,
    effect: 'moot',
    says: 'Look for reservations before leases. Keats always does.',
  },
  'parked-packet-limit': { shape: uint32, default: 256, says: 'Packets that may wait at a time; 0: no limit.' },
  'server-tag': {
    shape: text,
    default: '',
    effect: 'pending',
    says: 'Name of this server in configuration databases.',
  },
  'statistic-default-sample-count': {
    shape: uint32,
    default: 20,
    says: 'Samples kept of each statistic; 0: by age.',
  },
  'statistic-default-sample-age': {
    shape: uint32,
    default: 0,
    says: 'Seconds that samples are kept; 0: by count.',
  },
  'dhcp-queue-control': {
    shape: map(
      scope('dhcp-queue-control', {
        'enable-queue': { shape: flag, required: true, effect: 'moot', says: 'Queue packets in the server.' },
        'queue-type': { shape: text, default: ring, effect: 'moot', says: 'Kind of queue.' },
        capacity: { shape: uint32, default: 64, effect: 'moot', says: 'Packets queued at most.' },
      }),
    ),
    effect: 'moot',
    says: "Kea's packet queue. Keats drains the kernel's queue in batches and needs no other.",
  },
  'multi-threading': {
    shape: map(
      scope('multi-threading', {
        'enable-multi-threading': {
          shape: flag,
          default: { '2.2': false, '3': true },
          effect: 'moot',
          says: 'Serve packets in several threads.',
        },
        'thread-pool-size': { shape: uint16, default: 0, effect: 'moot', says: 'Number of threads.' },
        'packet-queue-size': {
          shape: uint32,
          default: 64,
          effect: 'pending',
          says: 'Packets that may wait for their turn.',
        },
      }),
    ),
    says: "Kea's threads. Keats serves each family in one thread of its own.",
  },
  'sanity-checks': {
    shape: map(
      scope('sanity-checks', {
        'lease-checks': {
          shape: one('none', 'warn', 'fix', 'fix-del', 'del'),
          default: 'warn',
          says: 'What is done at start about leases outside of their subnet.',
        },
        'extended-info-checks': {
          shape: one('none', 'fix', 'strict', 'pedantic'),
          default: 'fix',
          since: '3',
          effect: 'pending',
          says: 'What is done at start about extended info in an old form.',
        },
      }),
    ),
    says: 'Checks of stored leases.',
  },
  'expired-leases-processing': {
    shape: map(
      scope('expired-leases-processing', {
        'reclaim-timer-wait-time': { shape: uint16, default: 10, says: 'Seconds between reclamations; 0: none.' },
        'hold-reclaimed-time': {
          shape: uint32,
          default: 3600,
          says: 'Seconds that an expired lease is kept for its client; 0: deleted at once.',
        },
        'flush-reclaimed-timer-wait-time': {
          shape: uint16,
          default: 25,
          says: 'Seconds between removals of leases kept long enough; 0: none.',
        },
        'max-reclaim-leases': { shape: uint32, default: 100, says: 'Leases reclaimed at a time; 0: no limit.' },
        'max-reclaim-time': { shape: uint16, default: 250, says: 'Milliseconds a reclamation takes; 0: no limit.' },
        'unwarned-reclaim-cycles': {
          shape: uint16,
          default: 5,
          says: 'Reclamations in a row that leave some over before a warning is logged.',
        },
      }),
    ),
    says: 'What happens to leases that ran out.',
  },
  'dhcp-ddns': {
    shape: map(
      scope('dhcp-ddns', {
        'enable-updates': {
          shape: flag,
          required: true,
          default: false,
          effect: 'pending',
          says: 'Send requests to the DDNS service.',
        },
        ...pending({
          'server-ip': { shape: text, default: '127.0.0.1', says: 'Address of the DDNS service.' },
          'server-port': { shape: uint16, default: 53001, says: 'Port of the DDNS service.' },
          'sender-ip': { shape: text, default: '', says: 'Address requests come from.' },
          'sender-port': { shape: uint16, default: 0, says: 'Port requests come from; 0: any.' },
          'max-queue-size': { shape: uint32, default: 1024, says: 'Requests that may wait.' },
          'ncr-protocol': { shape: oneLoosely('UDP', 'TCP'), default: 'UDP', says: 'Protocol of requests.' },
          'ncr-format': { shape: oneLoosely('JSON'), default: 'JSON', says: 'Format of requests.' },
        }),
        'generated-prefix': {
          shape: text,
          instead: 'ddns-generated-prefix',
          says: 'Old place of `ddns-generated-prefix`.',
        },
        'qualifying-suffix': {
          shape: text,
          instead: 'ddns-qualifying-suffix',
          says: 'Old place of `ddns-qualifying-suffix`.',
        },
        'override-no-update': {
          shape: flag,
          instead: 'ddns-override-no-update',
          says: 'Old place of `ddns-override-no-update`.',
        },
        'override-client-update': {
          shape: flag,
          instead: 'ddns-override-client-update',
          says: 'Old place of `ddns-override-client-update`.',
        },
        'replace-client-name': {
          shape: one('never', 'always', 'when-present', 'when-not-present'),
          instead: 'ddns-replace-client-name',
          says: 'Old place of `ddns-replace-client-name`.',
        },
        'hostname-char-set': { shape: text, instead: 'hostname-char-set', says: 'Old place of `hostname-char-set`.' },
        'hostname-char-replacement': {
          shape: text,
          instead: 'hostname-char-replacement',
          says: 'Old place of `hostname-char-replacement`.',
        },
      }),
    ),
    says: 'How the DDNS service is reached.',
  },
})

/** Keywords of interfaces-config that both families have. `example` is an address of the family. */
export const interfaceRows = (example: string): Rows => ({
  interfaces: {
    shape: { kind: 'list', of: text },
    says: `Interfaces to serve: \`*\`, \`eth0\`, or \`eth0/${example}\` for one of its addresses.`,
  },
  're-detect': { shape: flag, default: true, says: 'Look for interfaces anew at each reconfiguration.' },
  'service-sockets-require-all': { shape: flag, default: false, says: 'Fail unless all sockets can be opened.' },
  'service-sockets-max-retries': { shape: uint32, default: 0, says: 'Further attempts to open a socket.' },
  'service-sockets-retry-wait-time': { shape: uint32, default: 5000, says: 'Milliseconds between these attempts.' },
})

export const relay: Rows = {
  relay: {
    shape: map(
      scope('relay', {
        'ip-addresses': { shape: { kind: 'list', of: text }, says: 'Relays whose clients belong here.' },
        'ip-address': { shape: text, instead: 'ip-addresses', says: 'Old form of `ip-addresses` with one relay.' },
      }),
    ),
    says: 'Relays whose clients belong here, whatever their own address is.',
  },
}

/** 1..4294967294; the ends are for "global" and "none". 0 asks for a number, as without an id. */
const subnetId = whole(0, 0xfffffffe)

/** What every subnet says of itself. `example` is a prefix of the family. */
export const subnetRows = (example: string): Rows => ({
  subnet: { shape: text, required: true, says: `Prefix of the subnet: \`${example}\`.` },
  id: {
    shape: subnetId,
    says: 'Number of the subnet in leases and API. Without it subnets are numbered from 1 in order.',
  },
  interface: { shape: text, inherited: true, says: 'Interface whose direct clients belong here.' },
})

export const poolId: Rows = {
  'pool-id': { shape: uint32, default: 0, since: '3', says: 'Number of the pool in statistics and leases.' },
}

/** Keywords of compatibility that both families have. */
export const compatibilityRows: Rows = {
  'lenient-option-parsing': { shape: flag, default: false, says: 'Take options whose fields are cut short.' },
  kea: {
    shape: one('2.2', '3'),
    default: '3',
    says: 'Keats only. Which generation of Kea to behave like, unless the command line says so.',
  },
}
