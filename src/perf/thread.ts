import { parentPort, workerData } from 'node:worker_threads'
import { listInterfaces } from '../net/interfaces.js'
import { Readiness } from '../net/readiness.js'
import { ReceiveArena } from '../net/receive-arena.js'
import { loadSys } from '../net/sys.js'
import { LoopTimers } from './loop-timers.js'
import { perform } from './performance.js'
import { Player } from './player.js'
import { openPorts } from './ports.js'
import { seeded } from './random.js'
import { speechOf } from './speech-of.js'
import { tallyOf } from './tally.js'
import type { Said, ThreadBrief } from './thread-messages.js'

/** What a thread does: opens its ports, waits until all are ready, plays, tells. It has no event loop meanwhile. */
async function main({ plan, thread, signals }: ThreadBrief): Promise<void> {
  const say = (said: Said): void => parentPort!.postMessage(said)
  try {
    const sys = await loadSys()
    if (sys === undefined) throw new Error('this system does not give the calls that keats perf needs (Linux, 64 bits)')
    const now = (): number => performance.now()
    const timers = new LoopTimers(now)
    const ports = openPorts({ sys, arena: new ReceiveArena(sys), timers }, plan, listInterfaces(sys))
    const random = seeded(plan.seed + thread)
    const seconds = Math.floor(Date.now() / 1000)
    const player = new Player({ plan, ports, random, thread, speech: problems => speechOf(plan, problems, seconds) })
    const readiness = new Readiness(
      sys,
      ports.map(({ link }) => link.descriptor),
    )
    say({ ready: true })
    Atomics.wait(signals, 0, 0)
    const { reason, scenario } = perform(player, ports, readiness, {
      now,
      timers,
      thread,
      stopped: () => Atomics.load(signals, 1) !== 0,
      progress: share => say({ progress: progressOf(player, share) }),
    })
    const end = now()
    const unsent = ports.reduce((sum, { link }) => sum + link.counters.lost + link.counters.refused, 0)
    for (const { link } of ports) link.close()
    say({ tally: tallyOf(player, end, { reason, findings: scenario.findings, unsent }) })
  } catch (error) {
    say({ failed: error instanceof Error ? error.message : String(error) })
  }
}

function progressOf({ measured }: Player, share: number): NonNullable<Said['progress']> {
  return {
    share,
    kinds: measured.kinds.map(({ sent, received, dropped, rejected }) => ({ sent, received, dropped, rejected })),
    completed: measured.completed,
    moment: measured.moments.at(-1),
  }
}

await main(workerData as ThreadBrief)
