import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LinkType, PcapWriter } from '../../../src/net/pcap-file.js'
import { ipv6 } from '../../../src/wire/address.js'
import { MessageType, Option, StatusCode } from '../../../src/wire/v6/codes.js'
import {
  beginIa,
  beginIaAddress,
  beginIaPrefix,
  beginMessage,
  beginOption,
  dropOption,
  endOption,
  putEmptyOption,
  putIaAddress,
  putIaPrefix,
  putOption,
  putOptionU8,
  putOptionU16,
  putOptionU32,
  putStatus,
  setIaTimes,
} from '../../../src/wire/v6/encode.js'
import { FqdnFlag, putFqdn } from '../../../src/wire/v6/fqdn.js'
import { putPrefixExclude } from '../../../src/wire/v6/prefix-exclude.js'
import { RelayReply } from '../../../src/wire/v6/relay-reply.js'
import { Writer } from '../../../src/wire/writer.js'
import { assertNoMalformed, readFields } from '../../kit/capture.js'
import { needs } from '../../kit/gate.js'
import { hexBytes } from '../../kit/packet4.js'
import {
  encodePacket6,
  encodeRelay6,
  iaAddressOption6,
  iaOption6,
  option6,
  type Packet6,
  parsePacket6,
  parseRelay6,
} from '../../kit/packet6.js'
import { keaEchoesPort, keaRelayedAdvertise, keaReleaseReply, keaReply } from './captured.js'
import { CLIENT_ID, message, payload, relayed, relayHeader, tlv, view } from './datagram.js'

/** What `write` puts into a window in the middle of a buffer that held something else before. */
function written(write: (writer: Writer) => void, room = 1500): Buffer {
  const arena = Buffer.alloc(room + 100, 0xaa)
  const writer = new Writer(arena, 50, 50 + room)
  write(writer)
  expect(arena.subarray(0, 50).every(byte => byte === 0xaa)).toBe(true)
  expect(arena.subarray(50 + room).every(byte => byte === 0xaa)).toBe(true)
  return Buffer.from(arena.subarray(50, writer.at))
}

const address = (text: string): bigint => ipv6.parse(text)!
const put = (writer: Writer, code: number, hex: string): boolean => {
  const bytes = hexBytes(hex)
  return putOption(writer, code, bytes, 0, bytes.length)
}
const SERVER = '0002000009bf87abef7a5bb545'

const fixtures: readonly (readonly [name: string, write: (writer: Writer) => void, packet: Packet6, bytes: Buffer])[] =
  [
    [
      'a REPLY of Kea with IA_NA, IA_PD and a name',
      writer => {
        beginMessage(writer, MessageType.reply, 0xba61db)
        put(writer, Option.clientId, '00010001329354b2aaf3d394db4b')
        put(writer, Option.serverId, SERVER)
        const na = beginIa(writer, Option.iaNa, 0xd394db4b, 1000, 2000)
        putIaAddress(writer, address('2001:db8:1::1005'), 3000, 4000)
        endOption(writer, na)
        put(writer, 23, '20010db8000000000000000000000053')
        const pd = beginIa(writer, Option.iaPd, 0xd394db4b, 1000, 2000)
        putIaPrefix(writer, address('2001:db8:8:300::'), 56, 3000, 4000)
        endOption(writer, pd)
        putFqdn(writer, FqdnFlag.noUpdate | FqdnFlag.override, 'host.example.org.')
      },
      {
        type: 7,
        xid: 0xba61db,
        options: [
          option6(1, '0x00010001329354b2aaf3d394db4b'),
          option6(2, `0x${SERVER}`),
          iaOption6({
            code: 3,
            iaid: 0xd394db4b,
            t1: 1000,
            t2: 2000,
            options: [iaAddressOption6({ address: '2001:db8:1::1005', preferred: 3000, valid: 4000 })],
          }),
          option6(23, '0x20010db8000000000000000000000053'),
          iaOption6({
            code: 25,
            iaid: 0xd394db4b,
            t1: 1000,
            t2: 2000,
            options: [iaAddressOption6({ address: '2001:db8:8:300::/56', preferred: 3000, valid: 4000 })],
          }),
          option6(39, '\x06\x04host\x07example\x03org\0'),
        ],
      },
      keaReply,
    ],
    [
      'a REPLY of Kea to a RELEASE',
      writer => {
        beginMessage(writer, MessageType.reply, 0x123456)
        put(writer, Option.clientId, '00030001000c01020304')
        put(writer, Option.serverId, SERVER)
        const na = beginIa(writer, Option.iaNa, 7, 0, 0)
        putStatus(
          writer,
          StatusCode.noBinding,
          Buffer.from("Sorry, no known leases for this duid/iaid, can't release."),
        )
        endOption(writer, na)
        putStatus(writer, StatusCode.noBinding, Buffer.from('Summary status for all processed IA_NAs'))
      },
      {
        type: 7,
        xid: 0x123456,
        options: [
          option6(1, '0x00030001000c01020304'),
          option6(2, `0x${SERVER}`),
          iaOption6({
            code: 3,
            iaid: 7,
            options: [option6(13, "\0\x03Sorry, no known leases for this duid/iaid, can't release.")],
          }),
          option6(13, '\0\x03Summary status for all processed IA_NAs'),
        ],
      },
      keaReleaseReply,
    ],
    [
      'numbers and options in options',
      writer => {
        beginMessage(writer, MessageType.advertise, 0xffffff)
        putOptionU8(writer, Option.preference, 255)
        putEmptyOption(writer, Option.rapidCommit)
        putOptionU16(writer, Option.relaySourcePort, 0xfedc)
        putOptionU32(writer, Option.solicitMaxRetransmission, 0xfffefdfc)
        const na = beginIa(writer, Option.iaNa, 0xffffffff, 0, 0)
        const one = beginIaAddress(writer, address('::1'), 0, 0xffffffff)
        putStatus(writer, StatusCode.notOnLink, Buffer.alloc(0))
        endOption(writer, one)
        setIaTimes(writer, na, 1, 2)
        endOption(writer, na)
        const pd = beginIa(writer, Option.iaPd, 2, 3, 4)
        const prefix = beginIaPrefix(writer, address('2001:db8::'), 56, 5, 6)
        putPrefixExclude(writer, address('2001:db8::'), 56, { prefix: address('2001:db8:0:f::'), length: 64 })
        endOption(writer, prefix)
        endOption(writer, pd)
      },
      {
        type: 2,
        xid: 0xffffff,
        options: [
          option6(7, [255]),
          option6(14),
          option6(135, [0xfe, 0xdc]),
          option6(82, [0xff, 0xfe, 0xfd, 0xfc]),
          iaOption6({
            code: 3,
            iaid: 0xffffffff,
            t1: 1,
            t2: 2,
            options: [iaAddressOption6({ address: '::1', valid: 0xffffffff, options: [option6(13, [0, 4])] })],
          }),
          iaOption6({
            code: 25,
            iaid: 2,
            t1: 3,
            t2: 4,
            options: [
              iaAddressOption6({ address: '2001:db8::/56', preferred: 5, valid: 6, options: [option6(67, [64, 15])] }),
            ],
          }),
        ],
      },
      Buffer.from(
        '02ffffff' +
          '00070001ff' +
          '000e0000' +
          '00870002fedc' +
          '00520004fffefdfc' +
          '0003002effffffff0000000100000002' +
          '0005001e0000000000000000000000000000000100000000ffffffff' +
          '000d00020004' +
          '0019002f000000020000000300000004' +
          '001a001f00000005000000063820010db8000000000000000000000000' +
          '00430002400f',
        'hex',
      ),
    ],
  ]

describe.each(fixtures)('%s', (_name, write, packet, bytes) => {
  it('is written byte by byte', () => {
    expect(written(write).toString('hex')).toBe(bytes.toString('hex'))
  })

  it('says the same to the judge', () => {
    expect(parsePacket6(bytes)).toEqual(packet)
    expect(encodePacket6(packet)).toEqual(bytes)
  })

  it('is a message', () => {
    expect(view(bytes)).toMatchObject({ type: packet.type, transactionId: packet.xid, truncated: false })
  })
})

describe('a reply through relays', () => {
  const query = view(
    Buffer.concat([
      relayHeader(12, 1),
      tlv(18, 'ge0'),
      tlv(37, [0, 0, 0, 1]),
      tlv(9, relayed(message(1, CLIENT_ID), tlv(18, 'eth0'))),
    ]),
  )
  const answer = (writer: Writer): void => {
    beginMessage(writer, MessageType.advertise, query.transactionId)
    query.find(Option.clientId)
    putOption(writer, Option.clientId, query.arena, query.optionStart, query.optionEnd)
    put(writer, Option.serverId, SERVER)
    const na = beginIa(writer, Option.iaNa, 1, 1000, 2000)
    putIaAddress(writer, address('2001:db8:1::1001'), 3000, 4000)
    endOption(writer, na)
    put(writer, 65, '03666f6f00')
  }

  it('is the one that Kea sends', () => {
    const relays = new RelayReply()
    const bytes = written(writer => {
      expect(relays.open(writer, query)).toBe(true)
      answer(writer)
      relays.close(writer)
    })
    expect(bytes.toString('hex')).toBe(keaRelayedAdvertise.toString('hex'))
  })

  it('gives the port of the relay back, as Kea does (RFC 8357 5.2)', () => {
    const relays = new RelayReply()
    const bytes = written(writer => {
      relays.open(writer, view(relayed(message(1, CLIENT_ID), tlv(135, [0x20, 0x67]))))
      writer.u32(0)
      relays.close(writer)
    })
    expect(bytes.toString('hex')).toBe(`${keaEchoesPort.toString('hex')}00000000`)
  })

  it('is the reply itself without a relay', () => {
    const relays = new RelayReply()
    const plain = view(message(1, CLIENT_ID))
    const bytes = written(writer => {
      // what an answer before this one left must not be touched
      relays.open(new Writer(Buffer.alloc(300)), query)
      expect(relays.open(writer, plain)).toBe(true)
      beginMessage(writer, MessageType.reply, 1)
      relays.close(writer)
    })
    expect(bytes.toString('hex')).toBe('07000001')
  })

  it('is refused where the headers do not fit', () => {
    const relays = new RelayReply()
    for (let room = 0; room < 87; room++)
      written(writer => {
        expect(relays.open(writer, query)).toBe(false)
        expect(writer.overflow).toBe(true)
        relays.close(writer)
      }, room)
  })
})

describe('what does not fit', () => {
  it('is left out whole, and said so', () => {
    const bytes = written(writer => {
      beginMessage(writer, MessageType.reply, 1)
      expect(put(writer, 23, '00'.repeat(16))).toBe(false)
      expect(writer.overflow).toBe(true)
      expect([beginIa(writer, Option.iaNa, 1, 2, 3), beginOption(writer, 45, 20)]).toEqual([-1, -1])
      endOption(writer, -1)
      expect(putIaAddress(writer, 1n, 2, 3)).toBe(false)
      expect(putIaPrefix(writer, 1n, 64, 2, 3)).toBe(false)
      expect(putStatus(writer, 0, Buffer.alloc(20))).toBe(false)
      expect(putFqdn(writer, 0, 'a.name.that.is.long.')).toBe(false)
      expect(putOptionU8(writer, 7, 1)).toBe(true)
    }, 19)
    expect(bytes.toString('hex')).toBe('070000010007000101')
  })

  it('inside of an option leaves that option well-formed; dropOption() takes it back', () => {
    const bytes = written(writer => {
      beginMessage(writer, MessageType.reply, 1)
      const first = beginIa(writer, Option.iaNa, 1, 2, 3)
      expect(putIaAddress(writer, 1n, 2, 3)).toBe(false)
      endOption(writer, first)
      const second = beginOption(writer, 45)
      putOptionU8(writer, 7, 1)
      dropOption(writer, second)
      dropOption(writer, -1)
    }, 40)
    expect(bytes.toString('hex')).toBe('07000001' + '0003000c000000010000000200000003')
  })
})

it('is read as it was written, whatever the options and relays', () => {
  const options = fc.array(
    fc.tuple(
      fc.oneof(fc.integer({ min: 224, max: 255 }), fc.integer({ min: 256, max: 0xffff })),
      fc.uint8Array({ maxLength: 300 }),
    ),
    { maxLength: 6 },
  )
  const hops = fc.array(fc.tuple(fc.nat(255), fc.option(fc.uint8Array({ maxLength: 30 }))), { maxLength: 32 })
  fc.assert(
    fc.property(options, hops, fc.nat(0xffffff), (list, chain, xid) => {
      let datagram = encodePacket6({ type: 1, xid, options: [] })
      for (const [hop, id] of chain)
        datagram = encodeRelay6(
          { type: 12, hops: hop, link: '2001:db8::1', peer: '::', options: id ? [option6(18, id)] : [] },
          datagram,
        )
      const query = view(datagram)
      const relays = new RelayReply()
      let bytes = written(writer => {
        relays.open(writer, query)
        beginMessage(writer, MessageType.reply, query.transactionId)
        for (const [code, data] of list) putOption(writer, code, data, 0, data.length)
        relays.close(writer)
      }, 8192)
      expect(view(bytes)).toMatchObject({ type: 7, transactionId: xid, relayCount: chain.length })
      for (const [code, data] of list)
        if (list.find(each => each[0] === code)?.[1] === data)
          expect(payload(view(bytes), code)).toBe(Buffer.from(data).toString('hex'))
      for (const [hop, id] of [...chain].reverse()) {
        const { relay, message: inner } = parseRelay6(bytes)
        expect(relay).toEqual({
          type: 13,
          hops: hop,
          link: '2001:db8::1',
          peer: '::',
          options: id ? [option6(18, id)] : [],
        })
        bytes = inner
      }
      expect(parsePacket6(bytes).options).toEqual(list.map(([code, data]) => option6(code, data)))
    }),
    { numRuns: 60 },
  )
})

describe.runIf(needs('tshark'))('tshark', () => {
  it('finds nothing malformed in what is written, and the values that were', () => {
    const folder = mkdtempSync(join(tmpdir(), 'keats-wire6-'))
    try {
      const query = view(keaRelayedAdvertise)
      const relays = new RelayReply()
      const through = written(writer => {
        relays.open(writer, query)
        fixtures[2]![1](writer)
        relays.close(writer)
      })
      const pieces: Buffer[] = []
      const pcap = new PcapWriter(piece => pieces.push(piece), LinkType.raw)
      for (const bytes of [...fixtures.map(([, write]) => written(write)), through]) pcap.record(packet(bytes), 0)
      const path = join(folder, 'written.pcap')
      writeFileSync(path, Buffer.concat(pieces))
      assertNoMalformed(path)
      const fields = [
        'dhcpv6.msgtype',
        'dhcpv6.xid',
        'dhcpv6.iaid.t1',
        'dhcpv6.iaaddr.ip',
        'dhcpv6.iaprefix.pref_addr',
        'dhcpv6.pd_exclude.pref_len',
        'dhcpv6.status_code',
        'dhcpv6.client_domain',
        'dhcpv6.interface_id',
      ]
      const nested = ['0xffffff', '1,3', '::1', '2001:db8::', '64', '4', '']
      expect(readFields(path, fields, 'dhcpv6')).toEqual([
        ['7', '0xba61db', '1000,1000', '2001:db8:1::1005', '2001:db8:8:300::', '', '', 'host.example.org.', ''],
        ['7', '0x123456', '0', '', '', '', '3,3', '', ''],
        ['2', ...nested, ''],
        ['13,13,2', ...nested, '676530,65746830'],
      ])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

/** IPv6 and UDP (RFC 8200 8.1: the checksum is not optional) around a message from fe80::1 to fe80::2. */
function packet(bytes: Buffer): Buffer {
  const head = Buffer.alloc(48)
  head[0] = 0x60
  head.writeUInt16BE(8 + bytes.length, 4)
  head[6] = 17
  head[7] = 64
  Buffer.from('fe800000000000000000000000000001fe800000000000000000000000000002', 'hex').copy(head, 8)
  head.writeUInt16BE(547, 40)
  head.writeUInt16BE(546, 42)
  head.writeUInt16BE(8 + bytes.length, 44)
  const datagram = Buffer.concat([head, bytes])
  // the pseudo header: addresses, length, protocol
  let sum = 8 + bytes.length + 17
  for (let at = 8; at < datagram.length; at++) sum += datagram[at]! << (at % 2 === 0 ? 8 : 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  datagram.writeUInt16BE(~sum & 0xffff || 0xffff, 46)
  return datagram
}
