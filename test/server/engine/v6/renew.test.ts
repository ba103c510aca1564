import { describe, expect, it } from 'vitest'
import type { Client6 } from '../../../kit/client6.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'

const DUID = '00:03:00:01:02:00:00:00:00:01'
const SERVER = '00:03:00:01:02:00:00:00:00:aa'
const pools = [{ pool: '2001:db8:1::10 - 2001:db8:1::13' }]
const na = (iaid: number, ...hints: string[]) => ({ code: 3 as const, iaid, hints })
const pd = (iaid: number, ...hints: string[]) => ({ code: 25 as const, iaid, hints })

/** A client that believes to hold something of the server. */
function believing(client: Client6): Client6 {
  client.held = { serverId: SERVER, ias: [] }
  return client
}

// Answers as kea-dhcp6 2.2.0 gives them to the same messages
describe.each(['renew', 'rebind'] as const)('%s (RFC 8415 18.3.4, 18.3.5)', kind => {
  it('gives more time for what the client has', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ pools })] }, '2.2')
    const client = engine.client({ duid: DUID })
    const { address } = await client.bind()
    await engine.wait(2000)
    const reply = await client[kind]()
    expect(reply?.type).toBe('REPLY')
    expect(reply?.granted(3, 1)).toMatchObject([{ address, preferred: 3600, valid: 7200 }])
    expect((await engine.leases()).get(address!)?.cltt).toBe(engine.time.seconds())
  })

  it('lists what the client names but has not with lifetimes of zero', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ pools })] })
    const client = engine.client({ duid: DUID })
    await client.bind()
    const reply = await client[kind]({ ias: [na(1, '2001:db8:1::12', '2001:db8:77::1')] })
    expect(reply?.granted(3, 1).map(({ address, valid }) => [address, valid > 0])).toEqual([
      ['2001:db8:1::10', true],
      ['2001:db8:1::12', false],
      ['2001:db8:77::1', false],
    ])
  })

  it('gives an association that is not known what it names, or something else', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ pools })] })
    const client = believing(engine.client({ duid: DUID }))
    const named = await client[kind]({ ias: [na(1, '2001:db8:1::12')] })
    expect(named?.granted(3, 1)).toMatchObject([{ address: '2001:db8:1::12' }])
    believing(client)
    const other = await client[kind]({ ias: [na(2, '2001:db8:77::12')] })
    expect(other?.granted(3, 2).map(({ address, valid }) => [address, valid > 0])).toEqual([
      ['2001:db8:1::10', true],
      ['2001:db8:77::12', false],
    ])
  })

  it('says what cannot be had', async () => {
    const none = subnet6({ pools: [] })
    const engine = await Engine6.start({ subnet6: [none] })
    const client = believing(engine.client({ duid: DUID }))
    const reply = await client[kind]({ ias: [na(8, '2001:db8:1::12'), pd(9, '2001:db8:8::/56')] })
    expect(reply?.granted(3, 8)).toMatchObject([{ address: '2001:db8:1::12', preferred: 0, valid: 0 }])
    expect(reply?.statusOf(3, 8)).toEqual({
      code: 2,
      text: 'Sorry, no addresses could be assigned at this time.',
    })
    expect(reply?.statusOf(25, 9)).toEqual({ code: 6, text: 'Sorry, no prefixes could be assigned at this time.' })
    expect(reply?.ias[0]).toMatchObject({ t1: 0, t2: 0 })
  })

  it('takes an address away that lies in no pool any more', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ pools })] })
    const client = engine.client({ duid: DUID })
    await client.bind()
    expect(
      await engine.reload({ subnet6: [subnet6({ pools: [{ pool: '2001:db8:1::40 - 2001:db8:1::4f' }] })] }),
    ).toBeUndefined()
    const reply = await client[kind]()
    expect(reply?.granted(3, 1).map(({ address, valid }) => [address, valid > 0])).toEqual([
      ['2001:db8:1::40', true],
      ['2001:db8:1::10', false],
    ])
    expect([...(await engine.leases()).keys()]).toEqual(['2001:db8:1::40'])
  })
})

describe('a link that is not configured', () => {
  it('has no bindings: RENEW is told so, REBIND may be for another server', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ interface: 'eth9' })] })
    const client = believing(engine.client({ duid: DUID }))
    const reply = await client.renew({ ias: [na(1, '2001:db8:1::10'), pd(2)] })
    expect(reply?.statusOf(3, 1)).toEqual({ code: 3, text: 'Sorry, no known leases for this duid/iaid.' })
    expect(reply?.statusOf(25, 2)).toEqual({ code: 3, text: 'Sorry, no known PD leases for this duid/iaid.' })
    expect(await client.rebind({ ias: [na(1, '2001:db8:1::10')], expectSilence: true })).toBeUndefined()
  })
})
