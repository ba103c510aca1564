import { readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { type LeaseFileIo, systemIo } from '../server/store/memfile/lease-file-io.js'
import { adoptCompleted, cleanerOf, type SideFiles, sideFiles } from '../server/store/memfile/side-files.js'
import { findCurrent } from './current-leases.js'
import type { LeaseSet } from './lease-set.js'
import { fileFailure, LeaseToolFailed } from './lease-tool-failed.js'
import { openLeases } from './open-leases.js'
import { writeOrdered } from './ordered-leases.js'
import { Output } from './output.js'
import type { ProgressBar } from './progress.js'

export interface CompactOptions {
  /** Whose schema is written; undefined: that of what is read. */
  readonly generation?: '2.2' | '3' | undefined
  /** More bad rows than this in one file are too many; 0: any number will do. */
  readonly maxErrors: number
  readonly progress: ProgressBar
}

export interface Compacted {
  /** Where the result stands now. */
  readonly output: string
  /** Rows read, bad ones too. */
  readonly rows: number
  readonly errors: number
  readonly leases: number
  /** Bytes before and after. */
  readonly before: number
  readonly after: number
  /** A server has the file open: only what its clean-ups left beside it was compacted. */
  readonly beside: boolean
}

/** One row for each lease that there is now, by address, to `output` ("-": standard output): what kea-lfc writes. */
export async function compactTo(names: readonly string[], output: string, options: CompactOptions): Promise<Compacted> {
  const set = await openLeases(names)
  try {
    return { ...compactSet(set, output, options), beside: false }
  } finally {
    set.close()
  }
}

/** `like`: the file whose owner and rights the result gets. */
function compactSet(set: LeaseSet, output: string, options: CompactOptions, like?: string): Omit<Compacted, 'beside'> {
  const { progress, maxErrors, generation = set.generation } = options
  const { last, rows, errors } = findCurrent(set, progress.watch('reading'), maxErrors)
  const out = new Output(output, like)
  try {
    writeOrdered(set, last, generation, out, progress.watch('writing'))
    out.end()
  } finally {
    out.abandon()
    progress.end()
  }
  return { output, rows, errors, leases: last.live, before: set.size, after: out.size }
}

/**
 * Compact a lease file where it stands, with all its side files. At every moment a server that starts finds all leases,
 * and it does not start while this goes on: F.pid names us. When a server has the file open, F is left alone and its side
 * files become F.2, as after a clean-up of the server's own.
 */
export function compactInPlace(path: string, options: CompactOptions): Promise<Compacted> {
  const files = sideFiles(realPathOf(path))
  return locked(systemIo, files, async () => {
    if (!isHeldOpen(files.current)) return { ...(await replaceWhole(files, options)), beside: false }
    const { previous, input, completed } = files
    const before = systemIo.exists(completed) ? [completed] : [previous, input].filter(file => systemIo.exists(file))
    if (before.length === 0)
      throw new LeaseToolFailed(
        `${path}: a process has it open, and there is nothing beside it to compact; use -o, or tell the server to clean up`,
      )
    return { ...(await cleanUp(before, files, options)), beside: true }
  })
}

/**
 * What kea-lfc does with the files of its arguments: `previous` and `input` become `output`, that becomes `completed`,
 * and that takes the place of `previous`. What a call before left as `completed` is only put in its place; undefined then.
 */
export function cleanUpAsKea(width: 4 | 16, files: SideFiles, options: CompactOptions): Promise<Compacted | undefined> {
  return locked(systemIo, files, async () => {
    if (systemIo.exists(files.completed)) {
      adoptCompleted(systemIo, files)
      return undefined
    }
    const before = [files.previous, files.input].filter(file => systemIo.exists(file))
    return { ...(await cleanUp(before, files, options, width)), beside: true }
  })
}

async function cleanUp(
  before: readonly string[],
  files: SideFiles,
  options: CompactOptions,
  width?: 4 | 16,
): Promise<Omit<Compacted, 'beside'>> {
  const set = await openLeases(before, { sideFiles: false, format: 'kea', width })
  try {
    if (width !== undefined && set.schema.width !== width)
      throw new LeaseToolFailed(`${before[0]}: leases of DHCPv${width === 4 ? 6 : 4}`)
    const result = compactSet(set, files.output, options, before[0])
    systemIo.rename(files.output, files.completed)
    adoptCompleted(systemIo, files)
    return { ...result, output: files.previous }
  } finally {
    set.close()
  }
}

async function replaceWhole(files: SideFiles, options: CompactOptions): Promise<Omit<Compacted, 'beside'>> {
  const set = await openLeases([files.current])
  try {
    const result = compactSet(set, files.output, options, files.current)
    const stat = statSync(files.current)
    if (isHeldOpen(files.current) || stat.size !== set.sources.at(-1)!.size) {
      systemIo.remove(files.output)
      throw new LeaseToolFailed(`${files.current}: a process has begun to use it; nothing was changed`)
    }
    // From here on a server reads F.completed and then F, whose rows say nothing new; what was before them is not read
    systemIo.rename(files.output, files.completed)
    systemIo.remove(files.previous)
    systemIo.remove(files.input)
    systemIo.rename(files.completed, files.current)
    return { ...result, output: files.current }
  } finally {
    set.close()
  }
}

/** Do it while F.pid names this process. */
async function locked<T>(io: LeaseFileIo, files: SideFiles, work: () => Promise<T>): Promise<T> {
  const other = cleanerOf(io, files)
  if (other !== 0) throw new LeaseToolFailed(`${files.pid}: process ${other} cleans up these files right now`)
  try {
    io.writeText(files.pid, `${io.pid}\n`)
  } catch (thrown) {
    throw fileFailure(files.pid, thrown)
  }
  try {
    return await work()
  } finally {
    io.remove(files.pid)
  }
}

/** Lease files may be behind a symbolic link: the result takes the place of the file, not of the link. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path)
  } catch (thrown) {
    throw fileFailure(path, thrown)
  }
}

/** Whether another process has the file open, as far as this user may know. */
function isHeldOpen(path: string): boolean {
  const file = statSync(path)
  for (const pid of list('/proc')) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue
    for (const fd of list(`/proc/${pid}/fd`)) {
      try {
        const link = `/proc/${pid}/fd/${fd}`
        if (!readlinkSync(link).startsWith('/')) continue
        const other = statSync(link)
        if (other.ino === file.ino && other.dev === file.dev) return true
      } catch {
        // it has been closed since
      }
    }
  }
  return false
}

function list(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}
