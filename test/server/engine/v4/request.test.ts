import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { addressOption } from '../../../kit/packet4.js'

const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }
const two = { hardware: '02:00:00:00:00:02', clientId: 'auto' }
const server = addressOption(54, '192.0.2.1')

describe('SELECTING', () => {
  it('grants the offered address and remembers it', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const client = engine.client(one)
    const offer = await client.discover()
    expect((await engine.leases()).size).toBe(0)
    const ack = await client.request(offer!)
    expect(ack?.address).toBe(offer?.address)
    expect([...(await engine.leases()).keys()]).toEqual([offer?.address])
  })

  it('is silent to a client that takes another server, and keeps what it knows', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const client = engine.client(one)
    await client.bind()
    const elsewhere = { requested: '192.0.2.15', options: [addressOption(54, '192.0.2.2')] }
    expect(await client.say('REQUEST', elsewhere)).toBeUndefined()
    expect([...(await engine.leases()).keys()]).toEqual(['192.0.2.10'])
    expect(engine.said('DHCP4_PACKET_DROP_0003')).toBe(1)
    expect(engine.statistic('pkt4-not-for-us')).toBe(1)
  })

  it('moves a client that asks for another free address, and frees the old one', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const client = engine.client(one)
    await client.bind()
    const ack = await client.say('REQUEST', { requested: '192.0.2.15', options: [server] })
    expect(ack?.address).toBe('192.0.2.15')
    expect([...(await engine.leases()).keys()]).toEqual(['192.0.2.15'])
  })

  it('refuses the address of another client', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    await engine.client(one).bind()
    const nak = await engine.client(two).say('REQUEST', { requested: '192.0.2.10', options: [server] })
    expect(nak?.type).toBe('NAK')
    expect(engine.statistic('pkt4-nak-sent')).toBe(1)
  })

  // An address of none of our pools may be right for another server, even if we are authoritative
  it.each([false, true])('is silent about an address outside of its pools (authoritative %s)', async authoritative => {
    const engine = await Engine4.start({ authoritative, subnet4: [subnet()] })
    expect(await engine.client(one).say('REQUEST', { requested: '192.0.2.77', options: [server] })).toBeUndefined()
    expect(engine.said('DHCP4_UNKNOWN_ADDRESS_REQUESTED')).toBe(1)
  })

  it('accepts a server identifier that some scope sends', async () => {
    const identity = { name: 'dhcp-server-identifier', data: '192.0.2.99' }
    const engine = await Engine4.start({ subnet4: [subnet({ 'option-data': [identity] })] })
    const client = engine.client(one)
    const offer = await client.discover()
    expect(offer?.serverId).toBe('192.0.2.99')
    expect((await client.request(offer!))?.type).toBe('ACK')
  })

  it('gives any address to a REQUEST that names none', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    expect((await engine.client(one).say('REQUEST'))?.address).toBe('192.0.2.10')
  })
})

describe('INIT-REBOOT', () => {
  it('confirms the address of a client it knows', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const client = engine.client(one)
    await client.bind()
    expect((await client.initReboot())?.type).toBe('ACK')
  })

  it('refuses another address than the one the client has', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const client = engine.client(one)
    await client.bind()
    expect((await client.initReboot('192.0.2.15'))?.type).toBe('NAK')
    expect(engine.said('DHCP4_PACKET_NAK_0002')).toBe(1)
  })

  it('still knows a client whose lease has ended', async () => {
    const engine = await Engine4.start({ 'valid-lifetime': 100, subnet4: [subnet()] })
    const client = engine.client(one)
    await client.bind()
    await engine.wait(200)
    expect((await client.initReboot('192.0.2.10'))?.type).toBe('ACK')
  })

  // RFC 2131 4.3.2: without a record of the client the server has to be silent, unless it answers for the whole link
  it('is silent to strangers', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    expect(await engine.client(one).initReboot('192.0.2.10')).toBeUndefined()
    expect(engine.said('DHCP4_NO_LEASE_INIT_REBOOT')).toBe(1)
  })

  it('refuses strangers when it is authoritative', async () => {
    const engine = await Engine4.start({ authoritative: true, subnet4: [subnet()] })
    expect((await engine.client(one).initReboot('192.0.2.10'))?.type).toBe('NAK')
    expect((await engine.client(two).initReboot('172.16.0.1'))?.type).toBe('NAK')
  })
})

describe('RENEWING and REBINDING', () => {
  it('extends the lease and answers to the address of the client', async () => {
    const engine = await Engine4.start({ 'valid-lifetime': 1000, 'cache-threshold': 0, subnet4: [subnet()] })
    const client = engine.client(one)
    await client.bind()
    await engine.wait(600)
    const renewed = await client.renew()
    expect(renewed?.u32(51)).toBe(1000)
    expect(renewed?.heard.destination).toBe('192.0.2.10')
    const rebound = await client.rebind()
    expect(rebound?.heard.destination).toBe('192.0.2.10')
    await engine.wait(600)
    expect((await engine.leases()).get('192.0.2.10')?.state).toBe(0)
  })

  it('takes a client in that another server knew, when the address is free', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const saying = { packet: { ciaddr: '192.0.2.16' }, from: '192.0.2.16' }
    expect((await engine.client(one).say('REQUEST', saying))?.address).toBe('192.0.2.16')
  })

  it('refuses the address of another client, and broadcasts it', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    await engine.client(one).bind()
    const nak = await engine.client(two).say('REQUEST', { packet: { ciaddr: '192.0.2.10' }, from: '192.0.2.10' })
    expect(nak?.type).toBe('NAK')
    expect(nak?.packet.ciaddr).toBe('0.0.0.0')
    // RFC 2131 4.1: every NAK without giaddr is broadcast
    expect(nak?.heard.destination).toBe('255.255.255.255')
  })

  it('refuses a unicast from a network that is none of ours, is silent to a broadcast', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const saying = { packet: { ciaddr: '172.16.0.1' }, from: '172.16.0.1' }
    expect((await engine.client(one).say('REQUEST', { ...saying, to: '192.0.2.1' }))?.type).toBe('NAK')
    expect(await engine.client(two).say('REQUEST', saying)).toBeUndefined()
  })
})

describe('a NAK', () => {
  it('carries what tells server, client and relay, and nothing else', async () => {
    const engine = await Engine4.start({ 'option-data': [{ name: 'routers', data: '192.0.2.1' }], subnet4: [subnet()] })
    const relay = { address: '203.0.113.1', agent: [{ code: 1, data: Buffer.from('port 7') }] }
    const asks = { requested: '192.0.2.10', options: [addressOption(118, '10.9.0.0')] }
    const nak = await engine.client(one, relay).say('REQUEST', asks)
    expect(nak?.type).toBe('NAK')
    expect(nak?.codes).toEqual([53, 54, 61, 118, 82])
    expect(nak?.packet).toMatchObject({ yiaddr: '0.0.0.0', siaddr: '0.0.0.0', giaddr: '203.0.113.1', flags: 0x8000 })
    expect(nak?.heard).toMatchObject({ destination: '203.0.113.1', destinationPort: 67 })
  })
})
