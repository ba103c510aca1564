import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { addressOption, encodePacket4, type Option4, option } from '../../../kit/packet4.js'

const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }

/** Deliver a datagram as it is; how many answers it had. */
function answers(engine: Engine4, options: readonly Option4[], bytes?: Buffer): number {
  engine.link.answers.length = 0
  engine.link.deliver({
    bytes: bytes ?? encodePacket4({ chaddr: one.hardware, xid: 7, options }),
    source: Buffer.from([0, 0, 0, 0]),
    sourcePort: 68,
    destination: Buffer.from([255, 255, 255, 255]),
  })
  return engine.link.answers.length
}

describe('packets that are not answered', () => {
  it.each([
    ['without a message type', [], 'DHCP4_PACKET_DROP_0004', 'rfc-violation'],
    ['of a server (OFFER)', [option(53, [2])], 'DHCP4_PACKET_DROP_0006', 'rfc-violation'],
    ['LEASEQUERY without the feature', [option(53, [10])], 'DHCP4_PACKET_DROP_0006', 'rfc-violation'],
    ['of a type no RFC knows', [option(53, [200])], 'DHCP4_PACKET_DROP_0005', 'rfc-violation'],
    ['with an empty client identifier', [option(53, [1]), option(61, [])], 'DHCP4_PACKET_DROP_0007', 'rfc-violation'],
    [
      'with a client identifier of one byte',
      [option(53, [1]), option(61, [1])],
      'DHCP4_PACKET_DROP_0007',
      'rfc-violation',
    ],
    [
      'DISCOVER for one server',
      [option(53, [1]), addressOption(54, '192.0.2.1')],
      'DHCP4_PACKET_DROP_0007',
      'rfc-violation',
    ],
    ['DECLINE of nothing', [option(53, [4])], 'DHCP4_PACKET_DROP_0007', 'rfc-violation'],
    [
      'REQUEST for another server',
      [option(53, [3]), addressOption(54, '192.0.2.2')],
      'DHCP4_PACKET_DROP_0003',
      'not-for-us',
    ],
    ['INFORM from nowhere', [option(53, [8])], 'DHCP4_PACKET_DROP_0002', 'rfc-violation'],
  ] as const)('%s', async (_what, options, id, reason) => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    expect(answers(engine, options)).toBe(0)
    expect(engine.said(id)).toBe(1)
    expect(engine.statistic('pkt4-receive-drop')).toBe(1)
    expect(engine.statistic(`pkt4-${reason}`)).toBe(1)
  })

  it('of nobody: neither hardware address nor client identifier', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const nobody = encodePacket4({ xid: 1, options: [option(53, [1])] })
    expect(answers(engine, [], nobody)).toBe(0)
    expect(engine.said('DHCP4_PACKET_DROP_0007')).toBe(1)
  })

  it('that are no DHCP messages', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    expect(answers(engine, [], Buffer.alloc(300))).toBe(0)
    expect(engine.statistic('pkt4-parse-failed')).toBe(1)
    expect(engine.statistic('pkt4-receive-drop')).toBe(1)
    expect(engine.said('DHCP4_PACKET_DROP_0001')).toBe(1)
  })

  it('from a link without a subnet of ours', async () => {
    const engine = await Engine4.start({ subnet4: [subnet({ subnet: '10.0.0.0/8', interface: '', pools: [] })] })
    expect(answers(engine, [option(53, [1])])).toBe(0)
    expect(engine.said('DHCP4_PACKET_DROP_0002')).toBe(1)
  })

  it('from a relay in no subnet of ours: a DISCOVER is not answered, a REQUEST refused', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const relay = { address: '203.0.113.1' }
    expect(await engine.client(one, relay).discover()).toBeUndefined()
    expect((await engine.client(one, relay).say('REQUEST', { requested: '203.0.113.9' }))?.type).toBe('NAK')
    expect(engine.said('DHCP4_PACKET_NAK_0001')).toBe(1)
  })

  it('Kea 2.2 counts drops, but not why', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] }, '2.2')
    expect(answers(engine, [option(53, [10])])).toBe(0)
    expect(engine.statistic('pkt4-receive-drop')).toBe(1)
    expect(engine.statistic('pkt4-rfc-violation')).toBeUndefined()
  })
})
