import { describe, expect, it } from 'vitest'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { option6 } from '../../../kit/packet6.js'
import type { RelayHop6 } from '../../../kit/relay6.js'

const duid = '00:03:00:01:02:00:00:00:00:01'
const link = '2001:db8:1::1'

/** As many relays one behind the other, each with an interface of its own; the nearest to the client is first. */
const chain = (depth: number): [RelayHop6, ...RelayHop6[]] => [
  { address: link, options: [option6(18, 'port 0')] },
  ...Array.from({ length: depth - 1 }, (_, i) => ({
    address: `2001:db8:f::${(i + 1).toString(16)}`,
    link: '::',
    options: [option6(18, `port ${i + 1}`)],
  })),
]

describe('a chain of relays (RFC 8415 19)', () => {
  // the client of the kit takes the answer apart and throws where a header is not the mirror of the one that it sent
  it.each([1, 2, 8, 32])('of %i gets the answer back by the way that the query came', async depth => {
    const engine = await Engine6.start({ subnet6: [subnet6({ interface: '' })] })
    const relays = chain(depth)
    const client = engine.client({ duid }).via(relays)
    const reply = await client.bind()
    expect(reply.address).toBe('2001:db8:1::10')
    expect(reply.heard.destination).toBe(relays.at(-1)!.address)
    expect(reply.heard.destinationPort).toBe(547)
    expect((await client.renew())?.address).toBe('2001:db8:1::10')
    expect((await client.release())?.status?.code).toBe(0)
    await engine.service.stop()
  })

  it('of 33 is not taken apart: the packet is dropped', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ interface: '' })] })
    expect(await engine.client({ duid }).via(chain(33)).solicit({ expectSilence: true })).toBeUndefined()
    expect(engine.statistic('pkt6-parse-failed')).toBe(1)
    await engine.service.stop()
  })

  it('is answered at the port that it sent from, where the last relay says so (RFC 8357)', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ interface: '' })] })
    const [first] = chain(1)
    const last = { address: '2001:db8:f::1', link: '::', port: 5547 }
    const reply = await engine.client({ duid }).via([first, last]).solicit()
    expect(reply?.heard.destinationPort).toBe(5547)
    await engine.service.stop()
  })

  it('is answered at port 547 where only another relay says that it sent from a port of its own', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ interface: '' })] })
    const first = { address: link, options: [option6(135, [0, 0])] }
    const reply = await engine
      .client({ duid })
      .via([first, { address: '2001:db8:f::1', link: '::' }])
      .solicit()
    expect(reply?.heard.destinationPort).toBe(547)
    await engine.service.stop()
  })
})
