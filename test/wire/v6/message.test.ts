import { describe, expect, it } from 'vitest'
import { MessageType, Option } from '../../../src/wire/v6/codes.js'
import { Message6, parseFailures } from '../../../src/wire/v6/message.js'
import { address6, encodeRelay6, option6 } from '../../kit/packet6.js'
import {
  dhclientRequest,
  dhclientSolicit,
  dhcpcdSolicit,
  keaReply,
  perfdhcpRelayedSolicit,
  perfdhcpSolicitForPrefix,
} from './captured.js'
import {
  CLIENT_ID,
  found,
  ia,
  iaAddress,
  iaPrefix,
  inform,
  message,
  payload,
  relayed,
  relayHeader,
  tlv,
  view,
} from './datagram.js'

describe('what other programs send', () => {
  it.each([
    ['perfdhcp', perfdhcpSolicitForPrefix, MessageType.solicit, 0, '00010001329354b2000c01020304', [1, 6, 8, 25]],
    ['dhclient', dhclientSolicit, MessageType.solicit, 0x379fcc, '00010001329354b2aaf3d394db4b', [1, 3, 6, 8, 25, 39]],
    [
      'dhclient',
      dhclientRequest,
      MessageType.request,
      0xba61db,
      '00010001329354b2aaf3d394db4b',
      [1, 2, 3, 6, 8, 25, 39],
    ],
    ['dhcpcd', dhcpcdSolicit, MessageType.solicit, 0xa374c0, '00030001aaf3d394db4b', [1, 3, 6, 8, 14, 16, 25]],
    ['Kea', keaReply, MessageType.reply, 0xba61db, '00010001329354b2aaf3d394db4b', [1, 2, 3, 23, 25, 39]],
  ])('%s', (_program, bytes, type, transactionId, duid, codes) => {
    const read = view(bytes)
    expect(read).toMatchObject({ type, transactionId, relayCount: 0, truncated: false, length: bytes.length })
    expect(payload(read, Option.clientId)).toBe(duid)
    expect(Array.from({ length: 256 }, (_, code) => code).filter(code => read.has(code))).toEqual(codes)
    expect(read.optionsEnd).toBe(bytes.length)
  })

  it('perfdhcp as a relay agent', () => {
    const read = view(perfdhcpRelayedSolicit)
    expect(read).toMatchObject({ type: MessageType.solicit, relayCount: 1, length: perfdhcpRelayedSolicit.length })
    expect(payload(read, Option.clientId)).toBe('00010001329354b2000c01020304')
    expect([read.relayAt(0), read.relayEnd(0), read.messageAt]).toEqual([0, perfdhcpRelayedSolicit.length, 38])
  })
})

describe('one view for all packets', () => {
  it('reads wherever the datagram stands in its arena', () => {
    const arena = Buffer.concat([Buffer.alloc(77, 0xff), perfdhcpRelayedSolicit, Buffer.alloc(9, 0xff)])
    const read = new Message6()
    expect(read.read(arena, 77, 77 + perfdhcpRelayedSolicit.length)).toBeUndefined()
    expect(read.relayAt(0)).toBe(77)
    expect(read.messageAt).toBe(77 + 38)
    expect(payload(read, Option.elapsedTime)).toBe('0000')
  })

  it('forgets the options and relays of the packet before', () => {
    const read = new Message6()
    const rich = relayed(message(1, CLIENT_ID, tlv(6, [0, 23]), tlv(6, [0, 24])))
    const poor = message(3, tlv(8, [0, 1]))
    for (let i = 0; i < 3; i++) {
      read.read(rich, 0, rich.length)
      expect([read.count(6), read.relayCount, payload(read, 6)]).toEqual([2, 1, '0017'])
      read.read(poor, 0, poor.length)
      expect([read.count(6), read.relayCount, payload(read, 6)]).toEqual([0, 0, undefined])
    }
    expect(read.read(poor, 0, 2)).toBe(parseFailures.tooShort)
    expect([read.has(8), read.type]).toEqual([false, 0])
  })

  it('outlives its arena after copyInto()', () => {
    const bytes = relayed(message(1, CLIENT_ID, tlv(1000, 'xyz')), tlv(18, 'eth0'))
    const arena = Buffer.concat([Buffer.alloc(50), bytes])
    const read = new Message6()
    read.read(arena, 50, arena.length)
    expect(read.copyInto(Buffer.alloc(bytes.length - 1))).toBe(false)
    expect(read.copyInto(Buffer.alloc(2048))).toBe(true)
    arena.fill(0)
    expect(read).toMatchObject({ transactionId: 0x123456, relayCount: 1 })
    expect([payload(read, 1), payload(read, 1000)]).toEqual(['00030001000c01020304', '78797a'])
    expect(read.arena.toString('latin1', read.relayAt(0) + 38, read.relayAt(0) + 42)).toBe('eth0')
  })

  it('finds the first of several, and codes above 255', () => {
    const read = view(inform(tlv(1000, 'a'), tlv(23, []), tlv(65535, 'z'), tlv(1000, 'b'), tlv(23, Buffer.alloc(16))))
    expect([payload(read, 1000), payload(read, 65535), payload(read, 23)]).toEqual(['61', '7a', ''])
    expect([read.has(1000), read.has(1001), read.count(23), read.find(1001)]).toEqual([true, false, 2, false])
  })
})

// What kea-dhcp6 2.2.0 drops as unparsable
describe('refused', () => {
  it.each([
    ['nothing', Buffer.alloc(0), parseFailures.tooShort],
    ['3 bytes', inform().subarray(0, 3), parseFailures.tooShort],
    ['an IA_NA of 11 bytes', inform(tlv(3, Buffer.alloc(11))), parseFailures.badOption],
    ['an IA address of 23 bytes', inform(ia(3, tlv(5, Buffer.alloc(23)))), parseFailures.badOption],
    ['an IA prefix of 24 bytes', inform(ia(25, tlv(26, Buffer.alloc(24)))), parseFailures.badOption],
    ['a second IA address that is short', inform(ia(3, iaAddress(), tlv(5, 'short'))), parseFailures.badOption],
    ['a status of one byte in an IA address', inform(ia(3, iaAddress(tlv(13, [0])))), parseFailures.badOption],
    ['an odd option request in an IA', inform(ia(3, tlv(6, [0]))), parseFailures.badOption],
    ['an excluded prefix of one byte', inform(ia(25, iaPrefix(56, tlv(67, [64])))), parseFailures.badOption],
    ['an excluded prefix of length 0', inform(ia(25, iaPrefix(56, tlv(67, [0, 1])))), parseFailures.badOption],
    ['an empty option request', inform(tlv(6)), parseFailures.badOption],
    ['an elapsed time of one byte', inform(tlv(8, [1])), parseFailures.badOption],
    ['a name list that does not end', inform(tlv(24, '\x03foo')), parseFailures.badOption],
    ['a compressed name list (RFC 8415 10)', inform(tlv(24, '\x03foo\0\x03bar\xc0\0')), parseFailures.badOption],
    ['an empty client FQDN', inform(tlv(39)), parseFailures.badOption],
    ['a client FQDN with N and S', inform(tlv(39, '\x05\x04host')), parseFailures.badOption],
    ['a client FQDN with a label past its end', inform(tlv(39, '\0\x09ab')), parseFailures.badOption],
    ['a client FQDN with a label of 64', inform(tlv(39, `\0\x40${'a'.repeat(64)}`)), parseFailures.badOption],
    ['a vendor class past its end', inform(tlv(16, '\0\0\x11\x8b\0\x09abc')), parseFailures.badOption],
    ['a DOCSIS option request of one byte', inform(tlv(17, '\0\0\x11\x8b\0\x01\0\x01\0')), parseFailures.badOption],
    ['client data with a bad option', inform(tlv(45, tlv(6, 'a'))), parseFailures.badOption],
    ['a border relay of one byte in a MAP-E container', inform(tlv(94, tlv(90, 'a'))), parseFailures.badOption],
    ['a relay message without options', relayHeader(), parseFailures.noRelayMessage],
    [
      'a relay message without relay-msg',
      Buffer.concat([relayHeader(), tlv(18, 'eth0')]),
      parseFailures.noRelayMessage,
    ],
    ['an empty relay-msg', relayed(Buffer.alloc(0)), parseFailures.noRelayMessage],
    ['a truncated relay-msg', relayed(inform(CLIENT_ID)).subarray(0, -1), parseFailures.noRelayMessage],
    [
      'a relay-msg behind a truncated option',
      Buffer.concat([relayHeader(), Buffer.of(0, 18, 255, 0), tlv(9, inform())]),
      parseFailures.noRelayMessage,
    ],
    ['a relay-msg of 3 bytes', relayed(Buffer.of(1, 0, 0)), parseFailures.tooShort],
    ['a bad option in the relayed message', relayed(inform(tlv(8, [1]))), parseFailures.badOption],
    ['a bad option of the relay', relayed(inform(), tlv(37, [1])), parseFailures.badOption],
    ['a relay source port of one byte', relayed(inform(), tlv(135, [1])), parseFailures.badOption],
  ])('is %s', (_what, bytes, failure) => {
    expect(new Message6().read(bytes, 0, bytes.length)).toBe(failure)
  })

  // Kea takes these for messages of the types RELAY-FORW and RELAY-REPL, which it then drops as unknown
  it.each([
    ['33 bytes of a relay message', relayHeader().subarray(0, 33), parseFailures.shortRelay],
    [
      'a relay message in a relay message that is cut short',
      relayed(relayHeader().subarray(0, 20)),
      parseFailures.shortRelay,
    ],
    ['malformed vendor options of a relay', relayed(inform(), tlv(17, [0, 0, 0, 1, 0])), parseFailures.badOption],
  ])('is %s', (_what, bytes, failure) => {
    expect(new Message6().read(bytes, 0, bytes.length)).toBe(failure)
  })

  it('tells which option it was', () => {
    const read = new Message6()
    const bytes = inform(CLIENT_ID, ia(3, tlv(5, 'short')), tlv(8, [1]))
    read.read(bytes, 0, bytes.length)
    expect(read.failedCode).toBe(3)
  })
})

// What kea-dhcp6 2.2.0 lets through
describe('tolerated', () => {
  it.each([
    ['no options', inform()],
    ['an empty user class', inform(tlv(15))],
    ['rapid commit with bytes in it', inform(tlv(14, 'abcd'))],
    ['an IA with 3 bytes behind its options', inform(ia(3, iaAddress(), Buffer.of(0, 5, 0)))],
    ['an IA with a truncated option', inform(ia(3, iaAddress(), Buffer.of(0, 5, 0, 24, 1)))],
    ['a prefix of 129 bits', inform(ia(25, iaPrefix(129)))],
    ['an address in an IA_PD, a prefix in an IA_NA', inform(ia(25, iaAddress()), ia(3, iaPrefix(56)))],
    ['an excluded prefix that is too long', inform(ia(25, iaPrefix(48, tlv(67, [129, 1, 1]))))],
    ['an elapsed time of four bytes', inform(tlv(8, [0, 1, 2, 3]))],
    ['an empty server list', inform(tlv(23))],
    ['a vendor class of an enterprise number alone', inform(tlv(16, [0, 0, 17, 139]))],
    ['a client FQDN without a name', inform(tlv(39, '\x01'))],
    ['a client FQDN with reserved flags', inform(tlv(39, '\xf8\x04host'))],
    ['a client FQDN with bytes behind the name', inform(tlv(39, '\x01\x04host\0zz'))],
    ['options a relay supplies, whatever is in them', inform(tlv(66, tlv(6, 'a')))],
    ['code 0', inform(tlv(0))],
    ['two client identifiers', inform(CLIENT_ID, CLIENT_ID)],
    ['a relay-reply', Buffer.concat([relayHeader(13), tlv(9, inform())])],
    ['255 hops', Buffer.concat([relayHeader(12, 255), tlv(9, inform())])],
    ['bytes behind the options of a relay', Buffer.concat([relayed(inform()), Buffer.of(0, 18, 0)])],
  ])('is %s', (_what, bytes) => {
    expect(view(bytes)).toMatchObject({ type: MessageType.informationRequest, truncated: false, skippedCode: 0 })
  })

  it.each([
    ['a truncated last option', [0, 6, 0, 4, 0, 23]],
    ['3 bytes', [0, 6, 0]],
    ['1 byte', [0]],
  ])('is %s at the end: left out, and said so', (_what, rest) => {
    const read = view(inform(CLIENT_ID, Buffer.from(rest)))
    expect([read.truncated, read.has(6), read.has(1)]).toEqual([true, false, true])
    expect(read.optionsEnd).toBe(4 + CLIENT_ID.length)
  })

  it.each([
    ['malformed vendor options', tlv(17, [0, 0, 17, 139, 0])],
    ['vendor options without an enterprise number', tlv(17, [0, 0])],
  ])('is %s: it ends the options', (_what, option) => {
    const read = view(inform(CLIENT_ID, option, tlv(6, [0, 23])))
    expect(read.skippedCode).toBe(17)
    expect([read.has(1), read.has(17), read.has(6)]).toEqual([true, false, false])
  })

  it('is an IA with malformed vendor options: it ends the options', () => {
    const read = view(inform(CLIENT_ID, ia(3, tlv(17, [0, 0, 0, 1, 0])), tlv(6, [0, 23])))
    expect([read.skippedCode, read.has(3), read.has(6)]).toEqual([3, false, false])
  })

  it('does not count NULs at the end of texts, and texts of nothing else', () => {
    expect(payload(view(inform(tlv(41, 'abc\0\0'))), 41)).toBe('616263')
    expect(view(inform(tlv(41, '\0\0'), tlv(59))).has(41)).toBe(false)
  })

  it('with lenient parsing, a vendor class past its end', () => {
    const bytes = inform(tlv(16, '\0\0\x11\x8b\0\x09abc'))
    expect(new Message6().read(bytes, 0, bytes.length, true)).toBeUndefined()
  })
})

describe('relays', () => {
  const nested = (depth: number): Buffer => {
    let bytes = message(1, CLIENT_ID)
    for (let hops = 0; hops < depth; hops++)
      bytes = encodeRelay6({ type: 12, hops, link: '::', peer: 'fe80::1', options: [option6(18, [hops])] }, bytes)
    return bytes
  }

  it.each([1, 2, 8, 32])('%i deep, number 0 nearest to the server', depth => {
    const bytes = nested(depth)
    const read = view(bytes)
    expect([read.relayCount, read.type, payload(read, 1)]).toEqual([depth, 1, '00030001000c01020304'])
    const hops = Array.from({ length: depth }, (_, i) => read.arena[read.relayAt(i) + 1])
    expect(hops).toEqual(Array.from({ length: depth }, (_, i) => depth - 1 - i))
  })

  it('more than 32 deep are refused', () => {
    const bytes = nested(33)
    expect(new Message6().read(bytes, 0, bytes.length)).toBe(parseFailures.tooManyRelays)
  })

  it('with two relay-msg options: the last one counts, as with Kea', () => {
    const read = view(relayed(message(1, CLIENT_ID), tlv(9, message(3))))
    expect(read.type).toBe(1)
    expect(payload(read, 1)).toBe('00030001000c01020304')
  })

  it('do not lend their options to the message', () => {
    const read = view(relayed(inform(), tlv(18, 'eth0'), tlv(79, Buffer.concat([Buffer.of(0, 1), address6('::1')]))))
    expect([read.has(18), read.has(79), read.has(9)]).toEqual([false, false, false])
  })
})

it('stands options nested without end', () => {
  let inner: Buffer = Buffer.alloc(0)
  while (inner.length < 60_000) inner = tlv(45, inner)
  const read = view(inform(inner))
  expect(read.find(45)).toBe(true)
  expect(found(read)).toHaveLength(2 * (inner.length - 4))
})
