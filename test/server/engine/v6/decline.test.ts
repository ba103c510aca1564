import { describe, expect, it } from 'vitest'
import { LeaseState } from '../../../../src/server/lease/lease.js'
import type { Wanted6 } from '../../../kit/client6.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import type { Reply6 } from '../../../kit/reply6.js'

const duid = '00:03:00:01:02:00:00:00:00:01'
const stranger = '00:03:00:01:02:00:00:00:00:09'
const address = '2001:db8:1::10'
const na = (iaid: number, ...hints: string[]): Wanted6 => ({ code: 3, iaid, hints })
const pd = (iaid: number, ...hints: string[]): Wanted6 => ({ code: 25, iaid, hints })

// Statuses and their texts are those that a running kea-dhcp6 2.2 gave to the same messages
const DECLINED = 'Lease declined. Hopefully the next one will be better.'
const UNKNOWN = 'Server does not know about such an address.'

async function bound() {
  const pools = { 'pd-pools': [{ prefix: '2001:db8:8000::', 'prefix-len': 48, 'delegated-len': 56 }] }
  const engine = await Engine6.start({ 'decline-probation-period': 500, subnet6: [subnet6(pools)] })
  const client = engine.client({ duid, ias: [na(1), pd(2)] })
  const { serverId = '' } = await client.bind()
  const decline = (...ias: Wanted6[]) => client.say('DECLINE', { serverId, ias })
  return { engine, client, serverId, decline }
}

/** "IAID status text" of each association. */
const told = (reply: Reply6 | undefined) =>
  reply?.ias.map(({ code, iaid }) => {
    const status = reply.statusOf(code, iaid)
    return `${iaid} ${status?.code} ${status?.text}`
  })

describe('DECLINE (RFC 8415 18.3.8)', () => {
  it('takes the address from everybody for the probation period', async () => {
    const { engine, client } = await bound()
    const reply = await client.decline()
    expect(reply?.type).toBe('REPLY')
    expect(told(reply)).toEqual([`1 0 ${DECLINED}`])
    expect(reply?.status).toBeUndefined()
    const lease = (await engine.leases()).get(address)
    expect(lease).toMatchObject({ state: LeaseState.declined, validLifetime: 500, preferredLifetime: 0, hostname: '' })
    expect(lease?.clientId).toHaveLength(0)
    expect(lease?.hardware).toHaveLength(0)
    expect(engine.statistic('declined-addresses')).toBe(1)
    expect(engine.statistic('subnet[1].declined-addresses')).toBe(1)
    expect(engine.said('DHCP6_DECLINE_LEASE')).toBe(1)
    expect((await client.solicit())?.address).not.toBe(address)
  })

  it('gives the address another try after that', async () => {
    const { engine, client } = await bound()
    await client.decline()
    await engine.wait(501)
    await engine.wait(20)
    expect(engine.statistic('declined-addresses')).toBe(0)
    expect(engine.statistic('reclaimed-declined-addresses')).toBe(1)
    const solicited = await engine.client({ duid: stranger }).solicit({ ias: [na(1, address)] })
    expect(solicited?.address).toBe(address)
  })

  it.each([
    ['another association', na(77, address), '77 3 This is your address, but you used wrong IAID'],
    ['an address that nobody has', na(1, '2001:db8:1::1f'), `1 3 ${UNKNOWN}`],
    ['no address', na(1), '1 3 No addresses sent in IA_NA'],
  ])('is refused for %s', async (_, ia, status) => {
    const { engine, decline } = await bound()
    expect(told(await decline(ia))).toEqual([status])
    expect((await engine.leases()).get(address)?.state).toBe(LeaseState.default)
  })

  it('is refused to strangers, and when the address is declined already', async () => {
    const { engine, serverId, decline } = await bound()
    const notYours = ["1 3 This address does not belong to you, you can't decline it"]
    const reply = await engine.client({ duid: stranger }).say('DECLINE', { serverId, ias: [na(1, address)] })
    expect(told(reply)).toEqual(notYours)
    expect(engine.said('DHCP6_DECLINE_FAIL_DUID_MISMATCH')).toBe(1)
    await decline(na(1, address))
    expect(told(await decline(na(1, address)))).toEqual(notYours)
    expect(engine.statistic('declined-addresses')).toBe(1)
  })

  it('tells of each association, and takes the addresses that are the client’s', async () => {
    const { engine, decline } = await bound()
    expect(told(await decline(na(1, address), na(8, '2001:db8:1::1e')))).toEqual([`1 0 ${DECLINED}`, `8 3 ${UNKNOWN}`])
    expect((await engine.leases()).get(address)?.state).toBe(LeaseState.declined)
  })

  it('does not touch prefixes: they are not answered', async () => {
    const { engine, decline } = await bound()
    const reply = await decline(pd(2, '2001:db8:8000::/56'))
    expect(reply?.codes).toEqual([1, 2])
    expect((await engine.leases()).get('2001:db8:8000::')?.state).toBe(LeaseState.default)
  })

  it('asks lease6_decline; when it says skip the lease stays and the client is told it is declined', async () => {
    const { engine, client } = await bound()
    engine.points.leaseDecline.add(() => 'skip')
    expect(told(await client.decline())).toEqual([`1 0 ${DECLINED}`])
    expect((await engine.leases()).get(address)?.state).toBe(LeaseState.default)
    expect(engine.said('DHCP6_HOOK_DECLINE_SKIP')).toBe(1)
  })

  it('asks lease6_decline; when it says drop there is no answer', async () => {
    const { engine, client } = await bound()
    engine.points.leaseDecline.add(() => 'drop')
    expect(await client.decline({ expectSilence: true })).toBeUndefined()
    expect((await engine.leases()).get(address)?.state).toBe(LeaseState.default)
  })
})
