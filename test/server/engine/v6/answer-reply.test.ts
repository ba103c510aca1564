import { describe, expect, it } from 'vitest'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { option6, packed6 } from '../../../kit/packet6.js'
import { RelayChain6 } from '../../../kit/relay6.js'

const duid = '00:03:00:01:02:00:00:00:00:01'
const mark = (code: number, data: string, more: object = {}) => ({ code, data, 'csv-format': false, ...more })
const ids = '0001000a000300010200000000010002000a000300010200000000aa'

describe('the bytes of an answer', () => {
  const prefixes = { 'pd-pools': [{ prefix: '2001:db8:8::', 'prefix-len': 48, 'delegated-len': 56 }] }

  // what kea-dhcp6 2.2 wrote to the same question under the same configuration
  it('are ascending by code: addresses, options, prefixes, options', async () => {
    const engine = await Engine6.start({
      'preferred-lifetime': 3600,
      'valid-lifetime': 7200,
      'option-data': [{ name: 'dns-servers', data: '2001:db8::53' }, mark(1000, '11')],
      subnet6: [subnet6(prefixes)],
    })
    const ias = [
      { code: 25, iaid: 1 },
      { code: 3, iaid: 2 },
    ] as const
    const answer = await engine.client({ duid }).solicit({ ias, oro: [1000, 23] })
    expect(answer?.type).toBe('ADVERTISE')
    expect(answer?.heard.payload.subarray(4).toString('hex')).toBe(
      `${ids}00030028000000020000070800000b400005001820010db800010000000000000000001000000e1000001c20` +
        '0017001020010db8000000000000000000000053' +
        '00190029000000010000070800000b40001a001900000e1000001c203820010db8000800000000000000000000' +
        '03e8000111',
    )
  })

  it('tell the status of an IA in it', async () => {
    const engine = await Engine6.start({ 'valid-lifetime': 7200, subnet6: [subnet6()] })
    const answer = await engine.client({ duid }).solicit({ ias: [{ code: 25, iaid: 1 }] })
    const text = Buffer.from('Sorry, no prefixes could be allocated.').toString('hex')
    expect(answer?.heard.payload.subarray(4).toString('hex')).toBe(
      `${ids}00190038000000010000000000000000000d00280006${text}`,
    )
  })

  it('go to the client at port 546, from the link that heard it', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] })
    const answer = await engine.client({ duid, address: 'fe80::77' }).informationRequest()
    expect([answer?.heard.destination, answer?.heard.destinationPort]).toEqual(['fe80::77', 546])
  })
})

describe('prefix exclusion (RFC 6603)', () => {
  const pool = {
    prefix: '2001:db8:8::',
    'prefix-len': 48,
    'delegated-len': 56,
    'excluded-prefix': '2001:db8:8:80::',
    'excluded-prefix-len': 64,
  }
  const ias = [{ code: 25, iaid: 1 }] as const

  it('is told in the prefix to those that ask for option 67', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ 'pd-pools': [pool] })] })
    const client = engine.client({ duid })
    const [asked] = (await client.solicit({ ias, oro: [67] }))!.granted(25)
    expect(asked?.options.map(({ code, data }) => [code, data.toString('hex')])).toEqual([[67, '4080']])
    const [silent] = (await client.solicit({ ias, oro: [23] }))!.granted(25)
    expect(silent?.options).toEqual([])
  })
})

describe('relays', () => {
  const hop = { address: '2001:db8:1::1', link: '2001:db8:1::1' }

  // kea-dhcp6 2.2 sends the same: interface-id and source port come back, in ascending order, and nothing else
  it('get their interface-id and source port back, each its own', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] })
    const relays = new RelayChain6(
      { ...hop, options: [option6(18, 'port1'), option6(37, [0, 0, 0, 1, 65]), option6(43, [0, 37])], port: 1547 },
      { address: '2001:db8:1::2', link: '::', options: [option6(18, 'b')], hops: 1, port: 1548 },
    )
    // the relays of the kit refuse an answer that does not lead back the way the question came
    const answer = await engine.client({ duid }, relays).informationRequest()
    expect(answer?.type).toBe('REPLY')
    expect([answer?.heard.destination, answer?.heard.destinationPort]).toEqual(['2001:db8:1::2', 1548])
  })

  it('are answered at port 547 whatever port they speak from, unless they say so (RFC 8357)', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] })
    const answer = await engine.client({ duid }, new RelayChain6(hop)).informationRequest()
    expect(answer?.heard.destinationPort).toBe(547)
  })
})

describe('options that relays supply (RFC 6422)', () => {
  const supplies = (...options: { code: number; data: Buffer }[]) => option6(66, packed6(...options))
  const ask = async (config: object, hops: readonly (readonly ReturnType<typeof option6>[])[], oro: number[] = []) => {
    const engine = await Engine6.start({ subnet6: [subnet6()], ...config })
    const [first, ...rest] = hops.map((options, i) => ({
      address: `2001:db8:1::${i + 1}`,
      link: i === 0 ? '2001:db8:1::1' : '::',
      hops: i,
      options: [...options],
    }))
    const answer = await engine.client({ duid }, new RelayChain6(first!, ...rest)).informationRequest({ oro })
    return answer?.packet.options
      .filter(({ code }) => code > 2)
      .map(({ code, data }) => [code, data.toString('latin1')])
  }

  it('are given to the client when the configuration lists them; the ERP domain name (65) is listed by default', async () => {
    const options = [supplies(option6(65, 'erp'), option6(110, 'x'))]
    expect(await ask({}, [options])).toEqual([[65, 'erp']])
    expect(await ask({ 'relay-supplied-options': ['65', '110'] }, [options])).toEqual([
      [65, 'erp'],
      [110, 'x'],
    ])
  })

  it('count from the relay nearest to the client, and of one code the first', async () => {
    const near = [supplies(option6(65, 'near'), option6(65, 'again'))]
    const far = [supplies(option6(65, 'far'), option6(110, 'far'))]
    expect(await ask({ 'relay-supplied-options': ['65', '110'] }, [near, far])).toEqual([
      [65, 'near'],
      [110, 'far'],
    ])
  })

  // kea-dhcp6 2.2: what the server sends of itself stands, what it does not send makes way
  it('stand behind those that the server sends', async () => {
    const config = { 'relay-supplied-options': ['1000'], 'option-data': [mark(1000, '6f')] }
    const options = [supplies(option6(1000, 'theirs'))]
    expect(await ask(config, [options], [1000])).toEqual([[1000, 'o']])
    expect(await ask(config, [options])).toEqual([[1000, 'theirs']])
  })
})

describe('an answer that is too long', () => {
  const long = Array.from({ length: 12 }, (_, i) => mark(1000 + i, 'ab'.repeat(250), { 'always-send': true }))

  it('lacks options that do not fit, and says so in the log', async () => {
    const engine = await Engine6.start({ 'option-data': long, subnet6: [subnet6()] })
    const answer = await engine.client({ duid }).informationRequest({ oro: [] })
    expect(answer?.codes).toEqual([1, 2, 1000, 1001, 1002, 1003, 1004, 1005, 1006])
    expect(engine.said('KEATS_OPTIONS_LEFT_OUT')).toBe(1)
  })

  it('keeps what was granted, wherever it stands', async () => {
    const many = Array.from({ length: 70 }, (_, i) => `2001:db8::${i}`).join(', ')
    const engine = await Engine6.start({
      'option-data': [
        { name: 'sip-server-addr', data: many, 'always-send': true },
        { name: 'dns-servers', data: many, 'always-send': true },
      ],
      subnet6: [subnet6({ 'pd-pools': [{ prefix: '2001:db8:8::', 'prefix-len': 48, 'delegated-len': 56 }] })],
    })
    const ias = [
      { code: 25, iaid: 1 },
      { code: 3, iaid: 2 },
    ] as const
    const answer = await engine.client({ duid }).solicit({ ias, oro: [] })
    expect(answer?.address).toBe('2001:db8:1::10')
    expect(answer?.prefix).toBe('2001:db8:8::/56')
    expect(answer?.codes).toEqual([1, 2, 3, 22, 25])
  })
})

describe('buffer6_send', () => {
  it('skip keeps the answer back', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] })
    const heard: number[] = []
    engine.points.bufferSend.add(x => {
      heard.push(x.answer!.end - x.answer!.start)
      return 'skip'
    })
    expect(await engine.client({ duid }).informationRequest({ expectSilence: true })).toBeUndefined()
    expect(heard).toEqual([4 + 14 + 14])
    expect(engine.statistic('pkt6-reply-sent') ?? 0).toBe(0)
  })

  it('an answer that a listener thought over goes out whole', async () => {
    const engine = await Engine6.start({ 'option-data': [mark(1000, '11')], subnet6: [subnet6()] })
    engine.points.bufferSend.add(() => Promise.resolve('continue' as const))
    const answer = await engine.client({ duid }).informationRequest({ oro: [1000] })
    expect(answer?.codes).toEqual([1, 2, 1000])
  })
})
