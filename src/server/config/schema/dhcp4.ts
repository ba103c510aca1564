import { control, logging } from './control.js'
import { databases } from './databases.js'
import {
  allocation,
  caching,
  classGuards,
  classRows,
  ddns,
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
  uint32,
} from './keyword.js'
import { optionRows } from './options.js'
import { compatibilityRows, interfaceRows, poolId, relay, service, subnetRows } from './service.js'

const options = optionRows('dhcp4', 255)

/** siaddr, sname and file of a DHCPv4 packet. */
const boot: Rows = {
  'next-server': { shape: text, default: '0.0.0.0', says: 'Address of the server to boot from (siaddr).' },
  'server-hostname': { shape: text, default: '', says: 'Name of the server to boot from (sname), up to 63 bytes.' },
  'boot-file-name': { shape: text, default: '', says: 'File to boot (file), up to 127 bytes.' },
}

const bootHere: Rows = inner(boot)

/** Global, in shared networks and in subnets. */
const inheritable: Rows = {
  ...validLifetimes,
  ...renewal,
  ...renewalShares('valid', { calculate: false, t1: 0.5, t2: 0.875 }),
  ...caching,
  ...allocation,
  ...reservationModes,
  ...ddns,
  ...boot,
  authoritative: {
    shape: flag,
    default: false,
    says: 'Refuse clients whose address is unknown (NAK) instead of ignoring them.',
  },
  'match-client-id': {
    shape: flag,
    default: true,
    says: 'Know clients by their identifier (option 61) first; else by hardware address only.',
  },
  'offer-lifetime': {
    shape: uint32,
    default: 0,
    since: '3',
    says: 'Seconds that an offered address is kept for the client; 0: not kept.',
  },
}

const reservation = scope('reservations', {
  'hw-address': { shape: text, says: 'Client by hardware address.' },
  duid: { shape: text, says: 'Client by DUID.' },
  'circuit-id': { shape: text, says: "Client by the relay's circuit id." },
  'client-id': { shape: text, says: 'Client by client identifier (option 61).' },
  'flex-id': { shape: text, says: 'Client by what the flex-id feature computes.' },
  'ip-address': { shape: text, says: 'Address kept for the client.' },
  hostname: { shape: text, says: 'Name of the client.' },
  'client-classes': { shape: texts, says: 'Classes the client is a member of.' },
  ...options.data,
  ...bootHere,
})

const reservations: Rows = {
  reservations: { shape: maps(reservation), says: 'What is kept for single clients.' },
}

const pool = scope('pools', {
  pool: { shape: text, required: true, says: 'Addresses: `192.0.2.10 - 192.0.2.99` or `192.0.2.64/26`.' },
  ...poolId,
  ...classGuards,
  ...options.data,
  ...newer(pending(inner(ddns))),
})

const subnet = scope('subnet4', {
  ...subnetRows('192.0.2.0/24'),
  pools: { shape: maps(pool), says: 'Addresses that are given out.' },
  ...inner(relay),
  ...inner(inheritable),
  ...reservationMode,
  ...classGuards,
  ...options.data,
  ...reservations,
  '4o6-interface': {
    shape: text,
    default: '',
    effect: 'pending',
    says: 'DHCPv4-over-DHCPv6: interface of the clients.',
  },
  '4o6-interface-id': {
    shape: text,
    default: '',
    effect: 'pending',
    says: 'DHCPv4-over-DHCPv6: interface-id of the relay.',
  },
  '4o6-subnet': {
    shape: text,
    default: '',
    effect: 'pending',
    says: 'DHCPv4-over-DHCPv6: IPv6 prefix of the clients.',
  },
})

const network = scope('shared-networks', {
  name: { shape: text, required: true, says: 'Name of the network, unique.' },
  interface: { shape: text, says: 'Interface whose direct clients belong here.' },
  subnet4: { shape: maps(subnet), says: 'Subnets on this link.' },
  ...relay,
  ...inner(inheritable),
  ...reservationMode,
  ...classGuards,
  ...options.data,
})

const clientClass = scope('client-classes', {
  ...classRows,
  'offer-lifetime': { shape: uint32, since: '3', says: 'As in subnets, for members.' },
  ...options.data,
  ...options.definitions,
  ...bootHere,
})

const interfaces = scope('interfaces-config', {
  ...interfaceRows('192.0.2.1'),
  'dhcp-socket-type': {
    shape: one('raw', 'udp'),
    default: 'raw',
    says: '`raw` reaches clients without an address; `udp` serves relays only.',
  },
  'outbound-interface': {
    shape: one('same-as-inbound', 'use-routing'),
    default: 'same-as-inbound',
    says: 'Whether answers leave where the question came in, or by the routing table.',
  },
})

const compatibility = scope('compatibility', {
  ...compatibilityRows,
  'ignore-dhcp-server-identifier': {
    shape: flag,
    default: false,
    since: '3',
    says: 'Answer even requests that name another server.',
  },
  'ignore-rai-link-selection': {
    shape: flag,
    default: false,
    since: '3',
    says: "Do not let the relay's link-selection choose the subnet.",
  },
  'exclude-first-last-24': {
    shape: flag,
    default: false,
    since: '3',
    says: 'Never give out addresses that end in .0 or .255.',
  },
})

/** The map under "Dhcp4". */
export const dhcp4: Scope = scope('Dhcp4', {
  'interfaces-config': { shape: map(interfaces), says: 'Where packets are taken.' },
  ...databases,
  ...inheritable,
  ...reservationMode,
  'echo-client-id': { shape: flag, default: true, says: 'Return the client identifier in answers (RFC 6842).' },
  'stash-agent-options': {
    shape: flag,
    default: false,
    since: '3',
    says: "Use the relay's information kept with the lease when a client renews directly.",
  },
  'host-reservation-identifiers': {
    shape: { kind: 'list', of: one('hw-address', 'duid', 'circuit-id', 'client-id', 'flex-id') },
    says: 'By what reservations are looked up, in this order. Default: hw-address, duid, circuit-id, client-id.',
  },
  ...options.definitions,
  ...options.data,
  'client-classes': { shape: maps(clientClass), says: 'Classes of clients, in the order in which they are tested.' },
  'shared-networks': { shape: maps(network), says: 'Links that carry more than one subnet.' },
  subnet4: { shape: maps(subnet), says: 'Subnets that have their link for themselves.' },
  ...reservations,
  compatibility: { shape: map(compatibility), says: 'Departures from the standards, and the generation of Kea.' },
  ...service('kea-ring4'),
  ...control,
  ...logging('kea-dhcp4'),
})
