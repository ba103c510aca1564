import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { needs } from '../kit/gate.js'
import { type PerfStage, peers4, peers6, perf, perfStage } from './perf-stage.js'

const NOTHING_LOST = ['-d', '4']

describe.runIf(needs('root', 'netns', 'ip'))('keats perf', () => {
  let stage: PerfStage
  beforeEach(async () => {
    stage = await perfStage()
  })
  afterEach(() => stage.lab.close())

  const relayed = ['-l', '10.0.0.2', '10.0.0.1']
  const scenarios4: readonly [string, string[]][] = [
    ['basic', ['-r', '100', '-n', '200', '-R', '200', '-f', '20', '-F', '10', ...relayed]],
    ['avalanche', ['--scenario', 'avalanche', '-R', '100', ...relayed]],
    ['closed', ['--scenario', 'closed', '--in-flight', '4', '-n', '300', '-R', '300', ...relayed]],
    [
      'churn',
      ['--scenario', 'churn', '-r', '50', '-p', '4', '-R', '400', '--stay', '2', '--renew-every', '1', ...relayed],
    ],
    [
      'closed, on the link',
      ['--scenario', 'closed', '--direct', '-l', 'eth0', '--in-flight', '4', '-n', '100', '-R', '100'],
    ],
  ]
  for (const peer of peers4)
    describe.runIf(needs(peer.program))(`and ${peer.name}, DHCPv4`, () => {
      test.each(scenarios4)('%s: all is answered, nothing is wrong with it', { retry: 1 }, async (_, words) => {
        await peer.start(stage)
        const { report } = await perf(
          stage.clients,
          ...NOTHING_LOST,
          '--expect-subnet',
          '10.1.0.0/16',
          '--expect-subnet',
          '10.0.0.0/8',
          ...words,
        )
        const { known = [] } = peer
        const refused = report.problems.reduce((sum, { name, count }) => sum + (known.includes(name) ? count : 0), 0)
        expect(report.problems.filter(({ name }) => !known.includes(name))).toEqual([])
        expect(report.completed).toBeGreaterThanOrEqual(100)
        // an avalanche may overrun a socket's queue: it is asked again
        if (report.scenario.name !== 'avalanche')
          expect(report.started - report.completed, JSON.stringify(report.kinds)).toBe(refused)
      })
    })

  const multicast = ['-6', '-l', 'eth0', 'all']
  const scenarios6: readonly [string, string[]][] = [
    ['basic', ['-r', '100', '-n', '200', '-R', '200', '-f', '20', '-F', '10', ...multicast]],
    ['avalanche', ['--scenario', 'avalanche', '-R', '100', ...multicast]],
    ['closed', ['--scenario', 'closed', '--in-flight', '4', '-n', '300', '-R', '300', ...multicast]],
    [
      'churn',
      ['--scenario', 'churn', '-r', '50', '-p', '4', '-R', '400', '--stay', '2', '--renew-every', '1', ...multicast],
    ],
  ]
  for (const peer of peers6)
    describe.runIf(needs(peer.program))(`and ${peer.name}, DHCPv6`, () => {
      test.each(scenarios6)('%s: all is answered, nothing is wrong with it', { retry: 1 }, async (_, words) => {
        await peer.start(stage)
        const { report } = await perf(stage.clients, ...NOTHING_LOST, '--expect-subnet', '2001:db8:1::/64', ...words)
        expect(report.problems).toEqual([])
        expect(report.completed).toBeGreaterThanOrEqual(100)
        if (report.scenario.name !== 'avalanche') expect(report.loss, JSON.stringify(report.kinds)).toBe(0)
      })
    })

  test('several threads hear what each of them asked, relayed and on the link', async () => {
    await peers4[0]!.start(stage)
    const four = await perf(
      stage.clients,
      '--threads',
      '2',
      '--scenario',
      'closed',
      '-n',
      '500',
      '-R',
      '500',
      ...NOTHING_LOST,
      ...relayed,
    )
    expect(four).toMatchObject({ code: 0, report: { completed: 500, threads: 2, problems: [] } })
  })

  test('several threads of relays of DHCPv6', async () => {
    await peers6[0]!.start(stage)
    const words = [
      '-6',
      '-A',
      '1',
      '-l',
      'eth0',
      'all',
      '--threads',
      '2',
      '--scenario',
      'closed',
      '-n',
      '500',
      '-R',
      '500',
    ]
    expect(await perf(stage.clients, ...NOTHING_LOST, ...words)).toMatchObject({
      code: 0,
      report: { completed: 500, threads: 2, problems: [] },
    })
  })

  test('a faulty server is caught by kind, counted exactly, and ends a strict run with 4', async () => {
    const program = new URL('./program/faulty-server.ts', import.meta.url).pathname
    const running = stage.server.spawn([process.execPath, '--import', 'tsx', program])
    await running.line('serving')
    const { code, report } = await perf(
      stage.clients,
      '--strict',
      '-r',
      '200',
      '-n',
      '400',
      '-R',
      '400',
      '-d',
      '2',
      ...relayed,
    )
    const found = Object.fromEntries(report.problems.map(({ name, count }) => [name, count]))
    // of every 40 clients one each: see the program
    expect(found).toEqual({ 'wrong-xid': 10, malformed: 10, 'no-server-id': 10, 'duplicate-address': 10 })
    expect(report.kinds[0]!.drops).toEqual({ never: 10, malformed: 10, rejected: 10, late: 0 })
    expect(code).toBe(4)
    for (const { first } of report.problems) expect(first).toMatch(/DHCPOFFER|DHCPACK|bytes/)
  })

  test('without a server everything is lost: exit code 3; with flags that cannot be: 1', async () => {
    const { code, report } = await perf(
      stage.clients,
      '-r',
      '50',
      '-n',
      '20',
      '-R',
      '20',
      '-d',
      '0.3',
      '-l',
      '10.0.0.2',
      '10.0.0.77',
    )
    expect(code).toBe(3)
    expect(report.kinds[0]).toMatchObject({ sent: 20, received: 0, dropped: 20 })
    const wrong = stage.clients.spawn([process.execPath, 'bin/run.js', 'perf', '-f', '5', '10.0.0.1'])
    expect(await wrong.ended()).toBe(1)
    const unknown = stage.clients.spawn([process.execPath, 'bin/run.js', 'perf', '--no-such-flag', '10.0.0.1'])
    expect(await unknown.ended()).toBe(1)
  })

  test('Ctrl-C ends a run with its report', async () => {
    await peers4[0]!.start(stage)
    const running = stage.clients.spawn([
      process.execPath,
      'bin/run.js',
      'perf',
      '-r',
      '100',
      '-p',
      '60',
      '-R',
      '1000',
      ...relayed,
    ])
    await running.line('ends after 60 s')
    await new Promise(resolve => setTimeout(resolve, 2000))
    running.signal('SIGINT')
    await running.ended(5000)
    expect(running.lines.join('\n')).toMatch(/ended early: Interrupted/)
  })

  test.runIf(needs('perfdhcp'))('agrees with perfdhcp on a fixed rate within 2 %', { retry: 2 }, async () => {
    await peers4[0]!.start(stage)
    const words = ['-r', '200', '-p', '5', '-R', '5000', '-d', '3', '-W', '500000', ...relayed]
    const theirs = stage.clients.spawn(['perfdhcp', '-4', ...words])
    await theirs.ended(20_000)
    const numbers = theirs.lines.flatMap(line => /^received packets: (\d+)/.exec(line)?.[1] ?? []).map(Number)
    const { report } = await perf(stage.clients, '-b', 'mac=02:00:00:00:00:00', ...words)
    expect(numbers).toHaveLength(2)
    for (const [i, received] of numbers.entries())
      expect(Math.abs(report.kinds[i]!.received - received) / received).toBeLessThan(0.02)
  })
})
