import type { Interface, InterfaceAddress } from './interfaces.js'
import { offHeap, type Sys, SysError } from './sys.js'

/** rtnetlink(7): what the host's interfaces and addresses are, as the kernel tells it. */

const AF_NETLINK = 16
const SOCK_RAW_CLOEXEC = 0x80003
const NLM_F_REQUEST_DUMP = 0x301
const NLMSG_ERROR = 2
const NLMSG_DONE = 3
const RTM_NEWLINK = 16
const RTM_GETLINK = 18
const RTM_NEWADDR = 20
const RTM_GETADDR = 22
const HEADER = 16 // struct nlmsghdr

const IFLA_ADDRESS = 1
const IFLA_IFNAME = 3
const IFLA_MTU = 4
const IFA_ADDRESS = 1
const IFA_LOCAL = 2
const IFA_FLAGS = 8
const ATTRIBUTE_TYPE = 0x3fff // without the nested and byte-order bits

const IFF_UP = 0x1
const IFF_BROADCAST = 0x2
const IFF_LOOPBACK = 0x8
const IFF_RUNNING = 0x40
const IFF_MULTICAST = 0x1000
const IFA_F_SECONDARY = 0x01
const IFA_F_DADFAILED = 0x08
const IFA_F_TENTATIVE = 0x40

/** Ask the kernel. Throws SysError. */
export function dumpInterfaces(sys: Sys): Interface[] {
  return [...readInterfaces([...dump(sys, RTM_GETLINK), ...dump(sys, RTM_GETADDR)])]
}

function dump(sys: Sys, type: number): Buffer[] {
  const fd = sys.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, 0, 'socket AF_NETLINK')
  try {
    const request = offHeap(HEADER + 4)
    request.writeUInt32LE(HEADER + 4, 0)
    request.writeUInt16LE(type, 4)
    request.writeUInt16LE(NLM_F_REQUEST_DUMP, 6)
    sys.send(fd, request, HEADER + 4)
    const parts: Buffer[] = []
    const into = offHeap(65536)
    for (;;) {
      const part = Buffer.from(into.subarray(0, sys.receive(fd, into)))
      parts.push(part)
      for (const { type: kind, at } of messages(part)) {
        if (kind === NLMSG_DONE) return parts
        if (kind !== NLMSG_ERROR) continue
        const errno = -part.readInt32LE(at) // struct nlmsgerr begins with minus errno
        throw new SysError('netlink', errno, sys.nameOf(errno))
      }
    }
  } finally {
    sys.close(fd)
  }
}

/** Link and address messages, in the order of the kernel. Pure: tests feed it recorded answers. */
export function readInterfaces(parts: readonly Buffer[]): Iterable<Interface> {
  const byIndex = new Map<number, Interface & { addresses: InterfaceAddress[] }>()
  for (const part of parts) {
    for (const { type, at, end } of messages(part)) {
      if (type === RTM_NEWLINK) {
        const link = readLink(part, at, end)
        byIndex.set(link.index, link)
      } else if (type === RTM_NEWADDR) {
        const address = readAddress(part, at, end)
        if (address !== undefined) byIndex.get(part.readUInt32LE(at + 4))?.addresses.push(address)
      }
    }
  }
  return byIndex.values()
}

/** struct ifinfomsg: family u8, padding u8, hardware type u16, index s32, flags u32, change u32; then attributes. */
function readLink(part: Buffer, at: number, end: number): Interface & { addresses: InterfaceAddress[] } {
  const flags = part.readUInt32LE(at + 8)
  let name = ''
  let mtu = 0
  let hardware = Buffer.alloc(0)
  for (const { type, at: value, end: last } of attributes(part, at + 16, end)) {
    if (type === IFLA_IFNAME) name = part.toString('utf8', value, last - 1)
    else if (type === IFLA_MTU) mtu = part.readUInt32LE(value)
    else if (type === IFLA_ADDRESS) hardware = Buffer.from(part.subarray(value, last))
  }
  return {
    name,
    index: part.readInt32LE(at + 4),
    up: (flags & IFF_UP) !== 0,
    running: (flags & IFF_RUNNING) !== 0,
    loopback: (flags & IFF_LOOPBACK) !== 0,
    broadcast: (flags & IFF_BROADCAST) !== 0,
    multicast: (flags & IFF_MULTICAST) !== 0,
    mtu,
    hardwareType: part.readUInt16LE(at + 2),
    hardware,
    addresses: [],
  }
}

/** struct ifaddrmsg: family, prefix length, flags, scope (u8 each), index u32; then attributes. */
function readAddress(part: Buffer, at: number, end: number): InterfaceAddress | undefined {
  let flags = part[at + 2]!
  let bytes: Buffer | undefined
  let local: Buffer | undefined
  for (const { type, at: value, end: last } of attributes(part, at + 8, end)) {
    if (type === IFA_ADDRESS) bytes = Buffer.from(part.subarray(value, last))
    else if (type === IFA_LOCAL) local = Buffer.from(part.subarray(value, last))
    else if (type === IFA_FLAGS) flags = part.readUInt32LE(value)
  }
  // On point-to-point interfaces IFA_ADDRESS is the peer.
  bytes = local ?? bytes
  if (bytes === undefined || (bytes.length !== 4 && bytes.length !== 16)) return undefined
  return {
    bytes,
    prefixLength: part[at + 1]!,
    usable: (flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED)) === 0,
    secondary: (flags & IFA_F_SECONDARY) !== 0,
  }
}

interface Field {
  readonly type: number
  /** The payload: [at, end). */
  readonly at: number
  readonly end: number
}

function* messages(part: Buffer): Generator<Field> {
  for (let at = 0; at + HEADER <= part.length; ) {
    const length = part.readUInt32LE(at)
    if (length < HEADER || at + length > part.length) return
    yield { type: part.readUInt16LE(at + 4), at: at + HEADER, end: at + length }
    at += (length + 3) & ~3
  }
}

function* attributes(part: Buffer, start: number, end: number): Generator<Field> {
  for (let at = start; at + 4 <= end; ) {
    const length = part.readUInt16LE(at)
    if (length < 4 || at + length > end) return
    yield { type: part.readUInt16LE(at + 2) & ATTRIBUTE_TYPE, at: at + 4, end: at + length }
    at += (length + 3) & ~3
  }
}
