import { expect, test } from 'vitest'
import { MemoryLink } from '../../src/net/memory-link.js'
import { Client4 } from './client4.js'
import { memoryTransport } from './memory-transport.js'
import { addressOption, encodePacket4, option, parsePacket4 } from './packet4.js'

/** Answers every DISCOVER with an OFFER of 192.0.2.7, now or in the next turn. */
function offering(link: MemoryLink, late: boolean): void {
  link.listen(batch => {
    const { arena, start, end } = batch.at(0)
    const query = parsePacket4(Buffer.from(arena.subarray(start, end)))
    const answer = (): void => {
      const out = link.slot()!
      const bytes = encodePacket4({
        ...query,
        op: 2,
        yiaddr: '192.0.2.7',
        options: [option(53, [2]), addressOption(54, '192.0.2.1')],
      })
      out.end = out.start + bytes.copy(out.arena, out.start)
      out.arena.set([192, 0, 2, 7], out.addressAt)
      out.port = 68
      out.hardwareLength = 6
      out.arena.set([2, 0, 0x5e, 0, 0, 1], out.hardwareAt)
      link.post()
      link.flush(true)
    }
    if (late) setImmediate(answer)
    else answer()
  })
}

test.each([false, true])('a client talks to a server on a memory link (parked packets: %s)', async late => {
  const link = new MemoryLink()
  offering(link, late)
  const offer = await new Client4(memoryTransport(link), { hardware: '02:00:5e:00:00:01' }).discover()
  expect(offer?.address).toBe('192.0.2.7')
  expect(offer?.heard.destination).toBe('192.0.2.7')
  expect(offer?.heard.destinationPort).toBe(68)
  expect(offer?.heard.destinationHardware).toBe('02:00:5e:00:00:01')
})

test('silence is heard at once', async () => {
  const client = new Client4(memoryTransport(new MemoryLink()), { hardware: '02:00:5e:00:00:01' })
  expect(await client.discover()).toBeUndefined()
})
