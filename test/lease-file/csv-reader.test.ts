import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BadRow, LeaseCsvReader } from '../../src/lease-file/csv-reader.js'
import type { LeaseRecord } from '../../src/lease-file/lease-record.js'
import { headerOf, type LeaseFileSchema, schema4, schema6 } from '../../src/lease-file/schema.js'
import { ipv4 } from '../../src/wire/address.js'

const V1 = 'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname'
const V21 = `${V1},state,user_context`
const V6_22 =
  'address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,state,user_context,hwtype,hwaddr_source'

function read(schema: LeaseFileSchema, text: string, maxErrors = 0, piece = Number.POSITIVE_INFINITY) {
  const rows: ReturnType<typeof fieldsOf>[] = []
  const bad: BadRow[] = []
  const sink = { row: (r: LeaseRecord) => rows.push(fieldsOf(r)), bad: (b: BadRow) => bad.push(b) }
  const reader = new LeaseCsvReader(schema, sink, { file: 'f.csv', maxErrors })
  const bytes = Buffer.from(text, 'latin1')
  let from = 0
  for (let end = Math.min(piece, bytes.length); end < bytes.length; end = Math.min(end + piece, bytes.length))
    from = reader.feed(bytes, from, end)
  reader.end(bytes, from, bytes.length)
  return { rows, bad, reader }
}

function fieldsOf(r: LeaseRecord) {
  const part = (at: number, length: number) => r.bytes.subarray(at, at + length)
  return {
    address: ipv4.format(r.w0),
    hwaddr: part(r.hardwareAt, r.hardwareLength).toString('hex'),
    client: part(r.clientAt, r.clientLength).toString('hex'),
    hostname: part(r.hostnameAt, r.hostnameLength).toString('utf8'),
    context: part(r.contextAt, r.contextLength).toString('utf8'),
    valid: r.validLifetime,
    cltt: r.cltt,
    subnet: r.subnetId,
    pool: r.poolId,
    state: r.state,
    forward: r.fqdnForward,
    reverse: r.fqdnReverse,
    kind: r.kind,
    length: r.prefixLength,
    preferred: r.preferredLifetime,
    iaid: r.iaid,
    type: r.hardwareType,
    source: r.hardwareSource,
  }
}

describe('rows', () => {
  test('a row as Kea 2.2 writes it', () => {
    const { rows, bad } = read(
      schema4,
      `${V21}\n192.0.2.202,1a:1b:1c:1d:1e:1f,01:1a:1b,3600,1795192381,7,1,0,a&#x2cb.example.,0,{ "x": "a&#x2cb" }\n`,
    )
    expect(bad).toEqual([])
    expect(rows[0]).toMatchObject({
      address: '192.0.2.202',
      hwaddr: '1a1b1c1d1e1f',
      client: '011a1b',
      valid: 3600,
      cltt: 1_795_188_781,
      subnet: 7,
      forward: true,
      reverse: false,
      hostname: 'a,b.example.',
      state: 0,
      context: '{ "x": "a,b" }',
      pool: 0,
      kind: 3,
      length: 32,
      type: 1,
    })
  })

  test('columns that an older schema lacks have their defaults', () => {
    const { rows, reader } = read(schema4, `${V1}\n192.0.2.1,01:02,,60,160,1,0,0,\n`)
    expect(rows[0]).toMatchObject({ state: 0, context: '', pool: 0, cltt: 100 })
    expect(reader.header).toEqual({ state: 'needs-upgrade', count: 9, version: '1.0' })
  })

  test('a newer schema is read as far as it is known', () => {
    const { rows, reader } = read(schema4, `${V21},pool_id,novelty\n192.0.2.1,01:02,,60,160,1,0,0,,0,,5,what\n`)
    expect(rows[0]).toMatchObject({ pool: 5 })
    expect(reader.header).toMatchObject({ state: 'needs-downgrade' })
  })

  test('DHCPv6: hardware type and source stand for something only with a hardware address', () => {
    const { rows, bad } = read(
      schema6,
      `${V6_22}\n2001:db8::9,00:01:02,3600,1900000000,1,1800,0,7,64,0,0,,01:02:03:04:05:06,0,,,\n` +
        '2001:db8::a,00:01:02,3600,1900000000,1,1800,0,7,64,0,0,,01:02:03:04:05:06,0,,6,32\n' +
        '2001:db8::c,00:01:02,3600,1900000000,1,1800,0,7,64,0,0,,,0,,6,32\n' +
        '2001:db8:1::,00:01:02,3600,1900000000,1,1800,2,4294967295,56,0,0,,,0,,,\n',
    )
    expect(bad).toEqual([])
    expect(rows.map(r => [r.type, r.source])).toEqual([[1, 0], [6, 32], [0, 0], [0, 0]]) // biome-ignore format: a table
    expect(rows.map(r => r.length)).toEqual([128, 128, 128, 56])
    expect(rows[3]).toMatchObject({ kind: 2, iaid: 4_294_967_295, preferred: 1800 })
  })

  test('an infinite lease keeps its time', () => {
    const { rows } = read(schema4, `${V21}\n192.0.2.1,01:02,,4294967295,6089967295,1,0,0,,0,\n`)
    expect(rows[0]).toMatchObject({ valid: 0xffffffff, cltt: 1_795_000_000 })
  })

  test('host names are lower case, a tag without two digits stays, blank lines and CR LF do not matter', () => {
    const { rows, bad } = read(
      schema4,
      `${V21}\r\n\r\n192.0.2.1,01:02,,60,160,1,0,0,HoSt&#x2G&#x,0,\r\n\n192.0.2.2,1:2:AB,,60,160,1,0,0,,1,\r\n`,
    )
    expect(bad).toEqual([])
    expect(rows.map(r => [r.hostname, r.hwaddr])).toEqual([['host&#x2g&#x', '0102'], ['', '0102ab']]) // biome-ignore format: a table
  })

  test('the last row may lack its line end', () => {
    expect(read(schema4, `${V21}\n192.0.2.1,01:02,,60,160,1,0,0,,0,`).rows).toHaveLength(1)
  })
})

// The reasons are those that kea-lfc 2.2 logs for the same rows; ours go on to say which column it was
describe('rows that Kea refuses', () => {
  const cases: [string, string][] = [
    [
      '192.0.2.1,,,3600,1900000000,1,0,0,,0,',
      'Lease4: 192.0.2.1, state: default has neither hardware address or client id',
    ],
    [
      '192.0.2.1,01:02,,x,1900000000,1,0,0,,0,',
      'bad lexical cast: source type value could not be interpreted as target',
    ],
    ['192.0.2.1,01:zz,,3600,1900000000,1,0,0,,0,', "'z' is not a valid hexadecimal digit in decoded string '01:zz'"],
    [
      '192.0.2.300,01:02,,3600,1900000000,1,0,0,,0,',
      "Failed to convert string to address '192.0.2.300': Invalid argument",
    ],
    [
      '192.0.2.1,01:02,,3600,1900000000,1,2,0,,0,',
      'bad lexical cast: source type value could not be interpreted as target',
    ],
    ['192.0.2.1,01:02,,3600,1900000000,1,0,0,,0,[]', "user context '[]' is not a JSON map"],
    [
      '192.0.2.1,01:02,,5000000000,1900000000,1,0,0,,0,',
      'bad lexical cast: source type value could not be interpreted',
    ],
    ['192.0.2.1,01:02,,36,190000 ,1,0,0,,0,', 'bad lexical cast: source type value could not be interpreted as target'],
    [
      '192.0.2.1,01:02,,36,190000000,1,0,0,,,',
      'bad lexical cast: source type value could not be interpreted as target',
    ],
    [`192.0.2.1,${'01:'.repeat(20)}01,,36,1900000000,1,0,0,,0,`, 'address vector size exceeds MAX_HWADDR_LEN'],
    ['192.0.2.1,01-02,,10,1900000000,1,0,0,,0,', ''],
    ['192.0.2.1,01:02,,3600,1900000000,1,0,0,,0', "Invalid number of columns: 10 in row: '192.0.2.1,01:02,,3600,"],
    ['192.0.2.1,01:02,,3600,1900000000,1,0,0,,0,,,', 'Invalid number of columns: 13'],
  ]
  test.each(cases)('%s', (row, reason) => {
    const { rows, bad } = read(
      schema4,
      `${V21}\n192.0.2.8,01:02,,60,160,1,0,0,,0,\n\n${row}\n192.0.2.9,01:02,,60,160,1,0,0,,0,\n`,
    )
    expect(rows.map(r => r.address)).toEqual(['192.0.2.8', '192.0.2.9'])
    expect(bad).toHaveLength(1)
    expect(bad[0]).toMatchObject({ row: 2, line: 4 })
    expect(bad[0]!.reason).toContain(reason)
  })

  test.each([
    ['2001:db8::2,,3600,1900000000,1,1800,0,7,128,0,0,,,0,,,', 'Empty DUIDs are not allowed'],
    ['2001:db8::2,00:01,3600,1900000000,1,1800,1,7,128,0,0,,,0,,,', 'Invalid lease type'],
    ['2001:db8::2,00:01,3600,1900000000,1,1800,2,7,129,0,0,,,0,,,', 'Invalid prefix length'],
    ['2001:db8::2::,00:01,3600,1900000000,1,1800,0,7,128,0,0,,,0,,,', 'Failed to convert string to address'],
  ])('%s', (row, reason) => {
    expect(read(schema6, `${V6_22}\n${row}\n`).bad[0]?.reason).toContain(reason)
  })

  test('a declined DHCPv6 lease needs no DUID', () => {
    for (const duid of ['00', '00:00:00']) {
      const { rows } = read(schema6, `${V6_22}\n2001:db8::2,${duid},3600,1900000000,1,0,0,0,128,0,0,,,1,,,\n`)
      expect(rows[0]).toMatchObject({ client: '', state: 1 })
    }
  })
})

describe('files that are none', () => {
  test.each([
    ['address,hwaddr\n', ' - header has only 2 valid column(s), it must have at least 9'],
    [`${V21.replace('expire', 'expiry')}\n`, " - header contains an invalid column: 'expiry'"],
    ['\u0000\u0001\u0002', ' - header contains an invalid column'],
  ])('%j', (text, reason) => {
    expect(read(schema4, text).reader.failure).toContain(reason)
  })

  test('an empty file has no header and no failure', () => {
    const { reader } = read(schema4, '')
    expect(reader.header).toBeUndefined()
    expect(reader.failure).toBe('')
  })

  test('too many errors end the reading', () => {
    const { rows, reader } = read(schema4, `${V21}\nx\ny\nz\n192.0.2.9,01:02,,60,160,1,0,0,,0,\n`, 2)
    expect(reader.failure).toBe('exceeded maximum number of failures 2 to read a lease from the lease file f.csv')
    expect(rows).toEqual([])
  })
})

test('pieces of any size read like the whole', () => {
  const text = `${headerOf(schema4)}192.0.2.1,01:02,,60,160,1,0,0,a,0,,0\r\nbad\n\n192.0.2.2,01:02,,60,160,1,0,0,b,0,,0\n`
  const whole = read(schema4, text)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), piece => {
      const { rows, bad } = read(schema4, text, 0, piece)
      expect({ rows, bad }).toEqual({ rows: whole.rows, bad: whole.bad })
    }),
  )
})
