import { describe, expect, test } from 'vitest'
import type { LoggerConfig } from '../../../src/server/config/decided.js'
import { createLogs, startupLoggers } from '../../../src/server/log/log-tree.js'
import { debug, error, info, warn } from '../../../src/server/log/logger.js'
import { MemorySink } from '../../../src/server/log/memory-sink.js'
import { VirtualTime } from '../../kit/virtual-time.js'

const alloc = info('DHCP4_LEASE_ALLOC', '%1: lease %2 has been allocated for %3 seconds')
const basic = debug(40, 'BASIC', 'basic')
const detail = debug(55, 'DETAIL', 'detail')
const slow = warn('SLOW', 'slow')
const broken = error('BROKEN', '%1 broke')

const output = { output: 'stdout', maxSize: 0, maxVersions: 1, flush: true, pattern: '[%c] %p %m\n' }
const config = (
  name: string,
  severity: LoggerConfig['severity'],
  debugLevel = 0,
  outputs: LoggerConfig['outputs'] = [],
): LoggerConfig => ({ name, severity, debugLevel, outputs })

function logsOf(configs: LoggerConfig[], verbose = false) {
  const time = new VirtualTime()
  const sink = new MemorySink()
  const root = config('kea-dhcp4', 'INFO', 0, [output])
  const all = configs.some(c => c.name === 'kea-dhcp4') ? configs : [root, ...configs]
  return { sink, logs: createLogs(all, { root: 'kea-dhcp4', clock: time, timers: time, sink, verbose }) }
}

describe('what is logged', () => {
  test('a line has id and text with its arguments in place', () => {
    const { sink, logs } = logsOf([])
    logs.logger('leases').log(alloc, '[hwtype=1 1a:00:00:00:00:10]', '192.0.2.10', 4000)
    expect(sink.lines).toEqual([
      '[kea-dhcp4.leases] INFO DHCP4_LEASE_ALLOC [hwtype=1 1a:00:00:00:00:10]: lease 192.0.2.10 has been allocated for 4000 seconds\n',
    ])
  })

  test('arguments may look like places, and a missing one leaves its place', () => {
    const { sink, logs } = logsOf([])
    logs.logger('leases').log(alloc, '%2', '%3')
    expect(sink.lines).toEqual([
      '[kea-dhcp4.leases] INFO DHCP4_LEASE_ALLOC %2: lease %3 has been allocated for %3 seconds\n',
    ])
  })

  test('severity and debug level decide', () => {
    const said = (severity: LoggerConfig['severity'], level: number) => {
      const { sink, logs } = logsOf([config('kea-dhcp4', severity, level, [{ ...output, pattern: '%m' }])])
      const logger = logs.logger('x')
      for (const message of [detail, basic, alloc, slow, broken]) {
        const before = sink.lines.length
        logger.log(message, 1, 2, 3)
        expect(logger.on(message)).toBe(sink.lines.length > before)
      }
      return sink.lines.map(line => line.split(' ')[0])
    }
    expect(said('DEBUG', 99)).toEqual(['DETAIL', 'BASIC', 'DHCP4_LEASE_ALLOC', 'SLOW', 'BROKEN'])
    expect(said('DEBUG', 40)).toEqual(['BASIC', 'DHCP4_LEASE_ALLOC', 'SLOW', 'BROKEN'])
    expect(said('DEBUG', 39)).toEqual(['DHCP4_LEASE_ALLOC', 'SLOW', 'BROKEN'])
    expect(said('INFO', 99)).toEqual(['DHCP4_LEASE_ALLOC', 'SLOW', 'BROKEN'])
    expect(said('WARN', 0)).toEqual(['SLOW', 'BROKEN'])
    expect(said('FATAL', 0)).toEqual([])
    expect(said('NONE', 0)).toEqual([])
  })

  test('-d logs everything, whatever the configuration says', () => {
    const { logs } = logsOf([config('kea-dhcp4', 'NONE')], true)
    expect(logs.logger('leases').on(debug(99, 'X', 'x'))).toBe(true)
  })
})

describe('the hierarchy', () => {
  test('a logger without a configuration of its own follows the root', () => {
    const { logs } = logsOf([config('kea-dhcp4', 'DEBUG', 40)])
    expect(logs.logger('leases').on(basic)).toBe(true)
    expect(logs.logger('').on(basic)).toBe(true)
  })

  test('the more specific name wins; where to is inherited', () => {
    const { sink, logs } = logsOf([config('kea-dhcp4.leases', 'WARN'), config('kea-dhcp4.eval', 'DEBUG', 55)])
    for (const name of ['leases', 'eval', 'dhcp4']) {
      logs.logger(name).log(basic)
      logs.logger(name).log(slow)
    }
    expect(sink.lines).toEqual([
      '[kea-dhcp4.leases] WARN SLOW slow\n',
      '[kea-dhcp4.eval] DEBUG BASIC basic\n',
      '[kea-dhcp4.eval] WARN SLOW slow\n',
      '[kea-dhcp4.dhcp4] WARN SLOW slow\n',
    ])
  })

  test('a name without the root is below it, as in Kea', () => {
    const { logs } = logsOf([config('leases', 'DEBUG', 99)])
    expect(logs.logger('leases').on(detail)).toBe(true)
    expect(logs.logger('dhcp4').on(detail)).toBe(false)
  })

  test('only outputs of the nearest logger that has some are written to', () => {
    const { sink, logs } = logsOf([config('kea-dhcp4.leases', 'INFO', 0, [{ ...output, pattern: 'own %m\n' }])])
    logs.logger('leases').log(slow)
    expect(sink.lines).toEqual(['own SLOW slow\n'])
  })

  test('several outputs each get the line in their own pattern', () => {
    const outputs = [output, { ...output, output: 'stderr', pattern: '%p\n' }]
    const { sink, logs } = logsOf([config('kea-dhcp4', 'INFO', 0, outputs)])
    logs.logger('x').log(slow)
    expect(sink.lines).toEqual(['[kea-dhcp4.x] WARN SLOW slow\n', 'WARN\n'])
  })
})

describe('reload', () => {
  test('loggers that were handed out follow the new configuration', () => {
    const { sink, logs } = logsOf([])
    const leases = logs.logger('leases')
    expect(leases.on(basic)).toBe(false)
    logs.reconfigure([config('kea-dhcp4', 'DEBUG', 99, [{ ...output, pattern: 'new %m\n' }])])
    expect(logs.logger('leases')).toBe(leases)
    leases.log(basic)
    expect(sink.lines).toEqual(['new BASIC basic\n'])
  })

  test('closing closes', () => {
    const { sink, logs } = logsOf([])
    const logger = logs.logger('x')
    logs.reopen()
    logs.close()
    logger.log(slow)
    expect([sink.closed, sink.reopened, sink.lines]).toEqual([true, 1, []])
  })
})

test('before the configuration is read, KEA_LOGGER_DESTINATION says where to', () => {
  expect(startupLoggers('kea-dhcp4', undefined)[0]!.outputs[0]!.output).toBe('stdout')
  expect(startupLoggers('kea-dhcp4', 'syslog:daemon')[0]).toMatchObject({
    name: 'kea-dhcp4',
    severity: 'INFO',
    outputs: [{ output: 'syslog:daemon' }],
  })
})
