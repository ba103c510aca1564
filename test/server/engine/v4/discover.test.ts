import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { addressOption, u32Option } from '../../../kit/packet4.js'

const hardware = (n: number): string => `02:00:00:00:00:${n.toString(16).padStart(2, '0')}`
const one = { hardware: hardware(1), clientId: 'auto' }
const two = { hardware: hardware(2), clientId: 'auto' }
const tiny = subnet({ pools: [{ pool: '192.0.2.10 - 192.0.2.10' }] })

describe('which address a DISCOVER is offered (RFC 2131 4.3.1)', () => {
  it('the one the client has, whatever it asks for', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    await engine.client(one).bind({ requested: '192.0.2.15' })
    expect((await engine.client(one).discover({ requested: '192.0.2.17' }))?.address).toBe('192.0.2.15')
  })

  it('the one it asks for, by option 50 or by ciaddr', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    expect((await engine.client(one).discover({ requested: '192.0.2.15' }))?.address).toBe('192.0.2.15')
    const byField = { packet: { ciaddr: '192.0.2.16' }, from: '192.0.2.16' }
    expect((await engine.client(two).discover(byField))?.address).toBe('192.0.2.16')
  })

  it('another one when what it asks for is taken or outside of the pools', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    await engine.client(one).bind({ requested: '192.0.2.10' })
    expect((await engine.client(two).discover({ requested: '192.0.2.10' }))?.address).toBe('192.0.2.11')
    expect((await engine.client(two).discover({ requested: '192.0.2.200' }))?.address).toMatch(/^192\.0\.2\.1\d$/)
  })

  it('nothing when all are taken, and that is counted and logged', async () => {
    const engine = await Engine4.start({ subnet4: [tiny] })
    await engine.client(one).bind()
    expect(await engine.client(two).discover()).toBeUndefined()
    expect((await engine.client(two).say('REQUEST'))?.type).toBe('NAK')
    for (const name of ['', '-subnet', '-classes']) {
      expect(engine.statistic(`v4-allocation-fail${name}`)).toBe(2)
      expect(engine.statistic(`subnet[1].v4-allocation-fail${name}`)).toBe(2)
    }
    expect(engine.statistic('v4-allocation-fail-no-pools')).toBe(0)
    expect(engine.said('ALLOC_ENGINE_V4_ALLOC_FAIL_SUBNET')).toBe(2)
    expect(engine.said('DHCP4_PACKET_NAK_0003')).toBe(1)
    expect(engine.said('DHCP4_PACKET_NAK_0004')).toBe(1)
  })

  it('nothing where there is no pool', async () => {
    const engine = await Engine4.start({ subnet4: [subnet({ pools: [] })] })
    expect(await engine.client(one).discover()).toBeUndefined()
    expect(engine.statistic('v4-allocation-fail-no-pools')).toBe(1)
    expect(engine.said('ALLOC_ENGINE_V4_ALLOC_FAIL_NO_POOLS')).toBe(1)
  })

  it('one whose lease has ended but was not reclaimed yet, when nothing else is free', async () => {
    const expired = { 'reclaim-timer-wait-time': 0 }
    const engine = await Engine4.start({ 'expired-leases-processing': expired, 'valid-lifetime': 100, subnet4: [tiny] })
    await engine.client(one).bind()
    expect(await engine.client(two).discover()).toBeUndefined()
    await engine.wait(101)
    const ack = await engine.client(two).bind()
    expect(ack.address).toBe('192.0.2.10')
    expect((await engine.client(one).initReboot('192.0.2.10'))?.type).toBeUndefined()
    expect(engine.statistic('reclaimed-leases')).toBe(1)
    expect(engine.statistic('subnet[1].assigned-addresses')).toBe(1)
    expect(engine.statistic('subnet[1].cumulative-assigned-addresses')).toBe(2)
  })
})

describe('who is who', () => {
  it('clients with one hardware address are told apart by their client identifiers', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const first = await engine.client({ ...one, clientId: '01:aa' }).bind()
    const second = await engine.client({ ...one, clientId: '01:bb' }).bind()
    expect(second.address).not.toBe(first.address)
  })

  it('a client that leaves its identifier out is known by its hardware address', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const booted = await engine.client({ hardware: hardware(1) }).bind()
    expect((await engine.client({ ...one, clientId: '01:aa' }).discover())?.address).toBe(booted.address)
  })

  it('match-client-id false: the hardware address alone counts, and the lease says so', async () => {
    const engine = await Engine4.start({ 'match-client-id': false, subnet4: [subnet()] })
    const first = await engine.client({ ...one, clientId: '01:aa' }).bind()
    expect((await engine.client({ ...one, clientId: '01:bb' }).bind()).address).toBe(first.address)
    expect((await engine.leases()).get('192.0.2.10')?.clientId).toHaveLength(0)
    expect(engine.said('DHCP4_CLIENTID_IGNORED_FOR_LEASES')).toBeGreaterThan(0)
  })

  // RFC 4390 2.1: clients on InfiniBand have no hardware address to show
  it('a client without hardware address is served by its identifier, and reached by broadcast', async () => {
    const engine = await Engine4.start({ 'match-client-id': false, subnet4: [subnet()] })
    const client = engine.client({ ...one, clientId: '00:01:02' })
    const nameless = { packet: { chaddr: '', htype: 32 } }
    const offer = await client.discover(nameless)
    expect(offer?.heard.destination).toBe('255.255.255.255')
    const ack = await client.request(offer!, nameless)
    expect(ack?.type).toBe('ACK')
    expect((await client.discover(nameless))?.address).toBe(ack?.address)
  })

  it('echo-client-id: the identifier comes back as it was sent (RFC 6842), or not', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    expect((await engine.client(one).discover())?.hex(61)).toBe(`01:${one.hardware}`)
    await engine.reload({ 'echo-client-id': false, subnet4: [subnet()] })
    expect((await engine.client(one).discover())?.hex(61)).toBeUndefined()
  })
})

describe('option 108 (RFC 8925)', () => {
  const option = { name: 'v6-only-preferred', data: '1800' }

  it('offers no address to a client that can do without, and takes none from the pool', async () => {
    const engine = await Engine4.start({ 'option-data': [option], subnet4: [tiny] })
    const offer = await engine.client(one).discover({ parameters: [1, 108] })
    expect(offer?.type).toBe('OFFER')
    expect(offer?.address).toBe('0.0.0.0')
    expect(offer?.u32(108)).toBe(1800)
    expect(offer?.codes).not.toContain(1)
    expect(offer?.heard.destination).toBe('255.255.255.255')
    expect((await engine.client(two).bind()).address).toBe('192.0.2.10')
  })

  it('leaves clients alone that do not ask, and those of a subnet without it', async () => {
    const engine = await Engine4.start({ 'option-data': [option], subnet4: [subnet()] })
    expect((await engine.client(one).discover({ parameters: [1] }))?.address).toBe('192.0.2.10')
    await engine.reload({ subnet4: [subnet()] })
    expect((await engine.client(one).discover({ parameters: [108] }))?.address).toMatch(/^192\.0\.2\.1\d$/)
  })

  it('gives an address to a client that asks for one all the same', async () => {
    const engine = await Engine4.start({ 'option-data': [option], subnet4: [subnet()] })
    const options = [addressOption(54, '192.0.2.1')]
    const ack = await engine.client(one).say('REQUEST', { requested: '192.0.2.12', parameters: [108], options })
    expect(ack?.address).toBe('192.0.2.12')
    expect(ack?.u32(108)).toBe(1800)
  })

  it('is an option like any other to Kea 2.2', async () => {
    const engine = await Engine4.start({ 'option-data': [option], subnet4: [subnet()] }, '2.2')
    expect((await engine.client(one).discover({ parameters: [108] }))?.address).toBe('192.0.2.10')
  })
})

describe('the class REJECT', () => {
  const classes = [{ name: 'REJECT', test: 'option[51].exists' }]

  it('keeps its members from getting an address', async () => {
    const engine = await Engine4.start({ 'client-classes': classes, subnet4: [subnet()] })
    expect(await engine.client(one).discover({ options: [u32Option(51, 60)] })).toBeUndefined()
    const asks = { requested: '192.0.2.10', options: [u32Option(51, 60), addressOption(54, '192.0.2.1')] }
    expect((await engine.client(one).say('REQUEST', asks))?.type).toBe('NAK')
    expect((await engine.client(two).bind()).type).toBe('ACK')
  })
})
