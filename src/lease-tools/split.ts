import { closeSync, openSync, renameSync, rmSync } from 'node:fs'
import type { LeaseRecord } from '../lease-file/lease-record.js'
import { RowWriter, rowBound } from '../lease-file/row-writer.js'
import { headerOf, schemaWrittenBy } from '../lease-file/schema.js'
import { eachCurrent } from './current-leases.js'
import { fileFailure } from './lease-tool-failed.js'
import { STATE_NAMES } from './lease-view.js'
import { writeWhole } from './nameless-file.js'
import { openLeases } from './open-leases.js'
import type { ProgressBar } from './progress.js'

export interface SplitOptions {
  readonly by: 'subnet' | 'state'
  /** What the names of the files begin with: "PREFIX-1.csv". */
  readonly prefix: string
  readonly generation: '2.2' | '3' | undefined
  readonly progress: ProgressBar
}

/** One of the files made. */
export interface SplitPart {
  readonly file: string
  readonly leases: number
}

/** Write the leases of files to a file for each subnet (or state). Throws LeaseToolFailed, having removed what it began. */
export async function splitLeases(files: readonly string[], options: SplitOptions): Promise<readonly SplitPart[]> {
  const { by, prefix, progress } = options
  const set = await openLeases(files)
  const parts = new Map<number, Part>()
  try {
    const schema = schemaWrittenBy(set.schema.width, options.generation ?? set.generation)
    const writer = new RowWriter(schema)
    const header = headerOf(schema)
    const watches = { first: progress.watch('reading'), second: progress.watch('writing') }
    eachCurrent(
      set,
      record => {
        const key = by === 'subnet' ? record.subnetId : record.state
        let part = parts.get(key)
        if (part === undefined) {
          part = new Part(`${prefix}-${by === 'subnet' ? key : STATE_NAMES[key]}.csv`, header)
          parts.set(key, part)
        }
        part.add(record, writer)
        return true
      },
      watches,
    )
    const list = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part)
    for (const part of list) part.end()
    return list.map(({ file, leases }) => ({ file, leases }))
  } catch (thrown) {
    for (const part of parts.values()) part.abandon()
    throw thrown
  } finally {
    progress.end()
    set.close()
  }
}

const ROOM = 16 * 1024

/** One file as it grows. It is open only while it is written to: there may be more subnets than descriptors. */
class Part {
  leases = 0
  private buffer = Buffer.allocUnsafeSlow(ROOM)
  private used: number
  private begun = false

  constructor(
    readonly file: string,
    header: string,
  ) {
    this.used = this.buffer.write(header)
  }

  add(record: LeaseRecord, writer: RowWriter): void {
    const bound = rowBound(record)
    if (this.used + bound > this.buffer.length) this.flush()
    if (bound > this.buffer.length) this.buffer = Buffer.allocUnsafeSlow(bound)
    this.used = writer.write(record, this.buffer, this.used)
    this.leases++
  }

  end(): void {
    this.flush()
    renameSync(`${this.file}.part`, this.file)
  }

  abandon(): void {
    rmSync(`${this.file}.part`, { force: true })
  }

  private flush(): void {
    try {
      const fd = openSync(`${this.file}.part`, this.begun ? 'a' : 'w', 0o640)
      this.begun = true
      try {
        writeWhole(fd, this.buffer, this.used)
      } finally {
        closeSync(fd)
      }
    } catch (thrown) {
      throw fileFailure(this.file, thrown)
    }
    this.used = 0
  }
}
