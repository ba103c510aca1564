/**
 * A supervisor whose worker opens links and dies: prints the descriptors of this process before, after the worker's
 * death, and after those that the worker had reported were closed.
 */
import { readdirSync, readlinkSync } from 'node:fs'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { listInterfaces } from '../../../src/net/interfaces.js'
import { openNet } from '../../../src/net/open.js'
import { openPacketLink } from '../../../src/net/packet-link.js'
import { loadSys } from '../../../src/net/sys.js'
import { openUdpLink } from '../../../src/net/udp-link.js'
import { realTimers } from '../real-timers.js'

function sockets(): number {
  const links = readdirSync('/proc/self/fd').map(fd => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`)
    } catch {
      return '' // the directory's own descriptor
    }
  })
  return links.filter(link => link.startsWith('socket:')).length
}

async function supervise(): Promise<void> {
  const sys = (await loadSys())!
  const before = sockets()
  const left = new Set<number>()
  const url = JSON.stringify(import.meta.url)
  const source = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${url}, ${url}))`
  const worker = new Worker(source, { eval: true, argv: process.argv.slice(2) })
  worker.on('message', ({ fd, open }: { fd: number; open: boolean }) => (open ? left.add(fd) : left.delete(fd)))
  worker.on('error', error => {
    if (error.message !== 'the worker dies') throw error
  })
  await new Promise(resolve => worker.once('exit', resolve))
  const dead = sockets()
  for (const fd of left) sys.close(fd)
  console.log('sockets', JSON.stringify({ before, reported: left.size, dead, closed: sockets() }))
}

async function work(): Promise<void> {
  const net = await openNet(realTimers, (fd, open) => parentPort!.postMessage({ fd, open }))
  const { name, index, hardware, mtu } = listInterfaces(net.kernel!.sys).find(one => one.name === process.argv[2])!
  const localAddress = Uint8Array.of(10, 77, 0, 1)
  const common = { name, index, localAddress, hardware: { address: hardware, mtu } }
  openPacketLink(net.kernel!, { ...common, port: 67, hears: [localAddress] }).listen(() => {})
  openUdpLink(net.kernel!, { ...common, bind: localAddress, port: 1067 }).listen(() => {})
  openUdpLink(net.kernel!, { ...common, bind: localAddress, port: 1068 }) // not listening yet
  setTimeout(() => {
    throw new Error('the worker dies')
  }, 50)
}

await (isMainThread ? supervise() : work())
