import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterAll, describe, expect, it } from 'vitest'
import { FaultLink } from '../../src/net/fault-link.js'
import type { Link, Out } from '../../src/net/link.js'
import { MemoryLink } from '../../src/net/memory-link.js'
import { openNet } from '../../src/net/open.js'
import { LinkType, PcapWriter } from '../../src/net/pcap-file.js'
import { PcapLink } from '../../src/net/pcap-link.js'
import { openPlainLink } from '../../src/net/plain-link.js'
import { openUdpLink } from '../../src/net/udp-link.js'
import { until } from './heard.js'
import { realTimers } from './real-timers.js'

const LOCALHOST = Uint8Array.of(127, 0, 0, 1)

/** What arrived at the address that all answers of this suite go to. */
interface Arrivals {
  readonly texts: string[]
  readonly port: number
}

const socket = createSocket('udp4')
const onWire: Arrivals['texts'] = []
socket.on('message', bytes => onWire.push(bytes.toString('latin1')))
socket.bind(0, '127.0.0.1')
await once(socket, 'listening')
afterAll(() => void socket.close())
const wire: Arrivals = { texts: onWire, port: socket.address().port }

const emptyCapture: Buffer[] = []
new PcapWriter(piece => emptyCapture.push(piece), LinkType.raw)

/** Every implementation of Link, and where its answers arrive. */
const implementations: [string, () => Promise<{ link: Link; arrivals: Arrivals }>][] = [
  ['memory', async () => memory(link => link)],
  ['fault', async () => memory(link => new FaultLink(link, {}, realTimers, () => 0.5))],
  [
    'pcap',
    async () => {
      const texts: string[] = []
      const onAnswer = ({ bytes }: { bytes: Buffer }): void => void texts.push(bytes.toString('latin1'))
      const link = new PcapLink(Buffer.concat(emptyCapture), { addressLength: 4, port: 67, onAnswer })
      return { link, arrivals: { texts, port: 9 } }
    },
  ],
  [
    'udp',
    async () => {
      const { kernel } = await openNet(realTimers)
      const link = openUdpLink(kernel!, { name: 'lo', index: 1, localAddress: LOCALHOST, bind: LOCALHOST, port: 0 })
      return { link, arrivals: wire }
    },
  ],
  [
    'plain',
    async () => {
      const link = await openPlainLink({ name: 'lo', index: 1, localAddress: LOCALHOST, port: 0 })
      return { link, arrivals: wire }
    },
  ],
]

function memory(wrap: (link: MemoryLink) => Link): { link: Link; arrivals: Arrivals } {
  const inner = new MemoryLink()
  const texts: string[] = []
  inner.onAnswer = ({ bytes }) => texts.push(bytes.toString('latin1'))
  return { link: wrap(inner), arrivals: { texts, port: 9 } }
}

describe.each(implementations)('%s link', (_, make) => {
  const write = (out: Out, text: string, port: number): void => {
    out.end = out.start + out.arena.write(text, out.start, 'latin1')
    out.arena.set(LOCALHOST, out.addressAt)
    out.port = port
  }

  it('keeps the contract of slots', async () => {
    const { link, arrivals } = await make()
    arrivals.texts.length = 0
    link.listen(() => {})

    // A slot holds any answer that fits an Ethernet frame, and comes empty.
    const begun = link.slot()!
    expect(begun.limit - begun.start).toBeGreaterThanOrEqual(1472)
    expect(begun).toMatchObject({ end: begun.start, port: 0, hardwareLength: 0, rests: false })

    // Begun and not posted: the same slot again, with nothing left of the first attempt.
    write(begun, 'begun and dropped', arrivals.port)
    begun.rests = true
    const slot = link.slot()!
    expect(slot).toBe(begun)
    expect(slot).toMatchObject({ end: slot.start, port: 0, hardwareLength: 0, rests: false })

    write(slot, 'first', arrivals.port)
    link.post()
    const second = link.slot()!
    expect(second).not.toBe(slot)
    write(second, 'rests on what was not written', arrivals.port)
    second.rests = true
    link.post()
    write(link.slot()!, 'third', arrivals.port)
    link.post()
    link.slot() // begun, never posted
    expect(arrivals.texts).toEqual([])
    expect(link.flush(false)).toBe(1)
    await until(() => arrivals.texts.length === 2, 'two answers')

    // What was dropped once does not come back, and a batch of many leaves in order.
    const texts = Array.from({ length: 100 }, (_unused, i) => `answer ${i}`)
    for (const text of texts) {
      const out = link.slot()!
      write(out, text, arrivals.port)
      out.rests = true
      link.post()
    }
    expect(link.flush(true)).toBe(0)
    await until(() => arrivals.texts.length === 102, 'a hundred more')
    expect(arrivals.texts).toEqual(['first', 'third', ...texts])
    expect(link.flush(false)).toBe(0)

    link.close()
    link.close()
  })
})
