import { describe, expect, it } from 'vitest'
import type { Client4, Relay4 } from '../../../kit/client4.js'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { addressOption, option } from '../../../kit/packet4.js'

const hardware = (n: number): string => `02:00:00:00:00:${n.toString(16).padStart(2, '0')}`
const one = { hardware: hardware(1), clientId: 'auto' }
const net = (id: number, prefix: string, more: object = {}): object => ({
  id,
  subnet: `${prefix}.0/24`,
  pools: [{ pool: `${prefix}.10 - ${prefix}.11` }],
  ...more,
})
const classA = [{ name: 'a', test: "option[60].text == 'a'" }]
const inA = { options: [option(60, 'a')] }

async function offer(config: object, saying: object = {}, relay?: Relay4): Promise<string | undefined> {
  const engine = await Engine4.start(config)
  return (await engine.client(one, relay).discover(saying))?.address
}

describe('the subnet of a client', () => {
  const config = { subnet4: [subnet(), net(2, '10.2.0'), net(3, '10.3.0'), net(4, '10.4.0')] }
  const relay = { address: '10.2.0.1' }

  it('behind a relay is that of giaddr', async () => {
    expect(await offer(config, {}, relay)).toBe('10.2.0.10')
  })

  it('behind a relay is the one that names it', async () => {
    const named = { subnet4: [net(2, '10.2.0'), net(3, '10.3.0', { relay: { 'ip-addresses': ['10.2.0.1'] } })] }
    expect(await offer(named, {}, relay)).toBe('10.3.0.10')
    expect(await offer(named, {}, { address: '10.2.0.2' })).toBe('10.2.0.10')
  })

  it('is what the relay selects (RFC 3527), before what the client does (RFC 3011), before giaddr', async () => {
    const linked = { ...relay, agent: [addressOption(5, '10.3.0.0')] }
    const selects = { options: [addressOption(118, '10.4.0.0')] }
    expect(await offer(config, selects, linked)).toBe('10.3.0.10')
    expect(await offer(config, selects, relay)).toBe('10.4.0.10')
  })

  it('is none where the selected one is not ours', async () => {
    expect(await offer(config, {}, { ...relay, agent: [addressOption(5, '10.9.0.0')] })).toBeUndefined()
    expect(await offer(config, { options: [addressOption(118, '10.9.0.0')] }, relay)).toBeUndefined()
  })

  it("does not heed the relay's selection where that is switched off", async () => {
    const deaf = { ...config, compatibility: { 'ignore-rai-link-selection': true } }
    expect(await offer(deaf, {}, { ...relay, agent: [addressOption(5, '10.3.0.0')] })).toBe('10.2.0.10')
  })

  it("that is on our link is the interface's, else the one of our own address there", async () => {
    expect(await offer({ subnet4: [subnet({ interface: '' }), net(2, '10.2.0', { interface: 'eth0' })] })).toBe(
      '10.2.0.10',
    )
    expect(await offer({ subnet4: [net(2, '10.2.0'), subnet({ interface: '' })] })).toBe('192.0.2.10')
  })

  it('that renews by unicast is the one of its address', async () => {
    const engine = await Engine4.start(config)
    const saying = { packet: { ciaddr: '10.4.0.11' }, from: '10.4.0.11', to: '192.0.2.1' }
    expect((await engine.client(one).say('REQUEST', saying))?.address).toBe('10.4.0.11')
  })

  it('is one that admits its class; a guarded one is as if it were not there', async () => {
    const guarded = {
      'client-classes': classA,
      subnet4: [net(2, '10.2.0', { interface: 'eth0', 'client-class': 'a' }), net(3, '10.3.0', { interface: 'eth0' })],
    }
    expect(await offer(guarded, inA)).toBe('10.2.0.10')
    expect(await offer(guarded)).toBe('10.3.0.10')
  })
})

describe('subnets that share a link', () => {
  const link = (...subnet4: object[]): object => ({
    'client-classes': classA,
    'shared-networks': [{ name: 'link', interface: 'eth0', relay: { 'ip-addresses': ['203.0.113.1'] }, subnet4 }],
  })
  const bindAll = async (clients: readonly Client4[], saying: object = {}): Promise<string[]> => {
    const addresses: string[] = []
    for (const client of clients) addresses.push((await client.bind(saying)).address)
    return addresses
  }
  const clients = (engine: Engine4, count: number): Client4[] =>
    Array.from({ length: count }, (_, i) => engine.client({ hardware: hardware(i + 1), clientId: 'auto' }))

  it('are used one after the other, and all of them', async () => {
    const engine = await Engine4.start(link(net(2, '10.2.0'), net(3, '10.3.0')))
    expect(await bindAll(clients(engine, 4))).toEqual(['10.2.0.10', '10.2.0.11', '10.3.0.10', '10.3.0.11'])
    expect(await engine.client({ hardware: hardware(9) }).discover()).toBeUndefined()
    expect(engine.statistic('v4-allocation-fail-shared-network')).toBe(1)
    expect(engine.said('DHCP4_SUBNET_DYNAMICALLY_CHANGED')).toBeGreaterThan(0)
  })

  it('are skipped where they do not admit the client', async () => {
    const engine = await Engine4.start(link(net(2, '10.2.0', { 'client-class': 'a' }), net(3, '10.3.0')))
    expect(await bindAll(clients(engine, 2))).toEqual(['10.3.0.10', '10.3.0.11'])
    const third = engine.client({ hardware: hardware(9), clientId: 'auto' })
    expect(await third.discover()).toBeUndefined()
    expect((await third.bind(inA)).address).toBe('10.2.0.10')
  })

  it('a client stays where it has its lease, and gets the address it asks for in any of them', async () => {
    const routers = (address: string): object => ({ 'option-data': [{ name: 'routers', data: address }] })
    const engine = await Engine4.start(
      link(net(2, '10.2.0', routers('10.2.0.1')), net(3, '10.3.0', routers('10.3.0.1'))),
    )
    const client = engine.client(one)
    const ack = await client.bind({ requested: '10.3.0.11' })
    expect([ack.address, ack.addresses(3)]).toEqual(['10.3.0.11', ['10.3.0.1']])
    const again = await client.discover()
    expect([again?.address, again?.addresses(3)]).toEqual(['10.3.0.11', ['10.3.0.1']])
    expect((await client.renew())?.addresses(3)).toEqual(['10.3.0.1'])
  })

  it('are found by the relay that the network names', async () => {
    const engine = await Engine4.start(link(net(2, '10.2.0'), net(3, '10.3.0')))
    expect((await engine.client(one, { address: '203.0.113.1' }).discover())?.address).toBe('10.2.0.10')
  })
})
