// Claim: a configuration of 10,000 subnets is read, checked and decided in under a second, and never holds up packets
// for more than 20 ms. Compares with `kea-dhcp4 -t` where that is installed: npx tsx test/bench/config.bench.ts
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { bench, run } from 'mitata'
import { loadConfiguration, loading } from '../../src/server/config/load.js'
import { runAtOnce } from '../../src/server/config/slices.js'
import { manySubnets } from '../fixtures/config/many-subnets.js'

const text = manySubnets(10_000)
const read = (): string => text
const loadAtOnce = () => runAtOnce(loading(['many.json'], { read }))

const { ok, services } = loadAtOnce()
if (!ok || services.dhcp4?.subnets.length !== 10_000) throw new Error('the fixture must be good')
console.log(`${(text.length / 1e6).toFixed(1)} MB, 10,000 subnets, 20,000 reservations`)

bench('parse, check, decide', () => loadAtOnce())
await run()

let longest = 0
let since = performance.now()
const pause = async (): Promise<void> => {
  longest = Math.max(longest, performance.now() - since)
  await setImmediate()
  since = performance.now()
}
const start = performance.now()
since = start
await loadConfiguration(['many.json'], { read }, { monotonic: () => performance.now(), pause, slice: 5 })
longest = Math.max(longest, performance.now() - since)
console.log(
  `in slices of 5 ms: ${Math.round(performance.now() - start)} ms, longest without a pause ${longest.toFixed(1)} ms`,
)

const folder = mkdtempSync(join(tmpdir(), 'config-bench-'))
writeFileSync(join(folder, 'many.json'), text)
const before = performance.now()
const kea = spawnSync('kea-dhcp4', ['-t', 'many.json'], { cwd: folder, stdio: 'ignore' })
if (kea.error === undefined)
  console.log(`kea-dhcp4 -t: ${Math.round(performance.now() - before)} ms, status ${kea.status}`)
rmSync(folder, { recursive: true })
