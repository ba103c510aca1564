import { control, logging } from './control.js'
import { databases } from './databases.js'
import {
  allocation,
  caching,
  classGuards,
  classRows,
  ddns,
  preferredLifetimes,
  renewal,
  renewalShares,
  reservationMode,
  reservationModes,
  validLifetimes,
} from './inherited.js'
import {
  flag,
  inner,
  map,
  maps,
  newer,
  one,
  pending,
  type Rows,
  type Scope,
  scope,
  text,
  texts,
  uint16,
  uint32,
  whole,
} from './keyword.js'
import { optionRows } from './options.js'
import { compatibilityRows, interfaceRows, poolId, relay, service, subnetRows } from './service.js'

const options = optionRows('dhcp6', 65535)

/** Global, in shared networks and in subnets. */
const inheritable: Rows = {
  ...validLifetimes,
  ...preferredLifetimes,
  ...renewal,
  ...renewalShares('preferred', { calculate: true, t1: 0.5, t2: 0.8 }),
  ...caching,
  ...allocation,
  'pd-allocator': {
    shape: one('iterative', 'random', 'flq', 'shared-flq'),
    default: 'iterative',
    since: '3',
    says: 'How free prefixes are picked: in order, at random, or from a queue of free ones.',
  },
  ...reservationModes,
  ...ddns,
}

/** What a shared network or a subnet says of its link; in the subnet, what the network says holds without it. */
const link: Rows = {
  'interface-id': {
    shape: text,
    says: 'Clients whose relay names its interface so (option 18) belong here.',
  },
  'rapid-commit': {
    shape: flag,
    default: false,
    says: 'Answer a SOLICIT that asks for it with a lease at once (RFC 8415 21.14).',
  },
}

const reservation = scope('reservations', {
  'hw-address': { shape: text, says: 'Client by hardware address.' },
  duid: { shape: text, says: 'Client by DUID.' },
  'flex-id': { shape: text, says: 'Client by what the flex-id feature computes.' },
  'ip-addresses': { shape: texts, says: 'Addresses kept for the client.' },
  prefixes: { shape: texts, says: 'Prefixes kept for the client: `2001:db8:1::/56`.' },
  'excluded-prefixes': {
    shape: texts,
    since: '3',
    says: 'For each of `prefixes` in order, the prefix that its client may not use (RFC 6603); empty: none.',
  },
  hostname: { shape: text, says: 'Name of the client.' },
  'client-classes': { shape: texts, says: 'Classes the client is a member of.' },
  ...options.data,
})

const reservations: Rows = {
  reservations: { shape: maps(reservation), says: 'What is kept for single clients.' },
}

const pool = scope('pools', {
  pool: {
    shape: text,
    required: true,
    says: 'Addresses: `2001:db8::10 - 2001:db8::99` or `2001:db8::/80`.',
  },
  ...poolId,
  ...classGuards,
  ...options.data,
  ...newer(pending(inner(ddns))),
})

const prefixPool = scope('pd-pools', {
  prefix: { shape: text, required: true, says: 'Prefix that is delegated in parts, without its length.' },
  'prefix-len': { shape: whole(1, 128), required: true, says: 'Length of `prefix`.' },
  'delegated-len': { shape: whole(1, 128), required: true, says: 'Length of the prefixes that clients get.' },
  'excluded-prefix': {
    shape: text,
    says: 'Prefix within each delegated one that its client may not use (RFC 6603), without its length.',
  },
  'excluded-prefix-len': {
    shape: whole(0, 128),
    says: 'Length of `excluded-prefix`; above `delegated-len`.',
  },
  ...poolId,
  ...classGuards,
  ...options.data,
})

const subnet = scope('subnet6', {
  ...subnetRows('2001:db8:1::/64'),
  pools: { shape: maps(pool), says: 'Addresses that are given out.' },
  'pd-pools': { shape: maps(prefixPool), says: 'Prefixes that are delegated.' },
  ...inner(link),
  ...inner(relay),
  ...inner(inheritable),
  ...reservationMode,
  ...classGuards,
  ...options.data,
  ...reservations,
})

const network = scope('shared-networks', {
  name: { shape: text, required: true, says: 'Name of the network, unique.' },
  interface: { shape: text, says: 'Interface whose direct clients belong here.' },
  subnet6: { shape: maps(subnet), says: 'Subnets on this link.' },
  ...link,
  ...relay,
  ...inner(inheritable),
  ...reservationMode,
  ...classGuards,
  ...options.data,
})

const clientClass = scope('client-classes', {
  ...classRows,
  'preferred-lifetime': { shape: uint32, says: 'Preferred lifetime of members in seconds.' },
  'min-preferred-lifetime': { shape: uint32, says: 'Least preferred lifetime of members in seconds.' },
  'max-preferred-lifetime': { shape: uint32, says: 'Greatest preferred lifetime of members in seconds.' },
  ...options.data,
})

const serverId = scope('server-id', {
  type: { shape: one('LLT', 'EN', 'LL'), required: true, says: 'Kind of DUID (RFC 8415 11).' },
  identifier: { shape: text, says: 'LLT, LL: link-layer address; EN: the identifier. Digits; empty: made up.' },
  time: { shape: uint32, says: 'LLT: seconds since 2000; 0: now.' },
  htype: { shape: uint16, says: 'LLT, LL: type of the hardware; 0: that of an interface.' },
  'enterprise-id': { shape: uint32, says: "EN: enterprise number; 0: Kea's." },
  persist: { shape: flag, default: true, says: 'Keep the DUID in a file of the data directory.' },
})

/** The map under "Dhcp6". */
export const dhcp6: Scope = scope('Dhcp6', {
  'interfaces-config': {
    shape: map(scope('interfaces-config', interfaceRows('2001:db8::1'))),
    says: 'Where packets are taken.',
  },
  ...databases,
  ...inheritable,
  ...reservationMode,
  'server-id': { shape: map(serverId), says: 'DUID of this server. Default: LLT, made once and kept.' },
  'data-directory': { shape: text, says: 'Folder of the lease file and of the server identifier.' },
  'mac-sources': {
    shape: texts,
    says: 'Where hardware addresses of clients are learnt, in this order. Default: any.',
  },
  'relay-supplied-options': {
    shape: texts,
    says: 'Options, by code or name, that relays may add for clients (RFC 6422), beside 65.',
  },
  'allow-address-registration': {
    shape: flag,
    default: true,
    since: '3',
    says: 'Let clients register addresses they made themselves (RFC 9686).',
  },
  'host-reservation-identifiers': {
    shape: { kind: 'list', of: one('hw-address', 'duid', 'flex-id') },
    says: 'By what reservations are looked up, in this order. Default: hw-address, duid.',
  },
  ...options.definitions,
  ...options.data,
  'client-classes': { shape: maps(clientClass), says: 'Classes of clients, in the order in which they are tested.' },
  'shared-networks': { shape: maps(network), says: 'Links that carry more than one subnet.' },
  subnet6: { shape: maps(subnet), says: 'Subnets that have their link for themselves.' },
  ...reservations,
  compatibility: {
    shape: map(scope('compatibility', compatibilityRows)),
    says: 'Departures from the standards, and the generation of Kea.',
  },
  ...service('kea-ring6'),
  ...control,
  ...logging('kea-dhcp6'),
})
