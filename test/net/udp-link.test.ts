import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { KernelLink, KernelRoom } from '../../src/net/kernel-link.js'
import { openPlainLink, type PlainLink } from '../../src/net/plain-link.js'
import { ReceiveArena } from '../../src/net/receive-arena.js'
import { loadSys, type Sys } from '../../src/net/sys.js'
import { openUdpLink } from '../../src/net/udp-link.js'
import { type Heard, heardOf, hearing, reply, until } from './heard.js'
import { realTimers } from './real-timers.js'

const LOCALHOST = Uint8Array.of(127, 0, 0, 1)
const LOCALHOST6 = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)

const closing: { close(): void }[] = []
afterEach(() => {
  for (const one of closing.splice(0)) one.close()
})
const keep = <T extends { close(): void }>(one: T): T => {
  closing.push(one)
  return one
}

/** A client's socket on loopback, and a port that nobody else has. */
async function client(v6 = false): Promise<Socket> {
  const socket = keep(createSocket(v6 ? 'udp6' : 'udp4'))
  socket.bind(0, v6 ? '::1' : '127.0.0.1')
  await once(socket, 'listening')
  return socket
}

async function freePort(v6 = false): Promise<number> {
  const socket = createSocket(v6 ? 'udp6' : 'udp4')
  socket.bind(0, v6 ? '::1' : '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

function texts(socket: Socket): string[] {
  const got: string[] = []
  socket.on('message', bytes => got.push(bytes.toString('latin1')))
  return got
}

const descriptors = new Map<number, boolean>()
let sys: Sys
let room: KernelRoom
beforeAll(async () => {
  sys = (await loadSys((fd, open) => descriptors.set(fd, open)))!
  room = { sys, arena: new ReceiveArena(sys), timers: realTimers }
})

function open(port: number, address = LOCALHOST): KernelLink {
  const common = { name: 'lo', index: 1, localAddress: address, bind: address, port }
  return keep(openUdpLink(room, common))
}

describe('udp link', () => {
  it('hands what waited in the socket over as one batch', async () => {
    const port = await freePort()
    const link = open(port)
    const socket = await client()
    for (let i = 0; i < 40; i++) socket.send(`m${i}`, port, '127.0.0.1')
    await new Promise(resolve => setTimeout(resolve, 50))
    const batches = hearing(link)
    await until(() => batches.flat().length === 40, 'forty datagrams')
    expect(batches).toHaveLength(1)
    const heard = batches[0]!
    expect(heard.map(({ text }) => text)).toEqual([...Array(40).keys()].map(i => `m${i}`))
    for (const one of heard)
      expect(one).toMatchObject({ source: '127.0.0.1', port: socket.address().port, hardware: '' })
    // libuv does not tell the first datagram's destination; the kernel tells that of the others
    expect(new Set(heard.slice(1).map(({ destination }) => destination))).toEqual(new Set(['127.0.0.1']))
    expect(link.counters.received).toBe(40)
  })

  it('answers in place, and drops answers that rest on unwritten changes', async () => {
    const port = await freePort()
    const link = open(port)
    const socket = await client()
    const got = texts(socket)
    const dropped: number[] = []
    link.listen(batch => {
      for (let i = 0; i < batch.count; i++) {
        const { text } = heardOf(batch.at(i))
        reply(batch, i, `offer ${text}`)
        reply(batch, i, `ack ${text}`, true)
        reply(batch, i, `nak ${text}`)
      }
      dropped.push(link.flush(false))
    })
    socket.send('a', port, '127.0.0.1')
    await until(() => got.length >= 2, 'answers')
    expect(got).toEqual(['offer a', 'nak a'])
    expect(dropped).toEqual([1])
    expect(link.counters).toMatchObject({ sent: 2, refused: 0, lost: 0 })
  })

  it('skips an answer that the kernel refuses, without holding up those behind it', async () => {
    const port = await freePort()
    const link = open(port)
    const socket = await client()
    const got = texts(socket)
    link.listen(batch => {
      reply(batch, 0, 'first')
      const out = link.slot()!
      out.end = out.start + out.arena.write('to port 0, which is EINVAL', out.start)
      out.arena.set(LOCALHOST, out.addressAt)
      out.port = 0
      link.post()
      reply(batch, 0, 'third')
      link.flush(true)
    })
    socket.send('go', port, '127.0.0.1')
    await until(() => got.length >= 2, 'the answers on either side')
    expect(got).toEqual(['first', 'third'])
    expect(link.counters).toMatchObject({ sent: 2, refused: 1 })
  })

  it('goes on when nobody listens where an answer went', async () => {
    const port = await freePort()
    const closed = await freePort()
    const link = open(port)
    const socket = await client()
    const got = texts(socket)
    link.listen(batch => {
      for (let n = 0; n < 3; n++) {
        const out = link.slot()!
        out.end = out.start + 1
        out.arena.set(LOCALHOST, out.addressAt)
        out.port = closed
        link.post()
        reply(batch, 0, `answer ${n}`)
        link.flush(true)
      }
    })
    socket.send('go', port, '127.0.0.1')
    await until(() => got.length >= 3, 'three answers')
    expect(got).toEqual(['answer 0', 'answer 1', 'answer 2'])
  })

  it('has a slot for every packet of two batches, then none until something leaves', async () => {
    const link = open(await freePort())
    const socket = await client()
    const { port } = socket.address() as AddressInfo
    let posted = 0
    for (;;) {
      const out = link.slot()
      if (out === undefined) break
      out.end = out.start
      out.arena.set(LOCALHOST, out.addressAt)
      out.port = port
      link.post()
      posted++
    }
    expect(posted).toBeGreaterThanOrEqual(1024)
    expect(link.counters.lost).toBe(1)
    link.flush(true)
    expect(link.slot()).toBeDefined()
    expect(link.counters.sent).toBe(posted)
  })

  it('keeps answers apart over many batches, posted and not posted', async () => {
    const port = await freePort()
    const link = open(port)
    const socket = await client()
    const got = texts(socket)
    link.listen(batch => {
      for (let i = 0; i < batch.count; i++) {
        const { text } = heardOf(batch.at(i))
        if (Number(text) % 3 === 0)
          link.slot() // begun, then dropped
        else reply(batch, i, text)
      }
      link.flush(true)
    })
    const expected: string[] = []
    for (let n = 0; n < 3000; n++) {
      if (n % 3 !== 0) expected.push(`${n}`)
      socket.send(`${n}`, port, '127.0.0.1')
      if (n % 100 === 99) await until(() => got.length === expected.length, `answers up to ${n}`)
    }
    expect(got).toEqual(expected)
  })

  it('counts a datagram longer than a slot and hears the next', async () => {
    const port = await freePort()
    const link = open(port)
    const socket = await client()
    socket.send('before', port, '127.0.0.1')
    socket.send(Buffer.alloc(4000), port, '127.0.0.1')
    socket.send('after', port, '127.0.0.1')
    await new Promise(resolve => setTimeout(resolve, 20))
    const batches = hearing(link)
    await until(() => batches.flat().length === 2, 'two datagrams')
    expect(batches.flat().map(({ text }) => text)).toEqual(['before', 'after'])
    expect(link.counters.truncated).toBe(1)
  })

  it('speaks IPv6', async () => {
    const port = await freePort(true)
    const link = open(port, LOCALHOST6)
    const socket = await client(true)
    const got = texts(socket)
    const heard: Heard[] = []
    link.listen(batch => {
      for (let i = 0; i < batch.count; i++) {
        heard.push(heardOf(batch.at(i)))
        reply(batch, i, `re ${i}`)
      }
      link.flush(true)
    })
    socket.send('six', port, '::1')
    await until(() => got.length > 0, 'an answer')
    expect(heard).toMatchObject([{ text: 'six', source: '::1', port: socket.address().port }])
    expect(got).toEqual(['re 0'])
  })

  it('gives its descriptors back, and tells who supervises which ones Node does not know', async () => {
    const port = await freePort()
    const link = open(port)
    expect([...descriptors.values()]).toContain(true)
    link.listen(() => {})
    expect([...descriptors.values()]).not.toContain(true)
    link.close()
    link.close()
    expect(link.slot()).toBeUndefined()
    await new Promise(resolve => setImmediate(resolve))
    const again = open(port)
    expect(again.reach).toBe('unicast')
    again.close()
    expect([...descriptors.values()]).not.toContain(true)
  })

  it('says why a socket cannot be opened', async () => {
    const port = await freePort()
    open(port)
    expect(() => open(port)).toThrow('EADDRINUSE')
    expect(() => open(port, Uint8Array.of(192, 0, 2, 200))).toThrow('EADDRNOTAVAIL')
  })
})

describe('plain link', () => {
  const plain = async (port: number, address = LOCALHOST): Promise<PlainLink> =>
    keep(await openPlainLink({ name: 'lo', index: 1, localAddress: address, port }))

  it.each([
    ['127.0.0.1', LOCALHOST],
    ['::1', LOCALHOST6],
  ])('hears and answers on %s', async (text, address) => {
    const v6 = address.length === 16
    const port = await freePort(v6)
    const link = await plain(port, address)
    const socket = await client(v6)
    const got = texts(socket)
    const heard: Heard[] = []
    link.listen(batch => {
      heard.push(heardOf(batch.at(0)))
      reply(batch, 0, 'pong')
      reply(batch, 0, 'unwritten', true)
      reply(batch, 0, 'pong 2')
      expect(link.flush(false)).toBe(1)
    })
    socket.send('ping', port, text)
    await until(() => got.length === 2, 'two answers')
    expect(got).toEqual(['pong', 'pong 2'])
    expect(heard).toMatchObject([{ text: 'ping', source: text, port: socket.address().port }])
    expect(link).toMatchObject({ reach: 'unicast', reachesHardware: false })
  })

  it('says why it cannot be opened', async () => {
    const port = await freePort()
    await plain(port)
    await expect(plain(port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
