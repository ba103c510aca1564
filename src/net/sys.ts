import { endianness } from 'node:os'

/** A call into the kernel that failed while a socket was being set up. */
export class SysError extends Error {
  /** The symbolic name ("EPERM"), or the number where it has none. */
  readonly code: string

  constructor(
    call: string,
    readonly errno: number,
    code: string,
  ) {
    super(`${call}: ${code}`)
    this.code = code
  }
}

/** Told of every descriptor that opens or closes outside Node's knowledge: what a dead worker leaves behind. */
export type DescriptorListener = (fd: number, open: boolean) => void

/** Linux errno values the packet path looks at; the same on every architecture supported here. */
export const Errno = { EINTR: 4, EAGAIN: 11, ENOBUFS: 105 } as const

const MSG_DONTWAIT = 0x40

/**
 * The kernel calls the links need. Those of the packet path return a count, or minus errno, and take plain numbers;
 * those that set something up throw SysError.
 */
export class Sys {
  // biome-ignore lint/suspicious/noExplicitAny: koffi's functions have no types of their own
  readonly #c: Record<string, any>
  // biome-ignore lint/suspicious/noExplicitAny: the module is loaded at run time
  readonly #koffi: any
  readonly #names = new Map<number, string>()
  readonly #onDescriptor: DescriptorListener

  // biome-ignore lint/suspicious/noExplicitAny: the module is loaded at run time
  constructor(koffi: any, onDescriptor: DescriptorListener = () => {}) {
    this.#koffi = koffi
    this.#onDescriptor = onDescriptor
    for (const [name, value] of Object.entries(koffi.os.errno as Record<string, number>)) this.#names.set(value, name)
    const c = koffi.load(null) // the symbols of this process: one spelling for glibc and musl
    // Pointers are written as uintptr_t and passed as numbers: no object is made on the packet path.
    this.#c = {
      socket: c.func('int socket(int, int, int)'),
      bind: c.func('int bind(int, void*, uint)'),
      close: c.func('int close(int)'),
      dup2: c.func('int dup2(int, int)'),
      setsockopt: c.func('int setsockopt(int, int, int, void*, uint)'),
      getsockopt: c.func('int getsockopt(int, int, int, void*, void*)'),
      send: c.func('intptr_t send(int, void*, size_t, int)'),
      recv: c.func('intptr_t recv(int, void*, size_t, int)'),
      recvmmsg: c.func('int recvmmsg(int, uintptr_t, uint, int, uintptr_t)'),
      ppoll: c.func('int ppoll(void*, ulong, void*, void*)'),
      sendmmsg: c.func('int sendmmsg(int, uintptr_t, uint, int)'),
    }
    try {
      this.#c.malloc_trim = c.func('int malloc_trim(size_t)')
    } catch {
      // glibc's own; other C libraries give memory back by themselves, or not at all
    }
  }

  /** The symbolic name of an errno, "EPERM". */
  nameOf(errno: number): string {
    return this.#names.get(errno) ?? String(errno)
  }

  /** Where an off-heap buffer (Buffer.allocUnsafeSlow, over 64 bytes) lies. The caller keeps the buffer alive. */
  addressOf(buffer: Buffer): number {
    return Number(this.#koffi.address(buffer))
  }

  /** A new descriptor, close-on-exec and non-blocking unless `type` says otherwise. */
  socket(domain: number, type: number, protocol: number, call = 'socket'): number {
    const fd = this.#check(this.#c.socket(domain, type, protocol), call)
    this.#onDescriptor(fd, true)
    return fd
  }

  bind(fd: number, sockaddr: Buffer, length: number, call = 'bind'): void {
    this.#check(this.#c.bind(fd, sockaddr, length), call)
  }

  setOption(fd: number, level: number, name: number, value: Buffer, length: number, call: string): void {
    this.#check(this.#c.setsockopt(fd, level, name, value, length), call)
  }

  /** An option whose value is an int. */
  setInt(fd: number, level: number, name: number, value: number, call: string): void {
    const cell = offHeap(4)
    cell.writeInt32LE(value, 0)
    this.setOption(fd, level, name, cell, 4, call)
  }

  getInt(fd: number, level: number, name: number, call: string): number {
    const cell = offHeap(4)
    const length = offHeap(4)
    length.writeUInt32LE(4, 0)
    this.#check(this.#c.getsockopt(fd, level, name, cell, length), call)
    return cell.readInt32LE(0)
  }

  /** Blocking send and receive of one message: netlink. */
  send(fd: number, message: Buffer, length: number): void {
    this.#check(Number(this.#c.send(fd, message, length, 0)), 'send')
  }

  receive(fd: number, into: Buffer): number {
    return this.#check(Number(this.#c.recv(fd, into, into.length, 0)), 'recv')
  }

  /** Receive up to `count` messages into the mmsghdr array at `pointer` without waiting: how many, or -errno. */
  receiveMany(fd: number, pointer: number, count: number): number {
    const n: number = this.#c.recvmmsg(fd, pointer, count, MSG_DONTWAIT, 0)
    return n >= 0 ? n : -this.#koffi.errno()
  }

  /** Send `count` messages of the mmsghdr array at `pointer` without waiting: how many the kernel took, or -errno. */
  sendMany(fd: number, pointer: number, count: number): number {
    const n: number = this.#c.sendmmsg(fd, pointer, count, MSG_DONTWAIT)
    return n >= 0 ? n : -this.#koffi.errno()
  }

  /** Wait for one of `count` descriptors (struct pollfd[]) for the time in a struct timespec: how many are ready, or -errno. */
  waitReady(descriptors: Buffer, count: number, time: Buffer): number {
    const n: number = this.#c.ppoll(descriptors, count, time, null)
    return n >= 0 ? n : -this.#koffi.errno()
  }

  /** Give memory that was freed back to the system: worth its milliseconds after something big was loaded. */
  trimMemory(): void {
    this.#c.malloc_trim?.(0)
  }

  /** Make `target` another name of `fd`, closing what it was. */
  replace(fd: number, target: number): void {
    this.#check(this.#c.dup2(fd, target), 'dup2')
  }

  close(fd: number): void {
    this.#c.close(fd)
    this.#onDescriptor(fd, false)
  }

  /** From here on somebody else (dgram) closes this descriptor: it is no longer ours to report. */
  handOver(fd: number): void {
    this.#onDescriptor(fd, false)
  }

  #check(result: number, call: string): number {
    if (result >= 0) return result
    const errno: number = this.#koffi.errno()
    throw new SysError(call, errno, this.nameOf(errno))
  }
}

/** Memory that the kernel may be pointed at: buffers of 64 bytes or less can live on the moving V8 heap. */
export function offHeap(size: number): Buffer {
  return Buffer.allocUnsafeSlow(Math.max(size, 128)).fill(0)
}

/**
 * The kernel calls, or undefined where they cannot be had: another system than 64-bit little-endian Linux, or an
 * installation without the native module. The daemon then runs on plain dgram sockets.
 */
export async function loadSys(onDescriptor?: DescriptorListener): Promise<Sys | undefined> {
  // The struct layouts of the arenas are those of LP64 little-endian Linux.
  const known =
    process.platform === 'linux' && endianness() === 'LE' && /^(x64|arm64|riscv64|loong64)$/.test(process.arch)
  if (!known) return undefined
  try {
    return new Sys((await import('koffi')).default, onDescriptor)
  } catch {
    return undefined
  }
}
