import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'

/** Another server runs on the same configuration. */
export class AlreadyRunning extends Error {
  readonly pid: number

  constructor(path: string, pid: number) {
    super(`another server (pid ${pid}) already runs with this configuration: ${path}`)
    this.pid = pid
  }
}

/** The PID file of a server in its data directory, named after the configuration file. */
export function pidFilePath(dataDir: string, configFile: string | undefined): string {
  const name = configFile === undefined ? 'keats' : basename(configFile, extname(configFile))
  return join(dataDir, `${name}.keats.pid`)
}

/**
 * Take the PID file; whoever holds it runs. Throws AlreadyRunning when its process lives. A file that a killed server
 * left behind is taken over. Returns how to give it back.
 */
export function takePidFile(path: string, pid = process.pid): () => void {
  mkdirSync(dirname(path), { recursive: true })
  for (;;) {
    try {
      const fd = openSync(path, 'wx', 0o644)
      writeSync(fd, `${pid}\n`)
      closeSync(fd)
      return () => release(path, pid)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = holderOf(path)
      if (holder !== undefined && holder !== pid && isServer(holder)) throw new AlreadyRunning(path, holder)
      rmSync(path, { force: true })
    }
  }
}

function release(path: string, pid: number): void {
  if (holderOf(path) === pid) rmSync(path, { force: true })
}

function holderOf(path: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10)
    return pid > 0 ? pid : undefined
  } catch {
    return undefined
  }
}

/** Process ids are given again: a stranger that happens to have the number holds nothing. */
function isServer(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('serve')
  } catch {
    return true
  }
}
