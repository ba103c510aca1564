import { describe, expect, it } from 'vitest'
import { ipv6 } from '../../../src/wire/address.js'
import { Option } from '../../../src/wire/v6/codes.js'
import { FqdnFlag, readFqdn } from '../../../src/wire/v6/fqdn.js'
import { IaAddressCursor, IaCursor, statusAmong } from '../../../src/wire/v6/ia.js'
import type { Message6 } from '../../../src/wire/v6/message.js'
import { OptionCursor } from '../../../src/wire/v6/option-cursor.js'
import {
  CABLELABS,
  elapsedTime,
  findEnterprise,
  findVendorOption,
  firstEnterprise,
  isDocsisRequested,
  isRequested,
  textOption,
  tupleTexts,
  u32Option,
  userClasses,
} from '../../../src/wire/v6/options.js'
import { prefixExcludePayload, readPrefixExclude } from '../../../src/wire/v6/prefix-exclude.js'
import {
  findClientLinkLayerAddress,
  findNearestRelayOption,
  findRelayOption,
  findSuppliedOption,
  hopCount,
  linkAddressAt,
  linkRelay,
  peerAddressAt,
  replyPort,
} from '../../../src/wire/v6/relay.js'
import { encodeRelay6, type Option6, option6 } from '../../kit/packet6.js'
import { dhclientRequest, dhclientSolicit, dhcpcdSolicit, keaReleaseReply } from './captured.js'
import { found, ia, iaAddress, inform, message, payload, tlv, view } from './datagram.js'

interface Shown {
  readonly iaid: number
  readonly t1: number
  readonly t2: number
  readonly addresses: readonly string[]
}

/** The IAs of one kind with all they hold. */
function shown(of: Message6, code: number): Shown[] {
  const list: Shown[] = []
  const ias = new IaCursor().over(of, code)
  const cursor = new IaAddressCursor()
  while (ias.next()) {
    const addresses: string[] = []
    cursor.over(ias)
    while (cursor.next())
      addresses.push(`${ipv6.format(cursor.address)}/${cursor.prefixLength} ${cursor.preferred} ${cursor.valid}`)
    list.push({ iaid: ias.iaid, t1: ias.t1, t2: ias.t2, addresses })
  }
  return list
}

describe('identity associations', () => {
  it('of dhclient', () => {
    const read = view(dhclientRequest)
    const times = { iaid: 0xd394db4b, t1: 3600, t2: 5400 }
    expect(shown(read, Option.iaNa)).toEqual([{ ...times, addresses: ['2001:db8:1::1005/128 7200 7500'] }])
    expect(shown(read, Option.iaPd)).toEqual([{ ...times, addresses: ['2001:db8:8:300::/56 7200 7500'] }])
    expect(shown(read, Option.iaTa)).toEqual([])
  })

  it('several of a kind, with several addresses, and others between them', () => {
    const read = view(
      message(1, ia(3, iaAddress(), tlv(13, [0, 0]), iaAddress()), tlv(8, [0, 0]), ia(25), ia(3), tlv(4, [0, 0, 0, 9])),
    )
    const one = '2001:db8::1/128 5 6'
    expect(shown(read, Option.iaNa).map(each => each.addresses)).toEqual([[one, one], []])
    expect(shown(read, Option.iaPd)).toEqual([{ iaid: 1, t1: 2, t2: 3, addresses: [] }])
    expect(shown(read, Option.iaTa)).toEqual([{ iaid: 9, t1: 0, t2: 0, addresses: [] }])
  })

  it('an IA_TA has no times; what is too short in it is no address', () => {
    const read = view(message(1, tlv(4, Buffer.concat([Buffer.of(0, 0, 0, 9), tlv(5, 'short'), iaAddress()]))))
    expect(shown(read, Option.iaTa)).toEqual([{ iaid: 9, t1: 0, t2: 0, addresses: ['2001:db8::1/128 5 6'] }])
  })

  it('bits beyond the length of a prefix do not count (RFC 8415 21.22)', () => {
    const all = Buffer.concat([Buffer.alloc(8), Buffer.of(33), Buffer.alloc(16, 0xff)])
    const read = view(message(1, ia(25, tlv(26, all))))
    expect(shown(read, Option.iaPd)[0]?.addresses).toEqual(['ffff:ffff:8000::/33 0 0'])
  })

  it('tell their status', () => {
    const ias = new IaCursor().over(view(keaReleaseReply), Option.iaNa)
    expect(ias.next()).toBe(true)
    expect(statusAmong(ias.bytes, ias.optionsAt, ias.optionsEnd)).toBe(3)
    expect(statusAmong(ias.bytes, ias.optionsAt, ias.optionsAt)).toBe(-1)
  })

  it('addresses outside of an IA (RFC 9686)', () => {
    const read = view(message(36, iaAddress()))
    const cursor = new IaAddressCursor().within(read.arena, read.optionsAt, read.optionsEnd, Option.iaAddress)
    expect([cursor.next(), ipv6.format(cursor.address), cursor.next()]).toEqual([true, '2001:db8::1', false])
  })
})

describe('single options', () => {
  it('are read', () => {
    const read = view(dhcpcdSolicit)
    expect(elapsedTime(read)).toBe(0x146)
    expect([23, 82, 83, 24].map(code => isRequested(read, code))).toEqual([true, true, true, false])
    expect(read.has(Option.rapidCommit)).toBe(true)
    expect(firstEnterprise(read, Option.vendorClass)).toBe(40712)
    expect(u32Option(read, Option.informationRefreshTime)).toBeUndefined()
  })

  it('user classes (RFC 8415 21.15)', () => {
    expect(userClasses(view(inform(tlv(15, '\0\x03abc\0\0\0\x02de'))))).toEqual(['abc', '', 'de'])
    expect(userClasses(view(inform(tlv(15, '\0\x03abc\0\x09x'))))).toEqual(['abc'])
    expect(userClasses(view(inform()))).toBeUndefined()
    expect(textOption(view(inform(tlv(59, 'tftp://x'))), Option.bootFileUrl)).toBe('tftp://x')
  })

  it('vendor classes by enterprise', () => {
    const read = view(inform(tlv(16, '\0\0\x09\xbf\0\x01k'), tlv(16, '\0\0\x11\x8b\0\x0adocsis3.0:\0\x01x')))
    expect(findEnterprise(read, Option.vendorClass, CABLELABS)).toBe(true)
    expect(tupleTexts(read.arena, read.optionStart, read.optionEnd)).toEqual(['docsis3.0:', 'x'])
    expect(findEnterprise(read, Option.vendorClass, 9)).toBe(false)
    expect(findEnterprise(view(inform()), Option.vendorClass, CABLELABS)).toBe(false)
  })

  it('vendor options by enterprise, and what a DOCSIS device asks for', () => {
    const docsis = Buffer.concat([Buffer.of(0, 0, 17, 139), tlv(1, [0, 32, 0, 37]), tlv(36, [1, 2])])
    const read = view(inform(tlv(17, Buffer.concat([Buffer.of(0, 0, 9, 191), tlv(36, 'no')])), tlv(17, docsis)))
    expect(findVendorOption(read, CABLELABS, 36)).toBe(true)
    expect(found(read)).toBe('0102')
    expect(findVendorOption(read, CABLELABS, 2)).toBe(false)
    expect([32, 37, 36].map(code => isDocsisRequested(read, code))).toEqual([true, true, false])
    expect(isDocsisRequested(view(inform()), 32)).toBe(false)
  })

  it('a cursor walks over all of them in their order', () => {
    const cursor = new OptionCursor().overMessage(view(dhclientSolicit))
    const codes: number[] = []
    while (cursor.next()) codes.push(cursor.code)
    expect(codes).toEqual([1, 6, 8, 39, 3, 25])
  })
})

describe('the client FQDN (RFC 4704)', () => {
  it.each([
    [
      'of dhclient',
      payload(view(dhclientSolicit), 39)!,
      { flags: FqdnFlag.server, name: 'host.example.org.', partial: false },
    ],
    ['fully qualified', '0204686f737400', { flags: FqdnFlag.override, name: 'host.', partial: false }],
    ['without a name', '04', { flags: FqdnFlag.noUpdate, name: '', partial: false }],
    ['with reserved flags', 'f804686f7374', { flags: 0, name: 'host', partial: true }],
  ])('%s', (_what, hex, fqdn) => {
    expect(readFqdn(view(inform(tlv(39, Buffer.from(hex, 'hex')))))).toEqual(fqdn)
  })

  it('is not there', () => {
    expect(readFqdn(view(inform()))).toBeUndefined()
  })
})

describe('the excluded prefix (RFC 6603)', () => {
  const rows = [
    // what kea-dhcp6 2.2.0 sends for delegated-len 60, excluded-prefix-len 64
    ['3001:db8:8:10::', 60, '3001:db8:8:10::', 64, '4000'],
    ['2001:db8:0:100::', 56, '2001:db8:0:10f::', 64, '400f'],
    // RFC 6603 4.2: 5 bits stand at the left of their byte
    ['2001:db8::', 59, '2001:db8:0:1f::', 64, '40f8'],
    ['2001:db8::', 48, '2001:db8:0:1234::', 62, '3e1234'],
    ['2001:db8::', 47, '2001:db8:1::1', 128, `8080${'00'.repeat(9)}80`],
    ['::', 0, 'fe80::', 10, '0afe80'],
  ] as const

  it.each(rows)('in %s/%i: %s/%i', (delegated, delegatedLength, prefix, length, hex) => {
    const excluded = { prefix: ipv6.parse(prefix)!, length }
    const bytes = Buffer.from(hex, 'hex')
    expect(readPrefixExclude(ipv6.parse(delegated)!, delegatedLength, bytes, 0, bytes.length)).toEqual(excluded)
    expect(prefixExcludePayload(ipv6.parse(delegated)!, delegatedLength, excluded)?.toString('hex')).toBe(hex)
  })

  it.each([
    ['no longer than the delegated one', 64, '4000'],
    ['longer than an address', 56, 'ff00'],
    ['of fewer bytes than its length says', 40, '400f'],
  ])('%s is none', (_what, delegatedLength, hex) => {
    const bytes = Buffer.from(hex, 'hex')
    expect(readPrefixExclude(ipv6.parse('2001:db8::')!, delegatedLength, bytes, 0, bytes.length)).toBeUndefined()
  })

  it('outside of the delegated one has no wire form', () => {
    const outside = { prefix: ipv6.parse('2001:db9::')!, length: 64 }
    expect(prefixExcludePayload(ipv6.parse('2001:db8::')!, 48, outside)).toBeUndefined()
    expect(prefixExcludePayload(ipv6.parse('2001:db9::')!, 64, outside)).toBeUndefined()
  })
})

describe('what relays add', () => {
  const behind = (...relays: readonly (readonly [link: string, peer: string, ...options: Option6[]])[]): Message6 => {
    let bytes = message(1)
    relays.forEach(([link, peer, ...options], hops) => {
      bytes = encodeRelay6({ type: 12, hops, link, peer, options }, bytes)
    })
    return view(bytes)
  }
  // from the client outwards
  const chain = behind(
    ['::', 'fe80::1', option6(18, 'eth0'), option6(79, '0x0001020304050607'), option6(66, [option6(65, 'near')])],
    ['2001:db8:1::1', 'fe80::2', option6(37, '0x000009bf61'), option6(66, [option6(65, 'far'), option6(23, 'dns')])],
    ['fe80::99', '2001:db8:1::1', option6(18, 'ge0'), option6(135, [0x20, 0x67])],
  )

  it('is read relay by relay', () => {
    expect([0, 1, 2].map(index => hopCount(chain, index))).toEqual([2, 1, 0])
    const address = (at: number): string => ipv6.format(ipv6.read(chain.arena, at))
    expect([0, 1, 2].map(index => address(linkAddressAt(chain, index)))).toEqual(['fe80::99', '2001:db8:1::1', '::'])
    expect([0, 1, 2].map(index => address(peerAddressAt(chain, index)))).toEqual([
      '2001:db8:1::1',
      'fe80::2',
      'fe80::1',
    ])
    expect(findRelayOption(chain, 0, Option.interfaceId) && found(chain)).toBe(Buffer.from('ge0').toString('hex'))
    expect(findRelayOption(chain, 1, Option.interfaceId)).toBe(false)
  })

  it('is looked for from the client outwards', () => {
    expect(findNearestRelayOption(chain, Option.interfaceId)).toBe(2)
    expect(found(chain)).toBe(Buffer.from('eth0').toString('hex'))
    expect(findNearestRelayOption(chain, Option.remoteId)).toBe(1)
    expect(findNearestRelayOption(chain, Option.subscriberId)).toBe(-1)
    expect(findSuppliedOption(chain, 65) && found(chain)).toBe(Buffer.from('near').toString('hex'))
    expect(findSuppliedOption(chain, 23) && found(chain)).toBe(Buffer.from('dns').toString('hex'))
    expect(findSuppliedOption(chain, 24)).toBe(false)
  })

  it('tells the client’s hardware address (RFC 6939)', () => {
    expect(findClientLinkLayerAddress(chain)).toBe(1)
    expect(found(chain)).toBe('020304050607')
    expect(findClientLinkLayerAddress(behind(['::', 'fe80::1', option6(79, [0, 1])]))).toBe(-1)
    expect(findClientLinkLayerAddress(view(inform()))).toBe(-1)
  })

  it('tells the link by the nearest address that is one (RFC 8415 13.1)', () => {
    expect(linkRelay(chain)).toBe(1)
    expect(linkRelay(behind(['::', 'fe80::1'], ['fe80::5', '::']))).toBe(-1)
    expect(linkRelay(behind(['2001:db8::1', 'fe80::1'], ['2001:db8::2', '::']))).toBe(1)
  })

  it('tells the port of the answer (RFC 8415 7.2, RFC 8357 5.2)', () => {
    expect(replyPort(view(inform()), 40_000)).toBe(546)
    expect(replyPort(behind(['::', 'fe80::1']), 40_000)).toBe(547)
    expect(replyPort(chain, 40_000)).toBe(40_000)
    // only the relay that talks to the server counts
    expect(replyPort(behind(['::', 'fe80::1', option6(135, [0, 0])], ['::', '::']), 40_000)).toBe(547)
  })
})
