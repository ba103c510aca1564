import { closeSync, openSync } from 'node:fs'
import koffi from 'koffi'
import { addressBytes } from './packet4.js'
import { address6, address6Text } from './packet6.js'

// A socket belongs to the namespace it was opened in, for good. So the test thread steps into the namespace, opens the
// socket and steps back: no child process, and a test talks to the wire directly.
const libc = koffi.load(null)
const call = {
  setns: libc.func('int setns(int, int)') as (fd: number, kind: number) => number,
  socket: libc.func('int socket(int, int, int)') as (family: number, type: number, protocol: number) => number,
  bind: libc.func('int bind(int, void*, uint)') as (fd: number, address: Buffer, length: number) => number,
  close: libc.func('int close(int)') as (fd: number) => number,
  index: libc.func('uint if_nametoindex(str)') as (name: string) => number,
  option: libc.func('int setsockopt(int, int, int, void*, uint)') as (
    fd: number,
    level: number,
    name: number,
    value: Buffer,
    length: number,
  ) => number,
  send: libc.func('intptr_t sendto(int, void*, size_t, int, void*, uint)') as (
    fd: number,
    data: Buffer,
    length: number,
    flags: number,
    to: Buffer,
    toLength: number,
  ) => number,
  receive: libc.func('intptr_t recvfrom(int, void*, size_t, int, void*, void*)') as (
    fd: number,
    data: Buffer,
    length: number,
    flags: number,
    from: Buffer,
    fromLength: Buffer,
  ) => number,
}

const AF_INET = 2
const AF_INET6 = 10
const AF_PACKET = 17
const SOCK_DGRAM = 2
const SOCK_RAW = 3
const NONBLOCK_CLOEXEC = 0x80800
const SOL_SOCKET = 1
const SO_BROADCAST = 6
const SO_RCVBUFFORCE = 33
const SO_BINDTODEVICE = 25
const SOL_IPV6 = 41
const IPV6_MULTICAST_IF = 17
const IPV6_MULTICAST_HOPS = 18
const MSG_DONTWAIT = 0x40
const CLONE_NEWNET = 0x40000000
const PACKET_OUTGOING = 4

/** A non-blocking socket inside a network namespace. Nothing is buffered but by the kernel: poll receive(). */
export class NamespaceSocket {
  readonly #fd: number
  readonly #to: Buffer
  readonly #toLength: number
  readonly #skipsOutgoing: boolean
  /** Interface of link-local and multicast addresses; 0: there are none. */
  readonly #scope: number
  readonly #arena = Buffer.allocUnsafeSlow(65_536)
  readonly #from = Buffer.allocUnsafeSlow(128)
  readonly #fromLength = Buffer.allocUnsafeSlow(128)
  #open = true

  private constructor(fd: number, to: Buffer, toLength: number, skipsOutgoing: boolean, scope = 0) {
    this.#fd = fd
    this.#scope = scope
    this.#to = to
    this.#toLength = toLength
    this.#skipsOutgoing = skipsOutgoing
  }

  /** Whole Ethernet frames on one interface, whatever address it has or has not. */
  static packet(namespace: string, device: string): NamespaceSocket {
    return inside(namespace, () => {
      const fd = must(call.socket(AF_PACKET, SOCK_RAW | NONBLOCK_CLOEXEC, 0), 'socket(AF_PACKET)')
      const address = buffer(20)
      const index = call.index(device)
      if (index === 0) throw new Error(`no interface ${device} in ${namespace}`)
      address.writeUInt16LE(AF_PACKET, 0)
      address.writeUInt16BE(0x0003, 2)
      address.writeInt32LE(index, 4)
      roomy(fd)
      must(call.bind(fd, address, 20), `bind(${device})`)
      return new NamespaceSocket(fd, address, 20, true)
    })
  }

  /**
   * UDP on an address of the namespace, of either family; sends to one server, and hears whoever writes to that port.
   * Link-local and multicast addresses are those of `device`.
   */
  static udp(
    namespace: string,
    local: { address: string; port: number; device?: string },
    remote: { address: string; port: number },
  ): NamespaceSocket {
    const v6 = local.address.includes(':')
    return inside(namespace, () => {
      const fd = must(call.socket(v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | NONBLOCK_CLOEXEC, 0), 'socket')
      let scope = 0
      if (local.device !== undefined) {
        const name = buffer(local.device.length + 1)
        name.write(local.device)
        must(call.option(fd, SOL_SOCKET, SO_BINDTODEVICE, name, local.device.length + 1), 'SO_BINDTODEVICE')
        scope = call.index(local.device)
      }
      if (!v6) must(call.option(fd, SOL_SOCKET, SO_BROADCAST, int(1), 4), 'SO_BROADCAST')
      else if (scope > 0) {
        must(call.option(fd, SOL_IPV6, IPV6_MULTICAST_IF, int(scope), 4), 'IPV6_MULTICAST_IF')
        must(call.option(fd, SOL_IPV6, IPV6_MULTICAST_HOPS, int(32), 4), 'IPV6_MULTICAST_HOPS')
      }
      roomy(fd)
      const own = sockaddr(local.address, local.port, scope)
      must(call.bind(fd, own, v6 ? 28 : 16), `bind(${local.address}:${local.port})`)
      return new NamespaceSocket(fd, sockaddr(remote.address, remote.port, scope), v6 ? 28 : 16, false, scope)
    })
  }

  /** False when the kernel's buffer is full or the network refuses it (an ICMP error that came in counts as such). */
  send(bytes: Buffer, to?: { address: string; port: number }): boolean {
    const target = to === undefined ? this.#to : sockaddr(to.address, to.port, this.#scope)
    return call.send(this.#fd, bytes, bytes.length, MSG_DONTWAIT, target, this.#toLength) === bytes.length
  }

  /** The next datagram or frame that waits, copied; undefined when there is none. */
  receive(): Buffer | undefined {
    for (;;) {
      if (!this.#open) return undefined
      this.#fromLength.writeUInt32LE(128, 0)
      const length = call.receive(this.#fd, this.#arena, this.#arena.length, MSG_DONTWAIT, this.#from, this.#fromLength)
      if (length < 0) return undefined
      if (this.#skipsOutgoing && this.#from[10] === PACKET_OUTGOING) continue
      return Buffer.from(this.#arena.subarray(0, length))
    }
  }

  /** Where the last received datagram came from (UDP sockets). */
  sender(): { address: string; port: number } {
    const v6 = this.#from.readUInt16LE(0) === AF_INET6
    const address = v6 ? address6Text(this.#from, 8) : Array.from(this.#from.subarray(4, 8)).join('.')
    return { address, port: this.#from.readUInt16BE(2) }
  }

  close(): void {
    if (this.#open) call.close(this.#fd)
    this.#open = false
  }
}

function inside<T>(namespace: string, run: () => T): T {
  const home = openSync('/proc/thread-self/ns/net', 'r')
  const there = openSync(`/var/run/netns/${namespace}`, 'r')
  try {
    must(call.setns(there, CLONE_NEWNET), `setns(${namespace})`)
    try {
      return run()
    } finally {
      must(call.setns(home, CLONE_NEWNET), 'setns(back)')
    }
  } finally {
    closeSync(there)
    closeSync(home)
  }
}

function must(result: number, what: string): number {
  if (result < 0) throw new Error(`${what}: errno ${koffi.errno()}`)
  return result
}

// At least 128 bytes: small Buffers may live on the V8 heap, where the kernel must not write
function buffer(length: number): Buffer {
  return Buffer.alloc(Math.max(128, length))
}

function int(value: number): Buffer {
  const bytes = buffer(4)
  bytes.writeInt32LE(value)
  return bytes
}

function roomy(fd: number): void {
  call.option(fd, SOL_SOCKET, SO_RCVBUFFORCE, int(8 << 20), 4)
}

/** struct sockaddr_in, or sockaddr_in6 for an address with a colon. */
function sockaddr(address: string, port: number, scope: number): Buffer {
  const v6 = address.includes(':')
  const bytes = buffer(28)
  bytes.writeUInt16LE(v6 ? AF_INET6 : AF_INET, 0)
  bytes.writeUInt16BE(port, 2)
  if (!v6) {
    addressBytes(address).copy(bytes, 4)
    return bytes
  }
  const binary = address6(address)
  binary.copy(bytes, 8)
  // RFC 4007 6: an address of link-local scope, multicast included, is one of an interface
  const ambiguous = binary[0] === 0xff || (binary[0] === 0xfe && (binary[1]! & 0xc0) === 0x80)
  bytes.writeUInt32LE(ambiguous ? scope : 0, 24)
  return bytes
}
