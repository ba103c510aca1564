import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../../kit/engine4.js'
import { ask } from '../asked.js'

interface Packet {
  readonly message: string
  readonly ended: string
  readonly subnet: { readonly id: number }
}

async function taken(engine: Engine4, trace: number, wait = 0): Promise<{ packets: Packet[]; lost: number }> {
  const reply = await ask(engine, 'trace-get', { trace, wait })
  return reply.arguments as unknown as { packets: Packet[]; lost: number }
}

describe('trace-* commands', () => {
  it('tell the steps of live packets of one client', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    expect((await ask(engine, 'trace-start', { client: '02:00:00:00:00:01' })).arguments).toEqual({ trace: 1 })
    await engine.client({ hardware: '02:00:00:00:00:02' }).bind()
    await engine.client({ hardware: '02:00:00:00:00:01' }).bind()
    const { packets, lost } = await taken(engine, 1)
    expect(packets.map(({ message, ended }) => [message, ended])).toEqual([
      ['DHCPDISCOVER', 'answered'],
      ['DHCPREQUEST', 'answered'],
    ])
    expect(packets[0]!.subnet.id).toBe(1)
    expect(lost).toBe(0)
    expect(await taken(engine, 1)).toEqual({ packets: [], lost: 0 })
  })

  it('tell those of a subnet, and of a class', async () => {
    const engine = await Engine4.start({
      'client-classes': [{ name: 'odd', test: 'substring(pkt4.mac, 5, 1) == 0x01' }],
      subnet4: [subnet()],
    })
    await ask(engine, 'trace-start', { subnet: 2 })
    await ask(engine, 'trace-start', { class: 'odd' })
    for (const hardware of ['02:00:00:00:00:01', '02:00:00:00:00:02']) await engine.client({ hardware }).discover()
    expect((await taken(engine, 1)).packets).toHaveLength(0)
    expect((await taken(engine, 2)).packets).toHaveLength(1)
  })

  it('answer with the first packet when they are to wait', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    await ask(engine, 'trace-start')
    const waiting = taken(engine, 1, 60)
    await new Promise(resolve => setImmediate(resolve))
    await engine.client({ hardware: '02:00:00:00:00:01' }).discover()
    expect((await waiting).packets).toHaveLength(1)
  })

  it('follow no more packets than is good for the others, and say how many were lost', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    await ask(engine, 'trace-start')
    const client = engine.client({ hardware: '02:00:00:00:00:01' })
    for (let i = 0; i < 230; i++) await client.discover()
    const { packets, lost } = await taken(engine, 1)
    expect([packets.length, lost]).toEqual([200, 30])
  })

  it('end when nobody asks', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    await ask(engine, 'trace-start')
    await engine.wait(301)
    expect((await ask(engine, 'trace-get', { trace: 1 })).result).toBe(3)
    await ask(engine, 'trace-start')
    expect((await ask(engine, 'trace-stop', { trace: 2 })).result).toBe(0)
    expect((await ask(engine, 'trace-stop', { trace: 2 })).result).toBe(3)
  })

  it('are not in the list of a Kea 2.2, but there', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] }, '2.2')
    expect((await ask(engine, 'list-commands')).arguments).not.toContain('trace-start')
    expect((await ask(engine, 'trace-start')).result).toBe(0)
  })
})
