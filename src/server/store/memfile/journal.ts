import type { LeaseRecord } from '../../../lease-file/lease-record.js'
import { RowWriter, rowBound } from '../../../lease-file/row-writer.js'
import { headerOf, type LeaseFileSchema } from '../../../lease-file/schema.js'
import { type LeaseFileIo, reasonOf, writeAll } from './lease-file-io.js'

const ROOM = 256 * 1024

/** What a journal writes to: a file that is open, the name it has from now on, and how many of its bytes count. */
export interface JournalFile {
  readonly path: string
  readonly fd: number
  readonly length: number
}

/**
 * The end of a lease file that is written to. Rows of a batch gather in one buffer; flush() writes them with one
 * write(2). Whatever goes wrong, the file is cut back to the end of the last batch that was written whole.
 */
export class Journal {
  private readonly io: LeaseFileIo
  private readonly writer: RowWriter
  private readonly path: string
  private readonly syncEach: boolean
  private fd: number
  private buffer = Buffer.allocUnsafeSlow(ROOM)
  private used = 0
  /** Bytes of the file up to the end of the last good batch. */
  private good: number
  /** Bytes written behind `good` by the open batch, or left there by a failure. */
  private written = 0
  /** Bytes behind `good` are not wanted and could not be cut off yet. */
  private torn = false
  private failed = false
  /** What the last failure was; '' when there was none yet. */
  reason = ''
  /** The last failure was fdatasync: what the system holds in its cache is no truth any more. */
  syncFailed = false
  /** Something was written since the last sync(), perhaps by a process before this one. */
  private dirty = true
  /** The file's name may not be on the disk yet: its folder is synced with it. */
  private unnamed = true

  /** `syncEach`: flush() is done when the batch is on the disk. */
  constructor(io: LeaseFileIo, schema: LeaseFileSchema, file: JournalFile, syncEach: boolean) {
    this.io = io
    this.writer = new RowWriter(schema)
    this.path = file.path
    this.fd = file.fd
    this.good = file.length
    this.syncEach = syncEach
  }

  /** Add one row to the batch. */
  row(record: LeaseRecord, deleted: boolean): void {
    const bound = rowBound(record)
    if (this.used + bound > this.buffer.length) {
      this.writeOut()
      if (bound > this.buffer.length) this.buffer = Buffer.allocUnsafeSlow(bound * 2)
    }
    this.used = this.writer.write(record, this.buffer, this.used, deleted)
  }

  /** True: the batch is written (and synced, if each is to be). False: nothing of it is in the file; `reason` says why. */
  flush(): boolean {
    this.writeOut()
    if (!this.failed && this.syncEach && this.written > 0) this.attempt(true, () => this.syncFile())
    if (this.failed) {
      this.drop()
      return false
    }
    if (this.written > 0 && !this.syncEach) this.dirty = true
    this.good += this.written
    this.written = 0
    return true
  }

  /** Forget the batch, and cut off what was written of it. */
  drop(): void {
    this.used = 0
    if (this.written > 0) this.torn = true
    this.written = 0
    this.mend()
    this.failed = false
  }

  /** fdatasync, if anything was written since. False: it failed. */
  sync(): boolean {
    if (!this.dirty) return true
    this.failed = false
    this.attempt(true, () => this.syncFile())
    const done = !this.failed
    this.failed = false
    return done
  }

  /** Go on in another file, of the same name from now on; the old one is closed. No batch is open. */
  switchTo({ fd, length }: Omit<JournalFile, 'path'>): void {
    this.io.close(this.fd)
    this.fd = fd
    this.good = length
    this.torn = false
    this.syncFailed = false
    this.dirty = false
    this.unnamed = true
  }

  close(): void {
    this.io.close(this.fd)
  }

  /** Write what the buffer holds; a failure is remembered until the batch is dropped. */
  private writeOut(): void {
    if (this.used > 0 && !this.failed && this.mend()) {
      // Whether all of it or a part gets there: that much is to be cut off when the batch is dropped
      const at = this.good + this.written
      const length = this.used
      this.attempt(false, () => {
        this.written += length
        writeAll(this.io, this.fd, this.buffer, length, at)
      })
    }
    this.used = 0
  }

  private syncFile(): void {
    this.io.sync(this.fd)
    if (this.unnamed) this.io.syncFolder(this.path)
    this.unnamed = false
    this.dirty = false
  }

  /** Cut off what stands behind the last good batch; false: not possible now. */
  private mend(): boolean {
    if (!this.torn) return true
    try {
      this.io.truncate(this.fd, this.good)
      this.torn = false
    } catch (thrown) {
      this.failed = true
      this.reason = reasonOf(thrown)
    }
    return !this.torn
  }

  private attempt(sync: boolean, act: () => void): void {
    try {
      act()
    } catch (thrown) {
      this.failed = true
      this.reason = reasonOf(thrown)
      if (sync) this.syncFailed = true
    }
  }
}

/** Make a lease file with nothing but its header; returns its descriptor. Throws what the system says. */
export function createLeaseFile(
  io: LeaseFileIo,
  path: string,
  schema: LeaseFileSchema,
): { readonly fd: number; readonly length: number } {
  const header = Buffer.from(headerOf(schema))
  const fd = io.open(path, 'create')
  try {
    writeAll(io, fd, header, header.length, 0)
  } catch (thrown) {
    io.close(fd)
    throw thrown
  }
  return { fd, length: header.length }
}
