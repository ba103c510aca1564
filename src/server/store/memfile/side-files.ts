import type { LeaseFileIo } from './lease-file-io.js'

/** Kea's names for what stands beside lease file F while it is cleaned up. */
export interface SideFiles {
  readonly current: string
  /** What was F when the clean-up began. */
  readonly input: string
  /** Result of the clean-up before. */
  readonly previous: string
  /** The result as it grows; not read when it was left behind. */
  readonly output: string
  /** The result when it is whole; it replaces `previous` and `input`. */
  readonly completed: string
  /** Names the process that cleans up. */
  readonly pid: string
  /** A new, empty F before it takes its name; not Kea's, and not read when it was left behind. */
  readonly fresh: string
}

export function sideFiles(path: string): SideFiles {
  return {
    current: path,
    input: `${path}.1`,
    previous: `${path}.2`,
    output: `${path}.output`,
    completed: `${path}.completed`,
    pid: `${path}.pid`,
    fresh: `${path}.new`,
  }
}

/** The files to load, oldest first; those that are not there are left out. */
export function loadOrder(io: LeaseFileIo, files: SideFiles): string[] {
  const before = io.exists(files.completed) ? [files.completed] : [files.previous, files.input]
  return [...before, files.current].filter(path => io.exists(path))
}

/** The other process that cleans this file up right now; 0: none. A pid file left by one that is gone does not count. */
export function cleanerOf(io: LeaseFileIo, files: SideFiles): number {
  if (!io.exists(files.pid)) return 0
  const pid = Number.parseInt(io.readText(files.pid), 10)
  return Number.isInteger(pid) && pid > 0 && pid !== io.pid && io.isRunning(pid) ? pid : 0
}

/** Let the whole result of a clean-up take the place of what it was made from. Safe to repeat after a crash. */
export function adoptCompleted(io: LeaseFileIo, files: SideFiles): void {
  io.remove(files.previous)
  io.remove(files.input)
  io.rename(files.completed, files.previous)
}
