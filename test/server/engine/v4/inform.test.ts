import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { u32Option } from '../../../kit/packet4.js'

const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }
const config = {
  'option-data': [{ name: 'domain-name', data: 'global.example' }],
  subnet4: [
    subnet({ 'option-data': [{ name: 'routers', data: '192.0.2.254' }], 'boot-file-name': 'boot.img' }),
    { id: 2, subnet: '203.0.113.0/24', 'option-data': [{ name: 'routers', data: '203.0.113.254' }] },
  ],
}

describe('INFORM (RFC 2131 4.3.5)', () => {
  it('is answered at ciaddr, without address and lease time', async () => {
    const engine = await Engine4.start(config)
    const ack = await engine.client(one).inform('192.0.2.77', { options: [u32Option(51, 600)] })
    expect(ack?.type).toBe('ACK')
    expect(ack?.packet).toMatchObject({ yiaddr: '0.0.0.0', ciaddr: '192.0.2.77', file: 'boot.img' })
    expect(ack?.heard).toMatchObject({ destination: '192.0.2.77', destinationPort: 68 })
    expect(ack?.addresses(3)).toEqual(['192.0.2.254'])
    for (const code of [51, 58, 59]) expect(ack?.codes).not.toContain(code)
    expect((await engine.leases()).size).toBe(0)
  })

  it('is answered at its source where it says no ciaddr', async () => {
    const engine = await Engine4.start(config)
    const ack = await engine.client(one).say('INFORM', { from: '192.0.2.78' })
    expect(ack?.heard.destination).toBe('192.0.2.78')
  })

  it('behind a relay: at ciaddr, else through the relay, which has to broadcast', async () => {
    const engine = await Engine4.start(config)
    const client = engine.client(one, { address: '203.0.113.1' })
    const direct = await client.say('INFORM', { packet: { ciaddr: '203.0.113.9' } })
    expect(direct?.heard).toMatchObject({ destination: '203.0.113.9', destinationPort: 68 })
    expect(direct?.addresses(3)).toEqual(['203.0.113.254'])
    const relayed = await client.say('INFORM')
    expect(relayed?.heard).toMatchObject({ destination: '203.0.113.1', destinationPort: 67 })
    expect(relayed?.packet.flags).toBe(0x8000)
  })

  it('from a network that is no subnet of ours brings the global options', async () => {
    const engine = await Engine4.start(config)
    const ack = await engine.client(one).inform('172.16.0.4', { to: '192.0.2.1' })
    expect(ack?.heard.destination).toBe('172.16.0.4')
    expect(ack?.text(15)).toBe('global.example')
    expect(ack?.codes).not.toContain(3)
  })

  it('stays in the subnet it came from, wherever an address is reserved for its client', async () => {
    const reserved = { 'hw-address': one.hardware, 'ip-address': '10.1.0.9' }
    const engine = await Engine4.start({
      'shared-networks': [
        {
          name: 'link',
          interface: 'eth0',
          subnet4: [
            subnet({ interface: '', 'option-data': [{ name: 'routers', data: '192.0.2.254' }] }),
            { id: 2, subnet: '10.1.0.0/16', reservations: [reserved] },
          ],
        },
      ],
    })
    const ack = await engine.client(one).inform('192.0.2.77', { to: '192.0.2.1' })
    expect(ack?.addresses(3)).toEqual(['192.0.2.254'])
  })
})
