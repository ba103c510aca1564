import { createRequire } from 'node:module'

/** Sends datagrams to the system's log socket. */
export interface DatagramSocket {
  /** False: the receiver does not take it now. */
  send(datagram: Uint8Array): boolean
  close(): void
}

/** What of koffi is used here: Node's own modules have no unix datagram sockets. */
interface Koffi {
  load(library: null): { func(declaration: string): (...args: unknown[]) => number }
}

const AF_UNIX = 1
const SOCK_DGRAM = 2
const SOCK_NONBLOCK = 0x800
const SOCK_CLOEXEC = 0x80000
const MSG_NOSIGNAL = 0x4000

/** Connect to a unix datagram socket ("/dev/log"). Undefined: there is none, or no koffi on this machine. */
export function connectDatagrams(path: string): DatagramSocket | undefined {
  let koffi: Koffi
  try {
    koffi = createRequire(import.meta.url)('koffi') as Koffi
  } catch {
    return undefined
  }
  const c = koffi.load(null)
  const close = c.func('int close(int)')
  const fd = c.func('int socket(int, int, int)')(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)
  if (fd < 0) return undefined
  const address = unixAddress(path)
  if (c.func('int connect(int, void*, uint)')(fd, address, address.length) < 0) {
    close(fd)
    return undefined
  }
  const send = c.func('intptr_t send(int, void*, size_t, int)')
  return {
    send: datagram => Number(send(fd, datagram, datagram.length, MSG_NOSIGNAL)) >= 0,
    close: () => void close(fd),
  }
}

/** struct sockaddr_un: family in host order, then the path and its zero. */
function unixAddress(path: string): Buffer {
  const address = Buffer.alloc(2 + Buffer.byteLength(path) + 1)
  new Uint16Array(address.buffer, address.byteOffset, 1)[0] = AF_UNIX
  address.write(path, 2)
  return address
}
