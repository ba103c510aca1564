import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { option } from '../../../kit/packet4.js'

const hardware = (n: number): string => `02:00:00:00:00:${n.toString(16).padStart(2, '0')}`
const one = { hardware: hardware(1), clientId: 'auto' }
const INFINITE = 0xffffffff

describe('how long a lease is promised for', () => {
  const bounds = { 'min-valid-lifetime': 1000, 'valid-lifetime': 2000, 'max-valid-lifetime': 3000 }

  it.each([
    ['without a wish', undefined, 2000],
    ['a wish for 0, which is none', 0, 2000],
    ['too short a wish', 10, 1000],
    ['a wish within the bounds', 2500, 2500],
    ['too long a wish', 5000, 3000],
    ['a wish for ever', INFINITE, 3000],
  ] as const)('%s', async (_what, leaseTime, granted) => {
    const engine = await Engine4.start({ ...bounds, subnet4: [subnet()] })
    const saying = leaseTime === undefined ? {} : { leaseTime }
    const offer = await engine.client(one).discover(saying)
    expect(offer?.leaseTime).toBe(granted)
    const ack = await engine.client(one).bind(saying)
    expect(ack.leaseTime).toBe(granted)
    expect((await engine.leases()).get(ack.address)?.validLifetime).toBe(granted)
  })

  it('for ever, where that is configured: such a lease never expires', async () => {
    const engine = await Engine4.start({ 'valid-lifetime': INFINITE, subnet4: [subnet()] })
    expect((await engine.client(one).bind()).leaseTime).toBe(INFINITE)
    await engine.wait(1_000_000)
    expect((await engine.leases()).get('192.0.2.10')?.state).toBe(0)
  })

  it('the shortest for who comes new to a pool that is nearly used up', async () => {
    const engine = await Engine4.start({
      'min-valid-lifetime': 100,
      'valid-lifetime': 1000,
      'max-valid-lifetime': 2000,
      allocator: 'flq',
      'adaptive-lease-time-threshold': 0.5,
      subnet4: [subnet({ pools: [{ pool: '192.0.2.10-192.0.2.13' }] })],
    })
    const times = []
    for (let n = 1; n <= 4; n++)
      times.push((await engine.client({ hardware: `02:00:00:00:00:0${n}`, clientId: 'auto' }).bind()).leaseTime)
    expect(times).toEqual([1000, 1000, 100, 100])
  })

  it('as the first class says that says something', async () => {
    const test = (value: string): string => `option[60].text == '${value}'`
    const engine = await Engine4.start({
      ...bounds,
      'client-classes': [
        { name: 'silent', test: test('a') },
        { name: 'first', test: test('a'), 'valid-lifetime': 100 },
        { name: 'second', test: test('a'), 'valid-lifetime': 200 },
        { name: 'ranged', test: test('b'), 'min-valid-lifetime': 50, 'valid-lifetime': 60, 'max-valid-lifetime': 70 },
      ],
      subnet4: [subnet()],
    })
    const client = engine.client(one)
    const asks = (text: string, leaseTime: number) => client.discover({ leaseTime, options: [option(60, text)] })
    expect((await asks('a', 5000))?.leaseTime).toBe(100)
    expect((await asks('b', 5000))?.leaseTime).toBe(70)
    expect((await asks('b', 1))?.leaseTime).toBe(50)
    expect((await asks('c', 5000))?.leaseTime).toBe(3000)
  })
})

describe('T1 and T2 (RFC 2131 4.4.5)', () => {
  async function timers(config: object): Promise<readonly [number | undefined, number | undefined]> {
    const engine = await Engine4.start({ subnet4: [subnet()], ...config })
    const ack = await engine.client(one).bind()
    return [ack.u32(58), ack.u32(59)]
  }

  it.each([
    ['are left out unless configured', {}, [undefined, undefined]],
    ['as configured', { 'renew-timer': 1000, 'rebind-timer': 2000 }, [1000, 2000]],
    ['calculated', { 'calculate-tee-times': true, 'valid-lifetime': 4000 }, [2000, 3500]],
    [
      'calculated by other shares',
      { 'calculate-tee-times': true, 't1-percent': 0.45, 't2-percent': 0.7, 'valid-lifetime': 4001 },
      [1800, 2801],
    ],
    ['T1 after the end is left out', { 'renew-timer': 9000 }, [undefined, undefined]],
    ['T2 after the end is left out', { 'renew-timer': 500, 'rebind-timer': 9000 }, [500, undefined]],
    [
      'not for a lease without end',
      { 'calculate-tee-times': true, 'valid-lifetime': INFINITE },
      [undefined, undefined],
    ],
  ] as const)('%s', async (_what, config, expected) => {
    expect(await timers(config)).toEqual(expected)
  })
})

describe('a lease that is young is handed out again as it is (cache-threshold)', () => {
  const cached = { 'valid-lifetime': 1000, 'cache-threshold': 0.25, subnet4: [subnet()] }

  it('with what is left of its time, in OFFER and ACK, and nothing is written', async () => {
    const engine = await Engine4.start(cached)
    const client = engine.client(one)
    await client.bind()
    const before = (await engine.leases()).get('192.0.2.10')?.cltt
    await engine.wait(200)
    expect((await client.discover())?.leaseTime).toBe(800)
    expect((await client.renew())?.leaseTime).toBe(800)
    expect((await engine.leases()).get('192.0.2.10')?.cltt).toBe(before)
    expect(engine.statistic('v4-lease-reuses')).toBe(1)
    expect(engine.statistic('subnet[1].v4-lease-reuses')).toBe(1)
    expect(engine.said('DHCP4_LEASE_REUSE')).toBe(1)
  })

  it('until a quarter of its time is over', async () => {
    const engine = await Engine4.start(cached)
    const client = engine.client(one)
    await client.bind()
    await engine.wait(251)
    expect((await client.renew())?.leaseTime).toBe(1000)
  })

  it('unless the client has another name', async () => {
    const engine = await Engine4.start(cached)
    const client = engine.client(one)
    await client.bind()
    await engine.wait(10)
    expect((await client.renew({ options: [option(12, 'renamed')] }))?.leaseTime).toBe(1000)
    expect((await engine.leases()).get('192.0.2.10')?.hostname).toBe('renamed')
  })

  it('and no older than cache-max-age', async () => {
    const engine = await Engine4.start({ ...cached, 'cache-max-age': 100 })
    const client = engine.client(one)
    await client.bind()
    await engine.wait(100)
    expect((await client.renew())?.leaseTime).toBe(900)
    await engine.wait(1)
    expect((await client.renew())?.leaseTime).toBe(1000)
  })

  it.each([
    ['2.2', 1000],
    ['3', 900],
  ] as const)('where nothing is configured as Kea %s has it', async (generation, leaseTime) => {
    const engine = await Engine4.start({ 'valid-lifetime': 1000, subnet4: [subnet()] }, generation)
    const client = engine.client(one)
    await client.bind()
    await engine.wait(100)
    expect((await client.renew())?.leaseTime).toBe(leaseTime)
  })
})
