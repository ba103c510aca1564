import { LeaseCsvReader } from '../../../lease-file/csv-reader.js'
import type { LeaseRecord } from '../../../lease-file/lease-record.js'
import { headerOf, type LeaseFileSchema, schema4, schema6 } from '../../../lease-file/schema.js'
import type { AddressKind } from '../../../wire/address.js'
import type { LeaseDatabaseConfig } from '../../config/decided.js'
import type { Address } from '../../lease/lease.js'
import { LeaseTable } from '../../lease/table.js'
import type { LeaseObserver } from '../lease-store.js'
import { rotate } from './clean-up.js'
import { compaction } from './compaction.js'
import { createLeaseFile, Journal } from './journal.js'
import { type LeaseFileIo, reasonOf, systemIo, writeAll } from './lease-file-io.js'
import { type MemfileFile, type MemfileRooms, MemfileStore } from './memfile-store.js'
import * as messages from './messages.js'
import { adoptCompleted, cleanerOf, loadOrder, type SideFiles, sideFiles } from './side-files.js'

const CHUNK = 1 << 20

export interface OpenRooms<A extends Address> extends MemfileRooms {
  /** Told of all leases that were loaded, then of every change. */
  readonly observers?: readonly LeaseObserver<A>[]
  /** The system's files when left out. */
  readonly io?: LeaseFileIo
}

/**
 * Load the lease file and its side files, and go on writing to it. A file of another schema is written anew, in
 * the background. Rejects with the reason, in Kea's words where Kea has them, when a file cannot be read (as a whole:
 * bad rows are logged and left out), when another process is cleaning it up, or when it cannot be written.
 */
export async function openMemfileStore<A extends Address>(
  kind: AddressKind<A>,
  config: LeaseDatabaseConfig & { readonly path: string },
  rooms: OpenRooms<A>,
): Promise<MemfileStore<A>> {
  const { logger } = rooms
  logger.log(messages.DB, describe(kind, config))
  const table = new LeaseTable(kind)
  let file: MemfileFile | undefined
  let convert = false
  if (config.persist) {
    const opened = openFile(kind, config, rooms, table)
    file = opened.file
    convert = opened.convert
  } else logger.log(messages.NO_STORAGE)
  const store = new MemfileStore(kind, table, rooms, file)
  for (const observer of rooms.observers ?? []) for (const _ of store.observe(observer)) void _
  // Let what has ended by now be sorted before the first packet, not by it
  store.expired(rooms.clock.seconds(), 1)
  store.held(rooms.clock.seconds(), 1)
  if (convert) {
    const [major, minor] = file!.schema.version.split('.')
    logger.log(messages.CONVERTING_LEASE_FILES, major!, minor!)
    rooms.timers.soon(() => void store.compact())
  }
  return store
}

function openFile<A extends Address>(
  kind: AddressKind<A>,
  config: LeaseDatabaseConfig & { readonly path: string },
  rooms: OpenRooms<A>,
  table: LeaseTable<A>,
): { file: MemfileFile; convert: boolean } {
  const io = rooms.io ?? systemIo
  const schema = kind.width === 4 ? schema4 : schema6
  const files = sideFiles(config.path)
  if (cleanerOf(io, files) !== 0)
    throw new Error('unable to load leases from files while the lease file cleanup is in progress')
  let convert = false
  let currentIsOld = false
  let complete = true
  for (const path of loadOrder(io, files)) {
    // A server that died at its very first write left less than the header: that is an empty file
    if (path === files.current && isTornHeader(io, path, schema)) io.writeText(path, '')
    const state = loadFile(io, path, schema, config.maxRowErrors, rooms, table)
    if (state.old) convert = true
    if (path === files.current) {
      currentIsOld = state.old
      complete = state.endsWithLine
    }
  }
  if (io.exists(files.completed)) adoptCompleted(io, files)
  const opened = openJournal(io, config.path, schema, complete)
  const journal = new Journal(io, schema, { path: config.path, ...opened }, config.sync === 'batch')
  if (config.sync !== 'none') syncLoaded(io, files, journal)
  const file: MemfileFile = {
    io,
    files,
    schema,
    journal,
    syncByTimer: config.sync === 'interval',
    lfcInterval: config.lfcInterval,
  }
  if (currentIsOld) {
    // Rows of this schema cannot follow a header of another: the old file becomes input of a clean-up. Where a clean-up
    // that never ended holds that name, it is done now.
    if (io.exists(files.input)) for (const _ of compaction({ ...file, table, settle: () => {} })) void _
    rotate(file)
  }
  return { file, convert }
}

/**
 * What a process before this one left in the system's cache only is answered from now on, by renewals that write nothing
 * too: it is to be on the disk first. Throws what the system says.
 */
function syncLoaded(io: LeaseFileIo, files: SideFiles, journal: Journal): void {
  for (const path of loadOrder(io, files)) {
    if (path === files.current) continue
    const fd = io.open(path, 'read')
    try {
      io.sync(fd)
    } finally {
      io.close(fd)
    }
  }
  if (!journal.sync()) throw new Error(`unable to sync '${files.current}': ${journal.reason}`)
}

/** The lease file's descriptor and length, with a header if it is new and a line end if the last row lacks one. */
function openJournal(
  io: LeaseFileIo,
  path: string,
  schema: LeaseFileSchema,
  complete: boolean,
): { fd: number; length: number } {
  if (!io.exists(path)) return createLeaseFile(io, path, schema)
  const fd = io.open(path, 'update')
  try {
    const length = io.size(fd)
    if (length === 0) {
      io.close(fd)
      return createLeaseFile(io, path, schema)
    }
    if (complete) return { fd, length }
    // A row that was torn off stays a row of its own
    writeAll(io, fd, Buffer.from('\n'), 1, length)
    return { fd, length: length + 1 }
  } catch (thrown) {
    io.close(fd)
    throw new Error(`unable to open '${path}': ${reasonOf(thrown)}`)
  }
}

function loadFile<A extends Address>(
  io: LeaseFileIo,
  path: string,
  schema: LeaseFileSchema,
  maxErrors: number,
  rooms: OpenRooms<A>,
  table: LeaseTable<A>,
): { old: boolean; endsWithLine: boolean } {
  const { logger } = rooms
  logger.log(messages.LEASE_FILE_LOAD, path)
  const sink = {
    row: (record: LeaseRecord) => enter(table, record),
    bad: (bad: { row: number; line: number; reason: string }) => {
      logger.log(messages.LEASE_LOAD_ROW_ERROR, bad.row, bad.reason)
      // Kea's row is not the line that an editor shows: blank lines do not count, and the header does not
      logger.log(messages.ROW_LINE, bad.line, path)
    },
  }
  const reader = new LeaseCsvReader(schema, sink, { file: path, maxErrors })
  let endsWithLine = true
  const fd = io.open(path, 'read')
  try {
    let buffer = Buffer.allocUnsafeSlow(CHUNK)
    let kept = 0
    let position = 0
    for (;;) {
      if (kept === buffer.length) {
        const bigger = Buffer.allocUnsafeSlow(buffer.length * 2)
        buffer.copy(bigger, 0, 0, kept)
        buffer = bigger
      }
      const count = io.read(fd, buffer, kept, buffer.length - kept, position)
      if (count === 0) break
      position += count
      const end = kept + count
      endsWithLine = buffer[end - 1] === 0x0a
      const rest = reader.feed(buffer, 0, end)
      table.commit()
      if (reader.failure !== '') break
      buffer.copy(buffer, 0, rest, end)
      kept = end - rest
    }
    reader.end(buffer, 0, kept)
    table.commit()
  } finally {
    io.close(fd)
  }
  if (reader.failure !== '') throw new Error(reader.failure)
  logger.log(messages.LFC_READ_STATS, reader.rows - reader.errors, reader.rows, reader.errors)
  const { header } = reader
  if (header?.state === 'needs-upgrade') logger.log(messages.NEEDS_UPGRADING, path, schema.version)
  if (header?.state === 'needs-downgrade') logger.log(messages.NEEDS_DOWNGRADING, path, schema.version)
  return { old: header !== undefined && header.state !== 'current', endsWithLine }
}

function isTornHeader(io: LeaseFileIo, path: string, schema: LeaseFileSchema): boolean {
  const header = headerOf(schema)
  const fd = io.open(path, 'read')
  try {
    if (io.size(fd) >= header.length) return false
  } finally {
    io.close(fd)
  }
  return header.startsWith(io.readText(path))
}

/** The last row of an address wins; one with lifetime 0 deletes. */
function enter<A extends Address>(table: LeaseTable<A>, record: LeaseRecord): void {
  const slot = table.slotOf(record)
  if (record.validLifetime === 0) {
    if (slot >= 0) table.remove(slot)
  } else if (slot >= 0) table.update(slot, record)
  else table.insert(record)
}

function describe<A extends Address>(kind: AddressKind<A>, config: LeaseDatabaseConfig & { readonly path: string }) {
  const universe = kind.width === 4 ? 4 : 6
  return `name=${config.path} persist=${config.persist} type=memfile universe=${universe}`
}
