import { describe, expect, it } from 'vitest'
import { standardSpaces } from '../../../src/wire/standard-options.js'
import { describeFailure, describeSkipped } from '../../../src/wire/v6/failure-text.js'
import { Message6 } from '../../../src/wire/v6/message.js'
import { clientLabel, messageText } from '../../../src/wire/v6/text.js'
import { keaRelayedAdvertise } from './captured.js'
import { CLIENT_ID, ia, iaAddress, iaPrefix, inform, message, relayed, relayHeader, tlv, view } from './datagram.js'

const spaces = standardSpaces(6)
const address = Buffer.from('20010db8000000000000000000000001', 'hex')
const bytes = (...parts: (Uint8Array | string)[]): Buffer =>
  Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)))

// All expected texts were taken from the log of kea-dhcp6 2.2.0 at debug level 99
describe('the label of a client', () => {
  it.each([
    ['its DUID', inform(CLIENT_ID), 'duid=[00:03:00:01:00:0c:01:02:03:04], tid=0x123456'],
    ['no identifier', inform(), 'duid=[no info], tid=0x123456'],
    ['an empty one', inform(tlv(1)), 'duid=[no info], tid=0x123456'],
    ['one that is too short for a DUID', inform(tlv(1, 'a')), 'duid=[61], tid=0x123456'],
    ['one that is too long', inform(tlv(1, Buffer.alloc(131))), 'duid=[no info], tid=0x123456'],
    [
      'a small transaction id',
      Buffer.concat([Buffer.of(11, 0, 0, 0x12), CLIENT_ID]),
      'duid=[00:03:00:01:00:0c:01:02:03:04], tid=0x12',
    ],
  ])('with %s', (_what, datagram, label) => {
    expect(clientLabel(view(datagram))).toBe(label)
  })
})

describe('the dump of a packet', () => {
  const rows: readonly (readonly [Buffer, string])[] = [
    [tlv(0), 'type=00000, len=00000: '],
    [tlv(3, '\x01'.repeat(17)), 'type=00003(IA_NA), len=00012: iaid=16843009, t1=16843009, t2=16843009'],
    [
      ia(3, iaAddress(tlv(13, '\0\x02no addr')), tlv(13, [0, 0])),
      'type=00003(IA_NA), len=00059: iaid=1, t1=2, t2=3,\noptions:\n  type=00005(IAADDR), len=00037: address=2001:db8::1, preferred-lft=5, valid-lft=6,\noptions:\n    type=00013, len=00009: NoAddrsAvail(2) "no addr"\n  type=00013, len=00002: Success(0) (no status message)',
    ],
    [
      tlv(4, bytes('\0\0\0\x01', iaAddress())),
      'type=00004, len=00032: 1 (uint32),\noptions:\n  type=00005, len=00024: 20:01:0d:b8:00:00:00:00:00:00:00:00:00:00:00:01:00:00:00:05:00:00:00:06',
    ],
    [tlv(6, [0, 23, 0, 24]), 'type=00006, len=00004: 23(uint16) 24(uint16)'],
    [tlv(8, [1, 1, 1]), 'type=00008, len=00002: 257 (uint16)'],
    [tlv(12, address), 'type=00012, len=00016: 2001:db8::1 (ipv6-address)'],
    [tlv(13, [0, 10]), 'type=00013, len=00002: NotAllowed(10) (no status message)'],
    [tlv(13, [0, 11]), 'type=00013, len=00002: (unknown status code)(11) (no status message)'],
    [tlv(14, 'abcd'), 'type=00014, len=00000: '],
    [tlv(15, '\0\x03abc\0\x02de'), 'type=00015, len=00009: 00:03:61:62:63:00:02:64:65'],
    [tlv(16, '\0\0\x11\x8b'), 'type=16, len=4,  enterprise id=0x118b'],
    [
      tlv(16, '\0\0\x11\x8b\0\x03abc\0\x02de'),
      "type=16, len=13,  enterprise id=0x118b, data-len0=3, vendor-class-data0='abc', data-len1=2, vendor-class-data1='de'",
    ],
    [tlv(17, [1, 1, 1, 1]), 'type=00017, len=00004: 16843009 (uint32)'],
    [
      tlv(17, bytes('\0\0\x11\x8b', tlv(1, [0, 32]), tlv(36, [1, 2]), tlv(2, 'ECM'), tlv(32, address), tlv(99, 'zz'))),
      'type=00017, len=00049: 4491 (uint32),\noptions:\n  type=00001, len=00002: 32(uint16)\n  type=00002, len=00003: "ECM" (string)\n  type=00032, len=00016: 2001:db8::1\n  type=00036, len=00002: 01:02\n  type=00099, len=00002: 7a:7a',
    ],
    [tlv(23), 'type=00023, len=00000:'],
    [tlv(23, bytes(address, address)), 'type=00023, len=00032: 2001:db8::1 2001:db8::1'],
    [tlv(24, '\x03foo\0\x03bar\0'), 'type=00024, len=00010: "foo." (fqdn) "bar." (fqdn)'],
    [
      ia(25, iaPrefix(56, tlv(67, [64, 1]))),
      'type=00025(IA_PD), len=00047: iaid=1, t1=2, t2=3,\noptions:\n  type=00026(IAPREFIX), len=00031: prefix=2001:db8::/56, preferred-lft=5, valid-lft=6,\noptions:\n    type=00067, len=00002: excluded-prefix-len=64, subnet-id=0x01',
    ],
    [
      ia(25, iaPrefix(129)),
      'type=00025(IA_PD), len=00041: iaid=1, t1=2, t2=3,\noptions:\n  type=00026(IAPREFIX), len=00025: prefix=2001:db8::1/129, preferred-lft=5, valid-lft=6',
    ],
    [tlv(37, '\0\0\x09\xbfabc'), 'type=00037, len=00007: 2495 (uint32) 616263 (binary)'],
    [tlv(39, '\x01\x04HoSt'), "type=39(CLIENT_FQDN), flags: (N=0, O=0, S=1), domain-name='host' (partial)"],
    [
      tlv(39, '\x06\x04host\x07example\0'),
      "type=39(CLIENT_FQDN), flags: (N=1, O=1, S=0), domain-name='host.example.' (full)",
    ],
    [tlv(39, '\x01'), "type=39(CLIENT_FQDN), flags: (N=0, O=0, S=1), domain-name='' (full)"],
    [tlv(41, 'abc\0\0'), 'type=00041, len=00003: "abc" (string)'],
    [
      tlv(44, bytes('\x01', address, tlv(1, 'abc'), tlv(6, [0, 23]))),
      'type=00044, len=00030: 1 (uint8) 2001:db8::1 (ipv6-address),\noptions:\n  type=00001, len=00003: 61:62:63\n  type=00006, len=00002: 23(uint16)',
    ],
    [tlv(45, bytes('\0\x01\0\x09a')), 'type=00045, len=00000:'],
    [tlv(60, '\0\x01a\0\x02bc'), "type=60, len=7, data-len0=1, data0='a', data-len1=2, data1='bc'"],
    [tlv(62, [1, 1, 1, 1]), 'type=00062, len=00003: 1 (uint8) 1 (uint8) 1 (uint8)'],
    [
      tlv(66, bytes(tlv(65, '\x03foo\0'), tlv(23, 'ab'))),
      'type=00066, len=00015:,\noptions:\n  type=00023, len=00002: 61:62\n  type=00065, len=00005: 03:66:6f:6f:00',
    ],
    [tlv(67, [129, 1, 1]), 'type=00067, len=00003: excluded-prefix-len=129, subnet-id=0x0100'],
    [tlv(67, [64, 15]), 'type=00067, len=00002: excluded-prefix-len=64, subnet-id=0x0F'],
    [tlv(79, [0, 1, 10, 1]), 'type=00079, len=00004: 00:01:0a:01'],
    [
      tlv(94, tlv(90, address)),
      'type=00094, len=00020:,\noptions:\n  type=00090, len=00016: 2001:db8::1 (ipv6-address)',
    ],
    [tlv(65535, 'a'), 'type=65535, len=00001: 61'],
  ]

  it.each(rows.map(([option, text]) => [text, option] as const))('shows %s', (text, option) => {
    expect(messageText(view(inform(option)), spaces, '[ff02::1:2]:0', '[fe80::1]:546')).toBe(
      `localAddr=[ff02::1:2]:0 remoteAddr=[fe80::1]:546\nmsgtype=11(INFORMATION_REQUEST), transid=0x123456\n${text}\nNo relays traversed.`,
    )
  })

  it('has the options in the order of their codes', () => {
    const datagram = inform(tlv(6, [0, 23]), ia(3), CLIENT_ID, tlv(41, '\0'), tlv(6, [0, 24]))
    const types = messageText(view(datagram), spaces, '', '').match(/type=\d+|\d+\(uint16\)/g)
    expect(types).toEqual([
      'type=11',
      'type=00001',
      'type=00003',
      'type=00006',
      '23(uint16)',
      'type=00006',
      '24(uint16)',
    ])
  })

  it('shows relays, the one nearest to the server first', () => {
    const inner = relayed(message(1, CLIENT_ID, tlv(8, [0, 0]), ia(3)), tlv(18, 'eth0'), tlv(37, '\0\0\x09\xbfabc'))
    const datagram = Buffer.concat([
      relayHeader(12, 1),
      tlv(18, 'ge0'),
      tlv(79, [0, 1, 10, 1, 2, 3, 4, 5]),
      tlv(66, tlv(65, '\x03foo\0')),
      tlv(9, inner),
    ])
    expect(messageText(view(datagram), spaces, '[ff02::1:2]:0', '[fe80::a8f3:d3ff:fe94:db4b]:547')).toBe(
      `localAddr=[ff02::1:2]:0 remoteAddr=[fe80::a8f3:d3ff:fe94:db4b]:547
msgtype=1(SOLICIT), transid=0x123456
type=00001, len=00010: 00:03:00:01:00:0c:01:02:03:04
type=00003(IA_NA), len=00012: iaid=1, t1=2, t2=3
type=00008, len=00002: 0 (uint16)
2 relay(s):
relay[0]: msg-type=12(RELAY_FORWARD), hop-count=1,
link-address=2001:db8:1::1, peer-address=fe80::1, 3 option(s)
type=00018, len=00003: 67:65:30
type=00066, len=00009:,
options:
  type=00065, len=00005: 03:66:6f:6f:00
type=00079, len=00008: 00:01:0a:01:02:03:04:05
relay[1]: msg-type=12(RELAY_FORWARD), hop-count=0,
link-address=2001:db8:1::1, peer-address=fe80::1, 2 option(s)
type=00018, len=00004: 65:74:68:30
type=00037, len=00007: 2495 (uint32) 616263 (binary)`,
    )
  })

  it('shows what Kea sends through relays', () => {
    const text = messageText(view(keaRelayedAdvertise), spaces, '', '')
    expect(text).toContain('msgtype=2(ADVERTISE), transid=0x123456')
    expect(text).toContain(
      'relay[1]: msg-type=13(RELAY_REPLY), hop-count=0,\nlink-address=2001:db8:1::1, peer-address=fe80::1, 1 option(s)\ntype=00018, len=00004: 65:74:68:30',
    )
  })

  it('has UNKNOWN for types without a name', () => {
    expect(messageText(view(message(99)), spaces, '', '')).toContain('msgtype=99(UNKNOWN), transid=0x123456')
  })
})

describe('the reason of a parse failure', () => {
  it.each([
    [inform().subarray(0, 3), 'Received truncated UDP DHCPv6 packet of size 3, DHCPv6 header alone has 4 bytes.'],
    [relayed(Buffer.of(1)), 'Received truncated UDP DHCPv6 packet of size 39, DHCPv6 header alone has 4 bytes.'],
    [relayHeader(), 'Mandatory relay-msg option missing'],
    [inform(tlv(3, 'a')), 'input option buffer has invalid size, expected at least 12 bytes'],
    [inform(ia(3, tlv(5, 'a'))), 'input option buffer has invalid size, expected at least 24 bytes'],
    [inform(ia(25, iaPrefix(1), tlv(26, 'a'))), 'input option buffer has invalid size, expected at least 25 bytes'],
    [inform(tlv(4, 'a')), 'OptionInt 4 truncated'],
    [inform(tlv(6)), 'option 6 empty'],
    [inform(tlv(6, 'a')), 'OptionIntArray 6 truncated'],
    [inform(tlv(12, 'a')), 'option buffer truncated'],
    [inform(ia(3, iaAddress(tlv(13, [0])))), 'Status Code option (13) truncated'],
    [inform(tlv(16, 'ab')), 'parsed Vendor Class option data truncated to size 2'],
    [
      inform(tlv(16, '\0\0\0\x01\x01')),
      'unable to parse the opaque data tuple, the buffer length is 1, expected at least 2',
    ],
    [
      inform(tlv(16, '\0\0\0\x01\x01\x01\x01')),
      'unable to parse the opaque data tuple, the buffer length is 1, but the tuple length is 257',
    ],
    [inform(tlv(17, bytes('\0\0\x11\x8b', tlv(1, 'a')))), 'OptionIntArray 1 truncated'],
    [inform(tlv(21, 'a')), 'incomplete wire-format name'],
    [inform(tlv(22, 'a')), 'Option 22 malformed: len=1 is not divisible by 16.'],
    [inform(tlv(24, '\x03foo\0\x03bar\xc0\0')), 'incomplete wire-format name'],
    [inform(tlv(39)), 'DHCPv6 Client FQDN Option (39) is truncated. Minimal option size is 1, got option with size 0'],
    [
      inform(tlv(39, '\x05\x04host')),
      'both N and S flag of the DHCPv6 Client FQDN Option are set. According to RFC 4704, if the N bit is 1 the S bit MUST be 0',
    ],
    [inform(tlv(39, '\0\x09ab')), 'failed to parse partial domain-name from wire format'],
    [inform(tlv(39, '\0\x09ab\0')), 'failed to parse fully qualified domain-name from wire format'],
    [inform(tlv(45, tlv(6, 'a'))), 'OptionIntArray 6 truncated'],
    [inform(tlv(51)), 'unable to read FQDN from a buffer. The buffer is empty.'],
    [
      inform(tlv(60, '\x01\x01')),
      'unable to parse the opaque data tuple, the buffer length is 0, but the tuple length is 257',
    ],
    [inform(tlv(67, [1])), 'truncated Prefix Exclude option'],
    [inform(tlv(67, [0, 1])), 'excluded prefix length must not be 0'],
    [inform(tlv(94, tlv(90, 'b'))), 'option buffer truncated'],
    [relayed(inform(), tlv(37, 'a')), 'option buffer truncated'],
  ])('%#', (datagram, reason) => {
    const read = new Message6()
    const failure = read.read(datagram, 0, datagram.length)!
    expect(describeFailure(read, failure, spaces)).toBe(reason)
  })
})

describe('the reason why options were left out', () => {
  it.each([
    [inform(tlv(17, 'ab'), CLIENT_ID), 'Truncated vendor-specific information option, length=2'],
    [inform(tlv(17, [0, 0, 0, 1, 0])), 'Vendor option parse failed: truncated header'],
    [
      inform(tlv(17, '\x01'.repeat(8))),
      'Vendor option parse failed. Tried to parse 261 bytes from 4-byte long buffer.',
    ],
    [inform(CLIENT_ID, ia(3, tlv(17, [0, 0, 0, 1, 0]), iaAddress())), 'Vendor option parse failed: truncated header'],
  ])('%#', (datagram, reason) => {
    const read = view(datagram)
    expect(describeSkipped(read)).toBe(reason)
  })
})
