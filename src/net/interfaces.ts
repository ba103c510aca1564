import { networkInterfaces } from 'node:os'
import { ipv4, ipv6 } from '../wire/address.js'
import { dumpInterfaces } from './netlink.js'
import type { Sys } from './sys.js'

/** ARP hardware types (RFC 1700 and if_arp.h). */
export const HardwareType = { ethernet: 1, loopback: 772 } as const

/** A network interface of this host. */
export interface Interface {
  readonly name: string
  readonly index: number
  /** Administratively up. */
  readonly up: boolean
  /** Has a carrier. */
  readonly running: boolean
  readonly loopback: boolean
  readonly broadcast: boolean
  readonly multicast: boolean
  /** Bytes of an IP packet; 0: not known. */
  readonly mtu: number
  /** ARP hardware type; see HardwareType. */
  readonly hardwareType: number
  /** Link-layer address, often 6 bytes; empty for none. */
  readonly hardware: Uint8Array
  readonly addresses: readonly InterfaceAddress[]
}

export interface InterfaceAddress {
  /** 4 or 16 bytes, network order. */
  readonly bytes: Uint8Array
  readonly prefixLength: number
  /** False while duplicate address detection runs or has failed (IPv6): it cannot be bound to. */
  readonly usable: boolean
  /** An IPv4 alias in the subnet of another address, or an IPv6 temporary address. */
  readonly secondary: boolean
}

/**
 * The interfaces of this host, those without an address included. Without kernel calls (no native module, or netlink
 * refused) Node's own list, which leaves out interfaces without an address.
 */
export function listInterfaces(sys: Sys | undefined): Interface[] {
  if (sys !== undefined) {
    try {
      return dumpInterfaces(sys)
    } catch {
      // A container may forbid netlink sockets: the shorter list still serves.
    }
  }
  return listWithoutKernel()
}

function listWithoutKernel(): Interface[] {
  const found: Interface[] = []
  for (const [name, entries = []] of Object.entries(networkInterfaces())) {
    const addresses: InterfaceAddress[] = []
    let index = 0
    let loopback = false
    let hardware: Uint8Array = new Uint8Array(0)
    for (const entry of entries) {
      const bytes = parseAddress(entry.address)
      if (bytes === undefined) continue
      loopback = entry.internal
      hardware = Buffer.from(entry.mac.replaceAll(':', ''), 'hex')
      if (entry.family === 'IPv6' && entry.scopeid > 0) index = entry.scopeid
      const prefixLength = Number(entry.cidr?.split('/')[1] ?? bytes.length * 8)
      addresses.push({ bytes, prefixLength, usable: true, secondary: false })
    }
    const hardwareType = loopback ? HardwareType.loopback : HardwareType.ethernet
    const flags = { up: true, running: true, loopback, broadcast: !loopback, multicast: !loopback }
    found.push({ name, index, ...flags, mtu: 0, hardwareType, hardware, addresses })
  }
  return found
}

/** An IPv4 or IPv6 address as bytes; undefined when the text is neither. */
export function parseAddress(text: string): Uint8Array | undefined {
  const four = ipv4.parse(text)
  if (four !== undefined) {
    const bytes = new Uint8Array(4)
    ipv4.write(four, bytes, 0)
    return bytes
  }
  const zone = text.indexOf('%')
  const six = ipv6.parse(zone < 0 ? text : text.slice(0, zone))
  if (six === undefined) return undefined
  const bytes = new Uint8Array(16)
  ipv6.write(six, bytes, 0)
  return bytes
}

/** An address of 4 or 16 bytes as text; '' for undefined. */
export function formatAddress(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return ''
  return bytes.length === 4 ? ipv4.format(ipv4.read(bytes, 0)) : ipv6.format(ipv6.read(bytes, 0))
}
