import { expect, test } from 'vitest'
import { DnsmasqReader } from '../../src/lease-file/dnsmasq-reader.js'
import { Told } from './foreign.js'

const FILE = `1794916800 02:00:00:00:00:01 192.0.2.1 Printer 01:02:00:00:00:00:01
0 06-02:00:00:00:00:02 192.0.2.2 * *
1794916800 nonsense 192.0.2.3 * *
1794916800 * 192.0.2.4 * ff:00
duid 00:01:00:01:2b:b5:7a:ae:02:00:00:00:00:01
1794916800 7 2001:db8::7 host7 00:01:00:01:2b:b5:7a:ae:02:00:00:00:00:07
1794916800 T8 2001:db8::8 * 00:01:00:01:2b:b5:7a:ae:02:00:00:00:00:07`

function read(width: 4 | 16): Told {
  const told = new Told(width)
  const reader = new DnsmasqReader(width, told, 600, 1790000000)
  for (let i = 0; i < FILE.length; i += 7) reader.feed(FILE.slice(i, i + 7))
  reader.end()
  return told
}

test('the lines of DHCPv4; the lifetime comes from outside', () => {
  const { rows, notes } = read(4)
  expect(rows).toEqual([
    '192.0.2.1,02:00:00:00:00:01,01:02:00:00:00:00:01,600,1794916800,0,0,0,printer,0,',
    '192.0.2.2,02:00:00:00:00:02,,4294967295,6084967295,0,0,0,,0,',
    '192.0.2.4,,ff:00,600,1794916800,0,0,0,,0,',
  ])
  expect(notes).toContain('3 bad a hardware address that is none')
  expect(notes).toContain('6 left-out leases of DHCPv6')
})

test('the lines of DHCPv6 begin behind that of the server', () => {
  const { rows, notes } = read(16)
  expect(rows).toEqual([
    '2001:db8::7,00:01:00:01:2b:b5:7a:ae:02:00:00:00:00:07,600,1794916800,0,600,0,7,128,0,0,host7,,0,,,',
  ])
  expect(notes).toContain('7 left-out temporary addresses are not served')
})
