import { describe, expect, it } from 'vitest'
import { FaultLink, type Faults } from '../../src/net/fault-link.js'
import { MemoryLink } from '../../src/net/memory-link.js'
import type { Timers } from '../../src/server/time/clock.js'
import { hearing, reply } from './heard.js'

/** Timers of which the test says when they ring. */
class HandTimers implements Timers {
  readonly waiting: { ms: number; run: () => void }[] = []
  after(ms: number, run: () => void) {
    this.waiting.push({ ms, run })
    return { cancel: () => {} }
  }
  every = this.after
  soon = (run: () => void): void => run()
  ring(): void {
    for (const { run } of this.waiting.splice(0).sort((a, b) => a.ms - b.ms)) run()
  }
}

/** A linear congruential generator (Numerical Recipes), in [0, 1). */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
}

function setUp(faults: Faults, seed = 7) {
  const timers = new HandTimers()
  const inner = new MemoryLink({ localAddress: Uint8Array.of(192, 0, 2, 1) })
  const link = new FaultLink(inner, faults, timers, seeded(seed))
  return { timers, inner, link }
}

const datagram = (n: number) => ({ bytes: Buffer.from(`${n}`), source: Uint8Array.of(192, 0, 2, 9), sourcePort: 68 })

describe('fault link', () => {
  it('changes nothing without faults', () => {
    const { inner, link } = setUp({})
    link.listen(batch => {
      reply(batch, 0, 'yes')
      reply(batch, 0, 'unwritten', true)
      expect(link.flush(false)).toBe(1)
    })
    inner.deliver(datagram(1))
    expect(inner.answers.map(({ bytes, port }) => [bytes.toString(), port])).toEqual([['yes', 68]])
    expect(link).toMatchObject({ name: 'memory', reach: 'broadcast', reachesHardware: true })
  })

  it('loses about as many as it was told, the same ones for the same seed', () => {
    const run = (): string[] => {
      const { inner, link } = setUp({ loss: 0.3 })
      const batches = hearing(link)
      for (let n = 0; n < 1000; n++) inner.deliver(datagram(n))
      return batches.flat().map(({ text }) => text)
    }
    const heard = run()
    expect(heard.length).toBeGreaterThan(620)
    expect(heard.length).toBeLessThan(780)
    expect(run()).toEqual(heard)
  })

  it('duplicates', () => {
    const { inner, link } = setUp({ duplication: 1 })
    const batches = hearing(link)
    inner.deliver(datagram(1), datagram(2))
    expect(batches.flat().map(({ text }) => text)).toEqual(['1', '1', '2', '2'])
  })

  it('delays copies that outlive the batch, and so reorders', () => {
    const { timers, inner, link } = setUp({ reordering: 0.5, delay: 50 })
    const batches = hearing(link)
    for (let n = 0; n < 20; n++) inner.deliver(datagram(n))
    expect(batches.flat().length).toBeLessThan(20)
    timers.ring()
    const texts = batches.flat().map(({ text }) => Number(text))
    expect([...texts].sort((a, b) => a - b)).toEqual([...Array(20).keys()])
    expect(texts).not.toEqual([...Array(20).keys()])
  })

  it('delays answers too, and forgets them when it is closed', () => {
    const { timers, inner, link } = setUp({ reordering: 1 })
    let answer = 0
    link.listen(batch => {
      reply(batch, 0, `answer ${++answer}`)
      link.flush(true)
    })
    inner.deliver(datagram(1))
    timers.ring() // the question arrives
    expect(inner.answers).toEqual([])
    timers.ring() // and the answer leaves
    expect(inner.answers.map(({ bytes }) => bytes.toString())).toEqual(['answer 1'])
    inner.deliver(datagram(2))
    link.close()
    timers.ring()
    expect(answer).toBe(1)
  })
})
