import { message4, option4, option6, PlainPacket, relayForward6 } from './classify-packet.js'

/** A relayed DISCOVER with many options, as the tables of expected values assume it. 10.77.0.2 sent it to 10.77.0.1. */
export const sampleBytes4 = message4(
  { xid: 0x12345678, giaddr: [10, 77, 0, 2], hardware: [0x02, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e] },
  option4(53, [1]),
  option4(12, 'host.example'),
  option4(60, 'docsis3.0:abc'),
  option4(61, [0x01, 0x02, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e]),
  option4(55, [1, 3, 6, 15]),
  option4(93, [0, 7]),
  option4(50, [10, 77, 0, 100]),
  option4(51, [0, 0, 14, 16]),
  // RFC 3925: CableLabs (4491), twice in the vendor class
  option4(124, Buffer.from('\0\0\x11\x8b\x05first\0\0\x11\x8b\x06second', 'latin1')),
  option4(125, Buffer.from('\0\0\x11\x8b\x0a\x01\x03abc\x05\x03\x01\x02\x03', 'latin1')),
  option4(77, 'a.b..c.'),
  option4(80, ''),
  option4(57, [5, 220]),
  option4(43, [1, 2, 65, 66, 2, 1, 9]),
  option4(119, Buffer.from('\x07example\x03org\0', 'latin1')),
  option4(82, Buffer.concat([option4(1, 'eth1/1'), option4(2, [10, 11, 12]), option4(151, 'vrf')])),
)

export function samplePacket4(): PlainPacket {
  return new PlainPacket('v4', sampleBytes4, {
    interfaceName: 'eth0',
    source: [10, 77, 0, 2],
    destination: [10, 77, 0, 1],
  })
}

/** 2001:db8:77::n, or fe80::n where `linkLocal`. */
export function address6(n: number, linkLocal = false): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.set(linkLocal ? [0xfe, 0x80] : [0x20, 0x01, 0x0d, 0xb8, 0, 0x77])
  bytes[15] = n
  return bytes
}

/** A SOLICIT that came through two relays; 2001:db8:77::1 is the link-address of the one nearest to the client. */
export const sampleBytes6 = relayForward6(
  1,
  address6(0),
  address6(9),
  relayForward6(
    0,
    address6(1),
    address6(5, true),
    Buffer.concat([
      Buffer.from([1, 0xab, 0xcd, 0xef]),
      option6(1, [0, 3, 0, 1, 2, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e]),
      option6(
        3,
        Buffer.concat([
          Buffer.from([0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0]),
          option6(5, Buffer.concat([address6(100), Buffer.alloc(8)])),
        ]),
      ),
      option6(6, [0, 23, 0, 24]),
      option6(8, [0, 1]),
      option6(16, Buffer.from('\0\0\x11\x8b\0\x09docsis3.0\0\x03abc', 'latin1')),
      option6(17, Buffer.concat([Buffer.from([0, 0, 0x11, 0x8b]), option6(1, 'wxyz'), option6(36, [1, 2])])),
      option6(15, Buffer.from('\0\x03usr', 'latin1')),
      option6(61, [0, 7]),
    ]),
    option6(18, 'port7'),
    option6(37, [0, 0, 0, 9, 1, 2, 3]),
  ),
  option6(18, 'uplink'),
)

export function samplePacket6(): PlainPacket {
  return new PlainPacket('v6', sampleBytes6, { interfaceName: 'eth0' })
}
