import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { needs } from '../kit/gate.js'
import { type Peer, type PerfStage, peers4, peers6, perf, perfStage } from './perf-stage.js'

const NOTHING_LOST = ['-d', '4']

const relayed = ['-l', '10.0.0.2', '10.0.0.1']
const multicast = ['-6', '-l', 'eth0', 'all']

/** Small enough for the slowest of the servers, in a few seconds. */
const scenarios = (target: readonly string[]): readonly (readonly [string, readonly string[]])[] => [
  ['basic', ['-r', '100', '-n', '150', '-R', '150', '-f', '20', '-F', '10', ...target]],
  ['avalanche', ['--scenario', 'avalanche', '-R', '100', ...target]],
  ['closed', ['--scenario', 'closed', '--in-flight', '4', '-n', '300', '-R', '300', ...target]],
  [
    'churn',
    ['--scenario', 'churn', '-r', '60', '-p', '2.5', '-R', '400', '--stay', '1', '--renew-every', '0.5', ...target],
  ],
]

/** Every scenario against one server, each with clients of its own. */
function plays(peer: Peer, family: 4 | 6, list: ReturnType<typeof scenarios>): void {
  describe.runIf(needs('root', 'netns', 'ip', peer.program))(`keats perf and ${peer.name}, DHCPv${family}`, () => {
    let stage: PerfStage
    beforeAll(async () => {
      stage = await perfStage()
      await peer.start(stage)
    })
    afterAll(() => stage.lab.close())
    const subnets = family === 4 ? ['10.0.0.0/8'] : ['2001:db8:1::/64']

    let run = 0
    test.each(list)('%s: all is answered, nothing is wrong with it', { retry: 1 }, async (_, words) => {
      const base = `mac=02:00:00:${(++run).toString(16).padStart(2, '0')}:00:00`
      const expected = subnets.flatMap(subnet => ['--expect-subnet', subnet])
      const { report } = await perf(stage.clients, '-b', base, ...NOTHING_LOST, ...expected, ...words)
      const { known = [] } = peer
      const refused = report.problems.reduce((sum, { name, count }) => sum + (known.includes(name) ? count : 0), 0)
      expect(report.problems.filter(({ name }) => !known.includes(name))).toEqual([])
      expect(report.completed).toBeGreaterThanOrEqual(100)
      // an avalanche may overrun a socket's queue: it is asked again
      if (report.scenario.name !== 'avalanche')
        expect(report.started - report.completed, JSON.stringify(report.kinds)).toBe(refused)
    })
  })
}

const onLink = ['--scenario', 'closed', '--direct', '-l', 'eth0', '--in-flight', '4', '-n', '100', '-R', '100']
for (const peer of peers4) plays(peer, 4, [...scenarios(relayed), ['closed, on the link', onLink]])
for (const peer of peers6) plays(peer, 6, scenarios(multicast))

describe.runIf(needs('root', 'netns', 'ip'))('keats perf', () => {
  let stage: PerfStage
  beforeEach(async () => {
    stage = await perfStage()
  })
  afterEach(() => stage.lab.close())

  test('several threads of a relay hear what each of them asked', async () => {
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
