import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bench, do_not_optimize, run } from 'mitata'
import { Identity } from '../../src/server/lease/identity.js'
import { type Lease, LeaseKind, LeaseState } from '../../src/server/lease/lease.js'
import { PoolSpaces } from '../../src/server/lease/pool-spaces.js'
import type { Logger } from '../../src/server/log/logger.js'
import type { MemfileStore } from '../../src/server/store/memfile/memfile-store.js'
import { openMemfileStore } from '../../src/server/store/memfile/open.js'
import { SystemClock } from '../../src/server/time/system-clock.js'
import { SystemTimers } from '../../src/server/time/system-timers.js'
import { ipv4 } from '../../src/wire/address.js'

// npx tsx --expose-gc test/bench/lease.bench.ts            the figures of one operation
// npx tsx --expose-gc test/bench/lease.bench.ts load       a million leases: load, memory, growth, clean-up

const COUNT = 1_000_000
const NOW = Math.trunc(Date.now() / 1000)
const quiet: Logger = { name: 'bench', on: () => false, log: () => {} }
const rooms = { clock: new SystemClock(), timers: new SystemTimers(), logger: quiet }
const scope = { holds: (id: number) => id === 1 }
const directory = mkdtempSync(join(tmpdir(), 'keats-bench-'))
process.on('exit', () => rmSync(directory, { recursive: true, force: true }))

function config(path: string, persist = true) {
  return { type: 'memfile', persist, name: path, lfcInterval: 0, maxRowErrors: 0, sync: 'none', path } as const
}

function macOf(i: number): Uint8Array {
  return Uint8Array.of(2, 0, i >>> 24, i >>> 16, i >>> 8, i)
}

function leaseOf(i: number): Lease<number> {
  return {
    kind: LeaseKind.v4,
    address: 0x0a000000 + i,
    prefixLength: 32,
    subnetId: 1,
    poolId: 0,
    state: LeaseState.default,
    validLifetime: 7200,
    preferredLifetime: 0,
    cltt: NOW - (i % 3600),
    iaid: 0,
    clientId: Uint8Array.of(1, ...macOf(i)),
    hardware: macOf(i),
    hardwareType: 1,
    hardwareSource: 0,
    hostname: '',
    fqdnForward: false,
    fqdnReverse: false,
    userContext: '',
  }
}

function csv(): string {
  const lines = [
    'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context',
  ]
  for (let i = 0; i < COUNT; i++) {
    const mac = [...macOf(i)].map(b => b.toString(16).padStart(2, '0')).join(':')
    lines.push(`${ipv4.format(0x0a000000 + i)},${mac},01:${mac},7200,${NOW + 7200 - (i % 3600)},1,0,0,,0,`)
  }
  return `${lines.join('\n')}\n`
}

/** Numbers 0 .. COUNT - 1 in an order that no cache foresees. */
let state = 1
function anyone(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state % COUNT
}

async function operations(): Promise<void> {
  const store = await openMemfileStore(ipv4, config(join(directory, 'ops.csv')), rooms)
  for (let i = 0; i < COUNT; i++) {
    store.apply([{ was: undefined, is: leaseOf(i) }])
    if (i % 512 === 511) store.flush()
  }
  store.flush()
  const id = new Identity()
  const bytes = new Uint8Array(7)
  const key = (i: number): Identity => {
    bytes[0] = 1
    bytes[1] = 2
    for (let k = 0; k < 4; k++) bytes[3 + k] = i >>> (24 - 8 * k)
    return id.set(bytes, 0, 7)
  }
  bench('set the key of a client', () => do_not_optimize(key(anyone())))
  bench('byAddress, any of a million', () => do_not_optimize(store.byAddress(0x0a000000 + anyone(), LeaseKind.v4, 32)))
  bench('byAddress, one of 256', () =>
    do_not_optimize(store.byAddress(0x0a000000 + (anyone() & 255), LeaseKind.v4, 32)),
  )
  bench('byClientId, hit (key included)', () => do_not_optimize(store.byClientId(key(anyone()), scope)))
  bench('byClientId, hit, one of 256', () => do_not_optimize(store.byClientId(key(anyone() & 255), scope)))
  bench('byClientId, miss (key included)', () => do_not_optimize(store.byClientId(key(anyone() + 2 * COUNT), scope)))
  let done = 0
  const flushed = (): void => {
    if (++done % 64 === 0) store.flush()
  }
  const changes = [{ was: undefined as Lease<number> | undefined, is: undefined as Lease<number> | undefined }]
  const extend = (i: number): void => {
    const was = store.byAddress(0x0a000000 + i, LeaseKind.v4, 32)!
    changes[0]!.was = was
    changes[0]!.is = renewed(was, NOW + (done & 1023))
    store.apply(changes)
    flushed()
  }
  bench('find and extend, journal included, any of a million', () => extend(anyone()))
  bench('find and extend, journal included, one of 256', () => extend(anyone() & 255))
  let next = COUNT
  bench('insert and delete, journal included', () => {
    const is = leaseOf(next)
    store.apply([{ was: undefined, is }])
    store.apply([{ was: is, is: undefined }])
    flushed()
    next = COUNT + ((next + 1) % COUNT)
  })
  bench('(making that lease)', () => do_not_optimize(leaseOf(next++)))
  const spaces = new PoolSpaces(ipv4, Math.random)
  const pool = { first: 0x0a000000, last: 0x0affffff, leaseLength: 32, kind: LeaseKind.v4 }
  const full = (['iterative', 'random', 'flq'] as const).map(name => ({ name, allocator: spaces.add(pool, name) }))
  for (const { allocator } of full)
    for (let i = 0; i < 2 ** 24; i++) if (i % 1000 !== 999) allocator.used(pool.first + i, true)
  for (const { name, allocator } of full)
    bench(`next of a /8 that is 99.9 % full, ${name}`, () => do_not_optimize(allocator.next()))
  await run()
  await store.close()
}

/** As the engine does it: an object of its own, made from what was found. */
function renewed(was: Lease<number>, cltt: number): Lease<number> {
  return {
    kind: was.kind,
    address: was.address,
    prefixLength: was.prefixLength,
    subnetId: was.subnetId,
    poolId: was.poolId,
    state: was.state,
    validLifetime: was.validLifetime,
    preferredLifetime: was.preferredLifetime,
    cltt,
    iaid: was.iaid,
    clientId: was.clientId,
    hardware: was.hardware,
    hardwareType: was.hardwareType,
    hardwareSource: was.hardwareSource,
    hostname: was.hostname,
    fqdnForward: was.fqdnForward,
    fqdnReverse: was.fqdnReverse,
    userContext: was.userContext,
  }
}

async function load(): Promise<void> {
  const path = join(directory, 'load.csv')
  // Another process makes the file: what that takes would count as the table's memory
  execFileSync(process.execPath, [...process.execArgv, process.argv[1]!, 'csv', path])
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  const start = performance.now()
  const store = await openMemfileStore(ipv4, config(path), rooms)
  const loaded = performance.now() - start
  const spaces = new PoolSpaces(ipv4, Math.random)
  spaces.add({ first: 0x0a000000, last: 0x0affffff, leaseLength: 32, kind: LeaseKind.v4 }, 'iterative')
  let worst = 0
  const joined = performance.now()
  for (let last = joined, slices = store.observe(spaces); ; ) {
    const { done } = slices.next()
    const now = performance.now()
    worst = Math.max(worst, now - last)
    last = now
    if (done === true) break
  }
  const join_ = performance.now() - joined
  globalThis.gc?.()
  const rss = process.memoryUsage().rss
  console.log(`loaded ${store.size} leases in ${loaded.toFixed(0)} ms`)
  console.log(`RSS ${(rss / 2 ** 20).toFixed(0)} MiB, ${((rss - before) / 2 ** 20).toFixed(0)} more than before`)
  console.log(`a new configuration's pools filled in ${join_.toFixed(0)} ms, worst slice ${worst.toFixed(2)} ms`)
  await cleanUp(store)
  await store.close()
  await growth()
}

async function cleanUp(store: MemfileStore<number>): Promise<void> {
  let worst = 0
  let last = performance.now()
  let over = false
  const tick = (): void => {
    const now = performance.now()
    worst = Math.max(worst, now - last)
    last = now
    if (!over) setImmediate(tick)
  }
  setImmediate(tick)
  const cpu = process.cpuUsage()
  const start = performance.now()
  await store.compact()
  over = true
  const used = process.cpuUsage(cpu)
  console.log(
    `clean-up ${(performance.now() - start).toFixed(0)} ms, ${((used.user + used.system) / 1e3).toFixed(0)} ms CPU, ` +
      `longest between two turns ${worst.toFixed(1)} ms`,
  )
}

/** Growth happens at the same insert every time, other processes do not: the quickest of four runs counts for each. */
async function growth(): Promise<void> {
  const pauses = new Float64Array(COUNT).fill(Number.POSITIVE_INFINITY)
  for (let round = 0; round < 4; round++) {
    const store = await openMemfileStore(ipv4, config('', false), rooms)
    for (let i = 0; i < COUNT; i++) {
      const changes = [{ was: undefined, is: leaseOf(i) }]
      const start = performance.now()
      store.apply(changes)
      pauses[i] = Math.min(pauses[i]!, performance.now() - start)
    }
    await store.close()
  }
  const sum = pauses.reduce((a, b) => a + b)
  pauses.sort()
  const worst = [...pauses.subarray(-4)].reverse().map(p => p.toFixed(3))
  console.log(
    `growth from 0 to ${COUNT}: worst inserts ${worst.join(', ')} ms, mean ${((sum / COUNT) * 1e6).toFixed(0)} ns`,
  )
}

if (process.argv[2] === 'csv') writeFileSync(process.argv[3]!, csv())
else if (process.argv[2] === 'load') await load()
else await operations()
