import { byteModulo } from './bpf.js'
import { offHeap, type Sys, SysError } from './sys.js'

export const AF_INET = 2
export const AF_INET6 = 10
export const AF_PACKET = 17
const SOCK_DGRAM = 2
const SOCK_RAW = 3
const NONBLOCK_CLOEXEC = 0x80800

const SOL_IP = 0
const SOL_SOCKET = 1
const SOL_IPV6 = 41
const SOL_PACKET = 263
const SO_REUSEADDR = 2
const SO_BROADCAST = 6
const SO_RCVBUF = 8
const SO_BINDTODEVICE = 25
const SO_ATTACH_FILTER = 26
const SO_RCVBUFFORCE = 33
const SO_REUSEPORT = 15
const SO_ATTACH_REUSEPORT_CBPF = 51
const IP_PKTINFO = 8
const IPV6_MULTICAST_IF = 17
const IPV6_MULTICAST_HOPS = 18
const IPV6_ADD_MEMBERSHIP = 20
const IPV6_V6ONLY = 26
const IPV6_RECVPKTINFO = 49
const PACKET_AUXDATA = 8
const PACKET_ADD_MEMBERSHIP = 1
const PACKET_MR_PROMISC = 1
const ETH_P_IP = 0x0800

/** Bytes of receive queue: what a burst of some ten thousand messages needs while the server is busy with the first. */
const RECEIVE_BUFFER = 8 << 20

/** RFC 8415 7.1: relays reach servers within the site; 32 hops is what RFC 8415 19.1.1 gives them. */
const MULTICAST_HOPS = 32

export interface UdpSocketOptions {
  /** Bind to this device; undefined: to none. */
  readonly device: string | undefined
  /** Bind to this address, 4 or 16 bytes. */
  readonly address: Uint8Array
  readonly port: number
  /** Interface index for link-local and multicast addresses; 0 elsewhere. */
  readonly scope?: number
  /** Multicast groups to join on the interface `scope` (IPv6). */
  readonly join?: readonly Uint8Array[]
  /** Share address and port with another socket of this server. */
  readonly shared?: boolean
  /** Share them with sockets of other threads; the kernel chooses one for each datagram. */
  readonly reusePort?: boolean
  /** BPF program; see bpf.ts. */
  readonly filter?: Buffer
}

/**
 * A UDP socket, bound. Throws SysError: EACCES (port below 1024), EADDRINUSE, EADDRNOTAVAIL, ENODEV, ...
 * A device that may not be bound to is left out: with an address of its own the socket still hears its unicasts.
 */
export function openUdpSocket(sys: Sys, options: UdpSocketOptions): number {
  const { address, port, scope = 0, join = [] } = options
  const v6 = address.length === 16
  const fd = sys.socket(v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | NONBLOCK_CLOEXEC, 0)
  try {
    if (options.device !== undefined) bindToDevice(sys, fd, options.device, address)
    if (options.shared === true) sys.setInt(fd, SOL_SOCKET, SO_REUSEADDR, 1, 'SO_REUSEADDR')
    if (options.reusePort === true) sys.setInt(fd, SOL_SOCKET, SO_REUSEPORT, 1, 'SO_REUSEPORT')
    if (v6) {
      sys.setInt(fd, SOL_IPV6, IPV6_V6ONLY, 1, 'IPV6_V6ONLY')
      sys.setInt(fd, SOL_IPV6, IPV6_RECVPKTINFO, 1, 'IPV6_RECVPKTINFO')
      sys.setInt(fd, SOL_IPV6, IPV6_MULTICAST_HOPS, MULTICAST_HOPS, 'IPV6_MULTICAST_HOPS')
      if (scope > 0) sys.setInt(fd, SOL_IPV6, IPV6_MULTICAST_IF, scope, 'IPV6_MULTICAST_IF')
    } else {
      sys.setInt(fd, SOL_SOCKET, SO_BROADCAST, 1, 'SO_BROADCAST')
      sys.setInt(fd, SOL_IP, IP_PKTINFO, 1, 'IP_PKTINFO')
    }
    // Filter first, bind second: nothing unfiltered slips in.
    if (options.filter !== undefined) attachFilter(sys, fd, options.filter)
    else enlargeReceiveBuffer(sys, fd)
    const sockaddr = offHeap(128)
    sys.bind(fd, sockaddr, writeSockaddr(sockaddr, 0, address, port, scope))
    for (const group of join) joinGroup(sys, fd, group, scope)
    return fd
  } catch (error) {
    sys.close(fd)
    throw error
  }
}

/** struct sockaddr_in or sockaddr_in6; returns its length. */
function writeSockaddr(into: Buffer, at: number, address: Uint8Array, port: number, scope: number): number {
  const v6 = address.length === 16
  into.writeUInt16LE(v6 ? AF_INET6 : AF_INET, at)
  into.writeUInt16BE(port, at + 2)
  into.set(address, at + (v6 ? 8 : 4))
  if (!v6) return 16
  // RFC 4007: only link-local scope (fe80::/10, and multicast) is ambiguous without an interface
  const linkLocal = (address[0] === 0xfe && (address[1]! & 0xc0) === 0x80) || address[0] === 0xff
  into.writeUInt32LE(linkLocal ? scope : 0, at + 24)
  return 28
}

function joinGroup(sys: Sys, fd: number, group: Uint8Array, index: number): void {
  const request = offHeap(20) // struct ipv6_mreq
  request.set(group, 0)
  request.writeInt32LE(index, 16)
  sys.setOption(fd, SOL_IPV6, IPV6_ADD_MEMBERSHIP, request, 20, 'IPV6_ADD_MEMBERSHIP')
}

function bindToDevice(sys: Sys, fd: number, device: string, address: Uint8Array): void {
  const name = offHeap(64)
  const length = name.write(`${device}\0`)
  try {
    sys.setOption(fd, SOL_SOCKET, SO_BINDTODEVICE, name, length, `SO_BINDTODEVICE ${device}`)
  } catch (error) {
    // Before Linux 5.7 this takes CAP_NET_RAW. An address of its own sets the socket apart as well; "any" would not.
    const any = address.every(byte => byte === 0)
    if (any || !(error instanceof SysError) || error.code !== 'EPERM') throw error
  }
}

/** Root may go beyond net.core.rmem_max; others get what it allows. */
function enlargeReceiveBuffer(sys: Sys, fd: number): void {
  try {
    sys.setInt(fd, SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER, 'SO_RCVBUFFORCE')
  } catch {
    sys.setInt(fd, SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER, 'SO_RCVBUF')
  }
}

/** Of the sockets that share a port, the one whose number the payload's byte `at` has, modulo `count`, gets the datagram. */
export function attachReuseportFilter(sys: Sys, fd: number, at: number, count: number): void {
  attach(sys, fd, byteModulo(at, count), SO_ATTACH_REUSEPORT_CBPF, 'SO_ATTACH_REUSEPORT_CBPF')
}

function attachFilter(sys: Sys, fd: number, program: Buffer): void {
  attach(sys, fd, program, SO_ATTACH_FILTER, 'SO_ATTACH_FILTER')
}

function attach(sys: Sys, fd: number, program: Buffer, option: number, call: string): void {
  const code = offHeap(program.length)
  code.set(program)
  const descriptor = offHeap(16) // struct sock_fprog
  descriptor.writeUInt16LE(program.length / 8, 0)
  descriptor.writeBigUInt64LE(BigInt(sys.addressOf(code)), 8)
  sys.setOption(fd, SOL_SOCKET, option, descriptor, 16, call)
}

/** A packet socket that receives the IPv4 frames of one interface that pass the filter. Throws SysError: EPERM, ENODEV. */
export function openPacketReceiver(sys: Sys, index: number, filter: Buffer): number {
  const fd = openPacketSender(sys)
  try {
    attachFilter(sys, fd, filter)
    sys.setInt(fd, SOL_PACKET, PACKET_AUXDATA, 1, 'PACKET_AUXDATA')
    enlargeReceiveBuffer(sys, fd)
    const address = offHeap(20)
    writeLinkAddress(address, 0, index)
    sys.bind(fd, address, 20, 'bind AF_PACKET')
    return fd
  } catch (error) {
    sys.close(fd)
    throw error
  }
}

/** Hear frames for other hardware addresses too, as long as the packet socket is open. Throws SysError. */
export function hearEverybody(sys: Sys, fd: number, index: number): void {
  const request = offHeap(16) // struct packet_mreq
  request.writeInt32LE(index, 0)
  request.writeUInt16LE(PACKET_MR_PROMISC, 4)
  sys.setOption(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, request, 16, 'PACKET_ADD_MEMBERSHIP')
}

/** A packet socket for sending only: protocol 0 never queues a received frame. Throws SysError: EPERM. */
export function openPacketSender(sys: Sys): number {
  return sys.socket(AF_PACKET, SOCK_RAW | NONBLOCK_CLOEXEC, 0, 'socket AF_PACKET')
}

/** struct sockaddr_ll for IPv4 frames on an interface; 20 bytes. */
export function writeLinkAddress(into: Buffer, at: number, index: number): void {
  into.writeUInt16LE(AF_PACKET, at)
  into.writeUInt16BE(ETH_P_IP, at + 2)
  into.writeInt32LE(index, at + 4)
}
