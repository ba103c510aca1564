/**
 * What the links cost. `npx tsx test/bench/net.bench.ts` prints, on loopback and in one run, an echo over the udp link
 * and over the plain one (node:dgram) under the same closed-loop load from another process, then the parts in memory.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { bench, run, summary } from 'mitata'
import { LinkCounters } from '../../src/net/counters.js'
import { buildFrame, checksumHolds, FRAME_HEADERS, Frame, parseFrame } from '../../src/net/frame.js'
import type { Batch, Link } from '../../src/net/link.js'
import { openNet } from '../../src/net/open.js'
import { openPlainLink } from '../../src/net/plain-link.js'
import { TransmitRing } from '../../src/net/transmit-ring.js'
import { openUdpLink } from '../../src/net/udp-link.js'
import { realTimers } from '../net/real-timers.js'

const LOCALHOST = Uint8Array.of(127, 0, 0, 1)
const SERVER_PORT = 10067
const LOAD_PORT = 10068
const BYTES = 300
const SECONDS = 3

/** Send every datagram back to where it came from. */
function echo(batch: Batch): void {
  let link: Link | undefined
  for (let i = 0; i < batch.count; i++) {
    const inbound = batch.at(i)
    link = inbound.link
    const out = link.slot()
    if (out === undefined) break
    inbound.arena.copy(out.arena, out.start, inbound.start, inbound.end)
    out.end = out.start + inbound.end - inbound.start
    inbound.arena.copy(out.arena, out.addressAt, inbound.sourceAt, inbound.sourceAt + 4)
    out.port = inbound.sourcePort
    link.post()
  }
  link?.flush(true)
}

/** The other process: keeps `window` datagrams in flight and counts those that come back. */
async function load(window: number): Promise<void> {
  const { kernel } = await openNet(realTimers)
  const common = { name: 'lo', index: 1, localAddress: LOCALHOST, bind: LOCALHOST }
  const link = openUdpLink(kernel!, { ...common, port: LOAD_PORT })
  let count = 0
  let seen = 0
  const send = (n: number): void => {
    for (let i = 0; i < n; i++) {
      const out = link.slot()
      if (out === undefined) break
      out.end = out.start + BYTES
      out.arena.set(LOCALHOST, out.addressAt)
      out.port = SERVER_PORT
      link.post()
    }
    link.flush(true)
  }
  link.listen(batch => {
    count += batch.count
    send(batch.count)
  })
  setInterval(() => {
    if (count === seen) send(window) // all were lost: start again
    seen = count
  }, 200)
  process.on('message', () => process.send!(count))
  process.on('disconnect', () => process.exit())
  process.send!(0)
  send(window)
}

async function ask(child: ChildProcess): Promise<number> {
  child.send('count')
  const [count] = (await once(child, 'message')) as [number]
  return count
}

async function measure(name: string, link: Link, window: number): Promise<void> {
  link.listen(echo)
  const child = fork(fileURLToPath(import.meta.url), ['load', String(window)], { execArgv: ['--import', 'tsx'] })
  await once(child, 'message')
  await new Promise(resolve => setTimeout(resolve, 1000)) // the compilers warm up
  const from = await ask(child)
  const before = process.cpuUsage()
  const start = process.hrtime.bigint()
  await new Promise(resolve => setTimeout(resolve, SECONDS * 1000))
  const count = (await ask(child)) - from
  const { user, system } = process.cpuUsage(before)
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  const rate = Math.round(count / seconds)
  const cpu = ((user + system) / count).toFixed(2)
  console.log(`${name.padEnd(10)} window ${String(window).padStart(3)}: ${rate} echoes/s, ${cpu} us CPU each`)
  child.disconnect()
  link.close()
  await once(child, 'exit')
}

async function sockets(): Promise<void> {
  const { kernel } = await openNet(realTimers)
  const common = { name: 'lo', index: 1, localAddress: LOCALHOST, port: SERVER_PORT }
  for (const window of [1, 32, 256]) {
    await measure('udp link', openUdpLink(kernel!, { ...common, bind: LOCALHOST }), window)
    await measure('plain link', await openPlainLink(common), window)
  }
}

async function memory(): Promise<void> {
  const bytes = Buffer.alloc(1024)
  const from = { hardware: Uint8Array.of(2, 0, 0, 0, 0, 1), address: LOCALHOST, port: 67 }
  const start = 64
  const frame = new Frame()
  const taking = { addressOf: () => 4096, sendMany: (_fd: number, _pointer: number, count: number) => count }
  const options = {
    udp: 1,
    raw: 2,
    addressLength: 4,
    index: 1,
    rawIndex: 1,
    source: LOCALHOST,
    frameLimit: 1472,
  } as const
  const ring = new TransmitRing(taking, { ...options, frames: from }, new LinkCounters())
  const post = (hardwareLength: number): void => {
    for (let i = 0; i < 32; i++) {
      const out = ring.next()!
      out.end = out.start + BYTES
      out.hardwareLength = hardwareLength
      ring.post()
    }
    ring.seal(true)
    ring.send()
  }
  summary(() => {
    bench('build a frame of 300 bytes', () => buildFrame(bytes, start, start + BYTES, from, 0, 68))
    bench('parse it', () => parseFrame(bytes, start - FRAME_HEADERS, start + BYTES, frame))
    bench('check its sum', () => checksumHolds(bytes, frame))
    bench('32 datagrams through the ring', () => post(0))
    bench('32 frames through the ring', () => post(6))
  })
  await run()
}

if (process.argv[2] === 'load') await load(Number(process.argv[3]))
else {
  await sockets()
  await memory()
}
