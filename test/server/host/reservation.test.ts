import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../kit/engine4.js'
import { addressOption, option } from '../../kit/packet4.js'

const hardware = (n: number): string => `02:00:00:00:00:${n.toString(16).padStart(2, '0')}`
const client = (n: number, more: object = {}) => ({ hardware: hardware(n), clientId: 'auto', ...more })
const reserve = (n: number, more: object): object => ({ 'hw-address': hardware(n), ...more })
const wants = (address: string) => ({ requested: address, options: [addressOption(54, '192.0.2.1')] })

describe('a reserved address', () => {
  it.each([
    ['hardware address', { 'hw-address': hardware(1) }, {}],
    ['client identifier', { 'client-id': '01:aa:bb' }, { clientId: '01:aa:bb' }],
    ['DUID in the client identifier (RFC 4361)', { duid: '00:01:02:03' }, { clientId: 'ff:00:00:00:01:00:01:02:03' }],
  ])('is found by %s, inside and outside of the pool', async (_what, identifier, more) => {
    for (const address of ['192.0.2.15', '192.0.2.99']) {
      const engine = await Engine4.start({
        subnet4: [subnet({ reservations: [{ ...identifier, 'ip-address': address }] })],
      })
      expect((await engine.client(client(1, more)).bind()).address).toBe(address)
    }
  })

  it('is found by the port of the relay', async () => {
    const reservation = { 'circuit-id': "'port 7'", 'ip-address': '203.0.113.99' }
    const engine = await Engine4.start({ subnet4: [{ id: 2, subnet: '203.0.113.0/24', reservations: [reservation] }] })
    const relay = { address: '203.0.113.1', agent: [option(1, 'port 7')] }
    expect((await engine.client(client(1), relay).bind()).address).toBe('203.0.113.99')
  })

  it('is that of the first identifier of the configured order', async () => {
    const reservations = [
      reserve(1, { 'ip-address': '192.0.2.50' }),
      { 'client-id': '01:aa', 'ip-address': '192.0.2.51' },
    ]
    const config = { subnet4: [subnet({ reservations })] }
    const both = client(1, { clientId: '01:aa' })
    expect((await (await Engine4.start(config)).client(both).discover())?.address).toBe('192.0.2.50')
    const other = await Engine4.start({ ...config, 'host-reservation-identifiers': ['client-id', 'hw-address'] })
    expect((await other.client(both).discover())?.address).toBe('192.0.2.51')
  })

  it('is given to nobody else', async () => {
    const reservations = [reserve(9, { 'ip-address': '192.0.2.10' }), reserve(8, { 'ip-address': '192.0.2.99' })]
    const engine = await Engine4.start({ authoritative: true, subnet4: [subnet({ reservations })] })
    const stranger = engine.client(client(1))
    expect((await stranger.discover({ requested: '192.0.2.10' }))?.address).toBe('192.0.2.11')
    expect((await stranger.say('REQUEST', wants('192.0.2.10')))?.type).toBe('NAK')
    expect((await stranger.say('REQUEST', wants('192.0.2.99')))?.type).toBe('NAK')
    expect(engine.said('ALLOC_ENGINE_V4_REQUEST_ADDRESS_RESERVED')).toBe(2)
  })

  it('is what its client is brought to: another free one is refused', async () => {
    const engine = await Engine4.start({
      subnet4: [subnet({ reservations: [reserve(1, { 'ip-address': '192.0.2.50' })] })],
    })
    const owner = engine.client(client(1))
    expect((await owner.say('REQUEST', wants('192.0.2.12')))?.type).toBe('NAK')
    expect((await owner.say('REQUEST'))?.address).toBe('192.0.2.50')
  })

  it('that somebody else still has is waited for: its client gets another one, and that is counted', async () => {
    const engine = await Engine4.start({ 'valid-lifetime': 100, subnet4: [subnet()] })
    const holder = engine.client(client(1))
    await holder.bind()
    await engine.reload({
      'valid-lifetime': 100,
      subnet4: [subnet({ reservations: [reserve(2, { 'ip-address': '192.0.2.10' })] })],
    })
    const owner = engine.client(client(2))
    const dynamic = await owner.bind()
    expect(dynamic.address).not.toBe('192.0.2.10')
    expect(engine.statistic('v4-reservation-conflicts')).toBe(1)
    expect(engine.statistic('subnet[1].v4-reservation-conflicts')).toBe(1)
    expect(engine.said('ALLOC_ENGINE_V4_DISCOVER_ADDRESS_CONFLICT')).toBe(1)
    // whoever has it does not keep it
    expect((await holder.renew())?.type).toBe('NAK')
    await engine.wait(150)
    expect((await owner.bind()).address).toBe('192.0.2.10')
    expect([...(await engine.leases())].filter(([, lease]) => lease.state === 0).map(([address]) => address)).toEqual([
      '192.0.2.10',
    ])
  })

  it('newly reserved for others is not extended: the client moves', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const holder = engine.client(client(1))
    await holder.bind()
    await engine.reload({ subnet4: [subnet({ reservations: [reserve(2, { 'ip-address': '192.0.2.10' })] })] })
    expect((await holder.renew())?.type).toBe('NAK')
    expect((await holder.bind()).address).not.toBe('192.0.2.10')
    expect((await engine.client(client(2)).bind()).address).toBe('192.0.2.10')
  })

  it('of the same client in several subnets is the one of the subnet it is in', async () => {
    const second = { id: 2, subnet: '203.0.113.0/24', reservations: [reserve(1, { 'ip-address': '203.0.113.50' })] }
    const engine = await Engine4.start({
      subnet4: [subnet({ reservations: [reserve(1, { 'ip-address': '192.0.2.50' })] }), second],
    })
    expect((await engine.client(client(1)).discover())?.address).toBe('192.0.2.50')
    expect((await engine.client(client(1), { address: '203.0.113.1' }).discover())?.address).toBe('203.0.113.50')
  })

  it('in a sibling subnet moves the client there', async () => {
    const sibling = { id: 2, subnet: '10.1.0.0/16', reservations: [reserve(1, { 'ip-address': '10.1.0.50' })] }
    const network = { name: 'link', interface: 'eth0', subnet4: [subnet({ interface: '' }), sibling] }
    const engine = await Engine4.start({ 'shared-networks': [network] })
    expect((await engine.client(client(1)).bind()).address).toBe('10.1.0.50')
    expect((await engine.client(client(2)).bind()).address).toBe('192.0.2.10')
  })
})

describe('where reservations are looked for', () => {
  const inSubnet = [reserve(1, { 'ip-address': '192.0.2.12' }), reserve(2, { 'ip-address': '192.0.2.50' })]

  it('not in a subnet that says so', async () => {
    const engine = await Engine4.start({
      subnet4: [subnet({ 'reservations-in-subnet': false, reservations: inSubnet })],
    })
    expect((await engine.client(client(1)).bind()).address).toBe('192.0.2.10')
    expect((await engine.client(client(3)).bind({ requested: '192.0.2.12' })).address).toBe('192.0.2.12')
  })

  it('outside of pools only, where that is promised: inside nobody asks', async () => {
    const engine = await Engine4.start({
      subnet4: [subnet({ 'reservations-out-of-pool': true, reservations: inSubnet })],
    })
    expect((await engine.client(client(2)).bind()).address).toBe('192.0.2.50')
    expect((await engine.client(client(3)).bind({ requested: '192.0.2.12' })).address).toBe('192.0.2.12')
  })

  it("globally, where that is switched on; the subnet's own stands over it", async () => {
    const config = {
      'reservations-global': true,
      reservations: [
        reserve(1, { hostname: 'global' }),
        reserve(2, { hostname: 'global', 'ip-address': '192.0.2.60' }),
      ],
      subnet4: [subnet({ reservations: [reserve(1, { hostname: 'own' })] })],
    }
    const engine = await Engine4.start(config)
    expect((await engine.client(client(1)).discover())?.text(12)).toBe('own')
    const second = await engine.client(client(2)).discover()
    expect([second?.text(12), second?.address]).toEqual(['global', '192.0.2.60'])
    await engine.reload({ ...config, 'reservations-global': false })
    expect((await engine.client(client(2)).discover())?.text(12)).toBeUndefined()
  })
})

describe('classes of a reservation', () => {
  const classes = [
    { name: 'vip', 'option-data': [{ name: 'domain-name', data: 'vip' }], 'valid-lifetime': 99 },
    {
      name: 'tested',
      test: "member('vip')",
      'option-data': [{ name: 'ntp-servers', data: '192.0.2.1', 'always-send': true }],
    },
    { name: 'DROP' },
  ]
  const vip = reserve(1, { 'client-classes': ['vip'] })

  it('bring their options, lifetimes and pools, and tests may ask for them', async () => {
    const pools = [{ pool: '192.0.2.10 - 192.0.2.10', 'client-class': 'vip' }, { pool: '192.0.2.20 - 192.0.2.21' }]
    const engine = await Engine4.start({ 'client-classes': classes, subnet4: [subnet({ pools, reservations: [vip] })] })
    expect((await engine.client(client(2)).bind()).address).toBe('192.0.2.20')
    const ack = await engine.client(client(1)).bind()
    expect([ack.address, ack.text(15), ack.leaseTime]).toEqual(['192.0.2.10', 'vip', 99])
    expect(ack.addresses(42)).toEqual(['192.0.2.1'])
  })

  it('stand before the classes that tests assign', async () => {
    const all = { name: 'all', test: "member('ALL')", 'option-data': [{ name: 'domain-name', data: 'all' }] }
    const engine = await Engine4.start({
      'client-classes': [all, ...classes],
      subnet4: [subnet({ reservations: [vip] })],
    })
    expect((await engine.client(client(1)).discover())?.text(15)).toBe('vip')
  })

  it('DROP: the client is not served', async () => {
    const dropped = reserve(1, { 'client-classes': ['DROP'] })
    const engine = await Engine4.start({ 'client-classes': classes, subnet4: [subnet({ reservations: [dropped] })] })
    expect(await engine.client(client(1)).discover()).toBeUndefined()
    expect(engine.said('DHCP4_PACKET_DROP_0013')).toBe(1)
    expect(engine.statistic('pkt4-admin-filtered')).toBe(1)
  })

  it('of a global one count before the subnet is chosen, when it is looked up early', async () => {
    const config = {
      'early-global-reservations-lookup': true,
      'reservations-global': true,
      'client-classes': classes,
      reservations: [vip, reserve(3, { 'client-classes': ['DROP'] })],
      subnet4: [
        subnet({ 'client-class': 'vip' }),
        { id: 2, subnet: '10.1.0.0/16', interface: 'eth0', pools: [{ pool: '10.1.0.10 - 10.1.0.11' }] },
      ],
    }
    const engine = await Engine4.start(config)
    expect((await engine.client(client(1)).discover())?.address).toBe('192.0.2.10')
    expect((await engine.client(client(2)).discover())?.address).toBe('10.1.0.10')
    expect(await engine.client(client(3)).discover()).toBeUndefined()
    expect(engine.said('DHCP4_PACKET_DROP_0014')).toBe(1)
    await engine.reload({ ...config, 'early-global-reservations-lookup': false })
    expect((await engine.client(client(1)).discover())?.address).toBe('10.1.0.10')
  })
})
