import { closeSync, fchownSync, fdatasyncSync, openSync, renameSync, rmSync, type Stats, statSync } from 'node:fs'
import { fileFailure } from './lease-tool-failed.js'
import { writeWhole } from './nameless-file.js'

const FLUSH = 1 << 18

/** The reader of what we write has gone (a pager that was left): nothing more is wanted, and nothing is wrong. */
export class ReaderGone extends Error {}

/**
 * Bytes on their way to a file or to standard output ("-"). A file grows beside the one of its name and takes its place
 * when it is whole.
 */
export class Output {
  /** Bytes given so far. */
  size = 0
  private readonly fd: number
  /** The name under which the file grows; '' for what is written to as it is: standard output, pipes, devices. */
  private readonly growing: string
  private buffer = Buffer.allocUnsafeSlow(FLUSH * 2)
  private used = 0
  private ended = false

  /** `like`: whose owner and rights a new file gets. Throws LeaseToolFailed when the file cannot be made. */
  constructor(
    readonly name: string,
    like = name,
  ) {
    try {
      const there = name === '-' ? undefined : statSync(name, { throwIfNoEntry: false })
      const regular = name !== '-' && (there === undefined || there.isFile())
      const model = regular ? statSync(like, { throwIfNoEntry: false }) : undefined
      this.growing = regular ? `${name}.part` : ''
      this.fd = name === '-' ? 1 : openSync(regular ? this.growing : name, 'w', model ? model.mode & 0o777 : 0o640)
      if (regular && model !== undefined) keepOwner(this.fd, model)
    } catch (thrown) {
      throw fileFailure(name, thrown)
    }
  }

  /** Room for `length` bytes at buffer[at]; say with claim() how many have been written there. */
  room(length: number): { readonly buffer: Buffer; readonly at: number } {
    if (this.used + length > this.buffer.length) this.flush()
    if (length > this.buffer.length) this.buffer = Buffer.allocUnsafeSlow(length)
    return { buffer: this.buffer, at: this.used }
  }

  /** The room taken before has been filled up to `end`. */
  claim(end: number): void {
    this.size += end - this.used
    this.used = end
    if (end >= FLUSH) this.flush()
  }

  text(text: string): void {
    const { buffer, at } = this.room(text.length * 3)
    this.claim(at + buffer.write(text, at, 'utf8'))
  }

  bytes(bytes: Buffer): void {
    const { buffer, at } = this.room(bytes.length)
    this.claim(at + bytes.copy(buffer, at))
  }

  /** All is said: written through to the disk, and under its own name. */
  end(): void {
    this.flush()
    this.ended = true
    if (this.name === '-') return
    try {
      if (this.growing !== '') fdatasyncSync(this.fd)
      closeSync(this.fd)
      if (this.growing !== '') renameSync(this.growing, this.name)
    } catch (thrown) {
      throw fileFailure(this.name, thrown)
    }
  }

  /** Give up; does nothing after end(). What was there before is left as it was. */
  abandon(): void {
    if (this.ended || this.name === '-') return
    this.ended = true
    closeSync(this.fd)
    if (this.growing !== '') rmSync(this.growing, { force: true })
  }

  private flush(): void {
    const { used } = this
    this.used = 0
    try {
      writeWhole(this.fd, this.buffer, used)
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'EPIPE') throw new ReaderGone()
      throw fileFailure(this.name, thrown)
    }
  }
}

/** A server that runs under another user must be able to read it still. */
function keepOwner(fd: number, { uid, gid }: Stats): void {
  try {
    fchownSync(fd, uid, gid)
  } catch {
    // only root may give files away; whoever may not has files of his own
  }
}
