import { nothing, udpPort } from './bpf.js'
import { KernelLink, type KernelRoom } from './kernel-link.js'
import { openPacketReceiver, openPacketSender, openUdpSocket } from './sockets.js'
import { frameLimit, type HardwareOptions } from './udp-link.js'

export interface PacketLinkOptions {
  readonly name: string
  readonly index: number
  /** IPv4 address of the interface, 4 bytes; undefined: it has none. */
  readonly localAddress: Uint8Array | undefined
  /** IPv4 destinations that are heard: own address, 255.255.255.255, the subnet's broadcast address. */
  readonly hears: readonly Uint8Array[]
  readonly port: number
  readonly hardware: HardwareOptions
}

/**
 * A link that receives whole Ethernet frames, and so also what UDP sockets never see: unicast and subnet broadcast from
 * 0.0.0.0, and sources without a route. A UDP socket keeps the port, so that nobody is told it is unreachable, but
 * queues nothing, so that nothing is heard twice; answers to addresses leave by it.
 * Throws SysError: EPERM (needs CAP_NET_RAW), EACCES, EADDRINUSE, EADDRNOTAVAIL, ENODEV.
 */
export function openPacketLink(room: KernelRoom, options: PacketLinkOptions): KernelLink {
  const { sys } = room
  const { name, index, localAddress, port, hardware } = options
  const bind = localAddress ?? new Uint8Array(4)
  const opened: number[] = []
  const keep = (fd: number): number => {
    opened.push(fd)
    return fd
  }
  try {
    const filter = udpPort({ port, index, hardware: hardware.address, destinations: options.hears })
    const receive = keep(openPacketReceiver(sys, index, filter))
    const udp = keep(openUdpSocket(sys, { device: name, address: bind, port, filter: nothing() }))
    // Not the receiving socket: its number changes when the event loop starts to watch it.
    const raw = keep(openPacketSender(sys))
    return new KernelLink(room, {
      name,
      index,
      addressLength: 4,
      localAddress,
      reach: 'broadcast',
      receive,
      frames: true,
      others: [udp, raw],
      ring: {
        udp,
        raw,
        addressLength: 4,
        index,
        rawIndex: index,
        source: localAddress,
        frames: { hardware: hardware.address, address: bind, port },
        frameLimit: frameLimit(hardware.mtu),
      },
    })
  } catch (error) {
    for (const fd of opened) sys.close(fd)
    throw error
  }
}
