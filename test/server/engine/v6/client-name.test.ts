import { describe, expect, it } from 'vitest'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { option6 } from '../../../kit/packet6.js'
import type { Reply6 } from '../../../kit/reply6.js'

const duid = '00:03:00:01:02:00:00:00:00:01'

/** Option 39: flags, then the name as labels; with its root only when the text ends in a dot (RFC 4704 4.2). */
function fqdn(flags: number, name = '') {
  const rooted = name.endsWith('.')
  const labels = (rooted ? name.slice(0, -1) : name).split('.').filter(label => label !== '')
  const text = labels.map(label => String.fromCharCode(label.length) + label).join('')
  return option6(39, Buffer.from(`${String.fromCharCode(flags)}${text}${rooted ? '\0' : ''}`, 'latin1'))
}

/** Flags and name of the answer's option 39; undefined: it has none. */
function told(answer: Reply6 | undefined): [number, string] | undefined {
  const data = answer?.option(39)
  if (data === undefined) return undefined
  const labels: string[] = []
  let at = 1
  for (; at < data.length && data[at] !== 0; at += 1 + data[at]!)
    labels.push(data.toString('latin1', at + 1, at + 1 + data[at]!))
  return [data[0]!, labels.join('.') + (at < data.length ? '.' : '')]
}

const on = { 'dhcp-ddns': { 'enable-updates': true } }
const suffixed = { ...on, 'ddns-qualifying-suffix': 'sfx.org' }
const overriding = { ...on, 'ddns-override-no-update': true, 'ddns-override-client-update': true }

async function engineOf(config: object, more: object = {}): Promise<Engine6> {
  return Engine6.start({ subnet6: [subnet6(more)], ...config })
}

// Flags: S 1, O 2, N 4. All expected values of this file are what kea-dhcp6 2.2 answers to the same, unless said
describe('option 39: who updates the DNS', () => {
  it.each([
    [0, {}, 4],
    [1, {}, 6],
    [2, {}, 4],
    [4, {}, 4],
    [0, on, 0],
    [1, on, 1],
    [3, on, 1],
    [4, on, 4],
    [6, on, 4],
    [0, overriding, 3],
    [1, overriding, 1],
    [4, overriding, 3],
    [1, { ...on, 'ddns-send-updates': false }, 6],
    [0, { ...on, 'ddns-send-updates': false }, 4],
  ] as const)('flags %i under %j: %i', async (sent, config, flags) => {
    const engine = await engineOf(config)
    const answer = await engine.client({ duid }).solicit({ options: [fqdn(sent, 'Host.Example.com.')] })
    expect(told(answer)).toEqual([flags, 'host.example.com.'])
  })

  it('a client without a subnet is promised nothing', async () => {
    const engine = await engineOf(suffixed, { interface: 'eth7' })
    const answer = await engine.client({ duid }).solicit({ options: [fqdn(1, 'q.w.')] })
    expect(told(answer)).toEqual([6, 'q.w.'])
  })
})

describe('option 39: the name', () => {
  it.each([
    ['host.example.com.', 'host.example.com.'],
    ['myHost', 'myhost.sfx.org.'],
    ['a.b', 'a.b.sfx.org.'],
    ['x.sfx.org', 'x.sfx.org.'],
    ['x.sfx.org.', 'x.sfx.org.'],
  ])('%s: %s', async (sent, name) => {
    const engine = await engineOf(suffixed)
    expect(told(await engine.client({ duid }).bind({ options: [fqdn(1, sent)] }))).toEqual([1, name])
    const [lease] = (await engine.leases()).values()
    expect(lease).toMatchObject({ hostname: name, fqdnForward: true, fqdnReverse: true })
  })

  it('is made clean', async () => {
    const clean = { 'hostname-char-set': '[^A-Za-z0-9.-]', 'hostname-char-replacement': 'x' }
    const engine = await engineOf({ ...suffixed, ...clean })
    const client = engine.client({ duid })
    const answer = await client.solicit({ options: [fqdn(1, 'Ho_st.ex ample.com.')] })
    expect(told(answer)).toEqual([1, 'hoxst.exxample.com.'])
    expect(told(await client.solicit({ options: [fqdn(1, 'Ho_st')] }))).toEqual([1, 'hoxst.sfx.org.'])
  })

  it.each([
    ['plain', 'plain.sfx.org.'],
    ['ReServed.Full.', 'reserved.full.sfx.org.'],
    ['x.sfx.org.', 'x.sfx.org.'],
  ])('of a reservation stands over the client’s: %s', async (hostname, name) => {
    const engine = await engineOf(suffixed, { reservations: [{ duid, hostname }] })
    const client = engine.client({ duid })
    expect(told(await client.bind({ options: [fqdn(1, 'q.w.')] }))).toEqual([1, name])
    // who does not send the option gets none
    expect(told(await client.bind({ oro: [39] }))).toBeUndefined()
  })

  it('is not told where the client sends none', async () => {
    const engine = await engineOf(suffixed)
    const client = engine.client({ duid })
    expect(told(await client.bind({ oro: [39] }))).toBeUndefined()
    expect(told(await client.informationRequest({ options: [fqdn(1, 'a.b.')] }))).toBeUndefined()
  })
})

describe('a generated name', () => {
  const generated = 'gen-2001-db8-1--10.sfx.org.'
  const config = { ...suffixed, 'ddns-generated-prefix': 'gen' }

  it('is made of the first address, and only once it is granted', async () => {
    const engine = await engineOf(config)
    const client = engine.client({ duid })
    const offer = await client.solicit({ options: [fqdn(1)] })
    expect(told(offer)).toEqual([1, ''])
    expect(told(await client.request(offer!, { options: [fqdn(1)] }))).toEqual([1, generated])
    expect(told(await client.renew({ options: [fqdn(1)] }))).toEqual([1, generated])
  })

  // kea-dhcp6 2.2 drops both packets ("empty FQDN used to create DHCID")
  it('waits where there is no address yet, without a word about the DNS', async () => {
    const pd = { 'pd-pools': [{ prefix: '2001:db8:8::', 'prefix-len': 48, 'delegated-len': 56 }], 'rapid-commit': true }
    const engine = await engineOf(config, pd)
    const client = engine.client({ duid, ias: [{ code: 25, iaid: 1 }] })
    expect(told(await client.bind({ options: [fqdn(1)] }))).toEqual([1, ''])
    const [lease] = (await engine.leases()).values()
    expect(lease).toMatchObject({ hostname: '', fqdnForward: false, fqdnReverse: false })
    const rapid = engine.client({ duid: '00:03:00:01:02:00:00:00:00:02' })
    const answer = await rapid.solicit({ rapidCommit: true, options: [fqdn(1)] })
    expect(told(answer)).toEqual([1, generated])
  })

  it.each([
    ['always', generated, generated],
    ['when-present', generated, undefined],
    ['when-not-present', 'q.w.', generated],
    ['never', 'q.w.', undefined],
  ])('replaces the client’s %s', async (mode, present, absent) => {
    const engine = await engineOf({ ...config, 'ddns-replace-client-name': mode })
    const client = engine.client({ duid })
    const named = told(await client.bind({ options: [fqdn(1, 'q.w.')] }))
    expect(named).toEqual([1, present])
    await client.release()
    expect(told(await client.bind())?.[1]).toBe(absent)
  })

  it('is not made for the silent where nothing is updated', async () => {
    const engine = await engineOf({ 'ddns-replace-client-name': 'always', 'ddns-generated-prefix': 'gen' })
    const client = engine.client({ duid })
    expect(told(await client.bind({ options: [fqdn(1, 'q.w.')] }))).toEqual([6, 'gen-2001-db8-1--10.'])
    expect(told(await client.bind())).toBeUndefined()
  })
})

describe('ddns6_update', () => {
  it('a listener renames the client and says which zones are updated', async () => {
    const engine = await engineOf(suffixed)
    engine.points.ddnsUpdate.add(event => {
      event.hostname = 'Other.example.'
      event.reverse = false
      return undefined
    })
    expect(told(await engine.client({ duid }).bind({ options: [fqdn(1, 'q.w.')] }))).toEqual([1, 'Other.example.'])
    const [lease] = (await engine.leases()).values()
    expect(lease).toMatchObject({ hostname: 'other.example.', fqdnForward: true, fqdnReverse: false })
  })
})

describe('the log', () => {
  it('tells the option as it came and as it is answered', async () => {
    const engine = await engineOf(suffixed)
    await engine.client({ duid }).solicit({ options: [fqdn(1, 'host')] })
    const line = (id: string) => engine.log.lines.find(each => each.includes(id))
    expect(line('DHCP6_DDNS_RECEIVE_FQDN')).toContain(
      "received DHCPv6 Client FQDN option: type=39(CLIENT_FQDN), flags: (N=0, O=0, S=1), domain-name='host' (partial)",
    )
    expect(line('DHCP6_DDNS_RESPONSE_FQDN_DATA')).toContain(
      "including FQDN option in the server's response: type=39(CLIENT_FQDN), flags: (N=0, O=0, S=1), domain-name='host.sfx.org.' (full)",
    )
  })
})
