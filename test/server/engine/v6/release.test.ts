import { describe, expect, it } from 'vitest'
import { LeaseState } from '../../../../src/server/lease/lease.js'
import type { Wanted6 } from '../../../kit/client6.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import type { Reply6 } from '../../../kit/reply6.js'

const duid = '00:03:00:01:02:00:00:00:00:01'
const stranger = '00:03:00:01:02:00:00:00:00:09'
const address = '2001:db8:1::10'
const prefix = '2001:db8:8000::/56'
const na = (iaid: number, ...hints: string[]): Wanted6 => ({ code: 3, iaid, hints })
const pd = (iaid: number, ...hints: string[]): Wanted6 => ({ code: 25, iaid, hints })
const both = [na(1), pd(2)]
const link = subnet6({ 'pd-pools': [{ prefix: '2001:db8:8000::', 'prefix-len': 48, 'delegated-len': 56 }] })

// Statuses and their texts are those that a running kea-dhcp6 2.2 gave to the same messages
const GONE = "Sorry, no known leases for this duid/iaid, can't release."
const RELEASED = 'Lease released. Thank you, please come again.'
const SUMMARY = 'Summary status for all processed IA_NAs'

/** A client that holds the first address and the first prefix. */
async function bound(config: object = {}, generation?: '2.2') {
  const engine = await Engine6.start({ subnet6: [link], ...config }, generation)
  const client = engine.client({ duid, ias: both })
  const { serverId = '' } = await client.bind()
  const release = (...ias: Wanted6[]) => client.say('RELEASE', { serverId, ias })
  return { engine, client, serverId, release }
}

/** "IAID status text" of each association. */
const told = (reply: Reply6 | undefined) =>
  reply?.ias.map(({ code, iaid }) => {
    const status = reply.statusOf(code, iaid)
    return `${iaid} ${status?.code} ${status?.text}`
  })

describe('RELEASE (RFC 8415 18.3.7)', () => {
  it('gives an address and a prefix back, each with a status of its own', async () => {
    const { engine, client } = await bound({}, '2.2')
    const reply = await client.release()
    expect(reply?.type).toBe('REPLY')
    expect(told(reply)).toEqual([`1 0 ${RELEASED}`, `2 0 ${RELEASED}`])
    expect(reply?.status).toEqual({ code: 0, text: SUMMARY })
    expect(await engine.leases()).toEqual(new Map())
    expect(engine.statistic('subnet[1].assigned-nas')).toBe(0)
    expect(engine.statistic('subnet[1].assigned-pds')).toBe(0)
    expect(engine.said('DHCP6_RELEASE_NA')).toBe(1)
    expect(engine.said('DHCP6_RELEASE_PD')).toBe(1)
  })

  it('keeps the leases for the client as Kea 3 does: nobody else is given them while others are free', async () => {
    const { engine, client } = await bound()
    await client.release()
    const kept = [...(await engine.leases()).values()]
    expect(kept.map(({ state, validLifetime }) => [state, validLifetime])).toEqual([
      [LeaseState.released, 0],
      [LeaseState.released, 0],
    ])
    expect(engine.statistic('subnet[1].assigned-nas')).toBe(0)
    expect((await client.solicit())?.address).toBe(address)
    expect((await client.solicit())?.prefix).toBe(prefix)
  })

  it.each([
    ['another association of the client’s', na(77, address), '77 3 This is your address, but you used wrong IAID'],
    ['an address that nobody has', na(1, '2001:db8:1::1f'), `1 3 ${GONE}`],
    ['no address', na(1), '1 3 You did not include an address in your RELEASE'],
    ['no prefix', pd(2), '2 3 You did not include a prefix in your RELEASE'],
    ['a prefix of another association', pd(4, prefix), '4 3 This is your address, but you used wrong IAID'],
    ['a prefix that nobody has', pd(2, '2001:db8:8000:1100::/56'), `2 3 ${GONE}`],
  ])('is refused for %s', async (_, ia, status) => {
    const { engine, release } = await bound()
    const reply = await release(ia)
    expect(told(reply)).toEqual([status])
    expect(reply?.status).toEqual({ code: 3, text: SUMMARY })
    expect((await engine.leases()).size).toBe(2)
  })

  it('is refused to strangers', async () => {
    const { engine, serverId } = await bound()
    const reply = await engine.client({ duid: stranger }).say('RELEASE', { serverId, ias: [na(1, address)] })
    expect(told(reply)).toEqual(["1 3 This address does not belong to you, you can't release it"])
    expect((await engine.leases()).get(address)?.state).toBe(LeaseState.default)
    expect(engine.said('DHCP6_RELEASE_NA_FAIL_WRONG_DUID')).toBe(1)
  })

  it('sums up as NoBinding when one of its associations is unknown, and gives the others back', async () => {
    const { engine, release } = await bound({}, '2.2')
    const reply = await release(na(9, '2001:db8:1::1e'), na(1, address))
    expect(told(reply)).toEqual([`9 3 ${GONE}`, `1 0 ${RELEASED}`])
    expect(reply?.status).toEqual({ code: 3, text: SUMMARY })
    expect([...(await engine.leases()).keys()]).toEqual(['2001:db8:8000::'])
  })

  it('gives back what is the client’s beside what is not, which is passed over', async () => {
    const { engine, release } = await bound({}, '2.2')
    expect(told(await release(na(1, '2001:db8:1::1f', address)))).toEqual([`1 0 ${RELEASED}`])
    expect((await engine.leases()).has(address)).toBe(false)
  })

  it('without an association is a success', async () => {
    const { release } = await bound()
    const reply = await release()
    expect(reply?.ias).toEqual([])
    expect(reply?.status).toEqual({ code: 0, text: SUMMARY })
  })

  it('from a link without a subnet finds the leases all the same', async () => {
    const { engine, client } = await bound({}, '2.2')
    await engine.reload({ subnet6: [{ ...link, interface: 'eth7' }] })
    expect((await client.release())?.status).toEqual({ code: 0, text: SUMMARY })
    expect(await engine.leases()).toEqual(new Map())
  })

  it('is not answered with configured options', async () => {
    const { client } = await bound({
      'option-data': [{ name: 'dns-servers', data: '2001:db8::53', 'always-send': true }],
    })
    expect((await client.release({ oro: [23] }))?.codes).toEqual([1, 2, 3, 13, 25])
  })

  it('of a declined address is refused: it is nobody’s', async () => {
    const { client, release } = await bound()
    await client.decline()
    expect(told(await release(na(1, address)))).toEqual([
      "1 3 This address does not belong to you, you can't release it",
    ])
  })

  it('asks lease6_release about each lease; what is skipped stays, and its client is told so', async () => {
    const { engine, client } = await bound()
    const asked: number[] = []
    engine.points.leaseRelease.add(({ lease: { kind } }) => {
      asked.push(kind)
      return kind === 0 ? 'skip' : 'continue'
    })
    const reply = await client.release()
    expect(told(reply)).toEqual(['1 1 Server failed to release a lease', `2 0 ${RELEASED}`])
    expect(reply?.status).toEqual({ code: 1, text: SUMMARY })
    expect(asked).toEqual([0, 2])
    const states = [...(await engine.leases()).values()].map(({ state }) => state)
    expect(states).toEqual([LeaseState.default, LeaseState.released])
    expect(engine.said('DHCP6_HOOK_LEASE6_RELEASE_NA_SKIP')).toBe(1)
  })
})
