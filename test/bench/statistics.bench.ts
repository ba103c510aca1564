// What counting costs: npx tsx test/bench/statistics.bench.ts
import { bench, do_not_optimize, run } from 'mitata'
import { Point } from '../../src/server/hooks/point.js'
import { LeaseKind, LeaseState } from '../../src/server/lease/lease.js'
import { LeaseCounters } from '../../src/server/stats/lease-counters.js'
import { names4 } from '../../src/server/stats/names4.js'
import { StatisticsRegistry } from '../../src/server/stats/registry.js'
import { CachedClock } from '../../src/server/time/cached-clock.js'
import { SystemClock } from '../../src/server/time/system-clock.js'
import { SystemTimers } from '../../src/server/time/system-timers.js'

const clock = new SystemClock()
const cached = new CachedClock(clock, new SystemTimers())
const statistics = new StatisticsRegistry(cached)
const counter = statistics.counter('pkt4-received')
const dated = new StatisticsRegistry(clock).counter('pkt4-received')
const leases = new LeaseCounters<number>(statistics, names4['2.2'])
const byPool = new LeaseCounters<number>(new StatisticsRegistry(cached), names4['3'])
const silent = new Point<object>('pkt4_receive', () => {})
const heard = new Point<object>('pkt4_receive', () => {})
heard.add(() => 'continue')
const exchange = {}

bench('Counter.add, cached clock', () => counter.add(1))
bench('Counter.add, system clock', () => dated.add(1))
bench('a lease given and taken, 2.2', () => {
  leases.counted(LeaseKind.v4, 1, 0, -1, LeaseState.default)
  leases.counted(LeaseKind.v4, 1, 0, LeaseState.default, -1)
})
bench('a lease given and taken, 3 (by pool)', () => {
  byPool.counted(LeaseKind.v4, 1, 0, -1, LeaseState.default)
  byPool.counted(LeaseKind.v4, 1, 0, LeaseState.default, -1)
})
bench('a point nobody listens to', () => do_not_optimize(silent.run(exchange)))
bench('a point with one listener', () => do_not_optimize(heard.run(exchange)))

await run()
