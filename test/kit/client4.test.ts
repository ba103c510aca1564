import { describe, expect, test } from 'vitest'
import { differences } from './answer-difference.js'
import { Client4 } from './client4.js'
import { addressOption, encodePacket4, option, type Packet4, packed, parsePacket4, u32Option } from './packet4.js'
import { Reply4 } from './reply4.js'
import { inProcess, type Outgoing } from './transport.js'

/** A server that gives everybody the same address, and keeps what it was told. */
function scripted(): { transport: ReturnType<typeof inProcess>; told: (Outgoing & { packet: Packet4 })[] } {
  const told: (Outgoing & { packet: Packet4 })[] = []
  const transport = inProcess(outgoing => {
    const packet = parsePacket4(outgoing.payload)
    told.push({ ...outgoing, packet })
    const type = packet.options.find(({ code }) => code === 53)?.data[0]
    if (type !== 1 && type !== 3 && type !== 8) return []
    const options = [option(53, [type === 1 ? 2 : 5]), addressOption(54, '192.0.2.1'), u32Option(51, 600)]
    const answer = encodePacket4({ ...packet, op: 2, yiaddr: '192.0.2.7', options })
    const foreign = encodePacket4({ ...packet, op: 2, xid: packet.xid + 1, options })
    return [{ payload: foreign }, { payload: answer, destination: '192.0.2.7', destinationPort: 68 }]
  })
  return { transport, told }
}

describe('the simulated client', () => {
  const hardware = '02:00:5e:00:00:01'

  test('says in each state what RFC 2131 4.3.6 has it say', async () => {
    const { transport, told } = scripted()
    const client = new Client4(transport, { hardware, clientId: 'auto' })
    expect((await client.bind()).address).toBe('192.0.2.7')
    await client.renew()
    await client.rebind()
    await client.initReboot()
    const seen = told.map(({ packet, source, destination }) => ({
      requested: packet.options.some(({ code }) => code === 50),
      server: packet.options.some(({ code }) => code === 54),
      ciaddr: packet.ciaddr,
      source,
      destination,
    }))
    const none = { ciaddr: '0.0.0.0', source: '0.0.0.0', destination: '255.255.255.255' }
    const bound = { ciaddr: '192.0.2.7', source: '192.0.2.7' }
    expect(seen).toEqual([
      { requested: false, server: false, ...none },
      { requested: true, server: true, ...none },
      { requested: false, server: false, ...bound, destination: '192.0.2.1' },
      { requested: false, server: false, ...bound, destination: '255.255.255.255' },
      { requested: true, server: false, ...none },
    ])
  })

  test('behind a relay comes from it, with option 82 last', async () => {
    const { transport, told } = scripted()
    const agent = [option(1, 'port 7')]
    const relay = { address: '10.1.0.1', agent, hops: 2 }
    await new Client4(transport, { hardware, server: '192.0.2.1' }, relay).discover()
    expect(told[0]).toMatchObject({ source: '10.1.0.1', sourcePort: 67, destination: '192.0.2.1' })
    expect(told[0]?.packet).toMatchObject({ giaddr: '10.1.0.1', hops: 2 })
    expect(told[0]?.packet.options.at(-1)).toEqual({ code: 82, data: packed(...agent) })
  })

  test('tells RELEASE and DECLINE with the server identifier, and then holds nothing', async () => {
    const { transport, told } = scripted()
    const client = new Client4(transport, { hardware })
    await client.bind()
    await client.decline()
    expect(client.lease).toBeUndefined()
    await client.bind()
    await client.release()
    const [, , decline, , , release] = told
    // RFC 2131 table 5: DECLINE names the address by option 50, RELEASE by ciaddr
    expect(decline?.packet.options.map(({ code }) => code)).toEqual([53, 50, 54])
    expect(release?.packet.options.map(({ code }) => code)).toEqual([53, 54])
    expect(release?.packet.ciaddr).toBe('192.0.2.7')
    await expect(async () => client.renew()).rejects.toThrow('holds no lease')
  })
})

describe('differences of answers', () => {
  const reply = (options: Packet4['options'], more: Partial<Packet4> = {}): Reply4 =>
    new Reply4({ payload: encodePacket4({ op: 2, options: [option(53, [5]), ...options], ...more }) })

  test('are named one by one, with both values', () => {
    const one = reply([u32Option(51, 600), option(12, 'host'), option(6, [1, 2, 3, 4])], { yiaddr: '10.0.0.1' })
    const other = reply([u32Option(51, 900), option(6, [1, 2, 3, 4])], { yiaddr: '10.0.0.2' })
    expect(differences([{ question: 'renew', answer: one }], [{ question: 'renew', answer: other }])).toEqual([
      'renew: yiaddr is 10.0.0.1 from Kea, 10.0.0.2 from Keats',
      'renew: option 51 is 00:00:02:58 (600, 0.0.2.88) from Kea, 00:00:03:84 (900, 0.0.3.132) from Keats',
      "renew: option 12 is 68:6f:73:74 'host' from Kea, missing from Keats",
      'renew: the order of options is 53 51 12 6 from Kea, 53 51 6 from Keats',
    ])
  })

  test('silence is an answer', () => {
    const heard = (answer: Reply4 | undefined) => [{ question: 'discover', answer }]
    expect(differences(heard(reply([])), heard(undefined))).toEqual([
      'discover: the answer is ACK from Kea, silence from Keats',
    ])
    expect(differences(heard(undefined), heard(undefined))).toEqual([])
  })
})
