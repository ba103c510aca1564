// Claim: no command keeps the thread of its service for longer than 20 ms at a stretch. Measured in CPU time between two
// turns of the event loop, so that the machine may be busy with other things; api-latency.bench.ts is the same seen by a
// client, on a quiet machine. npx tsx test/bench/api-slices.bench.ts
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MemoryLink } from '../../src/net/memory-link.js'
import { unixCaller } from '../../src/server/api/caller.js'
import { DhcpService } from '../../src/server/dhcp-service.js'
import { MemorySink } from '../../src/server/log/memory-sink.js'
import { dhcp4 } from '../../src/server/service-family.js'
import { SystemClock } from '../../src/server/time/system-clock.js'
import { SystemTimers } from '../../src/server/time/system-timers.js'
import { ipv4 } from '../../src/wire/address.js'

const LEASES = 1_000_000
const folder = mkdtempSync(join(tmpdir(), 'keats-slices-'))
const leaseFile = join(folder, 'leases4.csv')

function configuration(others: number): object {
  const subnet4: object[] = [{ id: 1, subnet: '127.0.0.0/8', pools: [{ pool: '127.1.0.0 - 127.200.255.255' }] }]
  for (let i = 0; i < others; i++) {
    const net = `${10 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`
    const options = [{ name: 'routers', data: `${net}.1` }]
    subnet4.push({
      id: i + 2,
      subnet: `${net}.0/24`,
      pools: [{ pool: `${net}.10 - ${net}.200` }],
      'option-data': options,
    })
  }
  return {
    Dhcp4: {
      'interfaces-config': { interfaces: ['eth0'] },
      'lease-database': { type: 'memfile', name: leaseFile, 'lfc-interval': 0 },
      subnet4,
    },
  }
}

async function writeLeases(): Promise<void> {
  const out = createWriteStream(leaseFile)
  out.write(
    'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id\n',
  )
  const expire = Math.floor(Date.now() / 1000) + 86_400
  for (let i = 0; i < LEASES; i++) {
    const hex = i
      .toString(16)
      .padStart(8, '0')
      .replace(/(..)(?=.)/g, '$1:')
    const row = `${ipv4.format(0x7f010000 + i)},02:01:${hex},,86400,${expire},1,0,0,,0,,0\n`
    if (!out.write(row)) await new Promise<void>(resolve => out.once('drain', () => resolve()))
  }
  await new Promise<void>(resolve => out.end(() => resolve()))
}

const cpu = (): number => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000

await writeLeases()
const timers = new SystemTimers()
const clock = new SystemClock()
const link = new MemoryLink({ name: 'eth0', localAddress: Buffer.from([127, 0, 0, 1]) })
const opened = [{ key: 'memory', link }]
const service = new DhcpService(
  dhcp4,
  {
    service: 'dhcp4',
    files: ['bench.json'],
    text: undefined,
    generation: '3',
    port: undefined,
    clientPort: undefined,
    relayAtSource: false,
    dataDir: folder,
    verbose: false,
    version: 'bench',
  },
  {
    clock,
    logClock: clock,
    timers,
    random: Math.random,
    read: () => JSON.stringify(configuration(10)),
    files: { read: () => undefined, write: () => {} },
    interfaces: () => [{ name: 'eth0', addresses: ['127.0.0.1'] }],
    openLinks: async (_, already) => ({
      links: opened,
      opened: already.length > 0 ? [] : opened,
      gone: [],
      problems: [],
    }),
    logSink: new MemorySink(),
  },
)
const problems = await service.start()
if (problems !== undefined) throw new Error(problems)

let turning = true
const turns: number[] = []
let before = cpu()
const turn = (): void => {
  const now = cpu()
  turns.push(now - before)
  before = cpu()
  if (turning) setImmediate(turn)
}

async function measure(command: string, given?: object): Promise<void> {
  const text = JSON.stringify({ command, arguments: given })
  turns.length = 0
  before = cpu()
  const began = performance.now()
  let bytes = 0
  const answer = await service.commands.ask({ text, caller: unixCaller })
  for await (const piece of answer.text) {
    bytes += piece.length
    // whoever writes to a socket waits for it
    await new Promise(resolve => setImmediate(resolve))
  }
  const longest = [...turns].sort((a, b) => b - a).slice(0, 4)
  const took = Math.round(performance.now() - began)
  console.log(
    `${command}: ${took} ms, ${bytes} bytes, longest stretches ${longest.map(ms => ms.toFixed(1)).join(', ')} ms`,
  )
}

setImmediate(turn)
await measure('status-get')
await measure('lease4-get-page', { from: 'start', limit: 10_000 })
await measure('lease4-get-page', { from: '127.8.0.0', limit: 10_000 })
await measure('lease4-get-all')
for (let i = 0; i < 2; i++) {
  await measure('config-set', configuration(10_000))
  await measure('config-get')
  await measure('statistic-get-all')
  await measure('metrics-get')
  await measure('config-set', configuration(10))
}
turning = false
await service.stop()
rmSync(folder, { recursive: true, force: true })
