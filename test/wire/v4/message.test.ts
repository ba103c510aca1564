import { describe, expect, it } from 'vitest'
import { MessageType, Option } from '../../../src/wire/v4/codes.js'
import { Message4, parseFailures } from '../../../src/wire/v4/message.js'
import { addressBytes, encodePacket4, option } from '../../kit/packet4.js'
import { DISCOVER, datagram, discover, END, payload, tlv, view } from './datagram.js'

const uint32 = (address: string): number => addressBytes(address).readUInt32BE()

describe('fixed fields', () => {
  const bytes = encodePacket4({
    op: 2,
    htype: 6,
    hops: 3,
    xid: 0xdeadbeef,
    secs: 513,
    flags: 0x8000,
    ciaddr: '192.0.2.1',
    yiaddr: '192.0.2.2',
    siaddr: '192.0.2.3',
    giaddr: '255.255.255.255',
    chaddr: '00:0c:01:02:03:04',
    sname: 'boot.example.org',
    file: '/srv/pxe',
    options: [option(53, [5])],
  })
  const expected = {
    op: 2,
    htype: 6,
    hlen: 6,
    hops: 3,
    xid: 0xdeadbeef,
    secs: 513,
    flags: 0x8000,
    ciaddr: uint32('192.0.2.1'),
    yiaddr: uint32('192.0.2.2'),
    siaddr: uint32('192.0.2.3'),
    giaddr: 0xffffffff,
    sname: 'boot.example.org',
    file: '/srv/pxe',
    type: MessageType.ack,
    length: 300,
  }

  it('are read', () => {
    expect(view(bytes)).toMatchObject(expected)
  })

  it('are read wherever the datagram stands in its arena', () => {
    const arena = Buffer.concat([Buffer.alloc(77, 0xff), bytes, Buffer.alloc(9, 0xff)])
    const message = new Message4()
    expect(message.read(arena, 77, 77 + bytes.length)).toBeUndefined()
    expect(message).toMatchObject(expected)
    expect(arena.toString('hex', message.chaddrAt, message.chaddrAt + 6)).toBe('000c01020304')
  })

  it('fill their whole width without a NUL', () => {
    const full = view(datagram({ options: END, sname: Buffer.alloc(64, 'a'), file: Buffer.alloc(128, 'b') }))
    expect(full.sname).toBe('a'.repeat(64))
    expect(full.file).toBe('b'.repeat(128))
  })
})

// What kea-dhcp4 2.2.0 drops as unparsable and what it lets through
describe('refused', () => {
  it.each([
    ['235 bytes', discover().subarray(0, 235), parseFailures.tooShort],
    ['nothing', Buffer.alloc(0), parseFailures.tooShort],
    ['no options field (236 bytes)', discover().subarray(0, 236), parseFailures.noOptions],
    ['half a cookie', discover().subarray(0, 238), parseFailures.noCookie],
    ['another cookie', datagram({ cookie: 0x63825364 }), parseFailures.badCookie],
    ['hlen 255', datagram({ hlen: 255, options: DISCOVER }), parseFailures.hardwareLength],
    ['an empty message type', datagram({ options: tlv(53, []) }), parseFailures.badOption],
    ['a requested address of 3 bytes', discover(tlv(50, [1, 2, 3])), parseFailures.badOption],
    ['a router list of 5 bytes', discover(tlv(3, [1, 2, 3, 4, 5])), parseFailures.badOption],
    ['an empty parameter request list', discover(tlv(55, [])), parseFailures.badOption],
    ['client architectures of 3 bytes', discover(tlv(93, [0, 1, 2])), parseFailures.badOption],
    ['a domain search list that does not end', discover(tlv(119, '\x03foo')), parseFailures.badOption],
    ['an empty domain search list', discover(tlv(119, '')), parseFailures.badOption],
    ['a client FQDN of 2 bytes', discover(tlv(81, [0, 0])), parseFailures.badOption],
    ['a client FQDN with N and S', discover(tlv(81, '\x0d\0\0\x03foo\0')), parseFailures.badOption],
    ['a client FQDN with a label past its end', discover(tlv(81, '\x04\0\0\x09ab')), parseFailures.badOption],
    ['a client FQDN with two dots together', discover(tlv(81, '\x01\0\0foo..bar')), parseFailures.badOption],
    ['a resolver selection without a name', discover(tlv(146, [1, 1, 2, 3, 4, 5, 6, 7, 8])), parseFailures.badOption],
    ['a vendor class past its end', discover(tlv(124, '\0\0\x11\x8b\x09abc')), parseFailures.badOption],
  ])('is %s', (_what, bytes, failure) => {
    expect(new Message4().read(bytes, 0, bytes.length)).toBe(failure)
  })

  it('tells which option it was', () => {
    const message = new Message4()
    const bytes = discover(tlv(12, 'abc'), tlv(50, [1, 2, 3]), tlv(3, [1]))
    message.read(bytes, 0, bytes.length)
    expect(message.failedCode).toBe(50)
  })
})

describe('tolerated', () => {
  it.each([
    ['a missing END', datagram({ options: DISCOVER })],
    ['bytes after END', datagram({ options: Buffer.concat([DISCOVER, END, tlv(50, [1])]) })],
    ['PADs before, between and after', datagram({ options: Buffer.of(0, 0, 53, 1, 1, 0, 0, 12, 1, 120, 0, 255, 0) })],
    ['a code without a length at the end', datagram({ options: Buffer.of(53, 1, 1, 12) })],
    ['an option past the end', datagram({ options: Buffer.of(53, 1, 1, 12, 9, 97) })],
    ['a message type of two bytes', datagram({ options: tlv(53, [1, 3]) })],
    ['a subnet mask of five bytes', discover(tlv(1, [255, 255, 255, 0, 1]))],
    ['an empty router list', discover(tlv(3, []))],
    ['a vendor class of an enterprise number alone', discover(tlv(124, [0, 0, 17, 139]))],
    ['vendor options past their end', discover(tlv(125, '\0\0\x11\x8b\x08\x01\x02\x01\x02'))],
    ['an op that is neither request nor reply', datagram({ op: 7, options: DISCOVER })],
    ['hlen 0', datagram({ hlen: 0, options: DISCOVER })],
  ])('is %s', (_what, bytes) => {
    expect(view(bytes).type).toBe(MessageType.discover)
  })

  it('leaves out what is truncated, and says so', () => {
    const message = view(datagram({ options: Buffer.of(53, 1, 1, 12, 9, 97) }))
    expect(message.truncated).toBe(true)
    expect(message.has(12)).toBe(false)
    expect(view(discover()).truncated).toBe(false)
  })

  it('leaves out vendor options that do not parse, and says so', () => {
    const message = view(discover(tlv(125, '\0\0\x11')))
    expect(message.has(125)).toBe(false)
    expect(message.skippedCode).toBe(125)
  })

  it('does not count NULs at the end of texts, and texts of nothing else (RFC 2132 2)', () => {
    expect(payload(view(discover(tlv(12, 'abc\0\0'))), 12)).toBe('abc')
    expect(payload(view(discover(tlv(12, 'a\0b\0'))), 12)).toBe('a\0b')
    expect(view(discover(tlv(12, '\0\0'), tlv(60, ''))).has(12)).toBe(false)
    expect(view(discover(tlv(60, ''))).has(60)).toBe(false)
  })

  it('takes chaddr for 16 bytes when hlen says up to 20', () => {
    expect(view(datagram({ hlen: 17, options: DISCOVER })).hlen).toBe(16)
  })

  it('with lenient parsing, a vendor class past its end', () => {
    const bytes = discover(tlv(124, '\0\0\x11\x8b\x09abc'))
    expect(new Message4().read(bytes, 0, bytes.length, true)).toBeUndefined()
  })
})

describe('message type', () => {
  it.each([
    ['none', END],
    ['zero', tlv(53, [0])],
    ['in two pieces', Buffer.concat([tlv(53, [1]), tlv(53, [3])])],
  ])('is none when %s', (_what, options) => {
    expect(view(datagram({ options })).type).toBe(MessageType.none)
  })
})

describe('options in pieces (RFC 3396)', () => {
  it('are joined in the order they stand in', () => {
    const message = view(discover(tlv(43, 'one,'), tlv(61, 'id'), tlv(43, ''), tlv(43, 'two'), tlv(61, '!')))
    expect(payload(message, 43)).toBe('one,two')
    expect(payload(message, 61)).toBe('id!')
    expect(payload(message, 53)).toBe('\x01')
  })

  it('are checked as a whole: a list split in the middle of an address or a name', () => {
    expect(payload(view(discover(tlv(3, [1, 2]), tlv(3, [3, 4]))), 3)).toBe('\x01\x02\x03\x04')
    expect(payload(view(discover(tlv(119, '\x03fo'), tlv(119, 'o\0'))), 119)).toBe('\x03foo\0')
  })

  it('hold a payload of 700 bytes', () => {
    const long = Buffer.from(Array.from({ length: 700 }, (_, i) => i & 255))
    const pieces = [tlv(43, long.subarray(0, 255)), tlv(43, long.subarray(255, 510)), tlv(43, long.subarray(510))]
    expect(payload(view(discover(...pieces)), 43)).toBe(long.toString('latin1'))
  })
})

describe('option overload (RFC 2131 4.1, option 52)', () => {
  const file = Buffer.concat([tlv(12, 'in-file'), tlv(43, 'F'), END])
  const sname = Buffer.concat([tlv(15, 'in-sname'), tlv(43, 'S'), END])

  it.each([
    [1, 'in-file', undefined, 'OF', '', 'boot'],
    [2, undefined, 'in-sname', 'OS', 'boot', ''],
    [3, 'in-file', 'in-sname', 'OFS', '', ''],
  ])('%i', (value, hostName, domainName, vendor, fileText, snameText) => {
    const name = Buffer.from('boot')
    const bytes = datagram({
      options: Buffer.concat([DISCOVER, tlv(52, [value]), tlv(43, 'O'), END]),
      file: value & 1 ? file : name,
      sname: value & 2 ? sname : name,
    })
    const message = view(bytes)
    expect(payload(message, Option.hostName)).toBe(hostName)
    expect(payload(message, Option.domainName)).toBe(domainName)
    expect(payload(message, Option.vendorEncapsulated)).toBe(vendor)
    expect([message.file, message.sname]).toEqual([fileText, snameText])
  })

  it('does not read past the field', () => {
    const full = Buffer.concat([tlv(43, 'x'.repeat(120)), Buffer.of(12, 60)])
    const message = view(
      datagram({ options: Buffer.concat([DISCOVER, tlv(52, [1]), END]), file: full.subarray(0, 128) }),
    )
    expect(message.has(12)).toBe(false)
    expect(message.truncated).toBe(true)
  })
})

describe('one view for all packets', () => {
  it('forgets the options of the packet before', () => {
    const message = new Message4()
    const rich = discover(tlv(12, 'a'), tlv(43, 'b'), tlv(43, 'c'), tlv(52, [3]))
    const poor = discover(tlv(43, 'd'))
    for (let i = 0; i < 3; i++) {
      message.read(rich, 0, rich.length)
      expect(payload(message, 43)).toBe('bc')
      message.read(poor, 0, poor.length)
      expect(payload(message, 43)).toBe('d')
      expect(message.has(12)).toBe(false)
      expect(message.has(52)).toBe(false)
    }
    expect(message.read(poor, 0, 100)).toBe(parseFailures.tooShort)
    expect(message.has(43)).toBe(false)
    expect(message.type).toBe(MessageType.none)
  })

  it('lists its options in ascending order', () => {
    const message = view(discover(tlv(82, '\x01\x01a'), tlv(12, 'x'), tlv(254, 'y')))
    const codes: number[] = []
    for (let code = message.codeAfter(0); code > 0; code = message.codeAfter(code)) codes.push(code)
    expect(codes).toEqual([12, 53, 82, 254])
  })

  it('outlives its arena after copyInto()', () => {
    const bytes = discover(tlv(12, 'name'), tlv(43, 'a'), tlv(43, 'b'))
    const arena = Buffer.concat([Buffer.alloc(50), bytes])
    const message = new Message4()
    message.read(arena, 50, arena.length)
    expect(message.copyInto(Buffer.alloc(100))).toBe(false)
    expect(message.copyInto(Buffer.alloc(2048))).toBe(true)
    arena.fill(0)
    expect(message.xid).toBe(0x1234)
    expect(payload(message, 12)).toBe('name')
    expect(payload(message, 43)).toBe('ab')
  })

  it('denies an option after drop()', () => {
    const message = view(discover(tlv(12, 'name')))
    message.drop(12)
    expect([message.has(12), message.find(12), message.codeAfter(0)]).toEqual([false, false, 53])
  })
})
