import { describe, expect, test } from 'vitest'
import { defaultRouteInterfaces } from '../../src/perf/default-route.js'
import { compareReports } from '../../src/perf/report/compare.js'
import { csvOf } from '../../src/perf/report/csv.js'
import { Dashboard, sparkline } from '../../src/perf/report/dashboard.js'
import { htmlOf } from '../../src/perf/report/html.js'
import { perfdhcpReport, periodicLine } from '../../src/perf/report/perfdhcp-text.js'
import { exitCodeOf } from '../../src/perf/report/report.js'
import { reportLines } from '../../src/perf/report/text.js'
import { encodePacket4 } from '../kit/packet4.js'
import { server4 } from './server4.js'
import { perform, plan } from './stage.js'

const silent = perform(plan({ count: 2, scenario: { name: 'closed', inFlight: 2 }, dropTime: [100, 100] }), () => [])
const good = perform(plan({ count: 300, rate: 100 }), server4())

describe('reports', () => {
  // what perfdhcp 2.2.0 prints for `perfdhcp -4 -l 10.0.0.2 -d 0.1 -n 2 -R 2` and a server that is not there
  test("perfdhcp's text, nothing received", () => {
    expect(perfdhcpReport(silent.report, plan()).join('\n')).toBe(`***Rate statistics***
Rate: 0 4-way exchanges/second
***Malformed Packets***
Malformed packets: 0
***Statistics for: DISCOVER-OFFER***
sent packets: 2
received packets: 0
drops: 2
drops ratio: 100 %
orphans: 0
rejected leases: 0
non unique addresses: 0

min delay: inf ms
avg delay: min delay: n/a
avg delay: n/a
max delay: n/a
std deviation: n/a
collected packets: 0

***Statistics for: REQUEST-ACK***
sent packets: 0
received packets: 0
drops: 0
drops ratio: -nan %
orphans: 0
rejected leases: 0
non unique addresses: 0

min delay: inf ms
avg delay: min delay: n/a
avg delay: n/a
max delay: n/a
std deviation: n/a
collected packets: 0
`)
  })

  // the lines of the same version for `-r 5 -n 10` that do not depend on the clock
  test("perfdhcp's text, with a rate", () => {
    const lines = perfdhcpReport(good.report, plan({ rate: 100 }))
    expect(lines[1]).toMatch(/^Rate: [\d.]+ 4-way exchanges\/second, expected rate: 100$/)
    expect(lines[2]).toBe('')
    expect(lines.filter(line => line.startsWith('drops ratio'))).toEqual(['drops ratio: 0 %', 'drops ratio: 0.000 %'])
    expect(lines).toContain('min delay: 1.000 ms')
  })

  // what perfdhcp 2.2.0 prints behind its statistics for `--scenario avalanche -R 20`, the time aside
  test("perfdhcp's text, avalanche", () => {
    const avalanche = plan({ clients: 20, count: 0, scenario: { name: 'avalanche' } })
    const lines = perfdhcpReport(perform(avalanche, server4()).report, avalanche).slice(-4)
    expect(lines[0]).toMatch(/^It took 00:00:00\.\d{6} to provision 20 clients\. $/)
    expect(lines.slice(1)).toEqual(['Requests sent + resent: 40', 'Requests resent: 0', 'Responses received: 40'])
  })

  test("perfdhcp's periodic lines", () => {
    const kind = (sent: number) => ({ sent, received: sent - 1, dropped: 1, rejected: 0 })
    const progress = { share: 0.5, kinds: [kind(9), kind(8), kind(0)], completed: 7, moment: undefined }
    expect(periodicLine(progress, plan(), undefined)).toBe('sent: 9/8; received: 8/7; drops: 1/1; rejected: 0/0')
    expect(periodicLine(progress, plan(), ',')).toBe('9,8,8,7,1,1,0,0')
  })

  test('exit codes: 0, 3 for what was lost, 4 for what was wrong if that is to count', () => {
    const wrong = perform(
      plan(),
      server4(answer => encodePacket4({ ...answer, options: answer.options.filter(({ code }) => code !== 51) })),
    )
    expect(exitCodeOf(good.report, true)).toBe(0)
    expect(exitCodeOf(silent.report, true)).toBe(3)
    expect([exitCodeOf(wrong.report, false), exitCodeOf(wrong.report, true)]).toEqual([0, 4])
    expect(reportLines(wrong.report).join('\n')).toContain('2 lifetimes')
  })

  test('seconds, one by one, add up to the whole', () => {
    const rows = csvOf(good.report).trim().split('\n')
    expect(rows[0]).toBe('second,sent,completed,lost,p50,p99,max')
    const completed = rows.slice(1).map(row => Number(row.split(',')[2]))
    expect(completed.length).toBeGreaterThanOrEqual(3)
    expect(completed.reduce((sum, n) => sum + n, 0)).toBe(300)
  })

  test('the page needs nothing from elsewhere and holds no markup of the server', () => {
    const page = htmlOf({ ...good.report, problems: [{ name: 'nak', count: 1, first: '<script>alert(1)</script>' }] })
    expect(page).not.toMatch(/(src|href)=|<script>/)
    expect(page.match(/<polyline/g)).toHaveLength(4)
  })

  test('a run that is slower, loses more or gets wrong answers is a regression; within the tolerance it is not', () => {
    const { report } = good
    const worse = (other: Partial<typeof report>) =>
      compareReports(report, { ...report, ...other }, 0.1)
        .filter(({ regression }) => regression)
        .map(({ what }) => what)
    expect(worse({})).toEqual([])
    expect(worse({ rate: report.rate * 0.95 })).toEqual([])
    expect(worse({ rate: report.rate * 0.85 })).toEqual(['exchanges a second'])
    expect(worse({ latency: { ...report.latency, p99: report.latency.p99 * 2 } })).toEqual(['latency p99'])
    expect(worse({ loss: 0.01 })).toEqual(['not completed'])
    expect(worse({ problems: [{ name: 'nak', count: 3, first: '' }] })).toEqual(['answers with nak'])
    expect(worse({ rate: report.rate * 2 })).toEqual([])
  })

  test('the dashboard takes its own lines away before it draws the next', () => {
    const written: string[] = []
    const board = new Dashboard({ write: text => written.push(text), columns: 80 }, plan(), () => 0)
    const progress = {
      share: 0.5,
      kinds: [{ sent: 10, received: 9, dropped: 1, rejected: 0 }],
      completed: 9,
      moment: undefined,
    }
    board.show(progress)
    board.show(progress)
    expect(written).toHaveLength(3)
    expect(written[0]!.split('\n')).toHaveLength(4)
    expect(written[1]).toBe('\x1b[3A\x1b[J')
    expect(sparkline([0, 4, 8])).toBe('▁▅█')
  })

  test('interfaces with a default route are known from what the kernel lists', () => {
    const files: Record<string, string> = {
      '/proc/net/route':
        'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\neth0\t00000000\t0102A8C0\t0003\t0\t0\t0\t00000000\neth1\t0000000A\t00000000\t0001\t0\t0\t0\t000000FF\n',
      '/proc/net/ipv6_route': `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 fe80 00000400 1 0 00000003 wlan0\n${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 ${'0'.repeat(32)} ffffffff 1 0 00200200 lo\n`,
    }
    expect(defaultRouteInterfaces(path => files[path]!)).toEqual(['eth0', 'wlan0'])
  })
})
