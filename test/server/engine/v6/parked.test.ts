import { describe, expect, it } from 'vitest'
import type { LeaseStore } from '../../../../src/server/store/lease-store.js'
import { Client6, memoryTransport6 } from '../../../kit/client6.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { option6, packed6 } from '../../../kit/packet6.js'

const duid = (n: number): string => `00:03:00:01:02:00:00:00:00:0${n}`
const pdPools = [{ prefix: '2001:db8:8::', 'prefix-len': 54, 'delegated-len': 56 }]
const config = {
  subnet6: [
    subnet6({
      'pd-pools': pdPools,
      reservations: [{ duid: duid(9), 'ip-addresses': ['2001:db8:1::10', '2001:db8:1::99'] }],
    }),
  ],
}
const na = (iaid: number, ...hints: string[]) => ({ code: 3 as const, iaid, hints })
const pd = (iaid: number, ...hints: string[]) => ({ code: 25 as const, iaid, hints })
const turns = async (): Promise<void> => {
  for (let i = 0; i < 60; i++) await new Promise(resolve => setImmediate(resolve))
}

/** The same store, as one that has to be waited for. */
function waiting(store: LeaseStore<bigint>): LeaseStore<bigint> {
  const later = async <T>(answer: T): Promise<Awaited<T>> => {
    await new Promise(resolve => setImmediate(resolve))
    return await answer
  }
  return {
    can: store.can,
    byAddress: (...args) => later(store.byAddress(...args)),
    byClientId: (...args) => later(store.byClientId(...args)),
    byHardware: (...args) => later(store.byHardware(...args)),
    byIa: (...args) => later(store.byIa(...args)),
    apply: changes => later(store.apply(changes)),
    page: (...args) => later(store.page(...args)),
    expired: (...args) => later(store.expired(...args)),
    held: (...args) => later(store.held(...args)),
    prefixesAt: (...args) => later(store.prefixesAt(...args)),
    walk: query => store.walk(query),
    settle: changes => later(store.settle(changes)),
    flush: () => later(store.flush()),
    close: () => store.close(),
  }
}

function client(engine: Engine6, n: number, ias: Client6['options']['ias']): Client6 {
  return new Client6(memoryTransport6(engine.link, turns), { duid: duid(n), ias: ias ?? [] })
}

describe('with a store that has to be waited for', () => {
  it('clients get what they get without the wait', async () => {
    const engine = await Engine6.start(config, '2.2', undefined, waiting)
    const ias = [na(1, '2001:db8:1::15'), na(2), pd(3, '2001:db8:8:200::/56'), pd(4)]
    const one = client(engine, 1, ias)
    const reply = await one.bind()
    expect(reply.granted(3).map(({ address }) => address)).toEqual(['2001:db8:1::15', '2001:db8:1::11'])
    expect(reply.granted(25).map(({ address }) => address)).toEqual(['2001:db8:8:200::/56', '2001:db8:8::/56'])
    const renewed = await one.renew()
    expect(renewed?.granted(3).map(({ address }) => address)).toEqual(['2001:db8:1::15', '2001:db8:1::11'])
    const reserved = await client(engine, 9, [na(1), na(2), na(3)]).bind()
    expect(reserved.granted(3, 1)[0]?.address).toBe('2001:db8:1::10')
    expect(reserved.granted(3, 2)[0]?.address).toBe('2001:db8:1::99')
    expect((await engine.leases()).size).toBe(7)
  })

  it('several clients that wait at once get addresses and prefixes of their own', async () => {
    const engine = await Engine6.start(config, '2.2', undefined, waiting)
    const ias = [na(1, '2001:db8:1::12'), pd(2, '2001:db8:8::/56')]
    const clients = [1, 2, 3].map(n => client(engine, n, ias))
    // every REQUEST goes out before the first is answered; which answer a client hears does not matter here
    await Promise.all(clients.map(each => each.say('REQUEST', { ias, serverId: '00:03:00:01:02:00:00:00:00:aa' })))
    await turns()
    const leases = [...(await engine.leases()).values()]
    expect(leases.filter(({ kind }) => kind === 0)).toHaveLength(3)
    expect(leases.filter(({ kind }) => kind === 2)).toHaveLength(3)
  })

  it('a client whose lease was taken by somebody else meanwhile is refused, and keeps what was not written', async () => {
    let refuse = false
    const faults = (store: LeaseStore<bigint>): LeaseStore<bigint> => ({
      ...waiting(store),
      apply: changes => (refuse ? Promise.resolve(false) : store.apply(changes)),
    })
    const engine = await Engine6.start(config, '2.2', undefined, faults)
    const one = client(engine, 1, [na(1), pd(2)])
    const advertise = await one.solicit()
    refuse = true
    const reply = await one.request(advertise!)
    expect(reply?.granted(3)).toEqual([])
    expect(reply?.statusOf(3, 1)?.code).toBe(2)
    expect(reply?.statusOf(25, 2)?.code).toBe(6)
    refuse = false
    const again = await one.request(advertise!)
    expect([again?.address, again?.prefix]).toEqual([advertise?.address, advertise?.prefix])
  })
})

describe('what a relay supplies (RFC 6422)', () => {
  it('is answered as it came, also when a listener made the answer wait', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] })
    const name = Buffer.from('\x07example\x03org\0', 'latin1')
    const relay = { address: '2001:db8:1::99', options: [option6(66, packed6(option6(65, name)))] }
    engine.points.pktSend.add(() => Promise.resolve('continue'))
    const answer = await engine
      .client({ duid: duid(7) })
      .via([relay])
      .solicit()
    expect(answer?.option(65)).toEqual(name)
    await engine.service.stop()
  })
})
