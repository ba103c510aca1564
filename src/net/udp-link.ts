import { nothing } from './bpf.js'
import { FRAME_HEADERS } from './frame.js'
import { KernelLink, type KernelRoom } from './kernel-link.js'
import { openPacketSender, openUdpSocket, type UdpSocketOptions } from './sockets.js'

/** The Ethernet side of an interface, for answers to clients without an address. */
export interface HardwareOptions {
  /** Own Ethernet address, 6 bytes. */
  readonly address: Uint8Array
  /** Bytes of an IP packet. */
  readonly mtu: number
}

export interface UdpLinkOptions {
  readonly name: string
  /** Kernel interface index. */
  readonly index: number
  /** 4 bytes or 16: the address that answers come from; undefined: the interface has none yet. */
  readonly localAddress: Uint8Array | undefined
  /** Address to bind to; all zero hears broadcasts as well. */
  readonly bind: Uint8Array
  readonly port: number
  /** Multicast groups to join (DHCPv6: ff02::1:2, ff05::1:3). */
  readonly join?: readonly Uint8Array[]
  /** Let the routing table choose the interface of answers; they still come from localAddress and port. */
  readonly routed?: boolean
  /** Answer to hardware addresses by raw frames, if a packet socket can be had. */
  readonly hardware?: HardwareOptions
}

/** Most of the IP payload that a frame may carry, UDP header off. */
export function frameLimit(mtu: number): number {
  return mtu - (FRAME_HEADERS - 14)
}

/** A link over one UDP socket bound to an interface. Throws SysError: EACCES, EADDRINUSE, EADDRNOTAVAIL, ENODEV. */
export function openUdpLink(room: KernelRoom, options: UdpLinkOptions): KernelLink {
  const { sys } = room
  const { name, index, localAddress, bind, port, join = [], routed = false } = options
  const v6 = bind.length === 16
  const opened: number[] = []
  const open = (socket: UdpSocketOptions): number => {
    const fd = openUdpSocket(sys, socket)
    opened.push(fd)
    return fd
  }
  try {
    const receive = open({ device: name, address: bind, port, scope: index, join, shared: routed })
    // A socket bound to a device sends nowhere else. A second one on the same port, which hears nothing, may; bound to
    // no address, so that the kernel prefers the first for what comes in. IP_PKTINFO gives its answers their source.
    const send = routed
      ? open({ device: undefined, address: new Uint8Array(bind.length), port, shared: true, filter: nothing() })
      : receive
    const raw = options.hardware === undefined || v6 ? -1 : senderOrNone(room)
    if (raw >= 0) opened.push(raw)
    const hardware = raw < 0 ? undefined : options.hardware
    const any = bind.every(byte => byte === 0)
    return new KernelLink(room, {
      name,
      index,
      addressLength: v6 ? 16 : 4,
      localAddress,
      reach: join.length > 0 ? 'multicast' : any && !v6 ? 'broadcast' : 'unicast',
      receive,
      frames: false,
      others: opened.slice(1),
      ring: {
        udp: send,
        raw,
        addressLength: v6 ? 16 : 4,
        index: routed ? 0 : index,
        rawIndex: index,
        // RFC 6724: the kernel picks the IPv6 source that suits the destination, link-local or not.
        source: v6 ? undefined : localAddress,
        frames: hardware && { hardware: hardware.address, address: localAddress ?? bind, port },
        frameLimit: hardware === undefined ? 0 : frameLimit(hardware.mtu),
      },
    })
  } catch (error) {
    for (const fd of opened) sys.close(fd)
    throw error
  }
}

function senderOrNone(room: KernelRoom): number {
  try {
    return openPacketSender(room.sys)
  } catch {
    return -1
  }
}
