import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LinkCounters } from '../../src/net/counters.js'
import { TransmitRing } from '../../src/net/transmit-ring.js'

const [EINTR, EAGAIN, ENETUNREACH, ENOBUFS] = [4, 11, 101, 105]
const [UDP, RAW] = [7, 8]

/**
 * A kernel that follows a script: how many messages it takes, or minus errno; at the end of the script, all. It reads
 * the structs as the real one does, by the layout of struct mmsghdr and iovec.
 */
class ScriptedKernel {
  readonly taken: { fd: number; text: string }[] = []
  script: number[] = []
  memory: Buffer = Buffer.alloc(0)
  readonly base = 0x7f0000000000
  addressOf(memory: Buffer): number {
    this.memory = memory
    return this.base
  }
  sendMany(fd: number, pointer: number, count: number): number {
    const verdict = this.script.shift() ?? count
    if (verdict < 0) return verdict
    const n = Math.min(verdict, count)
    for (let i = 0; i < n; i++) this.taken.push({ fd, text: this.#payload(pointer - this.base + i * 64) })
    return n
  }
  #pointer(at: number): number {
    return Number(this.memory.readBigUInt64LE(at)) - this.base
  }
  #payload(header: number): string {
    const vector = this.#pointer(header + 16)
    expect(this.memory.readBigUInt64LE(header + 24)).toBe(1n)
    const start = this.#pointer(vector)
    return this.memory.toString('latin1', start, start + Number(this.memory.readBigUInt64LE(vector + 8)))
  }
  texts(): string[] {
    return this.taken.map(({ fd, text }) => (fd === RAW ? text.slice(42) : text))
  }
}

function setUp() {
  const kernel = new ScriptedKernel()
  const counters = new LinkCounters()
  const source = Uint8Array.of(192, 0, 2, 1)
  const frames = { hardware: Uint8Array.of(2, 0, 0, 0, 0, 1), address: source, port: 67 }
  const options = {
    udp: UDP,
    raw: RAW,
    addressLength: 4,
    index: 3,
    rawIndex: 3,
    source,
    frames,
    frameLimit: 1472,
  } as const
  const ring = new TransmitRing(kernel, options, counters)
  const post = (text: string, { raw = false, rests = false } = {}): boolean => {
    const out = ring.next()
    if (out === undefined) return false
    out.end = out.start + out.arena.write(text, out.start, 'latin1')
    out.hardwareLength = raw ? 6 : 0
    out.rests = rests
    ring.post()
    return true
  }
  return { kernel, counters, ring, post }
}

describe('transmit ring', () => {
  it('sends nothing that is not sealed', () => {
    const { kernel, ring, post } = setUp()
    post('a')
    ring.seal(true)
    post('b')
    expect(ring.send()).toBe(true)
    expect(kernel.texts()).toEqual(['a'])
    ring.seal(true)
    ring.send()
    expect(kernel.texts()).toEqual(['a', 'b'])
  })

  it('keeps what the kernel did not take, in order', () => {
    const { kernel, counters, ring, post } = setUp()
    for (const text of ['a', 'b', 'c']) post(text)
    ring.seal(true)
    kernel.script = [1, -EAGAIN]
    expect(ring.send()).toBe(false)
    post('d')
    ring.seal(true)
    kernel.script = [-ENOBUFS]
    expect(ring.send()).toBe(false)
    expect(ring.waiting).toBe(3)
    expect(ring.send()).toBe(true)
    expect(kernel.texts()).toEqual(['a', 'b', 'c', 'd'])
    expect(counters.sent).toBe(4)
  })

  it('skips the message that fails and tries an interrupted call again', () => {
    const { kernel, counters, ring, post } = setUp()
    for (const text of ['a', 'b', 'c']) post(text)
    ring.seal(true)
    kernel.script = [1, -EINTR, -ENETUNREACH]
    expect(ring.send()).toBe(true)
    expect(kernel.texts()).toEqual(['a', 'c'])
    expect(counters).toMatchObject({ sent: 2, refused: 1 })
  })

  it('sends frames and datagrams in the order of their posting, each by its socket', () => {
    const { kernel, ring, post } = setUp()
    for (const [text, raw] of [
      ['a', false],
      ['b', true],
      ['c', true],
      ['d', false],
    ] as const)
      post(text, { raw })
    ring.seal(true)
    ring.send()
    expect(kernel.taken.map(({ fd }) => fd)).toEqual([UDP, RAW, RAW, UDP])
    expect(kernel.texts()).toEqual(['a', 'b', 'c', 'd'])
  })

  it('sends an answer that is too long for a frame as a datagram, which the kernel can fragment', () => {
    const { kernel, ring, post } = setUp()
    post('x'.repeat(1500), { raw: true })
    ring.seal(true)
    ring.send()
    expect(kernel.taken).toEqual([{ fd: UDP, text: 'x'.repeat(1500) }])
  })

  it('gives up what is sealed, and counts it', () => {
    const { kernel, counters, ring, post } = setUp()
    post('a')
    ring.seal(true)
    post('b')
    ring.abandon()
    ring.seal(true)
    ring.send()
    expect(kernel.texts()).toEqual(['b'])
    expect(counters.lost).toBe(1)
  })

  it('never loses, doubles or reorders an answer, whatever the kernel takes and the store writes', () => {
    const step = fc.record({
      posts: fc.array(fc.record({ raw: fc.boolean(), rests: fc.boolean() }), { maxLength: 40 }),
      begun: fc.boolean(),
      durable: fc.boolean(),
      script: fc.array(fc.oneof(fc.constant(-EAGAIN), fc.constant(-EINTR), fc.integer({ min: 1, max: 30 })), {
        maxLength: 4,
      }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), steps => {
        const { kernel, ring, post } = setUp()
        const expected: string[] = []
        let n = 0
        for (const { posts, begun, durable, script } of steps) {
          for (const one of posts) {
            const text = `${n++}`
            if (post(text, one) && (durable || !one.rests)) expected.push(text)
          }
          if (begun) ring.next()
          const before = ring.waiting
          expect(ring.seal(durable)).toBeLessThanOrEqual(before)
          kernel.script = script
          ring.send()
        }
        kernel.script = []
        expect(ring.send()).toBe(true)
        expect(kernel.texts()).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })
})
