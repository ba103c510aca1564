// Claim: commands hold no packet back longer than 20 ms: config-set of 10,000 subnets, config-get of them, and pages over
// a million leases, under 2,000 packets a second. Runs the built server: npm run build && npx tsx test/bench/api-latency.bench.ts
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ipv4 } from '../../src/wire/address.js'
import { pause } from '../kit/running.js'
import { Served } from '../system/served.js'

const LEASES = 1_000_000
const [SERVER, CLIENT, HTTP] = [28_167, 28_168, 28_180]
/** DISCOVERs in a burst, and milliseconds between bursts. */
const BURST = 4
const EVERY = 2

const folder = mkdtempSync(join(tmpdir(), 'keats-latency-'))
const leaseFile = join(folder, 'leases4.csv')

/** The subnet that is asked in, with room for all leases, and so many others. */
function configuration(others: number): object {
  const subnet4: object[] = [{ id: 1, subnet: '127.0.0.0/8', pools: [{ pool: '127.1.0.0 - 127.200.255.255' }] }]
  for (let i = 0; i < others; i++) {
    const net = `${10 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`
    subnet4.push({
      id: i + 2,
      subnet: `${net}.0/24`,
      pools: [{ pool: `${net}.10 - ${net}.200` }],
      'option-data': [{ name: 'routers', data: `${net}.1` }],
    })
  }
  return {
    Dhcp4: {
      'interfaces-config': { interfaces: ['lo'], 'dhcp-socket-type': 'udp' },
      'control-sockets': [{ 'socket-type': 'http', 'socket-port': HTTP }],
      'lease-database': { type: 'memfile', name: leaseFile, 'lfc-interval': 0 },
      'expired-leases-processing': { 'reclaim-timer-wait-time': 0 },
      subnet4,
      loggers: [{ name: 'kea-dhcp4', severity: 'INFO', 'output-options': [{ output: 'stdout' }] }],
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

/** DISCOVERs as from a relay at this machine, and how long each waits for its OFFER. */
class Probe {
  readonly #socket = createSocket('udp4')
  readonly #sent = new Map<number, number>()
  #waits: number[] = []
  #lost = 0
  #xid = 0
  #running = true

  async start(): Promise<void> {
    await new Promise<void>(resolve => this.#socket.bind(CLIENT, '127.0.0.1', () => resolve()))
    this.#socket.on('message', reply => {
      const xid = reply.readUInt32BE(4)
      const at = this.#sent.get(xid)
      if (at === undefined) return
      this.#sent.delete(xid)
      this.#waits.push(performance.now() - at)
    })
    void this.#send()
  }

  /** What was measured since the last time. */
  taken(): string {
    const sorted = this.#waits.sort((a, b) => a - b)
    const old = performance.now() - 1000
    for (const [xid, at] of this.#sent)
      if (at < old) {
        this.#sent.delete(xid)
        this.#lost++
      }
    const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(2)
    const text = `${sorted.length} answered, median ${at(0.5)} ms, 99.9 % ${at(0.999)} ms, longest ${at(1)} ms, lost ${this.#lost}`
    this.#waits = []
    this.#lost = 0
    return text
  }

  stop(): void {
    this.#running = false
    this.#socket.close()
  }

  async #send(): Promise<void> {
    while (this.#running) {
      for (let i = 0; i < BURST; i++) {
        const xid = ++this.#xid
        this.#sent.set(xid, performance.now())
        this.#socket.send(discover(xid), SERVER, '127.0.0.1')
      }
      await pause(EVERY)
    }
  }
}

function discover(xid: number): Buffer {
  const packet = Buffer.alloc(250)
  packet.set([1, 1, 6, 1])
  packet.writeUInt32BE(xid, 4)
  packet.set([127, 0, 0, 1], 24)
  packet.set([2, 2], 28)
  packet.writeUInt32BE(xid % 5000, 30)
  packet.set([0x63, 0x82, 0x53, 0x63, 53, 1, 1, 255], 236)
  return packet
}

/** One command in a process of its own, so that reading the reply does not hold up the probe. Milliseconds. */
function command(name: string, given?: object): Promise<number> {
  const file = join(folder, 'request.json')
  writeFileSync(file, JSON.stringify({ command: name, arguments: given }))
  const began = performance.now()
  const argv = ['-s', '-f', '-o', '/dev/null', '-H', 'Content-Type: application/json', '-d', `@${file}`]
  return new Promise((resolve, reject) => {
    spawn('curl', [...argv, `http://127.0.0.1:${HTTP}/`]).on('exit', code =>
      code === 0 ? resolve(performance.now() - began) : reject(new Error(`${name}: curl ${code}`)),
    )
  })
}

await writeLeases()
const file = join(folder, 'server.json')
writeFileSync(file, JSON.stringify(configuration(10)))
const server = new Served(['-c', file, '-p', `${SERVER}`, '-P', `${CLIENT}`, '--data-dir', folder])
const probe = new Probe()
try {
  await server.line('DHCP4_STARTED', 60_000)
  await probe.start()
  await pause(2000)
  probe.taken()
  const measure = async (title: string, work: () => Promise<unknown>): Promise<void> => {
    const began = performance.now()
    await work()
    await pause(200)
    console.log(`${title} (${Math.round(performance.now() - began - 200)} ms): ${probe.taken()}`)
  }
  await measure('nothing', () => pause(3000))
  await measure('lease4-get-page of 10,000, 50 times', async () => {
    for (let i = 0; i < 50; i++)
      await command('lease4-get-page', {
        from: i === 0 ? 'start' : ipv4.format(0x7f010000 + i * 10_000),
        limit: 10_000,
      })
  })
  await measure('lease4-get-all of a million', () => command('lease4-get-all'))
  await measure('config-set of 10,000 subnets', () => command('config-set', configuration(10_000)))
  await measure('config-get of them', () => command('config-get'))
  await measure('statistic-get-all of them', () => command('statistic-get-all'))
  await measure('metrics-get of them', () => command('metrics-get'))
  await measure('config-set back to 10', () => command('config-set', configuration(10)))
} finally {
  probe.stop()
  await server.kill()
  rmSync(folder, { recursive: true, force: true })
}
