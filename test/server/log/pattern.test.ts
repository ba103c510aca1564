import { describe, expect, test } from 'vitest'
import { defaultPattern, LineFormat, type Place, severities, syslogPattern } from '../../../src/server/log/pattern.js'

// 2026-11-20 17:53:30.673884 UTC, when the installed Kea 2.2 wrote the lines compared with here
const TIME = new Date(2026, 10, 20, 17, 53, 30, 673).getTime() + 0.884
const place: Place = {
  pid: 21366,
  thread: 140472031040000,
  hostname: 'vm',
  environment: { HOME: '/root' },
  started: TIME - 682,
}

const line = (pattern: string, severity: string = 'INFO', message = 'ID text'): string =>
  new LineFormat(pattern, 'kea-dhcp4.dhcp4', place).line(TIME, severities.indexOf(severity as 'INFO'), message)

describe('patterns, as the installed Kea 2.2 prints them', () => {
  test('the default line', () => {
    const format = new LineFormat(defaultPattern, 'kea-dhcp4.leases', { ...place, pid: 18322, thread: 140039371960832 })
    const time = new Date(2026, 10, 20, 17, 52, 22, 889).getTime()
    expect(format.line(time, severities.indexOf('INFO'), 'DHCP4_LEASE_ALLOC lease')).toBe(
      '2026-11-20 17:52:22.889 INFO  [kea-dhcp4.leases/18322.140039371960832] DHCP4_LEASE_ALLOC lease\n',
    )
    expect(format.line(time, severities.indexOf('DEBUG'), 'X')).toBe(
      '2026-11-20 17:52:22.889 DEBUG [kea-dhcp4.leases/18322.140039371960832] X\n',
    )
  })

  test.each([
    [syslogPattern, 'INFO  [kea-dhcp4.dhcp4.140472031040000] ID text\n'],
    ['%D{%q|%Q|%e|%y} %p', '673|673.884|20|26 INFO'],
    ['%D', '2026-11-20 17:53:30'],
    ['%D{}|', '2026-11-20 17:53:30|'],
    [
      '[%c{1}] [%c{2}] [%20c] [%-20c] [%.5c] [%20.5c]',
      '[dhcp4] [kea-dhcp4.dhcp4] [     kea-dhcp4.dhcp4] [kea-dhcp4.dhcp4     ] [dhcp4] [               dhcp4]',
    ],
    ['%i %t %r %h %H', '21366 140472031040000 682 vm vm'],
    ['%x|%X|%E{HOME}|%%', '||/root|%'],
    ['%z', '%z'],
    ['[%8p|%-8p|%.2p]', '[    INFO|INFO    |FO]'],
    ['\\n abc %', '\\n abc %'],
    ['text only', 'text only'],
    ['%p{x}', 'INFO{x}'],
    [
      '%D{%a %A %b %B %c %d %H %I %j %m %M %p %S %U %w %W %x %X %Y %%}',
      'Fri Friday Nov November Fri Nov 20 17:53:30 2026 20 17 05 324 11 53 PM 30 46 5 46 11/20/26 17:53:30 2026 %',
    ],
  ])('%j', (pattern, expected) => {
    expect(line(pattern)).toBe(expected)
  })

  test('%d is UTC', () => {
    const utc = new Date(TIME)
    expect(line('%d{%H:%M:%S.%q}')).toBe(utc.toISOString().slice(11, 23))
  })
})
