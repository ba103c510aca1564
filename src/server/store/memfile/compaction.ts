import { LeaseRecord } from '../../../lease-file/lease-record.js'
import { RowWriter, rowBound } from '../../../lease-file/row-writer.js'
import { headerOf, type LeaseFileSchema } from '../../../lease-file/schema.js'
import type { Address } from '../../lease/lease.js'
import type { LeaseTable } from '../../lease/table.js'
import { type LeaseFileIo, writeAll } from './lease-file-io.js'
import { adoptCompleted, type SideFiles } from './side-files.js'

const WRITE = 16 * 1024

/** What a clean-up works on. */
export interface CompactionRooms<A extends Address> {
  readonly io: LeaseFileIo
  readonly files: SideFiles
  readonly schema: LeaseFileSchema
  readonly table: LeaseTable<A>
  /** Called before rows are read: nothing that might still be undone may be written. */
  settle(): void
}

/**
 * Write the table to F.output and let it take the place of F.1 and F.2. The journal has been rotated before: what
 * changes while this runs stands in F, which is read after. Yields after every 16 KiB, so that whoever drives it can
 * let packets pass; returns the number of leases written. Throws what the system says, having closed its file.
 */
export function* compaction<A extends Address>(rooms: CompactionRooms<A>): Generator<void, number> {
  const { io, files } = rooms
  const count = yield* tableCopy(rooms, files.output)
  io.rename(files.output, files.completed)
  // Its name is on the disk before those of the files it was made from are gone
  io.syncFolder(files.completed)
  adoptCompleted(io, files)
  return count
}

/** Write the table to a file. As compaction(); leases that change meanwhile are written as they were, or as they are. */
export function* tableCopy<A extends Address>(
  rooms: Omit<CompactionRooms<A>, 'files'>,
  path: string,
): Generator<void, number> {
  const { io, schema, table } = rooms
  const writer = new RowWriter(schema)
  const record = new LeaseRecord()
  let buffer = Buffer.allocUnsafeSlow(WRITE * 2)
  let used = buffer.write(headerOf(schema))
  let position = 0
  let count = 0
  const fd = io.open(path, 'create')
  try {
    for (let slot = 0; slot < table.extent; slot++) {
      if (used >= WRITE) {
        writeAll(io, fd, buffer, used, position)
        position += used
        used = 0
        yield
        rooms.settle()
      }
      if (!table.isLive(slot)) continue
      table.read(slot, record)
      // In the file a lifetime of 0 means deleted: a lease kept for affinity lives in memory only, as in Kea
      if (record.validLifetime === 0) continue
      const bound = rowBound(record)
      if (used + bound > buffer.length) {
        writeAll(io, fd, buffer, used, position)
        position += used
        used = 0
        if (bound > buffer.length) buffer = Buffer.allocUnsafeSlow(bound)
      }
      used = writer.write(record, buffer, used)
      count++
    }
    writeAll(io, fd, buffer, used, position)
    io.sync(fd)
  } finally {
    io.close(fd)
  }
  return count
}
