import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemoryLink } from '../../../src/net/memory-link.js'
import { Client6, type Client6Options, memoryTransport6, udpTransport6 } from '../../kit/client6.js'
import {
  address6,
  address6Text,
  encodePacket6,
  encodeRelay6,
  type Option6,
  option6,
  type Packet6,
  parseIa6,
  parseIaAddress6,
  parsePacket6,
  parseRelay6,
} from '../../kit/packet6.js'
import { grantedIn, Reply6 } from '../../kit/reply6.js'
import { inProcess, type Outgoing, type Transport } from '../../kit/transport.js'
import { keaRelayedAdvertise, keaReleaseReply, keaReply } from './captured.js'

const duid = '00:03:00:01:02:00:5e:00:00:01'
const serverId = '00:03:00:01:02:00:5e:ff:ff:ff'

describe('the judge’s DHCPv6 codec', () => {
  it('reads a message of another implementation field by field', () => {
    const packet = parsePacket6(keaReply)
    expect(packet).toMatchObject({ type: 7, xid: 0xba61db })
    expect(packet.options.map(({ code }) => code)).toEqual([1, 2, 3, 23, 25, 39])
    const [na, pd] = packet.options.filter(({ code }) => code === 3 || code === 25).map(parseIa6)
    expect(na).toMatchObject({ iaid: 0xd394db4b, t1: 1000, t2: 2000 })
    expect(na!.options.map(parseIaAddress6)).toEqual([
      { address: '2001:db8:1::1005', preferred: 3000, valid: 4000, options: [] },
    ])
    expect(pd!.options.map(parseIaAddress6)[0]?.address).toBe('2001:db8:8:300::/56')
  })

  it('takes relay messages apart and puts them together again', () => {
    const { relay, message } = parseRelay6(keaRelayedAdvertise)
    expect(relay).toEqual({ type: 13, hops: 1, link: '2001:db8:1::1', peer: 'fe80::1', options: [option6(18, 'ge0')] })
    expect(parseRelay6(message).relay.options).toEqual([option6(18, 'eth0')])
    expect(encodeRelay6(relay, message)).toEqual(keaRelayedAdvertise)
  })

  it('answers the questions of tests', () => {
    const reply = new Reply6({ payload: keaReleaseReply })
    expect(reply).toMatchObject({ type: 'REPLY', serverId: '00:02:00:00:09:bf:87:ab:ef:7a:5b:b5:45', preference: 0 })
    expect(reply.status).toEqual({ code: 3, text: 'Summary status for all processed IA_NAs' })
    expect(reply.statusOf(3, 7)?.code).toBe(3)
    expect(reply.statusOf(3, 8)).toBeUndefined()
    const bound = new Reply6({ payload: keaReply })
    expect([bound.address, bound.prefix]).toEqual(['2001:db8:1::1005', '2001:db8:8:300::/56'])
    expect(bound.addresses(23)).toEqual(['2001:db8::53'])
  })

  it('reads back what it writes', () => {
    const anyOption = fc.record({
      code: fc.integer({ min: 0, max: 0xffff }),
      data: fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)),
    })
    fc.assert(
      fc.property(fc.array(anyOption, { maxLength: 20 }), fc.nat(0xffffff), fc.nat(255), (options, xid, type) => {
        expect(parsePacket6(encodePacket6({ type, xid, options }))).toEqual({ type, xid, options })
      }),
    )
  })

  it.each([
    ['::', '00000000000000000000000000000000'],
    ['::1', '00000000000000000000000000000001'],
    ['2001:db8::', '20010db8000000000000000000000000'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['fe80::a:0:0:b', 'fe8000000000000000' + '0a0000000000' + '0b'],
  ])('knows the address %s', (text, hex) => {
    expect(address6(text).toString('hex')).toBe(hex)
    expect(address6(address6Text(Buffer.from(hex, 'hex'))).toString('hex')).toBe(hex)
  })

  it.each([
    ['a cut-off option', Buffer.from('070000010001000461', 'hex')],
    ['bytes behind the last option', Buffer.from('07000001000100016100', 'hex')],
    ['3 bytes', Buffer.from('070000', 'hex')],
  ])('refuses %s', (_what, bytes) => {
    expect(() => parsePacket6(bytes)).toThrow()
  })
})

/** Answers for everything that is asked for with what was offered first, and keeps what it was told. */
function answerTo(message: Packet6): Packet6 | undefined {
  const granted = message.options
    .filter(({ code }) => code === 3 || code === 25)
    .map(ia => {
      const head = Buffer.from(ia.data.subarray(0, 12))
      const lease = ia.code === 3 ? '20010db8000000000000000000000007' : ''
      const own =
        ia.code === 3
          ? option6(5, `0x${lease}0000006400000c80`)
          : option6(26, `0x0000006400000c803820010db8000100000000000000000000`)
      return option6(ia.code, [...head, 0, own.code, 0, own.data.length, ...own.data])
    })
  const rapid = message.options.some(({ code }) => code === 14)
  const type = message.type === 1 && !rapid ? 2 : 7
  const echo = message.options.filter(({ code }) => code === 1)
  const leases = [8, 9, 11, 4].includes(message.type) ? [option6(13, [0, 0])] : granted
  return { type, xid: message.xid, options: [...echo, option6(2, `0x${serverId}`), ...leases] }
}

type Told = Outgoing & { readonly packet: Packet6 }

function scripted(): { transport: Transport; told: Told[] } {
  const told: Told[] = []
  const transport = inProcess(outgoing => {
    const relays = []
    let message = outgoing.payload
    while (message[0] === 12) {
      const apart = parseRelay6(message)
      relays.push(apart.relay)
      message = apart.message
    }
    const packet = parsePacket6(message)
    told.push({ ...outgoing, packet })
    let answer = encodePacket6(answerTo(packet) ?? {})
    for (const relay of relays.reverse())
      answer = encodeRelay6({ ...relay, type: 13, options: relay.options.filter(({ code }) => code === 18) }, answer)
    const foreign = encodePacket6({ type: 7, xid: packet.xid ^ 1 })
    const others = encodePacket6({ type: 7, xid: packet.xid, options: [option6(1, [0, 3, 0, 1, 9])] })
    return [foreign, others, answer].map(payload => ({ payload }))
  })
  return { transport, told }
}

const codes = ({ packet }: Told): number[] => packet.options.map(({ code }) => code)
const iasOf = ({ packet }: Told): Option6[] => packet.options.filter(({ code }) => code === 3 || code === 25)
const wants = {
  duid,
  ias: [
    { code: 3, iaid: 1 },
    { code: 25, iaid: 2, hints: ['2001:db8:9::/56'] },
  ],
} satisfies Client6Options

describe('the simulated client', () => {
  it('says in each state what RFC 8415 18.2 has it say', async () => {
    const { transport, told } = scripted()
    const client = new Client6(transport, wants)
    expect((await client.bind()).address).toBe('2001:db8::7')
    for (const next of ['renew', 'rebind', 'confirm'] as const) expect((await client[next]())?.type).toBe('REPLY')
    await client.release()
    expect(client.held).toBeUndefined()
    await client.bind({ rapidCommit: true })
    await client.decline()
    await client.informationRequest()
    expect(told.map(each => [each.packet.type, codes(each)])).toEqual([
      [1, [1, 3, 25, 6, 8]],
      [3, [1, 2, 3, 25, 6, 8]],
      [5, [1, 2, 3, 25, 6, 8]],
      [6, [1, 3, 25, 6, 8]],
      [4, [1, 3, 6, 8]],
      [8, [1, 2, 3, 25, 8]],
      [1, [1, 3, 25, 6, 8, 14]],
      [9, [1, 2, 3, 8]],
      [11, [1, 6, 8]],
    ])
    const hints = told.map(each => iasOf(each).flatMap(ia => grantedIn(parseIa6(ia)).map(({ address }) => address)))
    const both = ['2001:db8::7', '2001:db8:1::/56']
    const first = ['2001:db8:9::/56']
    expect(hints).toEqual([first, both, both, both, both.slice(0, 1), both, first, both.slice(0, 1), []])
    const { source, sourcePort, destination, destinationPort } = told[0]!
    expect([source, sourcePort, destination, destinationPort]).toEqual(['fe80::1', 546, 'ff02::1:2', 547])
    await expect(async () => client.renew()).rejects.toThrow('holds no leases')
  })

  it('registers an address from that address (RFC 9686 4.2)', async () => {
    const { transport, told } = scripted()
    await new Client6(transport, { duid }).addrReg('2001:db8::42')
    expect(told[0]).toMatchObject({ source: '2001:db8::42', packet: { type: 36 } })
    expect(codes(told[0]!)).toEqual([1, 5, 8])
  })

  it('behind relays comes from the last one, and takes no answer that has not gone the same way', async () => {
    const { transport, told } = scripted()
    const relays = [
      { address: '2001:db8:1::1', link: '::', options: [option6(18, 'port 7'), option6(37, '0x000009bf01')] },
      { address: '2001:db8:2::1', options: [option6(18, 'up')] },
    ] as const
    const client = new Client6(transport, { duid }).via(relays)
    expect((await client.bind()).address).toBe('2001:db8::7')
    expect(told[0]).toMatchObject({ source: '2001:db8:2::1', sourcePort: 547, destination: 'ff05::1:3' })
    const outer = parseRelay6(told[0]!.payload)
    expect(outer.relay).toMatchObject({ hops: 1, link: '2001:db8:2::1', peer: '2001:db8:1::1' })
    expect(parseRelay6(outer.message).relay).toMatchObject({ hops: 0, link: '::', peer: 'fe80::1' })

    // RFC 8357: this one wants its port back, which the scripted server does not know of
    const picky = new Client6(transport, { duid }).via([{ address: '2001:db8:1::1', port: 5000 }])
    await expect(picky.solicit()).rejects.toThrow('belongs')
  })

  it('speaks over a memory link', async () => {
    const link = new MemoryLink({ addressLength: 16 })
    link.listen(batch => {
      for (let i = 0; i < batch.count; i++) {
        const { arena, start, end, sourceAt, sourcePort } = batch.at(i)
        const out = link.slot()!
        const answer = encodePacket6(answerTo(parsePacket6(arena.subarray(start, end)))!)
        answer.copy(out.arena, out.start)
        out.end = out.start + answer.length
        arena.copy(out.arena, out.addressAt, sourceAt, sourceAt + 16)
        out.port = sourcePort
        link.post()
      }
      link.flush(true)
    })
    const reply = await new Client6(memoryTransport6(link), { duid, address: 'fe80::42' }).bind()
    expect(reply.address).toBe('2001:db8::7')
    expect(reply.heard).toMatchObject({ destination: 'fe80::42', destinationPort: 546 })
  })

  it('speaks over UDP', async () => {
    const server = createSocket('udp6')
    server.on('message', (bytes, { address, port }) =>
      server.send(encodePacket6(answerTo(parsePacket6(bytes))!), port, address),
    )
    server.bind(0, '::1')
    await once(server, 'listening')
    const transport = await udpTransport6({ address: '::1', port: server.address().port })
    try {
      expect((await new Client6(transport, { duid }).bind()).serverId).toBe(serverId)
    } finally {
      transport.close()
      server.close()
    }
  })
})
