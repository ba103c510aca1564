import { describe, expect, it } from 'vitest'
import { standardRows6 } from '../../../../src/wire/standard-options6.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { option6, packed6 } from '../../../kit/packet6.js'

const duid = '00:03:00:01:02:00:00:00:00:01'
/** An option of two hexadecimal digits that say which scope it is from. */
const mark = (code: number, data: string, more: object = {}) => ({ code, data, 'csv-format': false, ...more })
const told = (answer: { packet: { options: readonly { code: number; data: Buffer }[] } } | undefined) =>
  answer?.packet.options
    .filter(({ code }) => code !== 1 && code !== 2)
    .map(({ code, data }) => [code, data.toString('hex')])

describe('INFORMATION-REQUEST', () => {
  it('is answered with what it asks for, ascending by code, and with what is always sent', async () => {
    const engine = await Engine6.start({
      'option-data': [
        { name: 'domain-search', data: 'example.org' },
        { name: 'dns-servers', data: '2001:db8::53' },
        { name: 'sntp-servers', data: '2001:db8::1' },
        { name: 'unicast', data: '2001:db8::99' },
        { name: 'information-refresh-time', data: '600', 'always-send': true },
        { name: 'preference', data: '7' },
      ],
      subnet6: [subnet6()],
    })
    const answer = await engine.client({ duid }).informationRequest({ oro: [24, 23, 23, 12, 39, 4000] })
    expect(answer?.type).toBe('REPLY')
    // bytes of a running kea-dhcp6 2.2 for the same question
    expect(answer?.heard.payload.subarray(4).toString('hex')).toBe(
      '0001000a00030001020000000001' +
        '0002000a000300010200000000aa' +
        '000c001020010db8000000000000000000000099' +
        '0017001020010db8000000000000000000000053' +
        '0018000d076578616d706c65036f726700' +
        '0020000400000258',
    )
    expect(engine.statistic('pkt6-reply-sent')).toBe(1)
  })

  it('needs no client identifier (RFC 8415 18.2.6)', async () => {
    const engine = await Engine6.start({ 'option-data': [mark(1000, '11')], subnet6: [subnet6()] })
    const answer = await engine.client({ duid: 'none' }).informationRequest({ oro: [1000] })
    expect(answer?.codes).toEqual([2, 1000])
  })

  it('from a link that is none of ours gets the global options', async () => {
    const engine = await Engine6.start({
      'option-data': [mark(1000, '11')],
      subnet6: [subnet6({ interface: 'eth7', 'option-data': [mark(1000, '22')] })],
    })
    expect(told(await engine.client({ duid }).informationRequest({ oro: [1000] }))).toEqual([[1000, '11']])
  })

  it('takes the first of several option requests', async () => {
    const options = [mark(1000, '11'), mark(1002, '22')]
    const engine = await Engine6.start({ 'option-data': options, subnet6: [subnet6()] })
    const second = option6(6, [1002 >> 8, 1002 & 255])
    expect(told(await engine.client({ duid }).informationRequest({ oro: [1000], options: [second] }))).toEqual([
      [1000, '11'],
    ])
  })
})

describe('scopes', () => {
  const config = {
    'option-data': [
      mark(1000, '00'),
      mark(1001, '00', { 'always-send': true }),
      mark(1002, '00'),
      mark(1003, '00'),
      mark(1004, '00'),
    ],
    'client-classes': [
      {
        name: 'c1',
        test: "member('ALL')",
        'option-data': [mark(1000, 'c1'), mark(1002, 'c1'), mark(1003, 'c1')],
      },
      { name: 'c2', test: "member('ALL')", 'option-data': [mark(1000, 'c2'), mark(1005, 'c2')] },
    ],
    'shared-networks': [
      {
        name: 'link',
        interface: 'eth0',
        'option-data': [mark(1000, 'e0'), mark(1003, 'e0')],
        subnet6: [
          {
            id: 1,
            subnet: '2001:db8:1::/64',
            'option-data': [mark(1000, '50'), mark(1006, '50')],
            reservations: [{ duid, 'option-data': [mark(1000, 'ff')] }],
          },
        ],
      },
    ],
  }
  const oro = Array.from({ length: 12 }, (_, i) => 1000 + i)

  // what kea-dhcp6 2.2 answers to the same configuration
  it('nearest the client first: subnet, shared network, classes in their order, global', async () => {
    const engine = await Engine6.start(config)
    const other = engine.client({ duid: '00:03:00:01:02:00:00:00:00:99' })
    expect(told(await other.informationRequest({ oro }))).toEqual([
      [1000, '50'],
      [1001, '00'],
      [1002, 'c1'],
      [1003, 'e0'],
      [1004, '00'],
      [1005, 'c2'],
      [1006, '50'],
    ])
  })

  it('a reservation stands over all of them', async () => {
    const engine = await Engine6.start(config)
    expect(told(await engine.client({ duid }).informationRequest({ oro: [1000, 1003] }))).toEqual([
      [1000, 'ff'],
      [1001, '00'],
      [1003, 'e0'],
    ])
  })

  it('never-send of any scope holds', async () => {
    const engine = await Engine6.start({
      'option-data': [mark(1000, '11', { 'never-send': true }), mark(1001, '22', { 'always-send': true })],
      subnet6: [subnet6({ 'option-data': [mark(1000, '33', { 'always-send': true })] })],
    })
    expect(told(await engine.client({ duid }).informationRequest({ oro: [1000, 1001] }))).toEqual([[1001, '22']])
  })

  it('an option for other classes is not specified for this client', async () => {
    const engine = await Engine6.start({
      'client-classes': [{ name: 'phone', test: 'option[15].exists' }],
      'option-data': [mark(1000, '11')],
      subnet6: [subnet6({ 'option-data': [mark(1000, '22', { 'client-classes': ['phone'] })] })],
    })
    const client = engine.client({ duid })
    expect(told(await client.informationRequest({ oro: [1000] }))).toEqual([[1000, '11']])
    const phone = { oro: [1000], options: [option6(15, [0, 1, 65])] }
    expect(told(await client.informationRequest(phone))).toEqual([[1000, '22']])
  })

  it('what the answer is made of is not configurable', async () => {
    const engine = await Engine6.start({
      'option-data': [mark(2, '00030001020000000bad', { 'always-send': true })],
      subnet6: [subnet6()],
    })
    const answer = await engine.client({ duid }).informationRequest({ oro: [1, 2, 3, 9, 13, 14, 25] })
    expect(answer?.codes).toEqual([1, 2])
    expect(answer?.serverId).toBe('00:03:00:01:02:00:00:00:00:aa')
  })
})

describe('every standard option', () => {
  const values: Record<string, string> = {
    binary: '0a0b0c0d',
    boolean: 'true',
    uint8: '1',
    uint16: '1',
    uint32: '1',
    'ipv6-address': '2001:db8::1',
    'ipv4-address': '192.0.2.1',
    'ipv6-prefix': '2001:db8::/32',
    psid: '1/4',
    string: 'text',
    tuple: 'text',
    fqdn: 'example.org',
  }
  const configurable = standardRows6.dhcp6!.filter(([, , type, more]) => type !== 'internal' && !more?.automatic)

  it.each(configurable.map(row => [row[1], row] as const))('%s goes out as it is configured', async (name, row) => {
    const [code, , type, more] = row
    const data = (more?.fields ?? [type]).map(each => values[each] ?? '').join(', ')
    const engine = await Engine6.start({ 'option-data': [{ name, data }], subnet6: [subnet6()] })
    const answer = await engine.client({ duid }).informationRequest({ oro: [code] })
    expect(answer?.codes).toEqual([1, 2, code])
    if (type === 'empty') expect(answer?.option(code)).toHaveLength(0)
    else expect(answer?.option(code)?.length).toBeGreaterThan(0)
  })
})

describe('vendor options', () => {
  const vendor = (enterprise: number, code: number, data: string, more: object = {}) => ({
    space: `vendor-${enterprise}`,
    code,
    data,
    'csv-format': false,
    ...more,
  })
  const spaces = [
    vendor(4491, 1032, 'aabb'),
    vendor(4491, 1033, 'cc', { 'always-send': true }),
    vendor(1234, 5, 'dd', { 'always-send': true }),
    vendor(1234, 6, 'ee'),
  ]
  const names = (enterprise: number, ...subs: Buffer[]) => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(enterprise)
    return option6(17, Buffer.concat([head, ...subs]))
  }
  const asks = (code: number) => packed6(option6(1, [code >> 8, code & 255]))
  const vendorClass = (enterprise: number) => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(enterprise)
    return option6(16, Buffer.concat([head, Buffer.from([0, 1, 65])]))
  }
  const cable = '0000118b04090001cc'
  const cableAsked = '0000118b04080002aabb04090001cc'
  const other = '000004d200050001dd'

  // what kea-dhcp6 2.2 answers, but for several vendors in one message: it answers the first
  it.each([
    ['nobody', [], [], []],
    ['a vendor without options', [names(9)], [], []],
    ['a vendor by option 17', [names(1234)], [], [other]],
    ['a vendor by option 16', [vendorClass(1234)], [], [other]],
    ['CableLabs', [names(4491)], [], [cable]],
    ['CableLabs, asking', [names(4491, asks(1032))], [], [cableAsked]],
    ['another vendor, asking as CableLabs does', [names(1234, asks(6))], [], [other]],
    ['two vendors', [names(4491, asks(1032)), names(1234)], [], [cableAsked, other]],
    ['nobody, who asks for option 17', [], [17], []],
  ] as const)('%s', async (_, options, oro, answered) => {
    const engine = await Engine6.start({ 'option-data': spaces, subnet6: [subnet6()] })
    const answer = await engine.client({ duid }).informationRequest({ options: [...options], oro: [...oro] })
    expect(answer?.packet.options.filter(({ code }) => code === 17).map(({ data }) => data.toString('hex'))).toEqual(
      answered,
    )
  })

  it.each([
    ['nobody', [], [], []],
    ['nobody, who asks for it', [], [17], [cable]],
    ['a vendor that is not configured, and asks for it', [names(9)], [17], [cable]],
    ['another vendor', [names(1234)], [], [other]],
    ['CableLabs, asking for both', [names(4491, asks(1032))], [17], [cableAsked]],
  ] as const)('with option 17 configured: %s', async (_, options, oro, answered) => {
    const engine = await Engine6.start({
      'option-data': [{ name: 'vendor-opts', data: '4491' }, ...spaces],
      subnet6: [subnet6()],
    })
    const answer = await engine.client({ duid }).informationRequest({ options: [...options], oro: [...oro] })
    expect(answer?.packet.options.filter(({ code }) => code === 17).map(({ data }) => data.toString('hex'))).toEqual(
      answered,
    )
  })
})
