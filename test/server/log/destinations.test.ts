import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LoggerConfig, LogOutputConfig } from '../../../src/server/config/decided.js'
import { createLogs } from '../../../src/server/log/log-tree.js'
import { error, info } from '../../../src/server/log/logger.js'
import { VirtualTime } from '../../kit/virtual-time.js'

const said = info('SAID', '%1')
const failed = error('FAILED', '%1')

let directory = ''
let time = new VirtualTime()
let complaints: string[] = []
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'keats-log-'))
  time = new VirtualTime()
  complaints = []
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const at = (name: string): string => join(directory, name)
const read = (name: string): string => readFileSync(at(name), 'utf8')
const output = (name: string, more: Partial<LogOutputConfig> = {}): LogOutputConfig => ({
  output: at(name),
  maxSize: 0,
  maxVersions: 1,
  flush: true,
  pattern: '%m\n',
  ...more,
})
const root = (...outputs: LogOutputConfig[]): LoggerConfig => ({
  name: 'kea-dhcp4',
  severity: 'INFO',
  debugLevel: 0,
  outputs,
})
const open = (...configs: LoggerConfig[]) =>
  createLogs(configs, {
    root: 'kea-dhcp4',
    clock: time,
    timers: time,
    complain: text => complaints.push(text),
    syslogSocket: at('no-such-socket'),
  })

describe('log files', () => {
  test('lines of a turn are written when it ends, in order, and appended to what is there', () => {
    writeFileSync(at('log'), 'before\n')
    const logs = open(root(output('log')))
    logs.logger('x').log(said, 1)
    logs.logger('y').log(said, 2)
    expect(read('log')).toBe('before\n')
    time.settle()
    expect(read('log')).toBe('before\nSAID 1\nSAID 2\n')
    logs.close()
  })

  test('an error does not wait', () => {
    const logs = open(root(output('log')))
    logs.logger('x').log(failed, 'now')
    expect(read('log')).toBe('FAILED now\n')
    logs.close()
  })

  test('nothing is lost on close', () => {
    const logs = open(root(output('log', { flush: false })))
    logs.logger('x').log(said, 'last words')
    logs.close()
    expect(read('log')).toBe('SAID last words\n')
  })

  test('without flush lines wait, a second at most', () => {
    const logs = open(root(output('log', { flush: false })))
    logs.logger('x').log(said, 1)
    time.settle()
    expect(read('log')).toBe('')
    time.advance(1000)
    expect(read('log')).toBe('SAID 1\n')
    logs.close()
  })

  test('reopen after logrotate: the old file ends, a new one begins', () => {
    const logs = open(root(output('log')))
    logs.logger('x').log(said, 1)
    time.settle()
    renameSync(at('log'), at('log.old'))
    logs.logger('x').log(said, 2)
    logs.reopen()
    logs.logger('x').log(said, 3)
    time.settle()
    expect([read('log.old'), read('log')]).toEqual(['SAID 1\nSAID 2\n', 'SAID 3\n'])
    logs.close()
  })

  test('a reload moves the log to another file and closes the first', () => {
    const logs = open(root(output('a')))
    const logger = logs.logger('x')
    logger.log(said, 1)
    logs.reconfigure([root(output('b'))])
    logger.log(said, 2)
    time.settle()
    expect([read('a'), read('b')]).toEqual(['SAID 1\n', 'SAID 2\n'])
    logs.close()
  })

  test('two loggers of one file share it', () => {
    const child = { ...root(output('log', { pattern: 'child %m\n' })), name: 'kea-dhcp4.leases' }
    const logs = open(root(output('log')), child)
    logs.logger('dhcp4').log(said, 1)
    logs.logger('leases').log(said, 2)
    logs.logger('dhcp4').log(said, 3)
    logs.close()
    expect(read('log')).toBe('SAID 1\nchild SAID 2\nSAID 3\n')
  })
})

describe('rotation', () => {
  const line = 'x'.repeat(1000)
  const fill = (maxSize: number, maxVersions: number, lines: number) => {
    const logs = open(root(output('log', { maxSize, maxVersions })))
    for (let i = 0; i < lines; i++) logs.logger('x').log(said, `${i} ${line}`)
    logs.close()
  }

  test('at maxsize the file becomes .1, .1 becomes .2; no line is lost or split', () => {
    fill(204_800, 3, 700)
    const files = readdirSync(directory).sort()
    expect(files).toEqual(['log', 'log.1', 'log.2', 'log.3'])
    const numbers = ['log.3', 'log.2', 'log.1', 'log'].flatMap(name =>
      read(name)
        .trimEnd()
        .split('\n')
        .map(text => Number(text.split(' ')[1])),
    )
    expect(numbers).toEqual(Array.from({ length: 700 }, (_, i) => i))
    // one line more than maxsize at most
    for (const name of files) expect(statSync(at(name)).size).toBeLessThanOrEqual(204_800 + 1100)
  })

  test('no more than maxver old files are kept', () => {
    fill(204_800, 1, 1000)
    expect(readdirSync(directory).sort()).toEqual(['log', 'log.1'])
  })

  test('a file that was full before the start counts', () => {
    writeFileSync(at('log'), 'y'.repeat(204_790))
    fill(204_800, 1, 1)
    expect(statSync(at('log.1')).size).toBeGreaterThan(204_800)
  })

  test('a device is left where it is', () => {
    symlinkSync('/dev/null', at('log'))
    fill(204_800, 3, 700)
    expect(readdirSync(directory)).toEqual(['log'])
    expect(readlinkSync(at('log'))).toBe('/dev/null')
  })

  test.each([0, 204_799])('maxsize %i: no rotation (the smallest is 204800)', maxSize => {
    fill(maxSize, 3, 700)
    expect(readdirSync(directory)).toEqual(['log'])
  })
})

describe('a file that cannot be written', () => {
  test('is reported once, tried again, and gets the lines that waited', () => {
    const logs = open(root(output('missing/log')))
    const logger = logs.logger('x')
    for (let i = 0; i < 3; i++) {
      logger.log(said, i)
      time.settle()
      time.advance(1000)
    }
    expect(complaints).toEqual([`${at('missing/log')}: cannot write the log: ENOENT; it is tried again every second`])
    mkdirSync(at('missing'))
    time.advance(1000)
    expect(read('missing/log')).toBe('SAID 0\nSAID 1\nSAID 2\n')
    expect(complaints[1]).toBe(`${at('missing/log')}: written again`)
    logs.close()
    expect(complaints).toHaveLength(2)
  })

  test('a full disk is reported once', () => {
    const logs = open(root({ ...output('log'), output: '/dev/full' }))
    for (let i = 0; i < 3; i++) {
      logs.logger('x').log(said, i)
      time.settle()
      time.advance(1000)
    }
    expect(complaints).toEqual(['/dev/full: cannot write the log: ENOSPC; it is tried again every second'])
    logs.close()
  })

  test('lines that found no room are counted', () => {
    const logs = open(root(output('missing/log')))
    for (let i = 0; i < 3000; i++) logs.logger('x').log(said, 'z'.repeat(1000))
    mkdirSync(at('missing'))
    time.advance(1000)
    const written = read('missing/log').split('\n').length - 1
    expect(complaints.at(-1)).toBe(`${at('missing/log')}: written again, ${3000 - written} lines were lost`)
    logs.close()
  })

  test('does not hold back the other outputs, and does not grow without bound', () => {
    const logs = open(root(output('missing/log'), output('log')))
    for (let i = 0; i < 3000; i++) logs.logger('x').log(said, 'z'.repeat(1000))
    time.settle()
    expect(read('log').length).toBe(3000 * 1006)
    logs.close()
    expect(complaints.at(-1)).toMatch(/characters of log are lost$/)
  })
})

test('without a syslog daemon the log says so once and goes on', () => {
  const logs = open(root({ ...output('log'), output: 'syslog:nonsense', pattern: '' }))
  expect(complaints).toEqual(['syslog has no facility "nonsense"; local0 is used'])
  logs.close()
})
