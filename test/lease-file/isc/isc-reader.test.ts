import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { IscReader } from '../../../src/lease-file/isc/isc-reader.js'
import { Told } from '../foreign.js'

/** Reads a text in pieces of `size` characters. */
function read(width: 4 | 16, text: string, size = text.length + 1): Told {
  const told = new Told(width)
  const reader = new IscReader(width, told)
  for (let i = 0; i < text.length; i += size) reader.feed(text.slice(i, i + size))
  reader.end()
  return told
}

const V4 = `# written by isc-dhcp-4.4.3
authoring-byte-order little-endian;

lease 192.0.2.10 {
  starts 2 2026/11/17 10:00:00;
  ends 2 2026/11/17 12:00:00;
  tstp 2 2026/11/17 12:00:00;
  cltt 2 2026/11/17 10:00:00;
  binding state active;
  next binding state free;
  rewind binding state free;
  hardware ethernet 02:00:00:00:00:10;
  uid "\\001\\002\\000\\000\\000\\000\\020\\"\\\\x";
  set vendor-class-identifier = "MSFT 5.0";
  client-hostname "Printer,1";
}
lease 192.0.2.11 { starts epoch 1793000000; # Mon
  ends never; cltt epoch 1793000000; binding state active; hardware ethernet 2:0:0:0:0:11;
  set ddns-fwd-name = "Eleven.example.org"; set ddns-rev-name = "11.2.0.192.in-addr.arpa"; }
lease 192.0.2.12 { starts 2 2026/11/17 10:00:00; ends 2 2026/11/17 12:00:00; binding state abandoned; client-hostname "x"; }
lease 192.0.2.10 { starts 2 2026/11/17 10:00:00; ends 2 2026/11/17 11:00:00; binding state free; }
lease 192.0.2.13 { starts 2 2026/11/17 10:00:00; ends 2 2026/11/17 11:00:00; binding state released; }
lease 192.0.2.14 { binding state backup; }
failover peer "p" state { my state normal at 2 2026/11/17 10:00:00; }
`

describe('leases of dhcpd, DHCPv4', () => {
  test('states, dates in UTC, escapes, names and what has no counterpart', () => {
    const { rows, notes } = read(4, V4)
    // 2026-11-17T12:00:00Z is 1794916800
    expect(rows).toEqual([
      '192.0.2.10,02:00:00:00:00:10,01:02:00:00:00:00:10:22:5c:78,7200,1794916800,0,0,0,printer&#x2c1,0,',
      '192.0.2.11,02:00:00:00:00:11,,4294967295,6087967295,0,1,1,eleven.example.org,0,',
      '192.0.2.12,,,7200,1794916800,0,0,0,x,1,',
      'gone 192.0.2.10 state 2',
      'gone 192.0.2.13 state 3',
      'gone 192.0.2.14 state 2',
    ])
    expect(notes).toEqual([
      '14 left-out "set vendor-class-identifier" has no counterpart',
      '24 left-out "failover" has no counterpart',
    ])
  })

  test('however the text is cut into pieces', () => {
    const whole = read(4, V4)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), size => {
        const cut = read(4, V4, size)
        expect(cut.rows).toEqual(whole.rows)
        expect(cut.notes).toEqual(whole.notes)
      }),
      { numRuns: 60 },
    )
  })

  test('relay agent information in the user context (RFC 3046)', () => {
    const { rows } = read(
      4,
      `lease 192.0.2.1 { ends 6 2016/02/27 09:11:41; cltt 6 2016/02/27 07:11:41; binding state active; hardware ethernet 2:0:0:0:0:1;
       option agent.circuit-id 0:1:3:e9; option agent.remote-id "abc"; option agent.DOCSIS-device-class 2; option agent.unknown-9 0:b; }`,
    )
    expect(rows[0]).toContain('{ "ISC": { "relay-agent-info": "0x0104000103E902036162630404000000020902000B" } }')
  })

  test('version 2: no binding state, "abandoned", uid in hexadecimal', () => {
    const { rows } = read(
      4,
      `lease 192.0.2.1 { starts 5 2002/06/28 13:31:27; ends 6 2002/06/29 01:31:27; hardware ethernet 02:06:5b:eb:6d:4e; uid 01:02:06:5b:eb:6d:4e; }
       lease 192.0.2.2 { starts 6 2002/06/22 13:19:09; ends 0 2002/06/23 01:19:09; abandoned; }`,
    )
    expect(rows).toEqual([
      '192.0.2.1,02:06:5b:eb:6d:4e,01:02:06:5b:eb:6d:4e,43200,1025314287,0,0,0,,0,',
      '192.0.2.2,,,43200,1024795149,0,0,0,,1,',
    ])
  })

  test('a damaged statement costs itself only', () => {
    const { rows, notes } = read(
      4,
      `lease 192.0.2.1 {
  ends 6 2016/02/27 09:11:41; cltt 6 2016/02/27 07:11:41; binding state active;
  hardware ethernet 02:00:00:00:00:01;
  uid "\\001"x";
  client-hostname "one";
}
lease 192.0.2.2 {
  ends 6 2016/02/27 09:11:41;
lease 192.0.2.3 {
  ends 6 2016/02/27 09:11:41; cltt 6 2016/02/27 07:11:41; binding state active; hardware ethernet 02:00:00:00:00:03;
}
lease 192.0.2.4 { binding sta`,
    )
    expect(rows).toEqual([
      '192.0.2.1,02:00:00:00:00:01,,7200,1456564301,0,0,0,one,0,',
      '192.0.2.3,02:00:00:00:00:03,,7200,1456564301,0,0,0,,0,',
    ])
    expect(notes.filter(note => note.includes(' bad '))).toHaveLength(4)
  })

  test('whatever stands there, nothing is thrown', () => {
    const word = fc.constantFrom(
      'lease',
      '192.0.2.1',
      '{',
      '}',
      ';',
      '"',
      '\\',
      'ends',
      'never',
      '#',
      '\n',
      'uid',
      'ia-na',
      '=',
      'x',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 80 }), words => {
        read(4, words.join(' '))
        read(16, words.join(''))
      }),
      { numRuns: 300 },
    )
  })
})

const V6 = `server-duid "\\000\\001";
ia-na "\\001\\000\\000\\000\\000\\001\\000\\001\\035f\\037\\342\\012\\000'\\000\\000\\000" {
  cltt 2 2015/08/18 16:55:37;
  iaaddr 2001:db8::60 { binding state active; preferred-life 375; max-life 600; ends 2 2015/08/18 17:05:37; }
  iaaddr 2001:db8::61 { binding state expired; preferred-life 375; max-life 600; ends 2 2015/08/18 17:05:37; }
}
ia-pd 01:00:00:00:00:03:00:01:02:00:00:00:00:01 {
  cltt 2 2015/08/18 16:55:40;
  iaprefix 2001:db8:500::/56 { binding state active; preferred-life 175; max-life 200; ends 2 2015/08/18 17:05:40; }
}
ia-ta "abcdefgh" { iaaddr 2001:db8::1 { binding state active; } }
`

describe('leases of dhcpd, DHCPv6', () => {
  test('addresses and prefixes; the IAID is in the order of bytes of the writer', () => {
    const { rows, notes } = read(16, V6)
    expect(rows).toEqual([
      '2001:db8::60,00:01:00:01:1d:66:1f:e2:0a:00:27:00:00:00,600,1439917537,0,375,0,1,128,0,0,,,0,,,',
      'gone 2001:db8::61 state 2',
      '2001:db8:500::,00:03:00:01:02:00:00:00:00:01,200,1439917540,0,175,2,1,56,0,0,,,0,,,',
    ])
    expect(notes).toEqual([
      '1 left-out "server-duid" has no counterpart',
      '11 left-out temporary addresses (ia-ta) are not served',
    ])
    expect(read(16, `authoring-byte-order big-endian;\n${V6}`).rows[0]).toContain(',16777216,128,')
  })
})
