import { describe, expect, it } from 'vitest'
import { Client6, memoryTransport6 } from '../../../kit/client6.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'

const DUID = '00:03:00:01:02:00:00:00:00:01'
const config = {
  subnet6: [subnet6({ 'pd-pools': [{ prefix: '2001:db8:8::', 'prefix-len': 54, 'delegated-len': 56 }] })],
}
const ias = [
  { code: 3 as const, iaid: 1 },
  { code: 25 as const, iaid: 2 },
]
const turns = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await new Promise(resolve => setImmediate(resolve))
}
/** A client whose packets may be parked for some time. */
const clientOf = (engine: Engine6): Client6 => new Client6(memoryTransport6(engine.link, turns), { duid: DUID, ias })
const later = <T>(value: T): Promise<T> => new Promise(resolve => setImmediate(() => resolve(value)))

describe('lease6_select', () => {
  it('is asked of each lease, of those that are advertised too', async () => {
    const engine = await Engine6.start(config, '2.2')
    const asked: string[] = []
    engine.points.leaseSelect.add(({ exchange, lease, was }) => {
      expect(was).toBeUndefined()
      asked.push(`${exchange.query.type} ${lease.kind} ${lease.prefixLength} ${lease.iaid}`)
      return undefined
    })
    await clientOf(engine).bind()
    expect(asked).toEqual(['1 0 128 1', '1 2 56 2', '3 0 128 1', '3 2 56 2'])
  })

  it.each([false, true])('may refuse one of them; it may take its time: %s', async waits => {
    const engine = await Engine6.start(config, '2.2')
    engine.points.leaseSelect.add(({ lease }) => {
      const said = lease.kind === 0 ? 'skip' : 'continue'
      return waits ? later(said) : said
    })
    const client = clientOf(engine)
    const advertise = await client.solicit()
    const reply = await client.request(advertise!, { ias })
    for (const answer of [advertise, reply]) {
      expect(answer?.granted(3)).toEqual([])
      expect(answer?.statusOf(3, 1)?.code).toBe(2)
      expect(answer?.ias[0]).toMatchObject({ t1: 0, t2: 0 })
      expect(answer?.prefix).toMatch('/56')
    }
    expect([...(await engine.leases()).values()].map(({ kind }) => kind)).toEqual([2])
  })

  it('may change the lease that is written', async () => {
    const engine = await Engine6.start(config, '2.2')
    engine.points.leaseSelect.add(event => {
      event.lease = Object.assign(Object.create(event.lease), { hostname: 'named.example.org' })
      return undefined
    })
    await engine.client({ duid: DUID }).bind()
    expect((await engine.leases()).get('2001:db8:1::10')?.hostname).toBe('named.example.org')
  })
})

describe.each([
  ['lease6_renew', 'renew', 'leaseRenew'],
  ['lease6_rebind', 'rebind', 'leaseRebind'],
] as const)('%s', (_name, kind, point) => {
  it('is asked of each lease that is extended', async () => {
    const engine = await Engine6.start(config, '2.2')
    const client = clientOf(engine)
    await client.bind()
    const asked: string[] = []
    engine.points[point].add(({ lease, was }) => {
      asked.push(`${lease.kind} ${lease.cltt - was!.cltt}`)
      return later('continue')
    })
    await engine.wait(60)
    expect((await client[kind]())?.granted(3)).toHaveLength(1)
    expect(asked).toEqual(['0 60', '2 60'])
  })

  it('may keep a lease as it is: the client has what is left of it', async () => {
    const engine = await Engine6.start(config, '2.2')
    const client = clientOf(engine)
    await client.bind()
    const { cltt, validLifetime } = (await engine.leases()).get('2001:db8:1::10')!
    engine.points[point].add(({ lease }) => (lease.kind === 0 ? 'skip' : 'continue'))
    await engine.wait(60)
    const reply = await client[kind]()
    expect(reply?.granted(3)[0]?.valid).toBe(validLifetime - 60)
    expect(reply?.granted(25)[0]?.valid).toBe(validLifetime)
    expect((await engine.leases()).get('2001:db8:1::10')?.cltt).toBe(cltt)
    expect((await engine.leases()).get('2001:db8:8::')?.cltt).toBe(cltt + 60)
  })
})

describe('leases6_committed', () => {
  it('hears of all changes of a packet at once', async () => {
    const engine = await Engine6.start(config, '2.2')
    const heard: number[] = []
    engine.points.leasesCommitted.add(({ changes }) => {
      heard.push(changes.length)
      return undefined
    })
    await clientOf(engine).bind()
    expect(heard).toEqual([2])
  })
})
