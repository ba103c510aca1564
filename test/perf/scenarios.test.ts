import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { LinkType, PcapWriter } from '../../src/net/pcap-file.js'
import { TimerHeap } from '../../src/perf/scenario/timer-heap.js'
import { encodePacket4, MessageType, option, parsePacket4 } from '../kit/packet4.js'
import { server4, typeOf } from './server4.js'
import { perform, plan, problemsOf, type Reply } from './stage.js'

describe('scenarios', () => {
  test('avalanche asks again until every client has a lease, as late as perfdhcp does', () => {
    const honest = server4()
    const seen = new Map<string, number[]>()
    // each client is answered when it asks for the third time
    const deaf = (message: Buffer, now: number): Reply[] => {
      const packet = parsePacket4(message)
      if (typeOf(packet) !== MessageType.DISCOVER) return honest(message, now)
      const times = seen.get(packet.chaddr) ?? []
      seen.set(packet.chaddr, [...times, now])
      return times.length === 2 ? honest(message, now) : []
    }
    const { report } = perform(plan({ clients: 50, count: 0, scenario: { name: 'avalanche' } }), deaf)
    expect(report.completed).toBe(50)
    expect(report.findings).toMatchObject({ clients: 50, provisioned: 50, resent: 100 })
    for (const [first, second, third] of seen.values() as Iterable<[number, number, number]>) {
      // 1 s, then 2 s, with a tenth of a second of jitter
      expect(Math.abs(second - first - 1000)).toBeLessThan(101)
      expect(Math.abs(third - second - 2000)).toBeLessThan(101)
    }
  })

  test('storm begins within its spread and heeds RFC 2131 4.1', () => {
    const honest = server4()
    const times: number[] = []
    let lost = ''
    const server = (message: Buffer, now: number): Reply[] => {
      const packet = parsePacket4(message)
      if (typeOf(packet) === MessageType.DISCOVER) {
        if (lost === '') {
          lost = packet.chaddr
          times.push(now)
          return []
        }
        if (packet.chaddr === lost) times.push(now)
        else expect(now).toBeLessThanOrEqual(3001)
      }
      return honest(message, now)
    }
    const { report } = perform(plan({ clients: 200, count: 0, scenario: { name: 'storm', spread: 2000 } }), server)
    expect(report.completed).toBe(200)
    expect(Math.abs(times[1]! - times[0]! - 4000)).toBeLessThanOrEqual(1001)
    expect(report.findings['half provisioned after ms']).toBeGreaterThan(500)
    expect(report.findings['half provisioned after ms']).toBeLessThan(1500)
  })

  test('ramp finds what a server can do', () => {
    const honest = server4()
    // an answer needs a millisecond of the server's time, and it keeps 20 waiting: 500 exchanges a second
    let free = 0
    const busy = (message: Buffer, now: number): Reply[] => {
      if (free - now > 20) return []
      free = Math.max(free, now) + 1
      return honest(message, now).map(reply => ({ ...reply, after: free - now }))
    }
    const scenario = { name: 'ramp', from: 50, to: 100_000, step: 2000, loss: 0.01 } as const
    const { report } = perform(plan({ clients: 100_000, count: 0, scenario }), busy)
    expect(report.findings['highest rate']).toBeGreaterThan(475)
    expect(report.findings['highest rate']).toBeLessThan(525)
  })

  test('churn plays clients that come, renew, rebind, release and go, and never two at one address', () => {
    const scenario = { name: 'churn', stay: 5000, renewEvery: 1000, rebinds: 0.25, releases: 0.5 } as const
    const { report, sent } = perform(plan({ clients: 2000, count: 0, period: 60_000, rate: 50, scenario }), server4())
    const found = report.findings as Record<string, number>
    // 50 a second for 60 s; 5 s each are 250 at a time (Little's law)
    expect(found.arrived).toBeGreaterThan(2700)
    expect(found.arrived).toBeLessThan(3300)
    expect(found['present at most']).toBeGreaterThan(200)
    expect(found['present at most']).toBeLessThan(340)
    const renewals = found.renewed! + found.rebound!
    expect(found.rebound! / renewals).toBeGreaterThan(0.22)
    expect(found.rebound! / renewals).toBeLessThan(0.28)
    const left = found.released! + found['left silently']!
    expect(found.released! / left).toBeGreaterThan(0.45)
    expect(found.released! / left).toBeLessThan(0.55)
    expect(sent.filter(bytes => typeOf(parsePacket4(bytes)) === MessageType.RELEASE)).toHaveLength(found.released!)
    expect(problemsOf(report)).toEqual({})
  })

  test('replay sends the client messages of a capture in their own time', () => {
    const folder = mkdtempSync(join(tmpdir(), 'keats-perf-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const pieces: Buffer[] = []
    const writer = new PcapWriter(piece => pieces.push(piece), LinkType.raw)
    const message = (type: number, xid: number) =>
      encodePacket4({
        op: type === MessageType.OFFER ? 2 : 1,
        xid,
        chaddr: '02:00:00:00:00:09',
        options: [option(53, [type])],
      })
    writer.record(packet(message(MessageType.DISCOVER, 77), 67), 1000)
    writer.record(packet(message(MessageType.OFFER, 77), 68), 1100)
    writer.record(packet(message(MessageType.REQUEST, 77), 67), 1500)
    writer.record(packet(message(MessageType.RELEASE, 78), 67), 2000)
    const file = join(folder, 'clients.pcap')
    writeFileSync(file, Buffer.concat(pieces))
    const times: number[] = []
    const honest = server4()
    const { report, sent } = perform(plan({ count: 0, scenario: { name: 'replay', file, speed: 2 } }), (bytes, now) => {
      times.push(now)
      return honest(bytes, now)
    })
    expect(sent.map(bytes => typeOf(parsePacket4(bytes)))).toEqual([1, 3, 7])
    expect(times.map(time => Math.round(time - times[0]!))).toEqual([0, 250, 500])
    expect(parsePacket4(sent[0]!).giaddr).toBe('10.0.0.2')
    expect(report).toMatchObject({ completed: 2, loss: 0, problems: [] })
  })

  test('timers come in the order of their times', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 3000 }), times => {
        const heap = new TimerHeap(4)
        for (const [i, time] of times.entries()) heap.push(time, i, i % 3)
        const found: number[] = []
        for (; heap.size > 0; heap.shift()) {
          expect(times[heap.nextClient]).toBe(heap.nextTime)
          expect(heap.nextAction).toBe(heap.nextClient % 3)
          found.push(heap.nextTime)
        }
        expect(found).toEqual([...times].sort((a, b) => a - b))
      }),
    )
  })
})

/** An IPv4 packet around a message. */
function packet(message: Buffer, port: number): Buffer {
  const head = Buffer.alloc(28)
  head[0] = 0x45
  head.writeUInt16BE(28 + message.length, 2)
  head[8] = 64
  head[9] = 17
  head.writeUInt16BE(port === 67 ? 68 : 67, 20)
  head.writeUInt16BE(port, 22)
  head.writeUInt16BE(8 + message.length, 24)
  return Buffer.concat([head, message])
}
