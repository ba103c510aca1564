import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeOption,
  formatOptionData,
  OptionDataError,
  optionText,
  parseOptionData,
} from '../../src/wire/option-data.js'
import type { OptionDefinition, OptionType } from '../../src/wire/option-space.js'
import { fieldType, fieldTypes } from '../../src/wire/option-types/field-types.js'
import { standardSpaces } from '../../src/wire/standard-options.js'
import { badHex, badRows, csvRows, hexRows, type Shape } from './option-rows.js'

function definition({ type, array = false, fields = [] }: Shape): OptionDefinition {
  return { space: 'dhcp4', code: 230, name: 'probe', type, array, recordTypes: fields, encapsulates: '' }
}

const nameOf = ({ type, array, fields }: Shape): string =>
  `${fields === undefined ? type : `record(${fields.join()})`}${array ? '[]' : ''}`

/** The message of what `run` throws. */
function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof OptionDataError) return error.message
    throw error
  }
  return 'accepted'
}

describe('option-data with csv-format', () => {
  it.each(csvRows.map(([shape, text, wire]) => [nameOf(shape), text, wire, shape] as const))(
    'encodes %s %j as %s',
    (_name, text, wire, shape) => {
      expect(parseOptionData(definition(shape), text, true).toString('hex')).toBe(wire)
    },
  )

  it.each(csvRows.map(([shape, , wire]) => [nameOf(shape), wire, shape] as const))(
    'gives %s %s a text that means the same bytes',
    (_name, wire, shape) => {
      const payload = Buffer.from(wire, 'hex')
      const text = formatOptionData(definition(shape), payload)
      expect(parseOptionData(definition(shape), text, true)).toEqual(payload)
    },
  )

  it.each(badRows.map(([shape, text, reason]) => [nameOf(shape), text, reason, shape] as const))(
    'refuses %s %j: %s',
    (_name, text, reason, shape) => {
      expect(refusal(() => parseOptionData(definition(shape), text, true))).toBe(
        `option data does not match option definition (space: dhcp4, code: 230): ${reason}`,
      )
    },
  )

  it('refuses an IPv6 address for IPv4 and a prefix longer than 128 bits, both of which Kea lets through', () => {
    expect(refusal(() => parseOptionData(definition({ type: 'ipv4-address' }), '::1', true))).toContain("'::1'")
    expect(refusal(() => parseOptionData(definition({ type: 'ipv6-prefix' }), '::/129', true))).toContain('129')
  })

  it('puts two bytes of length before a tuple in DHCPv6', () => {
    const definition = standardSpaces(6).byName('dhcp6', 'bootfile-param')!
    expect(parseOptionData(definition, 'root=/dev/sda1, quiet', true).toString('latin1')).toBe(
      '\0\x0eroot=/dev/sda1\0\x05quiet',
    )
  })
})

describe('option-data without csv-format', () => {
  it.each(hexRows)('reads %j as %s', (text, wire) => {
    expect(parseOptionData(undefined, text, false).toString('hex')).toBe(wire)
  })

  it.each(badHex)('refuses %j', text => {
    expect(refusal(() => parseOptionData(undefined, text, false))).toBe(
      `option data is not a valid string of hexadecimal digits: ${text}`,
    )
  })

  it.each([
    ['routers', '010203', 'DHCPv4 Option4AddrLst 3 has invalid length=3, must be divisible by 4.'],
    ['domain-search', '0161', 'incomplete wire-format name'],
  ])('holds the bytes against the definition: %s %s', (name, text, reason) => {
    expect(refusal(() => parseOptionData(standardSpaces().byName('dhcp4', name), text, false))).toMatch(reason)
  })
})

describe('options with a text of their own', () => {
  const v4 = standardSpaces(4)
  const v6 = standardSpaces(6)
  const encode = (spaces: typeof v4, space: string, name: string, text: string): string => {
    const definition = spaces.byName(space, name)!
    const payload = parseOptionData(definition, text, true)
    expect(formatOptionData(definition, payload)).toBe(text)
    return payload.toString('hex')
  }

  // RFC 3442, the table of destination descriptors
  it.each([
    ['0.0.0.0/0', '00'],
    ['10.0.0.0/8', '080a'],
    ['10.0.0.0/24', '180a0000'],
    ['10.17.0.0/16', '100a11'],
    ['10.27.129.0/24', '180a1b81'],
    ['10.229.0.128/25', '190ae50080'],
    ['10.198.122.47/32', '200ac67a2f'],
  ])('classless-static-route %s', (destination, descriptor) => {
    expect(encode(v4, 'dhcp4', 'classless-static-route', `${destination} - 192.0.2.1`)).toBe(`${descriptor}c0000201`)
  })

  it.each([
    '10.0.0.0 - 1.2.3.4',
    '10.0.0.0/33 - 1.2.3.4',
    '10.0.0.0/8',
    '',
    '10.0.0.0/8 - x',
    '10.0.0.1/8 - 1.1.1.1',
    '10.0.0.0/8 - 1.2.3.4 - 2',
    '10.0.0.0/8 - 1.2.3.4,',
  ])('refuses the route %j', text => {
    const definition = v4.byName('dhcp4', 'classless-static-route')!
    expect(refusal(() => parseOptionData(definition, text, true))).toContain('option data does not match')
  })

  it('encodes encrypted resolvers (RFC 9463 5.1), several in one option 162', () => {
    const name = '08 7265736f6c766572 07 6578616d706c65 00'
    const first = `0002 12 ${name}`
    const second = `0096 12 ${name} 04 0a000506 0001 0008 03 646f74 03 646f71 0003 0002 2152 0007 0008 2f717b3f646e737d`
    const text = '2, resolver.example. | 150, resolver.example., 10.0.5.6, alpn=dot\\,doq port=8530 dohpath=/q{?dns}'
    const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex')
    const counted = (hex: string): string => {
      const body = bytes(hex)
      return Buffer.concat([Uint8Array.of(body.length >> 8, body.length), body]).toString('hex')
    }
    expect(encode(v4, 'dhcp4', 'v4-dnr', text)).toBe(counted(first) + counted(second))
  })

  it('encodes an encrypted resolver for DHCPv6 (RFC 9463 4.1)', () => {
    expect(encode(v6, 'dhcp6', 'v6-dnr', '1, a., 2001:db8::1 2001:db8::2, alpn=h3')).toBe(
      `0001 0003 016100 0020 ${'20010db8000000000000000000000001'} ${'20010db8000000000000000000000002'} 0001 0003 026833`.replaceAll(
        ' ',
        '',
      ),
    )
  })

  it.each([
    '70000, a.',
    '1, a., 1.2.3',
    '1, a., 1.2.3.4, alpn=dot=doq',
    '1, a., 1.2.3.4, ipv4hint=1.2.3.4',
    '1, a., 1.2.3.4, port=1 port=2',
    '1',
  ])('refuses the resolver %j', text => {
    expect(refusal(() => parseOptionData(v4.byName('dhcp4', 'v4-dnr')!, text, true))).toContain('does not match')
  })
})

describe('decodeOption', () => {
  const v4 = standardSpaces(4)

  it('gives the fields of a record with their values', () => {
    const option = v4.byName('dhcp4', 'option-6rd')!
    const bytes = Buffer.from(
      '0e402001 0db8 0000 0000 0000 0000 0000 0000 c0000201 c0000202'.replaceAll(' ', ''),
      'hex',
    )
    expect(decodeOption(option, bytes, 0, bytes.length)).toEqual({
      fields: [
        { type: 'uint8', value: 14, text: '14' },
        { type: 'uint8', value: 64, text: '64' },
        { type: 'ipv6-address', value: '2001:db8::', text: '2001:db8::' },
        { type: 'ipv4-address', value: '192.0.2.1', text: '192.0.2.1' },
        { type: 'ipv4-address', value: '192.0.2.2', text: '192.0.2.2' },
      ],
      rest: bytes.length,
    })
  })

  it('tells where the sub-options begin', () => {
    const rule = standardSpaces(6).byName('s46-cont-mape-options', 's46-rule')!
    const bytes = Buffer.from('01040a c0000200 2020010db8 005d0004 06080000'.replaceAll(' ', ''), 'hex')
    expect(decodeOption(rule, bytes, 0, bytes.length)?.rest).toBe(12)
  })

  it('knows a truncated value', () => {
    expect(decodeOption(v4.byName('dhcp4', 'subnet-mask')!, Buffer.from([255, 255, 255]), 0, 3)).toBeUndefined()
  })
})

describe('text and bytes of any value', () => {
  const payloadOf: Partial<Record<OptionType, fc.Arbitrary<Buffer>>> = {
    boolean: fc.constantFrom(Buffer.of(0), Buffer.of(1)),
    string: fc.string({ unit: 'grapheme', minLength: 1 }).map(text => Buffer.from(text)),
    tuple: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map(text => {
      const body = Buffer.from(text).subarray(0, 255)
      return Buffer.concat([Buffer.of(body.length), body])
    }),
    fqdn: fc
      .array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 5 })
      .map(labels => Buffer.concat([...labels.flatMap(l => [Buffer.of(l.length), l]), Buffer.of(0)])),
    binary: fc.uint8Array({ minLength: 1 }).map(Buffer.from),
    psid: fc
      .tuple(fc.nat(16), fc.nat(0xffff))
      .map(([bits, id]) => Buffer.of(bits, ...[8, 0].map(s => (((id << (16 - bits)) & 0xffff) >> s) & 255))),
    'ipv6-prefix': fc.tuple(fc.nat(16), fc.uint8Array({ minLength: 16, maxLength: 16 })).map(([n, bytes]) =>
      // whole octets, so that no bit beyond the length is set
      Buffer.concat([Buffer.of(n * 8), bytes.subarray(0, n)]),
    ),
  }
  const simple = (Object.keys(fieldTypes) as OptionType[]).filter(type => type !== 'empty')

  it.each(simple)('optionText of a %s says exactly its payload', type => {
    const { width } = fieldType(type)
    const any = payloadOf[type] ?? fc.uint8Array({ minLength: width, maxLength: width }).map(Buffer.from)
    fc.assert(
      fc.property(any, payload => {
        const { data, csv } = optionText(definition({ type }), payload)
        expect(parseOptionData(definition({ type }), data, csv)).toEqual(payload)
        // Only what text cannot carry may fall back to hex
        if (type !== 'string' && type !== 'tuple') expect(csv).toBe(true)
      }),
    )
  })

  it('never throws at bytes of any kind, whatever the standard definition', () => {
    const all = [...standardSpaces(4).of('dhcp4'), ...standardSpaces(6).of('dhcp6')]
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.uint8Array({ maxLength: 40 }), (option, bytes) => {
        decodeOption(option, bytes, 0, bytes.length)
        const { data, csv } = optionText(option, bytes)
        expect(csv || data === Buffer.from(bytes).toString('hex').toUpperCase()).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})
