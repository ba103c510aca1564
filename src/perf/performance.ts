import type { Readiness } from '../net/readiness.js'
import type { LoopTimers } from './loop-timers.js'
import { makeScenario } from './make-scenario.js'
import type { Player } from './player.js'
import type { KernelPort } from './ports.js'
import type { Scenario } from './scenario/scenario.js'

/** What the thread tells while it plays, and who may stop it. */
export interface Stage {
  readonly thread: number
  readonly timers: LoopTimers
  /** Milliseconds, monotonic. */
  now(): number
  /** True once the run is to end. */
  stopped(): boolean
  /** Called every `REPORT` milliseconds. */
  progress(share: number): void
}

const REPORT = 200
/** Milliseconds: what is due within this time leaves together. */
const QUANTUM = 0.1
/** Milliseconds that a thread waits at most before it looks whether it is to stop. */
const LONGEST_WAIT = 100

/** Play a plan to its end on ports that this thread waits for itself. Blocks. Returns why it ended. */
export function perform(
  player: Player,
  ports: readonly KernelPort[],
  readiness: Readiness,
  stage: Stage,
): { reason: string; scenario: Scenario } {
  const { thread, timers } = stage
  const scenario = makeScenario(player, thread)
  let now = stage.now()
  player.start(scenario, now)
  const start = now
  const { period } = player.plan
  let nextReport = now + REPORT
  let ending = Number.POSITIVE_INFINITY
  let reason = ''
  const heard = (batch: Parameters<Parameters<KernelPort['link']['drain']>[0]>[0]): void => player.heard(batch, now)
  for (;;) {
    const due = ending < Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : scenario.advance(player, now)
    player.flush()
    const over = scenario.finished || (period > 0 && now >= start + period)
    if (ending === Number.POSITIVE_INFINITY && (over || player.stopReason !== '' || stage.stopped())) {
      reason = stage.stopped() ? 'Interrupted' : player.stopReason
      ending = now + (player.plan.exitWait > 0 ? player.plan.exitWait : Math.max(...player.plan.dropTime))
    }
    if (now >= ending || (ending < Number.POSITIVE_INFINITY && player.table.waiting === 0)) break
    timers.run(now)
    const next = Math.min(due, player.nextExpiry, nextReport, ending, timers.next, now + LONGEST_WAIT)
    if (readiness.wait(Math.max(0, Math.max(next - stage.now(), due <= now ? 0 : QUANTUM)))) {
      now = stage.now()
      for (const { link } of ports) link.drain(heard)
      player.flush()
    } else now = stage.now()
    player.expire(now)
    player.measured.tick(now - start)
    if (now < nextReport) continue
    stage.progress(scenario.progress(player, now))
    nextReport = now + REPORT
  }
  player.measured.tick(now - start, true)
  player.giveUp(now)
  return { reason, scenario }
}
