import type { LeaseFileIo } from '../../../../src/server/store/memfile/lease-file-io.js'

type Fault = 'write' | 'sync' | 'truncate' | 'rename' | 'open'

interface Opened {
  readonly file: { bytes: Buffer }
}

/** A disk in memory that fails when it is told to, keeps what a crash would leave, and is never slow. */
export class MemoryIo implements LeaseFileIo {
  pid = 4711
  readonly files = new Map<string, { bytes: Buffer }>()
  readonly running = new Set<number>()
  /** Calls so far; a crash test stops the world at each of them. */
  calls = 0
  /** The call at which the process dies: it and everything after throws. */
  diesAt = Number.POSITIVE_INFINITY
  /** Bytes that still fit on the disk. */
  room = Number.POSITIVE_INFINITY
  private readonly faults: Fault[] = []
  private readonly opened = new Map<number, Opened>()
  private lastFd = 2

  /** The next call of this kind fails. */
  fail(...what: Fault[]): void {
    this.faults.push(...what)
  }

  /** Faults that have not happened yet are taken back, and the disk has room again. */
  heal(): void {
    this.faults.length = 0
    this.room = Number.POSITIVE_INFINITY
    this.diesAt = Number.POSITIVE_INFINITY
  }

  get openFiles(): number {
    return this.opened.size
  }

  text(path: string): string {
    return this.files.get(path)?.bytes.toString('latin1') ?? ''
  }

  put(path: string, text: string): void {
    this.files.set(path, { bytes: Buffer.from(text, 'latin1') })
  }

  open(path: string, mode: 'read' | 'update' | 'create'): number {
    this.step('open')
    let file = this.files.get(path)
    if (file === undefined) {
      if (mode === 'read') throw fault('ENOENT')
      file = { bytes: Buffer.alloc(0) }
      this.files.set(path, file)
    } else if (mode === 'create') file.bytes = Buffer.alloc(0)
    this.opened.set(++this.lastFd, { file })
    return this.lastFd
  }

  read(fd: number, into: Buffer, at: number, length: number, position: number): number {
    return this.of(fd).bytes.copy(into, at, position, Math.min(this.of(fd).bytes.length, position + length))
  }

  write(fd: number, from: Buffer, at: number, length: number, position: number): number {
    const file = this.of(fd)
    const failing = this.takes('write')
    // What a full disk does: a part is written, and the next write fails
    const count = failing ? length >> 1 : Math.min(length, this.room)
    if (!failing) this.step()
    if (count === 0 && length > 0) throw fault('ENOSPC')
    this.room -= count
    const bytes = Buffer.alloc(Math.max(file.bytes.length, position + count))
    file.bytes.copy(bytes)
    from.copy(bytes, position, at, at + count)
    file.bytes = bytes
    if (failing) throw fault('EIO')
    return count
  }

  truncate(fd: number, length: number): void {
    this.step('truncate')
    const file = this.of(fd)
    this.room += file.bytes.length - length
    file.bytes = file.bytes.subarray(0, length)
  }

  sync(fd: number): void {
    this.step('sync')
    this.of(fd)
  }

  syncFolder(_path: string): void {
    this.step('sync')
  }

  size(fd: number): number {
    return this.of(fd).bytes.length
  }

  close(fd: number): void {
    if (!this.opened.delete(fd)) throw fault('EBADF')
  }

  exists(path: string): boolean {
    return this.files.has(path)
  }

  rename(from: string, to: string): void {
    this.step('rename')
    const file = this.files.get(from)
    if (file === undefined) throw fault('ENOENT')
    this.files.delete(from)
    this.files.set(to, file)
  }

  remove(path: string): void {
    this.step()
    this.files.delete(path)
  }

  readText(path: string): string {
    return this.text(path)
  }

  writeText(path: string, text: string): void {
    this.step()
    this.put(path, text)
  }

  isRunning(pid: number): boolean {
    return this.running.has(pid)
  }

  protected step(what?: Fault): void {
    if (++this.calls >= this.diesAt) throw fault('EKILLED')
    if (what !== undefined && this.takes(what)) throw fault('EIO')
  }

  private takes(what: Fault): boolean {
    const at = this.faults.indexOf(what)
    if (at >= 0) this.faults.splice(at, 1)
    return at >= 0
  }

  protected of(fd: number): { bytes: Buffer } {
    const opened = this.opened.get(fd)
    if (opened === undefined) throw fault('EBADF')
    return opened.file
  }
}

function fault(code: string): Error {
  return Object.assign(new Error(code), { code })
}
