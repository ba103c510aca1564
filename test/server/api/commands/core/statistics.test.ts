import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../../kit/engine4.js'
import { Engine6, subnet6 } from '../../../../kit/engine6.js'
import { ask } from '../asked.js'

const values = (samples: unknown): unknown[] => (samples as [unknown, string][]).map(([value]) => value)

describe('statistic-* commands', () => {
  it('tell what was counted, newest first, with the time', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    await engine.client({ hardware: '02:00:00:00:00:01' }).discover()
    const reply = await ask(engine, 'statistic-get', { name: 'pkt4-received' })
    const samples = reply.arguments!['pkt4-received'] as unknown as [number, string][]
    expect(values(samples)).toEqual([1, 0])
    expect(samples[0]![1]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/)
  })

  it('tell all, and in Kea 3 those that are no subnet’s', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const all = Object.keys((await ask(engine, 'statistic-get-all')).arguments!)
    expect(all).toContain('subnet[1].assigned-addresses')
    expect(all).toEqual([...all].sort())
    const global = Object.keys((await ask(engine, 'statistic-global-get-all')).arguments!)
    expect(global).toEqual(all.filter(name => !name.startsWith('subnet[')))
    const old = await Engine4.start({ subnet4: [subnet()] }, '2.2')
    expect((await ask(old, 'statistic-global-get-all')).result).toBe(2)
  })

  it('keep as many samples, or for as long, as they are told', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const client = engine.client({ hardware: '02:00:00:00:00:01' })
    expect(await ask(engine, 'statistic-sample-count-set', { name: 'pkt4-received', 'max-samples': 2 })).toEqual({
      result: 0,
      text: "Statistic 'pkt4-received' count limit is set.",
    })
    for (let i = 0; i < 4; i++) await client.discover()
    const counted = await ask(engine, 'statistic-get', { name: 'pkt4-received' })
    expect(values(counted.arguments!['pkt4-received'])).toEqual([4, 3])
    await ask(engine, 'statistic-sample-age-set', { name: 'pkt4-received', duration: 60 })
    await engine.wait(61)
    await client.discover()
    const aged = await ask(engine, 'statistic-get', { name: 'pkt4-received' })
    expect(values(aged.arguments!['pkt4-received'])).toEqual([5])
  })

  it('set to 0, and forget', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    await engine.client({ hardware: '02:00:00:00:00:01' }).discover()
    await ask(engine, 'statistic-reset', { name: 'pkt4-received' })
    expect(values((await ask(engine, 'statistic-get', { name: 'pkt4-received' })).arguments!['pkt4-received'])).toEqual(
      [0],
    )
    await ask(engine, 'statistic-remove', { name: 'pkt4-received' })
    expect(await ask(engine, 'statistic-get', { name: 'pkt4-received' })).toEqual({ result: 0, arguments: {} })
    await ask(engine, 'statistic-remove-all')
    expect(await ask(engine, 'statistic-get-all')).toEqual({ result: 0, arguments: {} })
  })

  // Kea 2.2 aborts
  it('refuse to keep samples for less than no time', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    for (const [command, given] of [
      ['statistic-sample-age-set', { name: 'pkt4-received', duration: -1 }],
      ['statistic-sample-age-set-all', { duration: -1 }],
    ] as const)
      expect(await ask(engine, command, given)).toEqual({
        result: 1,
        text: "'duration' parameter must not be negative",
      })
  })

  it('tell totals beyond 64 bits exactly', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ pools: [{ pool: '2001:db8:1::/64' }] })] })
    const text = await engine.service.commands.ask({
      text: '{"command":"statistic-get","arguments":{"name":"subnet[1].total-nas"}}',
      caller: { channel: 'unix', remoteAddress: '', tls: false },
    })
    let reply = ''
    for await (const piece of text.text) reply += piece
    expect(reply).toContain('[ [ 18446744073709551616, ')
  })
})
