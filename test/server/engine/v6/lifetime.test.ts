import { describe, expect, it } from 'vitest'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { iaAddressOption6, iaOption6 } from '../../../kit/packet6.js'

const DUID = '00:03:00:01:02:00:00:00:00:01'
const ranges = {
  'min-valid-lifetime': 1000,
  'valid-lifetime': 2000,
  'max-valid-lifetime': 3000,
  'min-preferred-lifetime': 500,
  'preferred-lifetime': 1000,
  'max-preferred-lifetime': 1500,
}

/** What a client is offered that names this address and these lifetimes: [T1, T2, preferred, valid]. */
async function offered(config: object, hint?: { preferred: number; valid: number }, generation: '2.2' | '3' = '2.2') {
  const engine = await Engine6.start({ subnet6: [subnet6()], ...config }, generation)
  const options = hint === undefined ? [] : [iaAddressOption6({ address: '2001:db8:1::12', ...hint })]
  const advertise = await engine
    .client({ duid: DUID, ias: [], options: [iaOption6({ code: 3, iaid: 1, options })] })
    .solicit()
  const { t1, t2 } = advertise!.ias[0]!
  const { preferred, valid } = advertise!.granted(3)[0]!
  return [t1, t2, preferred, valid]
}

describe('lifetimes', () => {
  // [wish, what kea-dhcp6 2.2.0 answers]
  it.each([
    [{ preferred: 0, valid: 0 }, [500, 800, 1000, 2000]],
    [{ preferred: 1, valid: 1 }, [250, 400, 500, 1000]],
    [{ preferred: 700, valid: 1200 }, [350, 560, 700, 1200]],
    [{ preferred: 701, valid: 1201 }, [351, 561, 701, 1201]],
    [{ preferred: 9000, valid: 9000 }, [750, 1200, 1500, 3000]],
  ])('are the wish %j within their bounds', async (hint, expected) => {
    expect(await offered(ranges, hint)).toEqual(expected)
  })

  it('are never preferred longer than they are valid (RFC 8415 21.6)', async () => {
    expect((await offered(ranges, { preferred: 1400, valid: 1200 })).slice(2)).toEqual([750, 1200])
    expect((await offered({ 'preferred-lifetime': 5000, 'valid-lifetime': 4000 })).slice(2)).toEqual([2500, 4000])
  })

  it('are those of the first class that has some', async () => {
    const classes = [
      { name: 'A', test: "member('ALL')", 'valid-lifetime': 500, 'preferred-lifetime': 300 },
      { name: 'B', test: "member('ALL')", 'valid-lifetime': 900 },
    ]
    expect((await offered({ 'client-classes': classes })).slice(2)).toEqual([300, 500])
  })

  it('may be endless; then the client never has to come back (RFC 8415 14.2)', async () => {
    const forever = 0xffffffff
    const config = { 'preferred-lifetime': forever, 'valid-lifetime': forever }
    expect(await offered(config)).toEqual([forever, forever, forever, forever])
  })
})

describe('T1 and T2', () => {
  const times = { 'preferred-lifetime': 1000, 'valid-lifetime': 4000 }
  // What kea-dhcp6 2.2.0 answers
  it.each([
    [{}, [500, 800]],
    [{ 'renew-timer': 300 }, [300, 800]],
    [{ 'rebind-timer': 700 }, [500, 700]],
    [{ 'renew-timer': 3000, 'rebind-timer': 3500 }, [3000, 3500]],
    [{ 'renew-timer': 900 }, [0, 800]],
    [{ 'rebind-timer': 400 }, [0, 400]],
    [{ 'renew-timer': 1000, 'rebind-timer': 1000 }, [0, 1000]],
    [{ 't1-percent': 0.3, 't2-percent': 0.9 }, [300, 900]],
    [{ 'calculate-tee-times': false }, [0, 0]],
    [{ 'calculate-tee-times': false, 'renew-timer': 300 }, [0, 0]],
    [{ 'calculate-tee-times': false, 'rebind-timer': 300 }, [0, 300]],
  ])('with %j', async (configured, expected) => {
    expect((await offered({ ...times, ...configured })).slice(0, 2)).toEqual(expected)
  })
})

describe('a young lease (cache-threshold)', () => {
  it('is handed out again with what is left of it, and not written', async () => {
    const config = { 'cache-threshold': 0.5, 'valid-lifetime': 40, 'preferred-lifetime': 30, subnet6: [subnet6()] }
    const engine = await Engine6.start(config)
    const client = engine.client({ duid: DUID })
    const { address } = await client.bind()
    const { cltt } = (await engine.leases()).get(address!)!
    await engine.wait(3)
    // kea-dhcp6 2.2.0: 27 and 37 in the REPLY, the whole times in an ADVERTISE
    expect((await client.renew())?.granted(3)).toMatchObject([{ address, preferred: 27, valid: 37 }])
    expect((await client.solicit())?.granted(3)).toMatchObject([{ address, preferred: 30, valid: 40 }])
    expect((await engine.leases()).get(address!)?.cltt).toBe(cltt)
    expect(engine.statistic('subnet[1].v6-ia-na-lease-reuses')).toBe(1)
    await engine.wait(20)
    expect((await client.renew())?.granted(3)).toMatchObject([{ address, preferred: 30, valid: 40 }])
    expect((await engine.leases()).get(address!)?.cltt).toBe(engine.time.seconds())
  })
})

describe('a pool of prefixes with the free lease queue that is nearly used up', () => {
  it('gives newcomers the shortest time (adaptive-lease-time-threshold)', async () => {
    const pdPools = [{ prefix: '2001:db8:8::', 'prefix-len': 55, 'delegated-len': 56 }]
    const engine = await Engine6.start({
      ...ranges,
      'pd-allocator': 'flq',
      'adaptive-lease-time-threshold': 0.5,
      subnet6: [subnet6({ 'pd-pools': pdPools })],
    })
    const ias = [{ code: 25 as const, iaid: 1 }]
    const first = await engine.client({ duid: DUID, ias }).bind()
    expect(first.granted(25)).toMatchObject([{ preferred: 1000, valid: 2000 }])
    const second = await engine.client({ duid: '00:03:00:01:02:00:00:00:00:02', ias }).bind()
    expect(second.granted(25)).toMatchObject([{ preferred: 500, valid: 1000 }])
  })
})
