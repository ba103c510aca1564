import { udpPortOfAnybody } from '../net/bpf.js'
import { formatAddress, type Interface, parseAddress } from '../net/interfaces.js'
import { KernelLink, type KernelRoom } from '../net/kernel-link.js'
import { hearEverybody, openPacketReceiver, openPacketSender, openUdpSocket } from '../net/sockets.js'
import { type Sys, SysError } from '../net/sys.js'
import type { Plan } from './plan.js'
import type { Port } from './player.js'
import { steer } from './steering.js'

const BROADCAST = Uint8Array.of(255, 255, 255, 255)
const REASONS: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'it is no address of this machine (-l, --relay)',
  EADDRINUSE: 'another program has that port; a server on the same machine? (-L)',
  EACCES: 'that port takes root (-L)',
}
const EVERYBODY = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff)

/** A port over a kernel link, which a thread drains by itself. */
export interface KernelPort extends Port {
  readonly link: KernelLink
}

/** One port for each relay, or the one of clients on the link. Throws SysError, or RangeError for what cannot be. */
export function openPorts(room: KernelRoom, plan: Plan, interfaces: readonly Interface[]): KernelPort[] {
  const device = interfaces.find(one => one.name === plan.device)
  if (plan.mode === 'direct') {
    if (device === undefined) throw new RangeError(`there is no interface ${plan.device}`)
    return [plan.family === 4 ? openDirect4(room, plan, device) : openUdp(room, plan, linkLocalOf(device), device)]
  }
  return plan.relays.map(relay => openUdp(room, plan, parseAddress(relay)!, device))
}

function openUdp(room: KernelRoom, plan: Plan, local: Uint8Array, device: Interface | undefined): KernelPort {
  const { sys } = room
  const v6 = plan.family === 6
  const scope = device?.index ?? 0
  const shared = plan.threads > 1
  const fd = openSocket(sys, plan, local, scope)
  if (shared) steer(sys, fd, plan)
  const link = new KernelLink(room, {
    name: plan.device,
    index: scope,
    addressLength: v6 ? 16 : 4,
    localAddress: local,
    reach: 'unicast',
    receive: fd,
    frames: false,
    others: [],
    ring: {
      udp: fd,
      raw: -1,
      addressLength: v6 ? 16 : 4,
      index: scope,
      rawIndex: 0,
      source: undefined,
      frames: undefined,
      frameLimit: 0,
    },
  })
  const servers = plan.servers.map(server => parseAddress(server)!)
  return { link, servers, serverPort: plan.serverPort, hardware: undefined }
}

/** Bound to a relay's or a client's own address. Throws RangeError that says what could not be bound to, and why. */
function openSocket(sys: Sys, plan: Plan, address: Uint8Array, scope: number): number {
  const { localPort: port, threads } = plan
  try {
    return openUdpSocket(sys, { device: undefined, address, port, scope, reusePort: threads > 1 })
  } catch (error) {
    if (!(error instanceof SysError)) throw error
    const why = REASONS[error.code] ?? error.message
    throw new RangeError(`answers cannot be heard at ${formatAddress(address)} port ${port}: ${why}`)
  }
}

/**
 * Clients without an address: frames from 0.0.0.0 to everybody. Answers are heard as broadcast, and by whatever hardware
 * address of a simulated client they come to.
 */
function openDirect4(room: KernelRoom, plan: Plan, device: Interface): KernelPort {
  const { sys } = room
  const receive = openPacketReceiver(sys, device.index, udpPortOfAnybody(plan.localPort, device.index))
  hearEverybody(sys, receive, device.index)
  const raw = openPacketSender(sys)
  const link = new KernelLink(room, {
    name: device.name,
    index: device.index,
    addressLength: 4,
    localAddress: undefined,
    reach: 'broadcast',
    receive,
    frames: true,
    others: [raw],
    ring: {
      udp: -1,
      raw,
      addressLength: 4,
      index: device.index,
      rawIndex: device.index,
      source: undefined,
      frames: { hardware: device.hardware, address: new Uint8Array(4), port: plan.localPort },
      frameLimit: device.mtu,
    },
  })
  return { link, servers: [BROADCAST], serverPort: plan.serverPort, hardware: EVERYBODY }
}

function linkLocalOf(device: Interface): Uint8Array {
  const own = device.addresses.find(
    ({ bytes }) => bytes.length === 16 && bytes[0] === 0xfe && (bytes[1]! & 0xc0) === 0x80,
  )
  if (own === undefined) throw new RangeError(`${device.name} has no IPv6 link-local address`)
  return own.bytes
}
