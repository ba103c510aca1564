import { describe, expect, it } from 'vitest'
import { LeaseState } from '../../../../src/server/lease/lease.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { iaAddressOption6, iaOption6, type Option6, option6 } from '../../../kit/packet6.js'

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
    ['with an IA_NA', [address(MADE), iaOption6({ code: 3, iaid: 7, options: [] })], MADE],
    ['with an IA_PD', [address(MADE), iaOption6({ code: 25, iaid: 7, options: [] })], MADE],
    ['with the address in an IA_NA', [iaOption6({ code: 3, iaid: 7, options: [address(MADE)] })], MADE],
  ])('%s is dropped', async (_what, options, from) => {
    const engine = await start()
    expect(await inform(engine, options, from)).toBeUndefined()
    expect((await engine.leases()).size).toBe(0)
    expect(engine.statistic('pkt6-receive-drop')).toBe(1)
    expect(engine.said('DHCP6_ADDR_REG_INFORM_FAIL')).toBe(1)
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

  it('is dropped by a Kea 2.2, which knows no such message', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] }, '2.2')
    expect(await inform(engine, [address(MADE)])).toBeUndefined()
    expect((await engine.leases()).size).toBe(0)
    await engine.service.stop()
  })

  it('is dropped from a link that is none of ours', async () => {
    const engine = await start({ subnet6: [subnet6({ interface: 'eth7' })] })
    expect(await inform(engine, [address('2001:db8:9::1')], '2001:db8:9::1')).toBeUndefined()
    expect(engine.said('DHCP6_ADDR_REG_INFORM_FAIL')).toBe(0)
    expect(engine.statistic('pkt6-receive-drop')).toBe(1)
    await engine.service.stop()
  })

  it('about an address that is reserved for somebody else is dropped', async () => {
    const reservations = [{ duid: OTHER, 'ip-addresses': [MADE] }]
    const engine = await start({ subnet6: [subnet6({ reservations })] })
    expect(await inform(engine, [address(MADE)])).toBeUndefined()
    expect(engine.log.lines.join('')).toContain(`Address ${MADE} is reserved`)
    expect((await inform(engine, [address(MADE)], MADE, OTHER))?.type).toBe('ADDR-REG-REPLY')
    await engine.service.stop()
  })

  it('by way of relays is about the address that the nearest relay heard it from', async () => {
    const engine = await start()
    const relays = [
      { address: '2001:db8:1::99', link: '2001:db8:1::99' },
      { address: '2001:db8:f::1', link: '::' },
    ] as const
    const client = engine.client({ duid: DUID, ias: [], oro: [] }).via(relays)
    const reply = await client.say('ADDR-REG-INFORM', { from: MADE, options: [address(MADE)] })
    expect(reply?.option(5)).toEqual(address(MADE).data)
    expect((await engine.leases()).get(MADE)?.state).toBe(LeaseState.registered)
    await engine.service.stop()
  })

  it('may be of any subnet of a shared network', async () => {
    const engine = await Engine6.start({
      'shared-networks': [
        {
          name: 'wire',
          interface: 'eth0',
          subnet6: [subnet6(), { id: 2, subnet: '2001:db8:2::/64', interface: 'eth0' }],
        },
      ],
    })
    const made = '2001:db8:2::abcd'
    expect((await inform(engine, [address(made)], made))?.type).toBe('ADDR-REG-REPLY')
    expect((await engine.leases()).get(made)?.subnetId).toBe(2)
    await engine.service.stop()
  })

  it('is answered with the options that it asks for, and with its name', async () => {
    const engine = await start({
      'option-data': [{ name: 'dns-servers', data: '2001:db8::53' }],
      'ddns-qualifying-suffix': 'example.org',
      'dhcp-ddns': { 'enable-updates': true },
    })
    const options = [address(MADE), option6(39, [1, 4, ...Buffer.from('mine')])]
    const client = engine.client({ duid: DUID, ias: [] })
    const reply = await client.say('ADDR-REG-INFORM', { from: MADE, options, oro: [23] })
    expect(reply?.codes).toEqual([1, 2, 5, 23, 39])
    expect((await engine.leases()).get(MADE)).toMatchObject({
      hostname: 'mine.example.org.',
      fqdnForward: true,
      fqdnReverse: true,
    })
    await engine.service.stop()
  })

  it('is logged when the address was another client’s', async () => {
    const engine = await start()
    await inform(engine, [address(MADE)])
    await inform(engine, [address(MADE)])
    expect(engine.said('DHCP6_ADDR_REG_INFORM_CLIENT_CHANGE')).toBe(0)
    await inform(engine, [address(MADE)], MADE, OTHER)
    expect(engine.said('DHCP6_ADDR_REG_INFORM_CLIENT_CHANGE')).toBe(1)
    await engine.service.stop()
  })

  it('asks addr6_register: skip registers nothing and is answered, drop is not answered', async () => {
    const engine = await start()
    const asking = engine.points.addrRegister.add(() => 'skip')
    expect((await inform(engine, [address(MADE)]))?.option(5)).toEqual(address(MADE).data)
    expect((await engine.leases()).size).toBe(0)
    asking.remove()
    engine.points.addrRegister.add(() => 'drop')
    expect(await inform(engine, [address(MADE)])).toBeUndefined()
    expect((await engine.leases()).size).toBe(0)
    await engine.service.stop()
  })

  it('repeats the client’s option also when a listener made it wait', async () => {
    const engine = await start()
    engine.points.addrRegister.add(() => Promise.resolve('continue'))
    expect((await inform(engine, [address(MADE)]))?.option(5)).toEqual(address(MADE).data)
    await engine.service.stop()
  })
})
