import { readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'

/**
 * Makes way for a socket at `path`: takes its lock file, and removes the socket that a dead process left. Returns what
 * gives the lock back, or undefined when a living process has the socket.
 */
export async function claimSocket(path: string, pid: number): Promise<(() => void) | undefined> {
  if (await answers(path)) return undefined
  const lock = `${path}.lock`
  if (!takeLock(lock, pid)) return undefined
  remove(path)
  return () => remove(lock)
}

/** True when somebody takes connections at this path. */
function answers(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** A lock of a process that has ended, and Kea's, which is empty, may be taken over: nobody answered at the socket. */
function takeLock(lock: string, pid: number): boolean {
  try {
    writeFileSync(lock, `${pid}\n`, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const holder = Number.parseInt(readFileSync(lock, 'utf8'), 10)
  if (holder > 0 && holder !== pid && alive(holder)) return false
  writeFileSync(lock, `${pid}\n`, { mode: 0o600 })
  return true
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // it was not there
  }
}
