import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { addressOption, encodePacket4, option, packed } from '../../../kit/packet4.js'

const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }
const data = (name: string, value: string, more: object = {}): object => ({ name, data: value, ...more })

/** One configuration, one DISCOVER, its answer. */
async function offered(config: object, saying: object = {}, relay?: Parameters<Engine4['client']>[1]) {
  const engine = await Engine4.start(config)
  const offer = await engine.client(one, relay).discover(saying)
  expect(offer?.type).toBe('OFFER')
  return offer!
}

describe('which options an answer has', () => {
  const global = [
    data('domain-name-servers', '192.0.2.53'),
    data('domain-name', 'example.org'),
    data('ntp-servers', '192.0.2.123'),
    data('log-servers', '192.0.2.7', { 'always-send': true }),
  ]
  const config = { 'option-data': global, subnet4: [subnet({ 'option-data': [data('routers', '192.0.2.1')] })] }

  it('what is always sent, routers, name servers and domain even to a client that asks for nothing', async () => {
    expect((await offered(config, { parameters: [] })).codes).toEqual([53, 1, 3, 6, 7, 15, 51, 54, 61])
  })

  it('what it asks for, once, in ascending order, and nothing that is not configured', async () => {
    const offer = await offered(config, { parameters: [200, 42, 42, 252, 6, 42] })
    expect(offer.packet.options.map(({ code }) => code)).toEqual([53, 1, 3, 6, 7, 15, 42, 51, 54, 61])
  })

  it('never what belongs to the query or to the server, however it is asked for', async () => {
    const offer = await offered(config, { parameters: [0, 50, 51, 52, 53, 54, 55, 57, 61, 82, 255] })
    expect(offer.codes).toEqual([53, 1, 3, 6, 7, 15, 51, 54, 61])
  })

  it('the mask of the subnet, whatever is configured', async () => {
    const mask = data('subnet-mask', '255.255.0.0')
    expect((await offered({ 'option-data': [mask], subnet4: [subnet()] })).addresses(1)).toEqual(['255.255.255.0'])
  })

  it('never-send of any scope wins', async () => {
    const never = data('routers', '192.0.2.9', { 'never-send': true })
    const offer = await offered({ ...config, 'option-data': [...global, never] }, { parameters: [3] })
    expect(offer.codes).not.toContain(3)
  })

  it('always-send of any scope holds; the value is the nearest one', async () => {
    const near = subnet({ 'option-data': [data('log-servers', '192.0.2.8')] })
    expect((await offered({ ...config, subnet4: [near] }, { parameters: [] })).addresses(7)).toEqual(['192.0.2.8'])
  })
})

describe('whose option it is: host, pool, subnet, network, class, global', () => {
  const scopes = ['host', 'pool', 'subnet', 'network', 'class', 'global'] as const
  const own = (scope: string): object[] => (scopes.indexOf(scope as 'host') < 0 ? [] : [data('domain-name', scope)])

  it.each(scopes.map((scope, i) => [scope, scopes.slice(i)] as const))('%s', async (expected, present) => {
    const at = (scope: (typeof scopes)[number]): object[] => (present.includes(scope) ? own(scope) : [])
    const engine = await Engine4.start({
      'option-data': at('global'),
      'client-classes': [{ name: 'all', test: "member('ALL')", 'option-data': at('class') }],
      'shared-networks': [
        {
          name: 'link',
          interface: 'eth0',
          'option-data': at('network'),
          subnet4: [
            subnet({
              interface: '',
              'option-data': at('subnet'),
              pools: [{ pool: '192.0.2.10-192.0.2.19', 'option-data': at('pool') }],
              reservations: [{ 'hw-address': one.hardware, hostname: 'h', 'option-data': at('host') }],
            }),
          ],
        },
      ],
    })
    expect((await engine.client(one).discover())?.text(15)).toBe(expected)
  })

  it('of several classes the first the client came into', async () => {
    const inClass = (name: string): object => ({
      name,
      test: "member('ALL')",
      'option-data': [data('domain-name', name)],
    })
    const engine = await Engine4.start({ 'client-classes': [inClass('z'), inClass('a')], subnet4: [subnet()] })
    expect((await engine.client(one).discover())?.text(15)).toBe('z')
  })

  it("an option for members of a class is none for the others, who get the next scope's", async () => {
    const tagged = data('domain-name', 'tagged', { 'client-classes': ['vip'] })
    const config = {
      'client-classes': [{ name: 'vip', test: "option[60].text == 'vip'" }],
      'option-data': [data('domain-name', 'global')],
      subnet4: [subnet({ 'option-data': [tagged] })],
    }
    expect((await offered(config)).text(15)).toBe('global')
    expect((await offered(config, { options: [option(60, 'vip')] })).text(15)).toBe('tagged')
  })
})

describe('long options and big answers', () => {
  const long = {
    'option-def': [
      { name: 'long', code: 230, type: 'string' },
      { name: 'short', code: 231, type: 'string' },
    ],
    'option-data': [data('long', 'x'.repeat(600)), data('short', 'here')],
    subnet4: [subnet()],
  }

  it('are split and come whole (RFC 3396)', async () => {
    const offer = await offered(long, { parameters: [230] })
    expect(offer.text(230)).toBe('x'.repeat(600))
    expect(offer.packet.options.filter(({ code }) => code === 230)).toHaveLength(3)
  })

  // RFC 2132 9.10: option 57 counts IP and UDP headers, and nobody may ask for less than 576
  it.each([
    [576, 548],
    [300, 548],
    [1500, 1472],
  ])('stay within the %i bytes that a client takes', async (size, limit) => {
    const asks = { parameters: [230, 231], options: [option(57, [size >> 8, size & 255])] }
    const agent = [option(1, 'c'.repeat(100))]
    const engine = await Engine4.start({
      ...long,
      subnet4: [{ ...subnet(), relay: { 'ip-addresses': ['203.0.113.1'] } }],
    })
    const offer = await engine.client(one, { address: '203.0.113.1', agent }).discover(asks)
    expect(offer!.heard.payload.length).toBeLessThanOrEqual(limit)
    expect(offer!.codes.includes(230)).toBe(size === 1500)
    expect(offer!.text(231)).toBe('here')
    expect(offer!.within(82)).toEqual(agent)
    expect(engine.said('KEATS_OPTIONS_LEFT_OUT')).toBe(size === 1500 ? 0 : 1)
  })

  it('options that stand in sname and file are read (RFC 2131 4.1)', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const query = encodePacket4({ chaddr: one.hardware, xid: 9, options: [option(53, [1]), option(52, [3])] })
    addressOption(50, '192.0.2.15').data.copy(query, 108 + 2)
    query.set([50, 4], 108)
    query.set([255], 108 + 6)
    query.set([12, 4, 0x6e, 0x61, 0x6d, 0x65, 255], 44)
    engine.link.deliver({ bytes: query, source: Buffer.alloc(4), sourcePort: 68, destination: Buffer.alloc(4, 255) })
    const answer = engine.link.answers[0]!.bytes
    expect(answer.readUInt32BE(16)).toBe(0xc000020f)
    expect(answer.includes('name')).toBe(true)
  })
})

describe("the relay's option 82", () => {
  const config = {
    subnet4: [subnet(), { id: 2, subnet: '203.0.113.0/24', pools: [{ pool: '203.0.113.10-203.0.113.19' }] }],
  }
  const relay = { address: '203.0.113.1' }

  it('comes back as the last option', async () => {
    const agent = [option(1, 'port 7'), option(2, 'switch'), option(151, '0x0001')]
    const offer = await offered(config, {}, { ...relay, agent })
    expect(offer.codes.at(-1)).toBe(82)
    expect(offer.within(82)).toEqual(agent)
  })

  it('comes back although we cannot read it, but not when it is empty', async () => {
    const broken = Buffer.from([1, 40, 0x61])
    expect((await offered(config, {}, { ...relay, agent: broken })).option(82)).toEqual(broken)
    expect((await offered(config, {}, { ...relay, agent: [] })).codes).not.toContain(82)
  })

  it('overrides the server identifier (RFC 5107), by which the client then addresses us', async () => {
    const engine = await Engine4.start(config)
    const client = engine.client(one, { ...relay, agent: [addressOption(11, '203.0.113.1')] })
    const offer = await client.discover()
    expect(offer?.serverId).toBe('203.0.113.1')
    expect((await client.request(offer!))?.type).toBe('ACK')
  })

  it('says where the relay listens (RFC 8357)', async () => {
    const agent = [option(19, '')]
    expect((await offered(config, {}, { ...relay, port: 1067, agent })).heard.destinationPort).toBe(1067)
    expect((await offered(config, {}, { ...relay, port: 1067 })).heard.destinationPort).toBe(67)
  })
})

describe('vendor options (RFC 3925)', () => {
  const vendor = (enterprise: number, ...subs: ReturnType<typeof option>[]) => {
    const payload = packed(...subs)
    const head = Buffer.alloc(5)
    head.writeUInt32BE(enterprise)
    head[4] = payload.length
    return { code: 125, data: Buffer.concat([head, payload]) }
  }
  const config = {
    'option-def': [
      { name: 'mtu', code: 7, space: 'vendor-12345', type: 'uint32' },
      { name: 'mode', code: 8, space: 'vendor-12345', type: 'uint8' },
    ],
    'option-data': [
      data('mtu', '1500', { space: 'vendor-12345', 'always-send': true }),
      data('mode', '1', { space: 'vendor-12345' }),
      data('tftp-servers', '10.0.0.1', { space: 'vendor-4491' }),
    ],
    subnet4: [subnet({ 'option-data': [data('mtu', '9000', { space: 'vendor-12345' })] })],
  }

  it('go to clients that name the vendor: what is always sent, from the nearest scope', async () => {
    const offer = await offered(config, { parameters: [1], options: [vendor(12345, option(1, 'x'))] })
    expect(offer.option(125)).toEqual(vendor(12345, option(7, [0, 0, 0x23, 0x28])).data)
  })

  it('to cable modems what they ask for', async () => {
    const offer = await offered(config, { parameters: [1], options: [vendor(4491, option(1, [5, 2]))] })
    expect(offer.option(125)).toEqual(vendor(4491, option(2, [10, 0, 0, 1])).data)
  })

  it('not to others', async () => {
    expect((await offered(config, { options: [vendor(999, option(1, [2]))] })).codes).not.toContain(125)
    expect((await offered(config)).codes).not.toContain(125)
  })
})

describe('siaddr, sname and file', () => {
  const test = (value: string): string => `option[60].text == '${value}'`
  const config = {
    'next-server': '192.0.2.1',
    'server-hostname': 'global',
    'boot-file-name': 'global.img',
    'client-classes': [
      { name: 'a', test: test('ab'), 'next-server': '192.0.2.2', 'boot-file-name': 'a.img' },
      { name: 'b', test: test('ab'), 'next-server': '192.0.2.3', 'server-hostname': 'b' },
    ],
    subnet4: [
      subnet({
        'boot-file-name': 'subnet.img',
        reservations: [{ 'hw-address': '02:00:00:00:00:02', 'boot-file-name': 'host.img', 'next-server': '192.0.2.4' }],
      }),
    ],
  }

  it("are the subnet's, the first class's over it, the host's over all", async () => {
    const engine = await Engine4.start(config)
    const fields = async (hardware: string, text: string) => {
      const { siaddr, sname, file } = (await engine.client({ hardware }).discover({ options: [option(60, text)] }))!
        .packet
      return [siaddr, sname, file]
    }
    expect(await fields(one.hardware, 'none')).toEqual(['192.0.2.1', 'global', 'subnet.img'])
    expect(await fields(one.hardware, 'ab')).toEqual(['192.0.2.2', 'b', 'a.img'])
    expect(await fields('02:00:00:00:00:02', 'ab')).toEqual(['192.0.2.4', 'b', 'host.img'])
  })
})
