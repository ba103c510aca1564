import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLogs } from '../../../src/server/log/log-tree.js'
import { type Severity, warn } from '../../../src/server/log/logger.js'
import { MemorySink } from '../../../src/server/log/memory-sink.js'
import { SyslogSink } from '../../../src/server/log/syslog-sink.js'
import { VirtualTime } from '../../kit/virtual-time.js'

type Call = (...args: unknown[]) => number
const koffi = createRequire(import.meta.url)('koffi') as { load(name: null): { func(text: string): Call } }
const c = koffi.load(null)
const socket = c.func('int socket(int, int, int)')
const bind = c.func('int bind(int, void*, uint)')
const recv = c.func('intptr_t recv(int, void*, size_t, int)')
const close = c.func('int close(int)')

/** What syslogd does: a unix datagram socket somewhere. */
class Daemon {
  readonly #fd = socket(1, 2, 0)
  constructor(path: string) {
    const address = Buffer.alloc(110)
    address[0] = 1
    address.write(path, 2)
    expect(bind(this.#fd, address, 110)).toBe(0)
  }
  next(): string | undefined {
    const buffer = Buffer.allocUnsafeSlow(4096)
    const length = Number(recv(this.#fd, buffer, buffer.length, 0x40))
    return length < 0 ? undefined : buffer.toString('utf8', 0, length)
  }
  close(): void {
    close(this.#fd)
  }
}

let directory = ''
let path = ''
const time = new VirtualTime(new Date(2026, 10, 2, 7, 4, 5).getTime())
const complaints: string[] = []
const stderr = new MemorySink()
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'keats-syslog-'))
  path = join(directory, 'log')
  complaints.length = 0
  stderr.lines.length = 0
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const sinkOf = (facility: string): SyslogSink =>
  new SyslogSink(
    facility,
    { identity: 'kea-dhcp4', pid: 42, clock: time, complain: text => complaints.push(text), socket: path },
    stderr,
  )

// RFC 5424 6.2.1: facility * 8 + severity; Kea's FATAL is "critical"
test.each<[string, Severity, number]>([
  ['', 'INFO', 16 * 8 + 6],
  ['local7', 'DEBUG', 23 * 8 + 7],
  ['DAEMON', 'WARN', 3 * 8 + 4],
  ['user', 'ERROR', 1 * 8 + 3],
  ['auth', 'FATAL', 4 * 8 + 2],
])('facility %j, %s: priority %i', (facility, severity, priority) => {
  const daemon = new Daemon(path)
  const sink = sinkOf(facility)
  sink.append('a line\n', severity)
  expect(daemon.next()).toBe(`<${priority}>Nov  2 07:04:05 kea-dhcp4[42]: a line`)
  sink.close()
  daemon.close()
})

test('a daemon that was restarted gets the next line', () => {
  const first = new Daemon(path)
  const sink = sinkOf('')
  sink.append('one\n', 'INFO')
  expect(first.next()).toMatch(/one$/)
  first.close()
  rmSync(path)
  const second = new Daemon(path)
  sink.append('two\n', 'INFO')
  expect(second.next()).toMatch(/two$/)
  expect(complaints).toEqual([])
  sink.close()
  second.close()
})

test('without a daemon lines go elsewhere, with one complaint; when it comes it is used', () => {
  const sink = sinkOf('')
  sink.append('one\n', 'INFO')
  sink.append('two\n', 'INFO')
  expect(stderr.lines).toEqual(['one\n', 'two\n'])
  expect(complaints).toEqual([`${path}: cannot reach syslog; its lines go to stderr`])
  const daemon = new Daemon(path)
  time.advance(1000)
  sink.append('three\n', 'INFO')
  expect(daemon.next()).toMatch(/three$/)
  sink.close()
  daemon.close()
})

test('output "syslog:FACILITY" has its own default pattern', () => {
  const daemon = new Daemon(path)
  const output = { output: 'syslog:local1', maxSize: 0, maxVersions: 1, flush: true, pattern: '' }
  const logs = createLogs([{ name: 'kea-dhcp4', severity: 'INFO', debugLevel: 0, outputs: [output] }], {
    root: 'kea-dhcp4',
    clock: time,
    timers: time,
    syslogSocket: path,
    place: { pid: 7, thread: 3, hostname: 'vm', environment: {}, started: 0 },
  })
  logs.logger('leases').log(warn('ID', 'said %1'), 'so')
  expect(daemon.next()).toBe('<140>Nov  2 07:04:06 kea-dhcp4[7]: WARN  [kea-dhcp4.leases.3] ID said so')
  logs.close()
  daemon.close()
  expect(existsSync(path)).toBe(true)
})
