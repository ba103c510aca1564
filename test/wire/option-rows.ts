import type { OptionType } from '../../src/wire/option-space.js'

/** What an option definition says beside its name and code. */
export interface Shape {
  readonly type: OptionType
  readonly array?: boolean
  readonly fields?: readonly OptionType[]
}

/** option-data as text, and what kea-dhcp4 2.2.0 puts on the wire for it (hex). */
export const csvRows: readonly (readonly [Shape, text: string, wire: string])[] = [
  [{ type: 'string' }, 'a,b', '61'],
  [{ type: 'string' }, 'a\\,b', '612c62'],
  [{ type: 'string' }, 'a\\\\,b', '615c'],
  [{ type: 'string' }, 'a\\b', '615c62'],
  [{ type: 'string' }, '  a b  ', '612062'],
  [{ type: 'string' }, 'a\\\\\\,b', '615c2c62'],
  [{ type: 'string' }, 'a\\\\b', '615c62'],
  [{ type: 'string' }, '\\\\', '5c'],
  [{ type: 'string' }, 'a\\', '615c'],
  [{ type: 'string' }, '\\x\\\\y\\,', '5c785c792c'],
  [{ type: 'string' }, "'abc'", '2761626327'],
  [{ type: 'uint8' }, '5a', '5a'],
  [{ type: 'uint8' }, '010', '0a'],
  [{ type: 'uint8' }, '0x1f', '1f'],
  [{ type: 'uint8' }, '+5', '05'],
  [{ type: 'int8' }, '-1', 'ff'],
  [{ type: 'uint16' }, '1,2', '0001'],
  [{ type: 'uint32' }, '0xffffffff', 'ffffffff'],
  [{ type: 'int32' }, '-2147483648', '80000000'],
  [{ type: 'boolean' }, ' TRUE ', '01'],
  [{ type: 'psid' }, '3/4', '043000'],
  [{ type: 'psid' }, '0/0', '000000'],
  [{ type: 'psid' }, '65535/16', '10ffff'],
  [{ type: 'ipv6-prefix' }, '2001:db8::1/33', '2120010db800'],
  [{ type: 'ipv6-prefix' }, '::/0', '00'],
  [{ type: 'fqdn' }, 'Foo.Example.org', '03466f6f074578616d706c65036f726700'],
  [{ type: 'fqdn' }, 'foo', '03666f6f00'],
  [{ type: 'tuple' }, 'abc', '03616263'],
  [{ type: 'tuple' }, 'a\\,b', '03612c62'],
  [{ type: 'binary' }, '01 02ab', '0102ab'],
  [{ type: 'fqdn', array: true }, 'a.b, c.d', '01610162000163016400'],
  [{ type: 'tuple', array: true }, 'abc,d', '036162630164'],
  [{ type: 'uint16', array: true }, '1, 2,0x3', '000100020003'],
  [{ type: 'boolean', array: true }, '1,0,true', '010001'],
  [{ type: 'psid', array: true }, '3/4, 1/2', '043000024000'],
  [{ type: 'ipv6-prefix', array: true }, '::/0, 2001:db8::/32', '002020010db8'],
  [{ type: 'ipv4-address', array: true }, ',1.2.3.4,,5.6.7.8,', '0102030405060708'],
  [{ type: 'record', fields: ['uint8', 'string'] }, '1, a,b', '0161'],
  [{ type: 'record', fields: ['uint8', 'string'] }, '1, a\\,b', '01612c62'],
  [{ type: 'record', fields: ['uint8', 'binary'] }, '1, 0a0b', '010a0b'],
  [{ type: 'record', fields: ['uint8', 'fqdn', 'binary'] }, '1, a.b, 01', '01016101620001'],
  [{ type: 'record', fields: ['ipv4-address', 'uint16'] }, '1.2.3.4, 5, 6', '010203040005'],
  [{ type: 'record', fields: ['uint8', 'tuple', 'psid'] }, '1, abc, 3/4', '0103616263043000'],
  [{ type: 'record', array: true, fields: ['uint8', 'ipv4-address'] }, '1,1.2.3.4,5.6.7.8', '010102030405060708'],
  [{ type: 'record', array: true, fields: ['uint8', 'fqdn'] }, '1,a.b,c.d', '0101610162000163016400'],
]

/** Texts with csv-format false, and their bytes (kea-dhcp4 2.2.0). */
export const hexRows: readonly (readonly [text: string, wire: string])[] = [
  ['0102', '0102'],
  ['01:02', '0102'],
  ['1:2', '0102'],
  ['123', '0123'],
  ["'abc'", '616263'],
  ["' a '", '61'],
  [" 'a'", '61'],
  ['0x0102', '0102'],
  ['01 2', '0102'],
  ['0aF', '00af'],
  ['', ''],
]

/** Texts with csv-format false that kea-dhcp4 2.2.0 refuses. */
export const badHex: readonly string[] = [
  '01-02',
  'xyz',
  '0x',
  '01::02',
  '01  02',
  '01:02 03',
  "''",
  "'a",
  '0x 01',
  '0102 03',
  ' 0102 ',
  '0x01:02',
  '100:2',
  '0X0a',
]

const int = (text: string, min: number, max: number): string =>
  `unable to convert '${text}' to numeric type. This value is expected to be in the range of ${min}..${max}`

/** Texts that kea-dhcp4 2.2.0 refuses, with its reasons. */
export const badRows: readonly (readonly [Shape, text: string, reason: string])[] = [
  [{ type: 'boolean' }, '2', "unable to convert '2' to boolean data type"],
  [{ type: 'boolean' }, 'yes', "unable to covert the value 'yes' to boolean data type"],
  [{ type: 'boolean' }, '', 'no option value specified'],
  [{ type: 'boolean', array: true }, '', 'option buffer truncated'],
  [{ type: 'int8' }, '-129', int('-129', -128, 127)],
  [{ type: 'int8' }, 'abc', int('abc', -128, 127)],
  [{ type: 'int8', array: true }, '', 'option 230 empty'],
  [{ type: 'int16' }, '32768', int('32768', -32768, 32767)],
  [{ type: 'int32' }, '2147483648', int('2147483648', -2147483648, 2147483647)],
  [
    { type: 'int32' },
    '99999999999999999999',
    "unable to convert the value '99999999999999999999' to integer data type",
  ],
  [{ type: 'uint8' }, '256', int('256', 0, 255)],
  [{ type: 'uint8' }, '-1', int('-1', 0, 255)],
  [{ type: 'uint8' }, '0xfff', int('0xfff', 0, 255)],
  [{ type: 'uint8' }, '1.5', "unable to convert the value '1.5' to integer data type"],
  [{ type: 'uint8' }, '0x', "unable to convert the value '0x' to integer data type"],
  [{ type: 'uint32' }, '4294967296', int('4294967296', 0, 4294967295)],
  [{ type: 'ipv4-address' }, '1.2.3', "Failed to convert string to address '1.2.3': Invalid argument"],
  [{ type: 'ipv4-address' }, '01.2.3.4', "Failed to convert string to address '01.2.3.4': Invalid argument"],
  [{ type: 'ipv4-address' }, '', 'no option value specified'],
  [
    { type: 'ipv4-address', array: true },
    '1.1.1.1\\,2.2.2.2',
    "Failed to convert string to address '1.1.1.1,2.2.2.2': Invalid argument",
  ],
  [{ type: 'ipv4-address', array: true }, ' , ', "Failed to convert string to address '': Invalid argument"],
  [{ type: 'ipv6-address' }, 'abc', "Failed to convert string to address 'abc': Invalid argument"],
  [{ type: 'ipv6-prefix' }, '2001:db8::', 'provided address/prefix 2001:db8:: is not valid.'],
  [{ type: 'ipv6-prefix' }, '/32', "Failed to convert string to address '': Invalid argument"],
  [{ type: 'ipv6-prefix' }, '2001:db8::/x', 'provided prefix x is not valid.'],
  [{ type: 'ipv6-prefix' }, '2001:db8::/-1', 'provided prefix -1 is not valid.'],
  [{ type: 'ipv6-prefix' }, '1.2.3.4/8', 'provided address 1.2.3.4 is not a valid IPv4 or IPv6 address.'],
  [{ type: 'psid' }, '1/17', 'invalid value 17 of PSID length'],
  [{ type: 'psid' }, 'x/4', 'provided PSID x is not valid'],
  [{ type: 'psid' }, '3', 'provided PSID value 3 is not valid'],
  [{ type: 'psid' }, '3/x', 'provided PSID length x is not valid'],
  [{ type: 'psid' }, '/', 'provided PSID  is not valid'],
  [{ type: 'psid' }, '3/4/5', 'provided PSID length 4/5 is not valid'],
  [{ type: 'psid' }, '16/4', 'invalid PSID value 16 for a specified PSID length 4'],
  [{ type: 'string' }, '', 'no option value specified'],
  [
    { type: 'binary' },
    '01:02',
    'unable to cast 01:02 to binary data type: attempt to decode a value not in base16 char set',
  ],
  [{ type: 'binary' }, '123', 'unable to cast 123 to binary data type: Incomplete input for base16: 123'],
  [{ type: 'tuple' }, 'x'.repeat(256), 'invalid tuple value (size 256 larger than 255)'],
  [{ type: 'tuple', array: true }, '', 'parsed data tuples option data truncated to size 0'],
  [{ type: 'fqdn' }, 'foo..bar', 'duplicate period in foo..bar'],
  [{ type: 'fqdn' }, `${'a'.repeat(64)}.com`, `label is too long in ${'a'.repeat(64)}.com`],
  [{ type: 'fqdn', array: true }, '', 'FQDN list option has invalid length of 0'],
  [{ type: 'empty' }, 'abc', 'attempt to write invalid option data field type into the option buffer: 0'],
  [
    { type: 'record', fields: ['uint8', 'ipv4-address'] },
    '1',
    "number of data fields for the option type '230' is greater than number of values provided.",
  ],
]
