import { describe, expect, it } from 'vitest'
import { standardSpaces } from '../../../src/wire/standard-options.js'
import { Message4 } from '../../../src/wire/v4/message.js'
import { clientLabel, describeFailure, messageText } from '../../../src/wire/v4/text.js'
import { DISCOVER, datagram, discover, END, tlv, view } from './datagram.js'

const spaces = standardSpaces()

// All expected texts were taken from the log of kea-dhcp4 2.2.0 at debug level 99
describe('the label of a client', () => {
  it.each([
    [
      'hardware address and client id',
      discover(tlv(61, '\x01\0\x0c\x01\x02\x03\x04')),
      '[hwtype=1 00:0c:01:02:03:04], cid=[01:00:0c:01:02:03:04], tid=0x1234',
    ],
    ['no client id', discover(), '[hwtype=1 00:0c:01:02:03:04], cid=[no info], tid=0x1234'],
    [
      'no hardware address',
      datagram({ hlen: 0, options: Buffer.concat([DISCOVER, tlv(61, '\x01abc'), END]) }),
      '[hwtype=1 ], cid=[01:61:62:63], tid=0x1234',
    ],
    [
      'a client id of one byte',
      discover(tlv(61, '\x01')),
      '[hwtype=1 00:0c:01:02:03:04], cid=[no info], tid=0x1234 (malformed client-id)',
    ],
  ])('with %s', (_what, bytes, label) => {
    expect(clientLabel(view(bytes))).toBe(label)
  })
})

describe('the dump of a packet', () => {
  const rows: readonly (readonly [Buffer, string])[] = [
    [tlv(1, [255, 255, 255, 0, 1]), 'type=001, len=005: 255.255.255.0 (ipv4-address)'],
    [tlv(2, [255, 255, 255, 255]), 'type=002, len=004: -1 (int32)'],
    [tlv(3, [1, 2, 3, 4, 5, 6, 7, 8]), 'type=003, len=008: 1.2.3.4 5.6.7.8'],
    [tlv(12, 'abc'), 'type=012, len=003: "abc" (string)'],
    [tlv(19, [1]), 'type=019, len=001: true (boolean)'],
    [tlv(25, [0, 7, 0, 9]), 'type=025, len=004: 7(uint16) 9(uint16)'],
    [tlv(43, '\x01\x02ab'), 'type=043, len=004:,\noptions:\n    type=001, len=002: 61:62'],
    [tlv(51, [0, 0, 1, 0]), 'type=051, len=004: 256 (uint32)'],
    [tlv(55, [1, 3]), 'type=055, len=002: 1(uint8) 3(uint8)'],
    [tlv(60, 'MSFT 5.0'), 'type=060, len=008: "MSFT 5.0" (string)'],
    [tlv(61, '\x01abc'), 'type=061, len=004: 01:61:62:63'],
    [tlv(77, '\x03abc'), 'type=077, len=004: 03:61:62:63'],
    [
      tlv(78, '\x01\x01\x02\x03\x04\x05\x06\x07\x08'),
      'type=078, len=009: true (boolean) 1.2.3.4 (ipv4-address) 5.6.7.8 (ipv4-address)',
    ],
    [tlv(80, ''), 'type=080, len=000: '],
    [tlv(81, '\0\0\0foo.bar'), "type=81 (CLIENT_FQDN), flags: (N=0, E=0, O=0, S=0), domain-name='foo.bar' (partial)"],
    [tlv(81, '\x05\0\0\x03foo\0'), "type=81 (CLIENT_FQDN), flags: (N=0, E=1, O=0, S=1), domain-name='foo.' (full)"],
    [
      tlv(82, '\x01\x04circ\x02\x03rem'),
      'type=082, len=011:,\noptions:\n    type=001, len=004: 63:69:72:63\n    type=002, len=003: 72:65:6d',
    ],
    [tlv(94, [1, 2, 3]), 'type=094, len=003: 1 (uint8) 2 (uint8) 3 (uint8)'],
    [tlv(97, '\0\xab\xcd'), 'type=097, len=003: 0 (uint8) ABCD (binary)'],
    [
      tlv(124, '\0\0\x11\x8b\x03abc\0\0\x11\x8b\x02xy'),
      "type=124, len=15,  enterprise id=0x118b, data-len0=3, vendor-class-data0='abc', enterprise id=0x118b, data-len1=2, vendor-class-data1='xy'",
    ],
    [
      tlv(125, '\0\0\x11\x8b\x04\x01\x02\x01\x02'),
      'type=125, len=009: 4491 (uint32) 4 (uint8),\noptions:\n    type=001, len=002: 1(uint8) 2(uint8)',
    ],
    [tlv(159, [8, 4, 0x30, 0]), 'type=159, len=004: 8 (uint8) len=4,psid=3 (psid)'],
    [tlv(213, '\x03foo\0'), 'type=213, len=005: "foo." (fqdn)'],
    [tlv(230, [1, 2]), 'type=230, len=002: 01:02'],
  ]

  it.each(rows.map(([bytes, text]) => [text, bytes] as const))('shows %s', (text, bytes) => {
    const message = view(datagram({ options: Buffer.concat([bytes, END]) }))
    const lines = messageText(message, spaces, '127.0.0.1:67', '127.0.0.1:68').split('\noptions:\n')
    expect(lines.slice(1).join('\noptions:\n')).toBe(`  ${text}`)
  })

  it('begins with addresses, type and transaction', () => {
    expect(messageText(view(discover()), spaces, '127.0.0.1:6767', '127.0.0.1:67')).toBe(
      'local_address=127.0.0.1:6767, remote_address=127.0.0.1:67, msg_type=DHCPDISCOVER (1), transid=0x1234,\noptions:\n  type=053, len=001: 1 (uint8)',
    )
  })
})

describe('the reason of a parse failure', () => {
  it.each([
    [tlv(50, [1, 2, 3]), 'option buffer truncated'],
    [tlv(51, [1]), 'OptionInt 51 truncated'],
    [tlv(3, [1]), 'DHCPv4 Option4AddrLst 3 has invalid length=1, must be divisible by 4.'],
    [tlv(55, []), 'option 55 empty'],
    [tlv(93, [1]), 'OptionIntArray 93 truncated'],
    [tlv(119, ''), 'FQDN list option has invalid length of 0'],
    [tlv(119, '\x03f'), 'incomplete wire-format name'],
    [tlv(137, ''), 'unable to read FQDN from a buffer. The buffer is empty.'],
    [tlv(81, '\0'), 'DHCPv4 Client FQDN Option (81) is truncated'],
    [tlv(124, '\0\0'), 'parsed Vendor Class option data truncated to size 2'],
  ])('%#', (option, reason) => {
    const message = new Message4()
    const bytes = discover(option)
    const failure = message.read(bytes, 0, bytes.length)!
    expect(describeFailure(message, failure, spaces)).toBe(reason)
  })
})
