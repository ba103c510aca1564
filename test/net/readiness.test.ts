import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { KernelLink } from '../../src/net/kernel-link.js'
import { Readiness } from '../../src/net/readiness.js'
import { ReceiveArena } from '../../src/net/receive-arena.js'
import { attachReuseportFilter, openUdpSocket } from '../../src/net/sockets.js'
import { loadSys } from '../../src/net/sys.js'
import { realTimers } from './real-timers.js'

const LOCALHOST = Uint8Array.of(127, 0, 0, 1)
const sys = (await loadSys())!

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A link that nobody listens to: whoever has it drains it. */
function linkOn(fd: number): KernelLink {
  const ring = {
    udp: fd,
    raw: -1,
    addressLength: 4 as const,
    index: 0,
    rawIndex: 0,
    source: undefined,
    frames: undefined,
    frameLimit: 0,
  }
  const common = { name: 'lo', index: 1, addressLength: 4 as const, localAddress: LOCALHOST, reach: 'unicast' as const }
  const room = { sys, arena: new ReceiveArena(sys), timers: realTimers }
  const link = new KernelLink(room, { ...common, receive: fd, frames: false, others: [], ring })
  closing.push(() => link.close())
  return link
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

async function send(port: number, ...messages: Buffer[]): Promise<void> {
  const socket = createSocket('udp4')
  for (const message of messages) await new Promise(resolve => socket.send(message, port, '127.0.0.1', resolve))
  socket.close()
}

describe('a thread that waits for its sockets by itself', () => {
  test('hears when one has something, and takes all that it has at once', async () => {
    const port = await freePort()
    const links = [0, 1].map(i => linkOn(openUdpSocket(sys, { device: undefined, address: LOCALHOST, port: port + i })))
    const readiness = new Readiness(
      sys,
      links.map(({ descriptor }) => descriptor),
    )
    expect(readiness.wait(0)).toBe(false)
    await send(port + 1, Buffer.from('one'), Buffer.from('two'))
    expect(readiness.wait(1000)).toBe(true)
    const texts: string[] = []
    const drained = links.map(link =>
      link.drain(batch => {
        for (let i = 0; i < batch.count; i++) {
          const { arena, start, end } = batch.at(i)
          texts.push(arena.toString('latin1', start, end))
        }
      }),
    )
    expect(drained).toEqual([0, 2])
    expect(texts).toEqual(['one', 'two'])
    expect(readiness.wait(0)).toBe(false)
  })

  test('sockets that share a port get what is theirs by one byte of it', async () => {
    const port = await freePort()
    const links = [0, 1, 2, 3].map(() => {
      const fd = openUdpSocket(sys, { device: undefined, address: LOCALHOST, port, reusePort: true })
      attachReuseportFilter(sys, fd, 3, 4)
      return linkOn(fd)
    })
    await send(port, ...Array.from({ length: 40 }, (_, i) => Buffer.from([0, 0, 0, i])))
    for (const [own, link] of links.entries()) {
      const heard: number[] = []
      link.drain(batch => {
        for (let i = 0; i < batch.count; i++) heard.push(batch.at(i).arena[batch.at(i).start + 3]!)
      })
      expect(heard).toEqual(Array.from({ length: 10 }, (_, i) => 4 * i + own))
    }
  })
})
