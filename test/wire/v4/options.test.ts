import { describe, expect, it } from 'vitest'
import { Option, RelayOption } from '../../../src/wire/v4/codes.js'
import { FqdnFlag, fqdnPayload, readFqdn } from '../../../src/wire/v4/fqdn.js'
import {
  findEnterprise,
  isRequested,
  maxMessageSize,
  requestedAddress,
  requestedLeaseTime,
  serverIdentifier,
  subnetSelection,
  textOption,
  userClasses,
} from '../../../src/wire/v4/options.js'
import { findRelayOption, relayAddress, subOptionAt } from '../../../src/wire/v4/relay.js'
import { discover, tlv, view } from './datagram.js'

describe('readers', () => {
  const message = view(
    discover(
      tlv(50, [192, 0, 2, 1]),
      tlv(54, [255, 255, 255, 255]),
      tlv(51, [0xff, 0xff, 0xff, 0xff]),
      tlv(57, [5, 0xdc]),
      tlv(118, [10, 0, 0, 0]),
      tlv(55, [1, 3, 6, 15]),
      tlv(12, 'host'),
    ),
  )

  it('give numbers', () => {
    expect(requestedAddress(message)).toBe(0xc0000201)
    expect(serverIdentifier(message)).toBe(0xffffffff)
    expect(requestedLeaseTime(message)).toBe(0xffffffff)
    expect(maxMessageSize(message)).toBe(1500)
    expect(subnetSelection(message)).toBe(0x0a000000)
    expect(textOption(message, Option.hostName)).toBe('host')
  })

  it('look into the parameter request list', () => {
    expect([1, 2, 3, 6, 15, 16].map(code => isRequested(message, code))).toEqual([true, false, true, true, true, false])
  })

  it('give undefined for what is not there', () => {
    const bare = view(discover())
    expect([requestedAddress, maxMessageSize, userClasses].map(read => read(bare))).toEqual(Array(3).fill(undefined))
    expect(isRequested(bare, 1)).toBe(false)
    expect(textOption(bare, 12)).toBeUndefined()
  })
})

describe('user class', () => {
  it.each([
    ['several (RFC 3004 4)', '\x03abc\x02de', ['abc', 'de']],
    ['one without its length, as many clients send it', 'iPXE', ['iPXE']],
  ])('%s', (_what, bytes, classes) => {
    expect(userClasses(view(discover(tlv(77, bytes))))).toEqual(classes)
  })
})

describe('vendor-identifying options (RFC 3925) of several enterprises', () => {
  const message = view(
    discover(
      tlv(124, '\0\0\x11\x8b\x06docsis\0\0\0\x09\x02c9'),
      tlv(125, '\0\0\x11\x8b\x04\x01\x02\x01\x02\0\0\x0d\xe9\x03\x05\x01x'),
    ),
  )
  const found = (code: number, enterprise: number): string | undefined =>
    findEnterprise(message, code, enterprise)
      ? message.optionBytes.toString('latin1', message.optionStart, message.optionEnd)
      : undefined

  it('are told apart', () => {
    expect(found(124, 4491)).toBe('docsis')
    expect(found(124, 9)).toBe('c9')
    expect(found(124, 10)).toBeUndefined()
    expect(found(125, 4491)).toBe('\x01\x02\x01\x02')
    expect(found(125, 3561)).toBe('\x05\x01x')
  })

  it('have their sub-options found', () => {
    expect(findEnterprise(message, Option.vendorOptions, 3561)).toBe(true)
    const at = subOptionAt(message.optionBytes, message.optionStart, message.optionEnd, 5)
    expect(message.optionBytes[at]).toBe(0x78)
    expect(subOptionAt(message.optionBytes, message.optionStart, message.optionEnd, 6)).toBe(-1)
  })
})

describe('relay agent information (RFC 3046)', () => {
  const relayed = (bytes: Uint8Array | string) => view(discover(tlv(82, bytes)))
  const found = (bytes: Uint8Array | string, code: number): string | undefined => {
    const message = relayed(bytes)
    return findRelayOption(message, code)
      ? message.optionBytes.toString('latin1', message.optionStart, message.optionEnd)
      : undefined
  }
  const full = Buffer.concat([
    tlv(RelayOption.circuitId, 'eth0/1'),
    tlv(RelayOption.remoteId, ''),
    tlv(RelayOption.linkSelection, [192, 0, 2, 0]),
    tlv(RelayOption.subscriberId, 'abc'),
    tlv(RelayOption.serverIdOverride, [192, 0, 2, 254]),
    tlv(RelayOption.relayId, '\0\x03\0\x01abcdef'),
    tlv(RelayOption.relayPort, []),
  ])

  it('is looked up by sub-option', () => {
    expect(found(full, RelayOption.circuitId)).toBe('eth0/1')
    expect(found(full, RelayOption.remoteId)).toBe('')
    expect(found(full, RelayOption.subscriberId)).toBe('abc')
    expect(found(full, RelayOption.relayId)).toBe('\0\x03\0\x01abcdef')
    expect(found(full, RelayOption.relayPort)).toBe('')
    expect(found(full, RelayOption.radius)).toBeUndefined()
  })

  it('gives addresses: link selection (RFC 3527) and server identifier override (RFC 5107)', () => {
    const message = relayed(full)
    expect(relayAddress(message, RelayOption.linkSelection)).toBe(0xc0000200)
    expect(relayAddress(message, RelayOption.serverIdOverride)).toBe(0xc00002fe)
    expect(relayAddress(message, RelayOption.circuitId)).toBeUndefined()
    expect(relayAddress(view(discover()), RelayOption.linkSelection)).toBeUndefined()
  })

  it('keeps what stands before a truncated sub-option, as Kea does', () => {
    expect(found('\x01\x01a\x02\x09b', 1)).toBe('a')
    expect(found('\x01\x01a\x02\x09b', 2)).toBeUndefined()
    expect(found('\x01', 1)).toBeUndefined()
    expect(found('', 1)).toBeUndefined()
  })

  it('ends at 255', () => {
    expect(found('\x01\x01a\0\xff\x02\x01b', 1)).toBe('a')
    expect(found('\x01\x01a\0\xff\x02\x01b', 2)).toBeUndefined()
  })

  it('may come in pieces (RFC 3396)', () => {
    const message = view(discover(tlv(82, '\x01\x04ci'), tlv(82, 'rc\x02\x01r')))
    expect(findRelayOption(message, 1)).toBe(true)
    expect(message.optionBytes.toString('latin1', message.optionStart, message.optionEnd)).toBe('circ')
  })
})

describe('client FQDN (RFC 4702)', () => {
  const read = (bytes: string) => readFqdn(view(discover(tlv(81, bytes))))

  it.each([
    ['wire form, full', '\x05\0\0\x03foo\x03bar\0', { flags: 5, name: 'foo.bar.', partial: false }],
    ['wire form, partial', '\x04\0\0\x06myhost', { flags: 4, name: 'myhost', partial: true }],
    ['ASCII, full', '\x01\0\0foo.bar.', { flags: 1, name: 'foo.bar.', partial: false }],
    ['ASCII, partial', '\0\0\0Foo', { flags: 0, name: 'Foo', partial: true }],
    ['no name', '\x08\0\0', { flags: 8, name: '', partial: false }],
    ['reserved bits and result codes', '\xf5\xff\xff\x03foo\0', { flags: 5, rcode: 255, name: 'foo.', partial: false }],
  ])('%s', (_what, bytes, expected) => {
    expect(read(bytes)).toMatchObject(expected)
  })

  it.each([
    [FqdnFlag.server | FqdnFlag.encoded, 'foo.bar.', '\x05\xff\xff\x03foo\x03bar\0'],
    [FqdnFlag.encoded, 'myhost', '\x04\xff\xff\x06myhost'],
    [FqdnFlag.noUpdate, 'foo.bar.', '\x08\xff\xfffoo.bar.'],
    [FqdnFlag.encoded, '', '\x04\xff\xff'],
  ])('is written with flags %i and name %j', (flags, name, bytes) => {
    expect(fqdnPayload(flags, name)?.toString('latin1')).toBe(bytes)
  })

  it('cannot be written with a name that has no wire form', () => {
    expect(fqdnPayload(FqdnFlag.encoded, 'a..b')).toBeUndefined()
  })
})
