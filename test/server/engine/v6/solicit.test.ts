import { describe, expect, it } from 'vitest'
import { Engine6, subnet6 } from '../../../kit/engine6.js'

const DUID = '00:03:00:01:02:00:00:00:00:01'
const OTHER = '00:03:00:01:02:00:00:00:00:02'
const delegating = subnet6({ 'pd-pools': [{ prefix: '2001:db8:8::', 'prefix-len': 54, 'delegated-len': 56 }] })

describe('SOLICIT (RFC 8415 18.3.1)', () => {
  it('is answered by an ADVERTISE with an address and a prefix, and writes nothing', async () => {
    const engine = await Engine6.start({ subnet6: [delegating] }, '2.2')
    const client = engine.client({
      duid: DUID,
      ias: [
        { code: 3, iaid: 1 },
        { code: 25, iaid: 2 },
      ],
    })
    const advertise = await client.solicit()
    expect(advertise?.type).toBe('ADVERTISE')
    expect(advertise?.granted(3, 1)).toMatchObject([{ address: '2001:db8:1::10', preferred: 3600, valid: 7200 }])
    expect(advertise?.granted(25, 2)).toMatchObject([{ address: '2001:db8:8::/56', preferred: 3600, valid: 7200 }])
    expect((await engine.leases()).size).toBe(0)
    await engine.service.stop()
  })

  it('gives the leases at once with Rapid Commit, where the subnet allows it', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ 'rapid-commit': true })] })
    const reply = await engine.client({ duid: DUID }).solicit({ rapidCommit: true })
    expect(reply?.type).toBe('REPLY')
    expect(reply?.has(14)).toBe(true)
    expect([...(await engine.leases()).keys()]).toEqual([reply?.address])
    await engine.service.stop()
  })

  it('is answered by an ADVERTISE where the subnet does not allow Rapid Commit', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] })
    const advertise = await engine.client({ duid: DUID }).solicit({ rapidCommit: true })
    expect(advertise?.type).toBe('ADVERTISE')
    expect(advertise?.has(14)).toBe(false)
    await engine.service.stop()
  })

  it('offers the address that the client names when it is free, and another one when it is not', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] })
    const ias = [{ code: 3 as const, iaid: 1, hints: ['2001:db8:1::15'] }]
    expect((await engine.client({ duid: DUID, ias }).bind()).address).toBe('2001:db8:1::15')
    expect((await engine.client({ duid: OTHER, ias }).solicit())?.address).toBe('2001:db8:1::10')
    await engine.service.stop()
  })

  it('offers any address of a /64 that the client names', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ pools: [{ pool: '2001:db8:1::/64' }] })] })
    const ias = [{ code: 3 as const, iaid: 1, hints: ['2001:db8:1::fff0:1:2:3'] }]
    expect((await engine.client({ duid: DUID, ias }).bind()).address).toBe('2001:db8:1:0:fff0:1:2:3')
    expect(engine.statistic('subnet[1].assigned-nas')).toBe(1)
  })

  it('offers each association an address of its own, and says which of them gets none', async () => {
    const pools = [{ pool: '2001:db8:1::10 - 2001:db8:1::11' }]
    const engine = await Engine6.start({ subnet6: [subnet6({ pools })] })
    const ias = [1, 2, 3].map(iaid => ({ code: 3 as const, iaid }))
    const advertise = await engine.client({ duid: DUID, ias }).solicit()
    expect(advertise?.granted(3).map(({ address }) => address)).toEqual(['2001:db8:1::10', '2001:db8:1::11'])
    expect(advertise?.statusOf(3, 3)).toEqual({ code: 2, text: 'Sorry, no address could be allocated.' })
    await engine.service.stop()
  })
})
