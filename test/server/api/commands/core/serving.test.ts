import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../../kit/engine4.js'
import { Engine6, subnet6 } from '../../../../kit/engine6.js'
import { ask } from '../asked.js'

describe('dhcp-disable and dhcp-enable', () => {
  it('stop and begin to serve packets', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const client = engine.client({ hardware: '02:00:00:00:00:01' })
    expect(await ask(engine, 'dhcp-disable')).toEqual({ result: 0, text: 'DHCPv4 service disabled' })
    expect(await client.discover()).toBeUndefined()
    expect(await ask(engine, 'dhcp-enable')).toEqual({ result: 0, text: 'DHCP service successfully enabled' })
    expect(await client.discover()).toBeDefined()
  })

  it('end by themselves after max-period', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const client = engine.client({ hardware: '02:00:00:00:00:01' })
    await ask(engine, 'dhcp-disable', { 'max-period': 20 })
    await engine.wait(19)
    expect(await client.discover()).toBeUndefined()
    await engine.wait(2)
    expect(await client.discover()).toBeDefined()
  })

  it('count each origin on its own', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const client = engine.client({ hardware: '02:00:00:00:00:01' })
    const state = async (): Promise<unknown> => (await ask(engine, 'status-get')).arguments!['dhcp-state']
    await ask(engine, 'dhcp-disable', { origin: 'user' })
    await ask(engine, 'dhcp-disable', { 'origin-id': 2001 })
    await ask(engine, 'dhcp-disable', { 'origin-id': 3000 })
    expect(await state()).toEqual({
      'disabled-by-db-connection': [3000],
      'disabled-by-local-command': [],
      'disabled-by-remote-command': [2001],
      'disabled-by-user': true,
      'globally-disabled': true,
    })
    await ask(engine, 'dhcp-enable', { origin: 'user' })
    await ask(engine, 'dhcp-enable', { 'origin-id': 3000 })
    expect(await client.discover()).toBeUndefined()
    await ask(engine, 'dhcp-enable', { 'origin-id': 2001 })
    expect(await client.discover()).toBeDefined()
    expect(await state()).toMatchObject({ 'globally-disabled': false })
  })

  it('say which protocol', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] })
    expect((await ask(engine, 'dhcp-disable', { 'max-period': 7 })).text).toBe('DHCPv6 service disabled for 7 seconds')
  })

  it('refuse an origin-id that is no number; Kea 2.2 passes over it', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    expect(await ask(engine, 'dhcp-disable', { 'origin-id': 'foo' })).toEqual({
      result: 1,
      text: "'origin-id' argument must be a number",
    })
    const old = await Engine4.start({ subnet4: [subnet()] }, '2.2')
    expect((await ask(old, 'dhcp-disable', { 'origin-id': 2000 })).result).toBe(0)
    expect((await ask(old, 'dhcp-enable')).result).toBe(0)
    expect(await old.client({ hardware: '02:00:00:00:00:01' }).discover()).toBeDefined()
  })
})

describe('leases-reclaim', () => {
  it.each([
    [true, 0],
    [false, 1],
  ])('with remove %s takes all back at once', async (remove, left) => {
    const engine = await Engine4.start({
      'valid-lifetime': 100,
      'expired-leases-processing': { 'reclaim-timer-wait-time': 0, 'max-reclaim-leases': 1 },
      subnet4: [subnet()],
    })
    for (const hardware of ['02:00:00:00:00:01', '02:00:00:00:00:02']) await engine.client({ hardware }).bind()
    await engine.wait(101)
    expect(engine.statistic('subnet[1].assigned-addresses')).toBe(2)
    expect((await ask(engine, 'leases-reclaim', { remove })).result).toBe(0)
    expect(engine.statistic('subnet[1].assigned-addresses')).toBe(0)
    expect(engine.statistic('reclaimed-leases')).toBe(2)
    expect((await engine.leases()).size).toBe(left * 2)
  })
})

describe('status-get', () => {
  it('tells how long it has served, and its configuration was taken', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] }, '2.2')
    await engine.wait(100)
    await ask(engine, 'config-reload')
    await engine.wait(5)
    expect((await ask(engine, 'status-get')).arguments).toEqual({
      pid: process.pid,
      uptime: 105,
      reload: 5,
      'multi-threading-enabled': false,
      sockets: { status: 'ready' },
    })
  })
})
