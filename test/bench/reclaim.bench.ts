import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Lease, LeaseKind, LeaseState } from '../../src/server/lease/lease.js'
import { PoolSpaces } from '../../src/server/lease/pool-spaces.js'
import { Reclaimer } from '../../src/server/lease/reclaim.js'
import { reclaim4 } from '../../src/server/lease/reclaim-messages.js'
import type { Logger } from '../../src/server/log/logger.js'
import { openMemfileStore } from '../../src/server/store/memfile/open.js'
import type { Clock } from '../../src/server/time/clock.js'
import { SystemClock } from '../../src/server/time/system-clock.js'
import { SystemTimers } from '../../src/server/time/system-timers.js'
import { ipv4 } from '../../src/wire/address.js'

// npx tsx --expose-gc test/bench/reclaim.bench.ts [LEASES] [LATER]
// How long reclamation of leases that all end in one second holds a packet back: what a packet would have waited that
// came at any moment. LATER: so many others, which end exactly one turn of the expiry wheel later.
// On a machine that others use, the CPU time of the longest pause says more than its duration.

const COUNT = Number(process.argv[2] ?? 1_000_000)
const LATER = Number(process.argv[3] ?? 0)
const NOW = Math.trunc(Date.now() / 1000)
const TURN = 1 << 17
const quiet: Logger = { name: 'bench', on: () => false, log: () => {} }
const system = new SystemClock()
let ahead = 0
const clock: Clock = {
  now: () => system.now() + ahead * 1000,
  seconds: () => system.seconds() + ahead,
  monotonic: () => system.monotonic(),
}
const timers = new SystemTimers()
const directory = mkdtempSync(join(tmpdir(), 'keats-bench-'))
process.on('exit', () => rmSync(directory, { recursive: true, force: true }))

function leaseOf(i: number, validLifetime: number): Lease<number> {
  const mac = Uint8Array.of(2, 0, i >>> 24, i >>> 16, i >>> 8, i)
  return {
    kind: LeaseKind.v4,
    address: 0x0a000000 + i,
    prefixLength: 32,
    subnetId: 1,
    poolId: 0,
    state: LeaseState.default,
    validLifetime,
    preferredLifetime: 0,
    cltt: NOW,
    iaid: 0,
    clientId: Uint8Array.of(1, ...mac),
    hardware: mac,
    hardwareType: 1,
    hardwareSource: 0,
    hostname: '',
    fqdnForward: false,
    fqdnReverse: false,
    userContext: '',
  }
}

/** Milliseconds, all threads of the process. */
function cpuTime(): number {
  const { user, system: kernel } = process.cpuUsage()
  return (user + kernel) / 1000
}

/** Runs `work`; says how long it took and the longest time that nobody else had a turn. */
async function watched(what: string, work: () => Promise<unknown>): Promise<void> {
  const pauses: number[] = []
  let last = performance.now()
  let worked = cpuTime()
  let longest = 0
  let over = false
  const tick = (): void => {
    const now = performance.now()
    pauses.push(now - last)
    last = now
    const sofar = cpuTime()
    longest = Math.max(longest, sofar - worked)
    worked = sofar
    if (!over) setImmediate(tick)
  }
  setImmediate(tick)
  const cpu = worked
  const began = performance.now()
  await work()
  over = true
  pauses.sort((a, b) => b - a)
  const p999 = pauses[Math.trunc(pauses.length / 1000)]!
  console.log(
    `${what}: ${(performance.now() - began).toFixed(0)} ms, ${(cpuTime() - cpu).toFixed(0)} ms of CPU, longest pause ` +
      `${pauses[0]!.toFixed(1)} ms (${longest.toFixed(1)} ms of CPU), of a thousand ${p999.toFixed(1)} ms`,
  )
}

const store = await openMemfileStore(
  ipv4,
  {
    type: 'memfile',
    persist: true,
    name: '',
    lfcInterval: 0,
    maxRowErrors: 0,
    sync: 'none',
    path: join(directory, 'f'),
  },
  { clock, timers, logger: quiet },
)
const spaces = new PoolSpaces(ipv4, Math.random)
spaces.add({ first: 0x0a000000, last: 0x0affffff, leaseLength: 32, kind: LeaseKind.v4 }, 'iterative')
for (const _ of store.observe(spaces)) void _
// those that end later were there last: they are in front of the others
for (let i = 0; i < COUNT + LATER; i++) {
  store.apply([{ was: undefined, is: leaseOf(i, i < COUNT ? 3600 : 3600 + TURN) }])
  if (i % 512 === 511) store.flush()
}
store.flush()
let count = 0
const expired = { reclaimWait: 0, flushWait: 1, hold: 60, maxLeases: 0, maxTime: 0, unwarnedCycles: 0 }
const reclaimer = new Reclaimer(
  { kind: ipv4, store, clock, timers, log: quiet, messages: reclaim4, reclaimed: () => count++ },
  expired,
)
ahead = 3599
store.expired(clock.seconds(), 1)
ahead = 3700
await watched(`reclamation of ${COUNT} leases`, () => reclaimer.all(false))
if (count !== COUNT) throw new Error(`${count} leases were reclaimed`)
ahead = 4000
await watched(`removal of ${COUNT} that were kept`, async () => {
  reclaimer.start()
  while (store.size > LATER) await new Promise(resolve => setTimeout(resolve, 20))
  reclaimer.stop()
})
await store.close()
