import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file that has no name: it is gone when it is closed, or when the process ends in whatever way. */
export function namelessFile(): number {
  const directory = mkdtempSync(join(tmpdir(), 'keats-lease-'))
  try {
    return openSync(join(directory, 'leases'), 'wx+', 0o600)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Copy a stream that can be read but once (standard input, a pipe) to a file without a name; the number of bytes. */
export function spool(from: number): { readonly fd: number; readonly size: number } {
  const fd = namelessFile()
  const buffer = Buffer.allocUnsafe(1 << 18)
  let size = 0
  try {
    for (;;) {
      const got = readPatiently(from, buffer)
      if (got === 0) return { fd, size }
      writeWhole(fd, buffer, got)
      size += got
    }
  } catch (thrown) {
    closeSync(fd)
    throw thrown
  }
}

/** Write bytes[0, length) where the file stands, waiting for a reader that is slow. */
export function writeWhole(fd: number, bytes: Buffer, length: number): void {
  let done = 0
  while (done < length) {
    try {
      done += writeSync(fd, bytes, done, length - done)
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EAGAIN') throw thrown
      rest()
    }
  }
}

function readPatiently(fd: number, buffer: Buffer): number {
  for (;;) {
    try {
      return readSync(fd, buffer, 0, buffer.length, null)
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException
      if (code === 'EOF') return 0
      if (code !== 'EAGAIN') throw thrown
      rest()
    }
  }
}

/** A pipe that somebody else made non-blocking is asked again a little later. */
function rest(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
}
