import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { addressBytes, encodePacket4, option, parsePacket4 } from '../../../kit/packet4.js'

const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }
const later = <T>(value: T): Promise<T> => new Promise(resolve => setImmediate(() => resolve(value)))

describe('buffer4_receive', () => {
  it('may drop a packet before anything is made of it', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    engine.points.bufferReceive.add(() => 'drop')
    expect(await engine.client(one).discover()).toBeUndefined()
    expect(engine.statistic('pkt4-discover-received') ?? 0).toBe(0)
    expect(engine.said('DHCP4_HOOK_BUFFER_RCVD_DROP')).toBe(1)
  })

  it('may wait', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    engine.points.bufferReceive.add(() => later(undefined))
    expect((await engine.client(one).bind()).address).toBe('192.0.2.10')
    expect(engine.statistic('pkt4-request-received')).toBe(1)
  })
})

describe('buffer4_send', () => {
  it('sees the bytes of the answer', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const types: number[] = []
    engine.points.bufferSend.add(({ answer }) => {
      types.push(answer!.arena[answer!.start + 242]!)
      return undefined
    })
    await engine.client(one).bind()
    expect(types).toEqual([2, 5])
  })

  it('may keep the answer back, or wait and let it go', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const kept = engine.points.bufferSend.add(() => 'skip')
    expect(await engine.client(one).discover()).toBeUndefined()
    expect(engine.said('DHCP4_HOOK_BUFFER_SEND_SKIP')).toBe(1)
    kept.remove()
    engine.points.bufferSend.add(() => later('continue'))
    const asks = ['02:00:00:00:00:01', '02:00:00:00:00:02'].map(chaddr => ({
      bytes: encodePacket4({ chaddr, options: [option(53, [1])] }),
      source: addressBytes('0.0.0.0'),
      sourcePort: 68,
      destination: addressBytes('255.255.255.255'),
    }))
    engine.link.deliver(...asks)
    for (let i = 0; i < 4; i++) await later(undefined)
    expect(engine.link.answers.map(({ bytes }) => parsePacket4(bytes).chaddr)).toEqual([
      '02:00:00:00:00:01',
      '02:00:00:00:00:02',
    ])
  })
})

describe('host4_identifier', () => {
  it('is asked for identifiers that nobody sends, when reservations are looked up by them', async () => {
    const engine = await Engine4.start({
      'host-reservation-identifiers': ['flex-id'],
      subnet4: [subnet({ reservations: [{ 'flex-id': "'abc'", 'ip-address': '192.0.2.77' }] })],
    })
    const listening = engine.points.hostIdentifier.add(event => {
      event.identifier = Buffer.from('abc')
      return later(undefined)
    })
    expect((await engine.client(one).bind()).address).toBe('192.0.2.77')
    listening.remove()
    engine.points.hostIdentifier.add(event => {
      event.identifier = Buffer.from('abc')
      return 'skip'
    })
    expect((await engine.client({ hardware: '02:00:00:00:00:02' }).bind()).address).toBe('192.0.2.10')
  })
})

describe('ddns4_update', () => {
  const ddns = { 'ddns-send-updates': true, 'dhcp-ddns': { 'enable-updates': true } }

  it('may change the name and the zones, of the answer and of the lease', async () => {
    const engine = await Engine4.start({ ...ddns, subnet4: [subnet()] })
    engine.points.ddnsUpdate.add(event => {
      expect([event.hostname, event.forward, event.reverse]).toEqual(['desk', true, true])
      event.hostname = 'other'
      event.reverse = false
      return undefined
    })
    const answer = await engine.client({ ...one, options: [option(12, 'desk')] }).bind()
    expect(answer.text(12)).toBe('other')
    const lease = (await engine.leases()).get('192.0.2.10')
    expect([lease?.hostname, lease?.fqdnForward, lease?.fqdnReverse]).toEqual(['other', true, false])
    expect(engine.said('DHCP4_HOOK_DDNS_UPDATE')).toBe(2)
  })

  it('may change the name in option 81', async () => {
    const engine = await Engine4.start({ ...ddns, subnet4: [subnet()] })
    engine.points.ddnsUpdate.add(event => {
      event.hostname = 'other.example.'
      return undefined
    })
    const fqdn = option(81, Buffer.from('\x01\0\0desk.example.org', 'latin1'))
    const answer = await engine.client({ ...one, options: [fqdn] }).bind()
    expect(answer.option(81)?.subarray(3).toString('latin1')).toBe('other.example.')
  })

  it('says skip: no zone is updated, the name stays', async () => {
    const engine = await Engine4.start({ ...ddns, subnet4: [subnet()] })
    engine.points.ddnsUpdate.add(() => 'skip')
    await engine.client({ ...one, options: [option(12, 'desk')] }).bind()
    const lease = (await engine.leases()).get('192.0.2.10')
    expect([lease?.hostname, lease?.fqdnForward, lease?.fqdnReverse]).toEqual(['desk', false, false])
  })
})
