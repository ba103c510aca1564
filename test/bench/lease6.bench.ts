import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bench, do_not_optimize, run } from 'mitata'
import { LeaseDraft } from '../../src/server/lease/draft.js'
import { Identity } from '../../src/server/lease/identity.js'
import { type Lease, LeaseKind } from '../../src/server/lease/lease.js'
import { PoolSpaces } from '../../src/server/lease/pool-spaces.js'
import type { Logger } from '../../src/server/log/logger.js'
import { openMemfileStore } from '../../src/server/store/memfile/open.js'
import { SystemClock } from '../../src/server/time/system-clock.js'
import { SystemTimers } from '../../src/server/time/system-timers.js'
import { ipv6 } from '../../src/wire/address.js'

// npx tsx --expose-gc test/bench/lease6.bench.ts           the figures of one operation
// npx tsx --expose-gc test/bench/lease6.bench.ts load      a million leases: load and memory

/** Clients, each with an address and a prefix: a million leases. */
const CLIENTS = 500_000
/** Identity associations of one DUID, as behind a device that asks for many. */
const MANY = 1000
const NOW = Math.trunc(Date.now() / 1000)
const quiet: Logger = { name: 'bench', on: () => false, log: () => {} }
const rooms = { clock: new SystemClock(), timers: new SystemTimers(), logger: quiet }
const scope = { holds: (id: number) => id === 1 }
const directory = mkdtempSync(join(tmpdir(), 'keats-bench-'))
process.on('exit', () => rmSync(directory, { recursive: true, force: true }))

const ADDRESSES = ipv6.parse('2001:db8::')!
const PREFIXES = ipv6.parse('2001:db8:8000::')!
const STEP = 1n << 64n

function config(path: string) {
  return { type: 'memfile', persist: true, name: path, lfcInterval: 0, maxRowErrors: 0, sync: 'none', path } as const
}

/** DUID-LL of Ethernet (RFC 8415 11.4). */
function duidOf(i: number, into = new Uint8Array(10)): Uint8Array {
  into.set([0, 3, 0, 1, 2, 0, i >>> 24, i >>> 16, i >>> 8, i])
  return into
}

function leaseOf(i: number, kind: LeaseKind, iaid: number, duid: Uint8Array): LeaseDraft<bigint> {
  const lease =
    kind === LeaseKind.na
      ? new LeaseDraft<bigint>(kind, ADDRESSES + BigInt(i), 128)
      : new LeaseDraft<bigint>(kind, PREFIXES + BigInt(i) * STEP, 64)
  lease.subnetId = 1
  lease.validLifetime = 7200
  lease.preferredLifetime = 3600
  lease.cltt = NOW - (i % 3600)
  lease.iaid = iaid
  lease.clientId = duid
  lease.hardware = duid.subarray(4)
  return lease
}

/** Numbers in an order that no cache foresees. */
let state = 1
function anyone(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state % CLIENTS
}

async function operations(): Promise<void> {
  const store = await openMemfileStore(ipv6, config(join(directory, 'ops.csv')), rooms)
  const spaces = new PoolSpaces(ipv6, Math.random)
  const pool = { kind: LeaseKind.pd, first: PREFIXES, last: ipv6.broadcast(PREFIXES, 40), leaseLength: 64 }
  const free = spaces.add(pool, 'iterative')
  for (const _ of store.observe(spaces));
  for (let i = 0; i < CLIENTS; i++) {
    const duid = duidOf(i)
    const changes = [LeaseKind.na, LeaseKind.pd].map(kind => ({ was: undefined, is: leaseOf(i, kind, 1, duid) }))
    store.apply(changes)
    if (i % 256 === 255) store.flush()
  }
  for (let iaid = 0; iaid < MANY; iaid++)
    store.apply([{ was: undefined, is: leaseOf(CLIENTS + iaid, LeaseKind.na, iaid, duidOf(CLIENTS)) }])
  store.flush()
  const id = new Identity()
  const bytes = new Uint8Array(10)
  const key = (i: number): Identity => id.set(duidOf(i, bytes), 0, 10)
  const { na, pd } = LeaseKind
  bench('set the DUID of a client', () => do_not_optimize(key(anyone())))
  bench('byIa, address, any of a million', () => do_not_optimize(store.byIa(key(anyone()), 1, na, scope)))
  bench('byIa, prefix, any of a million', () => do_not_optimize(store.byIa(key(anyone()), 1, pd, scope)))
  bench('byIa, prefix, one of 256 clients', () => do_not_optimize(store.byIa(key(anyone() & 255), 1, pd, scope)))
  bench('byIa, nobody', () => do_not_optimize(store.byIa(key(anyone() + 2 * CLIENTS), 1, na, scope)))
  bench(`byIa, one of ${MANY} associations of a DUID`, () =>
    do_not_optimize(store.byIa(key(CLIENTS), anyone() % MANY, na, scope)),
  )
  bench('byAddress, prefix, any of a million', () =>
    do_not_optimize(store.byAddress(PREFIXES + BigInt(anyone()) * STEP, pd, 64)),
  )
  let done = 0
  const flushed = (): void => {
    if (++done % 64 === 0) store.flush()
  }
  const changes = [{ was: undefined as Lease<bigint> | undefined, is: undefined as Lease<bigint> | undefined }]
  bench('find by association and extend, journal and pools included, any of a million', () => {
    const was = store.byIa(key(anyone()), 1, pd, scope)[0]!
    const is = LeaseDraft.from(was)
    is.cltt = NOW + (done & 1023)
    changes[0]!.was = was
    changes[0]!.is = is
    store.apply(changes)
    flushed()
  })
  const newcomer = duidOf(3 * CLIENTS)
  bench('next free prefix, insert and delete, journal and pool included', () => {
    const is = leaseOf(0, pd, 1, newcomer)
    is.address = free.next()!
    store.apply([{ was: undefined, is }])
    store.apply([{ was: is, is: undefined }])
    flushed()
  })
  await run()
  await store.close()
}

/** Written by another process: what that takes would count as the table's memory. */
function writeCsv(path: string): void {
  const fd = openSync(path, 'w')
  const head =
    'address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,state,user_context,hwtype,hwaddr_source\n'
  writeSync(fd, head)
  let rows = ''
  for (let i = 0; i < CLIENTS; i++) {
    const duid = [...duidOf(i)].map(b => b.toString(16).padStart(2, '0'))
    const hardware = duid.slice(4).join(':')
    const rest = `${duid.join(':')},7200,${NOW + 7200 - (i % 3600)},1,3600`
    rows += `${ipv6.format(ADDRESSES + BigInt(i))},${rest},0,1,128,0,0,,${hardware},0,,1,2\n`
    rows += `${ipv6.format(PREFIXES + BigInt(i) * STEP)},${rest},2,1,64,0,0,,${hardware},0,,1,2\n`
    if (rows.length > 1 << 20 || i === CLIENTS - 1) {
      writeSync(fd, rows)
      rows = ''
    }
  }
  closeSync(fd)
}

async function load(): Promise<void> {
  const path = join(directory, 'load.csv')
  execFileSync(process.execPath, [...process.execArgv, process.argv[1]!, 'csv', path])
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  const start = performance.now()
  const store = await openMemfileStore(ipv6, config(path), rooms)
  const loaded = performance.now() - start
  const spaces = new PoolSpaces(ipv6, Math.random)
  spaces.add({ kind: LeaseKind.na, first: ADDRESSES, last: ipv6.broadcast(ADDRESSES, 64), leaseLength: 128 }, 'random')
  spaces.add({ kind: LeaseKind.pd, first: PREFIXES, last: ipv6.broadcast(PREFIXES, 40), leaseLength: 64 }, 'iterative')
  let worst = 0
  const joined = performance.now()
  for (let last = joined, slices = store.observe(spaces); ; ) {
    const { done } = slices.next()
    const now = performance.now()
    worst = Math.max(worst, now - last)
    last = now
    if (done === true) break
  }
  const joining = performance.now() - joined
  globalThis.gc?.()
  const rss = process.memoryUsage().rss
  console.log(`loaded ${store.size} leases in ${loaded.toFixed(0)} ms`)
  console.log(`RSS ${(rss / 2 ** 20).toFixed(0)} MiB, ${((rss - before) / 2 ** 20).toFixed(0)} more than before`)
  console.log(`a new configuration's pools filled in ${joining.toFixed(0)} ms, worst slice ${worst.toFixed(2)} ms`)
  await store.close()
}

if (process.argv[2] === 'csv') writeCsv(process.argv[3]!)
else if (process.argv[2] === 'load') await load()
else await operations()
