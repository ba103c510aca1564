import { describe, expect, it } from 'vitest'
import { MemoryLink, memoryCable } from '../../src/net/memory-link.js'
import { heardOf, hearing, reply } from './heard.js'
import { realTimers } from './real-timers.js'

const SERVER = Uint8Array.of(192, 0, 2, 1)
const CLIENT = Uint8Array.of(192, 0, 2, 9)
const from = (text: string) => ({ bytes: Buffer.from(text), source: CLIENT, sourcePort: 68 })

describe('memory link', () => {
  it('delivers several datagrams as one batch, with what is known of each', () => {
    const link = new MemoryLink()
    const batches = hearing(link)
    link.deliver({ ...from('one'), destination: SERVER, hardware: Buffer.from('02aabbccddee', 'hex') }, from('two'))
    expect(batches).toEqual([
      [
        { text: 'one', source: '192.0.2.9', port: 68, destination: '192.0.2.1', hardware: '02aabbccddee' },
        { text: 'two', source: '192.0.2.9', port: 68, destination: '', hardware: '' },
      ],
    ])
  })

  it('sends at flush, and drops what rests on changes that could not be written', () => {
    const link = new MemoryLink()
    link.listen(batch => {
      reply(batch, 0, 'offer')
      reply(batch, 0, 'ack', true)
      expect(link.answers).toEqual([])
      expect(link.flush(false)).toBe(1)
    })
    link.deliver(from('x'))
    expect(link.answers.map(answer => answer.bytes.toString())).toEqual(['offer'])
    expect(link.answers[0]).toMatchObject({ address: Buffer.from(CLIENT), port: 68, hardware: undefined })
  })

  it('returns the same slot until it is posted, cleared each time', () => {
    const link = new MemoryLink()
    const first = link.slot()!
    first.hardwareLength = 6
    first.rests = true
    expect(link.slot()).toBe(first)
    expect(first).toMatchObject({ hardwareLength: 0, rests: false, end: first.start })
    link.post()
    expect(link.slot()).not.toBe(first)
  })

  it('lets a client answer at once, inside the flush', () => {
    const link = new MemoryLink()
    link.listen(batch => {
      const { text } = heardOf(batch.at(0))
      for (const part of ['a', 'b']) reply(batch, 0, `${text}${part}`)
      link.flush(true)
    })
    link.onAnswer = ({ bytes }) => {
      if (bytes.toString() === 'xa') link.deliver(from('y'))
    }
    link.deliver(from('x'))
    expect(link.answers.map(({ bytes }) => bytes.toString())).toEqual(['xa', 'ya', 'yb', 'xb'])
  })

  it('carries datagrams over a cable in both directions, never inside a flush', async () => {
    const [server, client] = memoryCable(
      realTimers,
      { localAddress: SERVER, port: 67 },
      { localAddress: CLIENT, port: 68 },
    )
    server.listen(batch => {
      reply(batch, 0, `re: ${heardOf(batch.at(0)).text}`)
      server.flush(true)
    })
    const answer = new Promise(resolve => client.listen(batch => resolve(heardOf(batch.at(0)))))
    const out = client.slot()!
    out.end = out.start + out.arena.write('hello', out.start)
    out.arena.set(SERVER, out.addressAt)
    client.post()
    client.flush(true)
    await expect(answer).resolves.toMatchObject({ text: 're: hello', source: '192.0.2.1', port: 67 })
  })
})
