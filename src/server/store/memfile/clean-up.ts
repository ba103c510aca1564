import type { LeaseFileSchema } from '../../../lease-file/schema.js'
import type { Address } from '../../lease/lease.js'
import type { LeaseTable } from '../../lease/table.js'
import type { Logger } from '../../log/logger.js'
import type { Clock, Timers } from '../../time/clock.js'
import { compaction, tableCopy } from './compaction.js'
import { createLeaseFile, type Journal } from './journal.js'
import { type LeaseFileIo, reasonOf } from './lease-file-io.js'
import * as messages from './messages.js'
import { adoptCompleted, cleanerOf, type SideFiles } from './side-files.js'

/** Milliseconds of a slice; packets pass between two. */
const SLICE = 2

export interface CleanUpRooms<A extends Address> {
  readonly io: LeaseFileIo
  readonly files: SideFiles
  readonly schema: LeaseFileSchema
  readonly journal: Journal
  readonly syncByTimer: boolean
  readonly table: LeaseTable<A>
  readonly clock: Clock
  readonly timers: Timers
  readonly logger: Logger
  /** Write or undo the open batch. */
  settle(): void
}

/** Lease file clean-ups of one store, one at a time. */
export class CleanUp<A extends Address> {
  private readonly rooms: CleanUpRooms<A>
  private running: Promise<boolean> | undefined
  private aborted = false

  constructor(rooms: CleanUpRooms<A>) {
    this.rooms = rooms
  }

  get busy(): boolean {
    return this.running !== undefined
  }

  /** True: the file is clean. False: it could not be done; the log says why, and the leases are where they were. */
  run(): Promise<boolean> {
    this.running ??= this.start().finally(() => {
      this.running = undefined
    })
    return this.running
  }

  /** Write all leases to another file; returns how many. Throws what the system says. */
  async copyTo(path: string): Promise<number> {
    const { table } = this.rooms
    this.rooms.settle()
    // no lease may move to a row that has been passed
    table.pin()
    try {
      return (await this.drive(tableCopy(this.rooms, path))) ?? 0
    } finally {
      table.unpin()
    }
  }

  /** Stop; what has been written so far is of no use and removed. */
  abort(): void {
    this.aborted = true
    if (this.running !== undefined) this.rooms.io.remove(this.rooms.files.output)
  }

  private async start(): Promise<boolean> {
    const { io, files, logger } = this.rooms
    logger.log(messages.LFC_START)
    if (!this.prepare()) return false
    try {
      const count = await this.drive(compaction(this.rooms))
      if (count === undefined) return false
      logger.log(messages.LFC_WRITE_STATS, count, count, 0)
      return true
    } catch (thrown) {
      logger.log(messages.LFC_FAIL_PROCESS, reasonOf(thrown))
      return false
    } finally {
      removeQuietly(io, files.pid)
    }
  }

  /** Put the journal aside as F.1 and go on in a new F. What a clean-up before left behind stays, as in Kea. */
  private prepare(): boolean {
    const { io, files, logger } = this.rooms
    try {
      if (cleanerOf(io, files) !== 0) return false
      this.rooms.settle()
      io.writeText(files.pid, `${io.pid}\n`)
      if (io.exists(files.completed)) adoptCompleted(io, files)
      if (!io.exists(files.input)) rotate(this.rooms)
      return true
    } catch (thrown) {
      logger.log(messages.LFC_LEASE_FILE_RENAME_FAIL, files.current, files.input, reasonOf(thrown))
      removeQuietly(io, files.pid)
      return false
    }
  }

  private drive(steps: Generator<void, number>): Promise<number | undefined> {
    const { clock, timers } = this.rooms
    return new Promise((resolve, reject) => {
      const slice = (): void => {
        try {
          if (this.aborted) {
            steps.return(0)
            resolve(undefined)
            return
          }
          const end = clock.monotonic() + SLICE
          do {
            const step = steps.next()
            if (step.done === true) {
              resolve(step.value)
              return
            }
          } while (clock.monotonic() < end)
          timers.soon(slice)
        } catch (thrown) {
          reject(thrown)
        }
      }
      slice()
    })
  }
}

/**
 * F becomes F.1, and a new F with nothing but its header takes its place. At no moment is there no file to write to; a
 * crash between the two renames leaves F.1 alone, which is loaded as well. Throws what the system says.
 */
export function rotate(rooms: {
  readonly io: LeaseFileIo
  readonly files: SideFiles
  readonly schema: LeaseFileSchema
  readonly journal: Journal
  readonly syncByTimer: boolean
}): void {
  const { io, files, schema, journal } = rooms
  // What the timer was to sync stands in F.1 afterwards, out of its reach. Should this fail, the result of the clean-up,
  // which is written from memory, makes up for it.
  if (rooms.syncByTimer) journal.sync()
  const fresh = createLeaseFile(io, files.fresh, schema)
  try {
    io.rename(files.current, files.input)
    try {
      io.rename(files.fresh, files.current)
    } catch (thrown) {
      io.rename(files.input, files.current)
      throw thrown
    }
  } catch (thrown) {
    io.close(fresh.fd)
    removeQuietly(io, files.fresh)
    throw thrown
  }
  journal.switchTo(fresh)
}

function removeQuietly(io: LeaseFileIo, path: string): void {
  try {
    io.remove(path)
  } catch {
    // It is not read again, and a pid file of a process that is gone holds nobody up
  }
}
