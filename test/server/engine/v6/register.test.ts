import { describe, expect, it } from 'vitest'
import { LeaseState } from '../../../../src/server/lease/lease.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { iaAddressOption6, iaOption6, type Option6 } from '../../../kit/packet6.js'

const DUID = '00:03:00:01:02:00:00:00:00:01'
const OTHER = '00:03:00:01:02:00:00:00:00:02'
const MADE = '2001:db8:1::abcd'

const address = (text: string, valid = 600): Option6 =>
  iaAddressOption6({ address: text, preferred: valid / 2, valid, options: [] })
const start = (more: object = {}) => Engine6.start({ subnet6: [subnet6()], ...more }, '3')
const inform = (engine: Engine6, options: readonly Option6[], from = MADE, duid = DUID) =>
  engine.client({ duid, ias: [], oro: [] }).say('ADDR-REG-INFORM', { from, options })

describe('ADDR-REG-INFORM (RFC 9686)', () => {
  it('keeps the address as registered, and repeats the option to that address', async () => {
    const engine = await start()
    const reply = await inform(engine, [address(MADE)])
    expect(reply?.type).toBe('ADDR-REG-REPLY')
    expect(reply?.option(5)).toEqual(address(MADE).data)
    expect(reply?.heard.destination).toBe(MADE)
    expect((await engine.leases()).get(MADE)).toMatchObject({
      state: LeaseState.registered,
      validLifetime: 600,
      preferredLifetime: 300,
      subnetId: 1,
    })
    expect(engine.statistic('subnet[1].registered-nas')).toBe(1)
    expect(engine.statistic('subnet[1].assigned-nas')).toBe(0)
    await engine.service.stop()
  })

  it('takes the address in an IA_NA as well', async () => {
    const engine = await start()
    const ia = iaOption6({ code: 3, iaid: 7, t1: 0, t2: 0, options: [address(MADE)] })
    const reply = await inform(engine, [ia])
    expect(reply?.option(3)).toEqual(ia.data)
    expect((await engine.leases()).get(MADE)).toMatchObject({ state: LeaseState.registered, iaid: 7 })
    await engine.service.stop()
  })

  it('ends with the lifetime that the client gave, or when it says 0', async () => {
    const engine = await start()
    await inform(engine, [address(MADE)])
    await inform(engine, [address(MADE, 0)])
    expect((await engine.leases()).size).toBe(0)
    expect(engine.statistic('subnet[1].registered-nas')).toBe(0)
    await inform(engine, [address(MADE, 100)])
    await engine.wait(200)
    expect(engine.statistic('subnet[1].registered-nas')).toBe(0)
    await engine.service.stop()
  })

  it('is the next client’s when another one has the address', async () => {
    const engine = await start()
    await inform(engine, [address(MADE)])
    await inform(engine, [address(MADE)], MADE, OTHER)
    expect(Buffer.from((await engine.leases()).get(MADE)!.clientId).toString('hex')).toBe(OTHER.replaceAll(':', ''))
    expect(engine.statistic('subnet[1].registered-nas')).toBe(1)
    await engine.service.stop()
  })

  it.each([
    ['from another address than it is about', [address(MADE)], '2001:db8:1::1'],
    ['about an address of another link', [address('2001:db8:9::1')], '2001:db8:9::1'],
    ['without an address', [], MADE],
    ['about two addresses', [address(MADE), address('2001:db8:1::1')], MADE],
  ])('%s is dropped', async (_what, options, from) => {
    const engine = await start()
    expect(await inform(engine, options, from)).toBeUndefined()
    expect((await engine.leases()).size).toBe(0)
    expect(engine.statistic('pkt6-receive-drop')).toBe(1)
    await engine.service.stop()
  })

  it('about a leased address is dropped, the lease stays', async () => {
    const engine = await start()
    const leased = (await engine.client({ duid: OTHER }).bind()).address!
    expect(await inform(engine, [address(leased)], leased)).toBeUndefined()
    expect((await engine.leases()).get(leased)).toMatchObject({ state: LeaseState.default })
    await engine.service.stop()
  })

  it('is dropped where the configuration does not allow it', async () => {
    const engine = await start({ 'allow-address-registration': false })
    expect(await inform(engine, [address(MADE)])).toBeUndefined()
    await engine.service.stop()
  })
})
