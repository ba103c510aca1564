import { flag, one, type Rows, share, text, uint32 } from './keyword.js'

/** How long leases live; both families, at global, shared network and subnet level. */
export const validLifetimes: Rows = {
  'valid-lifetime': {
    shape: uint32,
    default: 7200,
    says: 'Seconds a lease lasts when the client asks for nothing else.',
  },
  'min-valid-lifetime': {
    shape: uint32,
    says: 'Least lease time in seconds that a client may ask for. Default: `valid-lifetime`.',
  },
  'max-valid-lifetime': {
    shape: uint32,
    says: 'Greatest lease time in seconds that a client may ask for. Default: `valid-lifetime`.',
  },
}

/** How long addresses and prefixes of DHCPv6 may be used for new connections (RFC 8415 18.2.10.1). */
export const preferredLifetimes: Rows = {
  'preferred-lifetime': {
    shape: uint32,
    // Kea 3 has 0.625 of the valid lifetime instead, which is no value of its own
    default: { '2.2': 3600, '3': undefined },
    says: 'Preferred lifetime in seconds when the client asks for nothing else. Kea 3: 0.625 of the valid lifetime.',
  },
  'min-preferred-lifetime': {
    shape: uint32,
    says: 'Least preferred lifetime in seconds that a client may ask for. Default: `preferred-lifetime`.',
  },
  'max-preferred-lifetime': {
    shape: uint32,
    says: 'Greatest preferred lifetime in seconds that a client may ask for. Default: `preferred-lifetime`.',
  },
}

/** When clients renew. The defaults of the percentages differ by family and stand with the family's rows. */
export const renewal: Rows = {
  'renew-timer': {
    shape: uint32,
    says: 'T1 in seconds: when the client starts to renew. Without it `calculate-tee-times` says.',
  },
  'rebind-timer': {
    shape: uint32,
    says: 'T2 in seconds: when the client asks any server. Without it `calculate-tee-times` says.',
  },
}

/** `of` is the lifetime that the shares are of: DHCPv6 takes the preferred one (RFC 8415 14.2). */
export const renewalShares = (
  of: 'valid' | 'preferred',
  defaults: { calculate: boolean; t1: number; t2: number },
): Rows => ({
  'calculate-tee-times': {
    shape: flag,
    default: defaults.calculate,
    says: `Compute T1 and T2 from the ${of} lifetime where no timers are given; else none are sent.`,
  },
  't1-percent': { shape: share, default: defaults.t1, says: `T1 as a share of the ${of} lifetime.` },
  't2-percent': {
    shape: share,
    default: defaults.t2,
    says: `T2 as a share of the ${of} lifetime; above \`t1-percent\`.`,
  },
})

/** Giving the same lease again without writing it. */
export const caching: Rows = {
  'cache-threshold': {
    shape: { kind: 'real', min: 0, max: 1, open: false },
    default: { '2.2': undefined, '3': 0.25 },
    says: 'A lease that has lived less than this share of its lifetime is returned as it is, unwritten. 0 turns this off.',
  },
  'cache-max-age': { shape: uint32, says: 'Age in seconds beyond which a lease is never returned unwritten.' },
}

/** How addresses are chosen and told. */
export const allocation: Rows = {
  allocator: {
    shape: one('iterative', 'random', 'flq', 'shared-flq'),
    default: 'iterative',
    since: '3',
    says: 'How free addresses are picked: in order, at random, or from a queue of free ones.',
  },
  'adaptive-lease-time-threshold': {
    shape: share,
    since: '3',
    says: 'Share of used addresses above which new leases get `min-valid-lifetime`.',
  },
  'store-extended-info': {
    shape: flag,
    default: false,
    says: "Keep the relay's information with each lease, for lease queries.",
  },
}

export const reservationModes: Rows = {
  'reservations-global': { shape: flag, default: false, says: 'Look for reservations at global level.' },
  'reservations-in-subnet': { shape: flag, default: true, says: 'Look for reservations of the subnet.' },
  'reservations-out-of-pool': {
    shape: flag,
    default: false,
    says: 'Reserved addresses lie outside of the pools only, so pool addresses need no look-up.',
  },
}

export const reservationMode: Rows = {
  'reservation-mode': {
    shape: one('disabled', 'out-of-pool', 'global', 'all'),
    instead: 'reservations-global, reservations-in-subnet and reservations-out-of-pool',
    says: 'Old form of the three `reservations-` switches.',
  },
}

/** Names and their registration. */
export const ddns: Rows = {
  'ddns-send-updates': { shape: flag, default: true, says: 'Register names of clients in DNS.' },
  'ddns-override-no-update': { shape: flag, default: false, says: 'Update even if the client asks for none.' },
  'ddns-override-client-update': { shape: flag, default: false, says: 'Update even if the client wants to do it.' },
  'ddns-replace-client-name': {
    shape: one('never', 'always', 'when-present', 'when-not-present'),
    default: 'never',
    says: "When the client's name is replaced by a generated one.",
  },
  'ddns-generated-prefix': { shape: text, default: 'myhost', says: 'First part of generated names.' },
  'ddns-qualifying-suffix': { shape: text, default: '', says: 'Domain that completes partial names.' },
  'ddns-update-on-renew': {
    shape: flag,
    default: false,
    effect: 'pending',
    says: 'Update DNS at every renewal, changed or not.',
  },
  'ddns-use-conflict-resolution': {
    shape: flag,
    default: true,
    effect: 'pending',
    instead: 'ddns-conflict-resolution-mode',
    says: 'Old form: true is `check-with-dhcid`, false is `no-check-with-dhcid`.',
  },
  'ddns-conflict-resolution-mode': {
    shape: one('check-with-dhcid', 'no-check-with-dhcid', 'check-exists-with-dhcid', 'no-check-without-dhcid'),
    default: 'check-with-dhcid',
    since: '3',
    effect: 'pending',
    says: "How DNS entries of others are respected (RFC 4703's DHCID check).",
  },
  'ddns-ttl': { shape: uint32, since: '3', effect: 'pending', says: 'TTL of DNS entries in seconds.' },
  'ddns-ttl-min': { shape: uint32, since: '3', effect: 'pending', says: 'Least TTL of DNS entries in seconds.' },
  'ddns-ttl-max': { shape: uint32, since: '3', effect: 'pending', says: 'Greatest TTL of DNS entries in seconds.' },
  'ddns-ttl-percent': {
    shape: share,
    since: '3',
    effect: 'pending',
    says: 'TTL of DNS entries as a share of the valid lifetime.',
  },
  'hostname-char-set': {
    shape: text,
    default: '[^A-Za-z0-9.-]',
    says: "Regular expression (POSIX extended) of what is replaced in clients' names; empty: nothing is.",
  },
  'hostname-char-replacement': {
    shape: text,
    default: '',
    says: 'What stands in for each match of `hostname-char-set`.',
  },
}

/** Class guards and lists; at shared networks, subnets and pools. */
export const classGuards: Rows = {
  'client-classes': {
    shape: { kind: 'list', of: text },
    since: '3',
    says: 'Only members of one of these classes are served here; none named: everybody.',
  },
  'client-class': {
    shape: text,
    instead: 'client-classes',
    says: 'Old form of `client-classes` with one class.',
  },
  'evaluate-additional-classes': {
    shape: { kind: 'list', of: text },
    since: '3',
    says: 'Classes tested only after this scope was chosen; see `only-in-additional-list`.',
  },
  'require-client-classes': {
    shape: { kind: 'list', of: text },
    alias: 'evaluate-additional-classes',
    instead: 'evaluate-additional-classes',
    says: 'Old spelling of `evaluate-additional-classes`.',
  },
}

/** What a class of either family says of its members and of who they are. */
export const classRows: Rows = {
  name: { shape: text, required: true, says: 'Name of the class.' },
  test: { shape: text, says: 'Expression: packets for which it is true belong to the class.' },
  'template-test': {
    shape: text,
    since: '3',
    says: 'Expression: its text makes a class `SPAWN_name_text` for the packet.',
  },
  'only-in-additional-list': {
    shape: flag,
    default: false,
    since: '3',
    says: 'Test it only where `evaluate-additional-classes` names it.',
  },
  'only-if-required': {
    shape: flag,
    alias: 'only-in-additional-list',
    instead: 'only-in-additional-list',
    says: 'Old spelling of `only-in-additional-list`.',
  },
  'valid-lifetime': { shape: uint32, says: 'Lease time of members in seconds.' },
  'min-valid-lifetime': { shape: uint32, says: 'Least lease time of members in seconds.' },
  'max-valid-lifetime': { shape: uint32, says: 'Greatest lease time of members in seconds.' },
}
