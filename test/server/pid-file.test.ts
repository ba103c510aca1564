import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { AlreadyRunning, pidFilePath, takePidFile } from '../../src/server/pid-file.js'

const made: string[] = []
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'keats-pid-'))
  made.push(path)
  return path
}
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true })
})

describe('the PID file', () => {
  it('is named after the configuration file', () => {
    expect(pidFilePath('/data', '/etc/keats/office.conf')).toBe('/data/office.keats.pid')
    expect(pidFilePath('/data', undefined)).toBe('/data/keats.keats.pid')
  })

  it('holds the pid until it is given back', () => {
    const path = join(folder(), 'deep', 'a.pid')
    const release = takePidFile(path)
    expect(readFileSync(path, 'utf8')).toBe(`${process.pid}\n`)
    release()
    expect(() => readFileSync(path)).toThrow('ENOENT')
  })

  it('of a process that is gone is taken over', () => {
    const path = join(folder(), 'a.pid')
    // pid_max of Linux is at most 2^22: this one never lives
    writeFileSync(path, `${2 ** 22 + 1}\n`)
    takePidFile(path)()
  })

  it('with nothing sensible in it is taken over', () => {
    const path = join(folder(), 'a.pid')
    writeFileSync(path, 'torn')
    takePidFile(path)()
  })

  it('of a stranger that was given the same number is taken over', () => {
    const path = join(folder(), 'a.pid')
    writeFileSync(path, '1\n')
    takePidFile(path)()
  })

  it('is not given back by one who does not hold it', () => {
    const path = join(folder(), 'a.pid')
    const release = takePidFile(path)
    writeFileSync(path, '1\n')
    release()
    expect(readFileSync(path, 'utf8')).toBe('1\n')
  })

  it('names the pid of the server that runs', () => {
    const error = new AlreadyRunning('/data/a.pid', 42)
    expect(error.message).toContain('pid 42')
  })
})
