import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** The system calls that the lease file needs. Synchronous; failures are exceptions with a `code`, as from node:fs. */
export interface LeaseFileIo {
  /** This process, as it stands in a pid file. */
  readonly pid: number
  /** 'read': must exist. 'update': made when it is missing. 'create': made or emptied. */
  open(path: string, mode: 'read' | 'update' | 'create'): number
  /** Bytes read; 0 at the end. */
  read(fd: number, into: Buffer, at: number, length: number, position: number): number
  /** Bytes written, possibly fewer than asked for. */
  write(fd: number, from: Buffer, at: number, length: number, position: number): number
  truncate(fd: number, length: number): void
  sync(fd: number): void
  /** The names in this file's folder, as they are now, are on the disk (open(2): the sync of a file says nothing of them). */
  syncFolder(path: string): void
  size(fd: number): number
  close(fd: number): void
  exists(path: string): boolean
  rename(from: string, to: string): void
  /** No failure when it does not exist. */
  remove(path: string): void
  readText(path: string): string
  writeText(path: string, text: string): void
  isRunning(pid: number): boolean
}

/** The real thing. */
export const systemIo: LeaseFileIo = {
  pid: process.pid,
  open: (path, mode) => {
    if (mode === 'read') return openSync(path, 'r')
    if (mode === 'create') return openSync(path, 'w+', 0o640)
    try {
      return openSync(path, 'r+')
    } catch (reason) {
      if ((reason as NodeJS.ErrnoException).code !== 'ENOENT') throw reason
      return openSync(path, 'wx+', 0o640)
    }
  },
  read: (fd, into, at, length, position) => readSync(fd, into, at, length, position),
  write: (fd, from, at, length, position) => writeSync(fd, from, at, length, position),
  truncate: (fd, length) => ftruncateSync(fd, length),
  sync: fd => fdatasyncSync(fd),
  syncFolder: path => {
    const fd = openSync(dirname(path), 'r')
    try {
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  },
  size: fd => fstatSync(fd).size,
  close: fd => closeSync(fd),
  exists: path => existsSync(path),
  rename: (from, to) => renameSync(from, to),
  remove: path => rmSync(path, { force: true }),
  readText: path => readFileSync(path, 'utf8'),
  writeText: (path, text) => writeFileSync(path, text),
  isRunning: pid => {
    try {
      process.kill(pid, 0)
      return true
    } catch (reason) {
      // EPERM: it runs, under another user
      return (reason as NodeJS.ErrnoException).code === 'EPERM'
    }
  },
}

/** Write all of bytes[0, length) at the position; throws when that fails, with an unknown part of it written. */
export function writeAll(io: LeaseFileIo, fd: number, bytes: Buffer, length: number, position: number): void {
  let done = 0
  while (done < length) {
    const written = io.write(fd, bytes, done, length - done, position + done)
    if (written <= 0) throw Object.assign(new Error('nothing was written'), { code: 'EIO' })
    done += written
  }
}

/** What the system said, for a log line. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
