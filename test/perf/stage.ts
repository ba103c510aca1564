import { batchOf, MemoryLink } from '../../src/net/memory-link.js'
import { makeScenario } from '../../src/perf/make-scenario.js'
import type { Plan } from '../../src/perf/plan.js'
import { Player } from '../../src/perf/player.js'
import { seeded } from '../../src/perf/random.js'
import { type Report, reportOf } from '../../src/perf/report/report.js'
import { speechOf } from '../../src/perf/speech-of.js'
import { tallyOf } from '../../src/perf/tally.js'

/** A plan of one exchange through a relay, with what a test wants different. */
export function plan(different: Partial<Plan> = {}): Plan {
  const family = different.family ?? 4
  const own = family === 4 ? '10.0.0.2' : '2001:db8::2'
  return {
    family,
    servers: [family === 4 ? '10.0.0.1' : '2001:db8::1'],
    serverPort: family === 4 ? 67 : 547,
    localPort: family === 4 ? 67 : 546,
    device: 'memory',
    mode: family === 4 ? 'relayed' : 'direct',
    relays: family === 4 ? [own] : [],
    links: [],
    scenario: { name: 'basic', inFlight: 1, preload: 0 },
    rate: 0,
    renewRate: 0,
    releaseRate: 0,
    count: 1,
    period: 0,
    clients: 1000,
    identity: { hardware: '020000000000', duid: '', list: [] },
    dropTime: [1000, 1000],
    maxDrop: [
      { value: 0, percent: false },
      { value: 0, percent: false },
    ],
    exitWait: 0,
    seed: 1,
    threads: 1,
    keepTimes: false,
    keepLeases: false,
    ...different,
    message: {
      leaseType: 'address-only',
      initialOnly: false,
      rapidCommit: false,
      broadcast: false,
      options: [],
      relayOptions: [],
      requested: family === 4 ? [1, 3, 6] : [23],
      templates: [],
      offsets: [],
      firstServer: false,
      elapsedFrom: 0,
      elapsedFor: 0,
      ...different.message,
    },
    expect: { enabled: true, subnets: [], options: [], prefixLength: 0, ...different.expect },
  }
}

/** An answer, and milliseconds until it comes. */
export interface Reply {
  readonly bytes: Buffer
  readonly after?: number
}

export interface Played {
  readonly report: Report
  readonly sent: readonly Buffer[]
}

/**
 * Plays a plan against a server in this process, in virtual time: an answer takes a millisecond unless `server`, which is
 * told the message and the time, says otherwise.
 */
export function perform(played: Plan, server: (message: Buffer, now: number) => readonly Reply[]): Played {
  const v6 = played.family === 6
  const link = new MemoryLink({ addressLength: v6 ? 16 : 4 })
  const source = new Uint8Array(v6 ? 16 : 4)
  const sent: Buffer[] = []
  const coming: { bytes: Buffer; at: number }[] = []
  let now = 1000
  link.onAnswer = ({ bytes }) => {
    sent.push(bytes)
    for (const { bytes: reply, after = 1 } of server(bytes, now)) coming.push({ bytes: reply, at: now + after })
  }
  const player = new Player({
    plan: played,
    ports: [{ link, servers: [source], serverPort: played.serverPort, hardware: undefined }],
    random: seeded(played.seed),
    speech: problems => speechOf(played, problems, 1_800_000_000),
  })
  const scenario = makeScenario(player, 0)
  player.start(scenario, now)
  for (;;) {
    const due = scenario.finished || player.stopReason !== '' ? Number.POSITIVE_INFINITY : scenario.advance(player, now)
    player.flush()
    const over = scenario.finished || player.stopReason !== ''
    if (over && player.table.waiting === 0 && coming.length === 0) break
    const next = Math.min(due, player.nextExpiry, ...coming.map(({ at }) => at))
    if (next === Number.POSITIVE_INFINITY) break
    now = Math.max(now + 0.001, next)
    const here = coming.filter(({ at }) => at <= now)
    for (const one of here) coming.splice(coming.indexOf(one), 1)
    if (here.length > 0)
      player.heard(
        batchOf(
          link,
          here.map(({ bytes }) => ({ bytes, source, sourcePort: 67 })),
        ),
        now,
      )
    player.flush()
    player.expire(now)
    player.measured.tick(now - player.origin)
  }
  player.measured.tick(now - 1000, true)
  player.giveUp(now)
  const tally = tallyOf(player, now, { reason: player.stopReason, findings: scenario.findings, unsent: 0 })
  return { report: reportOf(played, [tally], { began: new Date(0), cpu: 0 }), sent }
}

/** Problems by name with their counts. */
export function problemsOf(report: Report): Record<string, number> {
  return Object.fromEntries(report.problems.map(({ name, count }) => [name, count]))
}
