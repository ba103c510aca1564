import { unixCaller } from '../../src/server/api/caller.js'
import { registerLeaseCommands4 } from '../../src/server/api/commands/lease-commands.js'
import { Dispatcher } from '../../src/server/api/dispatch.js'
import { Registry } from '../../src/server/api/registry.js'
import { LeaseDraft } from '../../src/server/lease/draft.js'
import { LeaseKind } from '../../src/server/lease/lease.js'
import { Engine4 } from '../kit/engine4.js'

// npx tsx --expose-gc test/bench/lease-commands.bench.ts
// A million leases, added in no order. For each command: how long it took, and the longest time that packets waited.

const COUNT = 1_000_000
const engine = await Engine4.start({ subnet4: [{ id: 1, subnet: '10.0.0.0/8', pools: [{ pool: '10.0.0.0/9' }] }] }, '3')
const { site, time } = engine
const registry = new Registry('dhcp4', '3')
registerLeaseCommands4(registry, {
  clock: time,
  statistics: site.statistics,
  store: () => site.store(),
  plan: () => site.plan(),
  leaseCounters: () => site.leaseCounters(),
  copies: () => undefined,
})
const dispatcher = new Dispatcher({
  registry,
  logs: site.logs,
  pace: { monotonic: () => performance.now(), pause: () => new Promise(resolve => setImmediate(resolve)), slice: 2 },
  roles: () => undefined,
})

for (let i = 0; i < COUNT; i++) {
  const n = (i * 617_291) % COUNT
  const lease = new LeaseDraft(LeaseKind.v4, 0x0a000000 + n, 32)
  lease.subnetId = 1
  lease.cltt = time.seconds()
  lease.validLifetime = 7200
  lease.hardware = Uint8Array.of(2, 0, n >>> 24, n >>> 16, n >>> 8, n)
  if (n % 1000 === 0) lease.hostname = 'thousandth'
  await site.store().apply([{ was: undefined, is: lease }])
}
globalThis.gc?.()

async function measure(what: string, command: string, given?: object): Promise<void> {
  let longest = 0
  let last = performance.now()
  let running = true
  const tick = (): void => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (running) setImmediate(tick)
  }
  tick()
  const start = performance.now()
  const { text } = await dispatcher.ask({ text: JSON.stringify({ command, arguments: given }), caller: unixCaller })
  let length = 0
  for await (const piece of text) length += piece.length
  const took = performance.now() - start
  running = false
  const size = `${(length / 1e6).toFixed(1)} MB`
  process.stdout.write(
    `${what.padEnd(34)} ${took.toFixed(0).padStart(7)} ms ${size.padStart(10)}   longest pause ${longest.toFixed(1)} ms\n`,
  )
}

const middle = { from: '10.7.0.0' }
for (let round = 0; round < 2; round++) {
  await measure('lease4-get', 'lease4-get', { 'ip-address': '10.7.0.0' })
  await measure('lease4-get-page, 1,000', 'lease4-get-page', { ...middle, limit: 1000 })
  await measure('lease4-get-page, 10,000', 'lease4-get-page', { ...middle, limit: 10_000 })
  await measure('lease4-get-page, 100,000', 'lease4-get-page', { ...middle, limit: 100_000 })
  await measure('lease4-get-by-hostname, 1,000', 'lease4-get-by-hostname', { hostname: 'thousandth' })
}
await measure('lease4-get-all', 'lease4-get-all')
await measure('lease4-wipe', 'lease4-wipe', { 'subnet-id': 1 })
process.exit(0)
