import { formatAddress, HardwareType, type Interface, type InterfaceAddress, parseAddress } from './interfaces.js'

/** What of `interfaces-config` decides which links are opened. */
export interface OpenOptions {
  readonly family: 4 | 6
  /** As written: "*", "eth0", "eth0/192.0.2.1". */
  readonly interfaces: readonly string[]
  /** DHCPv6 has only 'udp'. */
  readonly socketType: 'raw' | 'udp'
  /** Server's UDP port. */
  readonly port: number
  /** outbound-interface: use-routing. Only with 'udp'. */
  readonly routed?: boolean
}

/** Something that keeps a link from being opened, or from hearing all it should. May be mended while we run: try again. */
export interface Problem {
  /** As configured; '' when it concerns all of them. */
  readonly interface: string
  /** Text; '' for none in particular. */
  readonly address: string
  readonly reason: string
  /** What an operator can do about it. */
  readonly remedy: string
  /** Nobody named the interface: "*" passed it over. */
  readonly wildcard: boolean
  /** A link is open all the same, with less than it should have. */
  readonly degraded: boolean
}

/** A link that the configuration asks for. */
export interface Wanted {
  /** Same interface, address and purpose: same key. */
  readonly key: string
  readonly interface: Interface
  readonly address: InterfaceAddress
  /** 'packet': Ethernet frames; 'udp': one UDP socket; 'multicast': the UDP socket of `group`. */
  readonly kind: 'packet' | 'udp' | 'multicast'
  /** What a 'multicast' link is bound to and joins; undefined for the others. */
  readonly group: Uint8Array | undefined
  /** The one link of its interface that hears broadcasts: several would answer each client several times. */
  readonly broadcasts: boolean
  /** Undefined: it can be opened now. */
  readonly obstacle: Problem | undefined
}

export interface Plan {
  readonly wanted: readonly Wanted[]
  /** Entries that lead to no link at all. */
  readonly problems: readonly Problem[]
}

/** One interface that the configuration names, with the addresses it names; none: all. */
interface Selection {
  readonly interface: Interface
  readonly addresses: Uint8Array[]
  /** Named without an address, so with all of them. */
  whole: boolean
  wildcard: boolean
}

/** Decide which links the configuration asks for on a host with these interfaces. */
export function planLinks(options: OpenOptions, interfaces: readonly Interface[]): Plan {
  const problems: Problem[] = []
  const wanted: Wanted[] = []
  for (const selection of select(options, interfaces, problems)) {
    const found = options.family === 4 ? plan4(options, selection, problems) : plan6(selection, problems)
    wanted.push(...found)
  }
  return { wanted, problems }
}

function select(options: OpenOptions, interfaces: readonly Interface[], problems: Problem[]): Iterable<Selection> {
  const selections = new Map<string, Selection>()
  const choose = (found: Interface, wildcard: boolean): Selection => {
    const selection = selections.get(found.name) ?? { interface: found, addresses: [], whole: false, wildcard }
    if (!wildcard) selection.wildcard = false
    selections.set(found.name, selection)
    return selection
  }
  for (const entry of options.interfaces) {
    if (entry === '*') {
      for (const found of interfaces) if (!found.loopback) choose(found, true).whole = true
      continue
    }
    const slash = entry.indexOf('/')
    const name = (slash < 0 ? entry : entry.slice(0, slash)).trim()
    const found = interfaces.find(one => one.name === name)
    if (found === undefined) {
      problems.push(problem(name, '', 'there is no such interface', 'check the name with "ip link"'))
    } else if (slash < 0) choose(found, false).whole = true
    else {
      const text = entry.slice(slash + 1).trim()
      const address = parseAddress(text)
      if (address?.length === (options.family === 4 ? 4 : 16)) choose(found, false).addresses.push(address)
      else problems.push(problem(name, text, `not an IPv${options.family} address`, `correct "${entry}"`))
    }
  }
  return selections.values()
}

function plan4(options: OpenOptions, selection: Selection, problems: Problem[]): Wanted[] {
  const { interface: on } = selection
  const all = on.addresses.filter(({ bytes, usable }) => bytes.length === 4 && usable)
  const chosen = selection.whole ? all : named(selection, all, problems)
  if (all.length === 0) {
    const remedy = `give it one: "ip address add ADDRESS/LENGTH dev ${on.name}"`
    problems.push(problem(on.name, '', 'has no IPv4 address', remedy, selection.wildcard))
  }
  // Frames on the loopback interface are martians to everybody else there; other hardware is not spoken.
  const ethernet = on.hardwareType === HardwareType.ethernet && on.hardware.length === 6
  const kind = options.socketType === 'raw' && ethernet ? 'packet' : 'udp'
  return chosen.map((address, i) => want(selection, address, kind, i === 0 && !on.loopback))
}

/** All_DHCP_Relay_Agents_and_Servers, ff02::1:2, and All_DHCP_Servers, ff05::1:3 (RFC 8415 7.1). */
const GROUPS = [
  Uint8Array.of(255, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2),
  Uint8Array.of(255, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 3),
]

/**
 * RFC 8415 7.1: clients write to ff02::1:2, relays to that or, further away, to ff05::1:3, unless they know an address.
 * A socket for each: what came to a group is known by the socket, and a named address hears nothing else.
 */
function plan6(selection: Selection, problems: Problem[]): Wanted[] {
  const { interface: on } = selection
  const all = on.addresses.filter(({ bytes, usable }) => bytes.length === 16 && usable)
  const local = all.find(({ bytes }) => on.loopback || (bytes[0] === 0xfe && (bytes[1]! & 0xc0) === 0x80))
  if (local === undefined) {
    const remedy = 'it may still be tentative; see "ip -6 address", and net.ipv6.conf.*.disable_ipv6'
    problems.push(problem(on.name, '', 'has no usable IPv6 link-local address', remedy, selection.wildcard))
    return []
  }
  const unicast = named(selection, all, problems).filter(address => address !== local)
  return [
    ...GROUPS.map(group => want(selection, local, 'multicast', false, group)),
    want(selection, local, 'udp', false),
    ...unicast.map(address => want(selection, address, 'udp', false)),
  ]
}

/** Those of the interface's addresses that the configuration names, in its order. */
function named(selection: Selection, all: readonly InterfaceAddress[], problems: Problem[]): InterfaceAddress[] {
  const found = new Set<InterfaceAddress>()
  for (const bytes of selection.addresses) {
    const address = all.find(one => Buffer.compare(one.bytes, bytes) === 0)
    if (address !== undefined) found.add(address)
    else {
      const reason = `${selection.interface.name} does not have this address`
      problems.push(problem(selection.interface.name, formatAddress(bytes), reason, 'see "ip address"'))
    }
  }
  return [...found]
}

function want(
  selection: Selection,
  address: InterfaceAddress,
  kind: Wanted['kind'],
  broadcasts: boolean,
  group?: Uint8Array,
): Wanted {
  const { interface: on, wildcard } = selection
  const text = formatAddress(address.bytes)
  const obstacle = !on.up
    ? problem(on.name, text, 'the interface is down', `"ip link set ${on.name} up"`, wildcard)
    : !on.running
      ? problem(on.name, text, 'the interface has no carrier', 'check the cable or the other end', wildcard)
      : undefined
  // The hardware address stands in every frame that is sent: with another one, the link is another.
  const hardware = kind === 'packet' ? `/${Buffer.from(on.hardware).toString('hex')}` : ''
  const purpose = group === undefined ? kind : formatAddress(group)
  const key = `${on.name}#${on.index}${hardware}/${text}/${purpose}${broadcasts ? '/broadcast' : ''}`
  return { key, interface: on, address, kind, group, broadcasts, obstacle }
}

/** A problem that leaves an interface or address without its link. */
export function problem(name: string, address: string, reason: string, remedy: string, wildcard = false): Problem {
  return { interface: name, address, reason, remedy, wildcard, degraded: false }
}
