import { describe, expect, it, test } from 'vitest'
import type { Client6Options } from '../../../kit/client6.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import type { Option6 } from '../../../kit/packet6.js'
import { RelayChain6 } from '../../../kit/relay6.js'

const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex')
const cableLabs = (code: number, mac: string): Option6 => ({
  code: 17,
  data: Buffer.concat([hex('0000118b'), Buffer.of(code >> 8, code & 255, 0, 6), hex(mac)]),
})
const clientLinkLayer: Option6 = { code: 79, data: hex('0006 020000000033') }
const remoteId: Option6 = { code: 37, data: hex('0000118b 020000000044') }
const subscriberId: Option6 = { code: 38, data: hex('020000000055') }
const cmts = cableLabs(1026, '020000000066')
const modem = cableLabs(36, '020000000088')

/** hwaddr, hwtype and hwaddr_source of the lease that such a client gets. */
async function learnt(
  sources: readonly string[] | undefined,
  client: Client6Options,
  relay: readonly Option6[] | undefined,
  peer = '2001:db8:1::9',
): Promise<readonly [string, number, number]> {
  const config = { subnet6: [subnet6()], ...(sources === undefined ? {} : { 'mac-sources': sources }) }
  const engine = await Engine6.start(config)
  const chain = relay && new RelayChain6({ address: '2001:db8:1::1', options: relay })
  await engine.client({ address: peer, ...client }, chain).bind()
  const [lease] = [...(await engine.leases()).values()]
  return [Buffer.from(lease!.hardware).toString('hex'), lease!.hardwareType, lease!.hardwareSource]
}

const EN = { duid: '00:02:00:00:00:09:01:02:03' }
const LL = { duid: '00:03:00:01:02:00:00:00:00:91' }
const LLT = { duid: '00:01:00:06:00:00:00:05:02:00:00:00:00:92' }
const all = [clientLinkLayer, remoteId, subscriberId, cmts]

// What kea-dhcp6 2.2.0 put into its lease file for such packets
const observed: readonly (readonly [
  string,
  readonly string[] | undefined,
  Client6Options,
  readonly Option6[],
  readonly [string, number, number],
])[] = [
  ['everything', undefined, { ...LL, options: [modem] }, all, ['020000000033', 6, 8]],
  ['DUID-LL', undefined, LL, [], ['020000000091', 1, 2]],
  ['DUID-LLT', undefined, LLT, [], ['020000000092', 6, 2]],
  ['DUID and relay', undefined, LL, [remoteId, cmts], ['020000000091', 1, 2]],
  ['remote-id', undefined, EN, [remoteId, subscriberId, cmts], ['020000000044', 1, 16]],
  ['subscriber-id', undefined, EN, [subscriberId], ['', 0, 0]],
  ['CMTS', undefined, { ...EN, options: [modem] }, [cmts], ['020000000066', 1, 64]],
  ['modem', undefined, { ...EN, options: [modem] }, [], ['020000000088', 1, 128]],
  ['raw alone', ['raw'], { ...LL, options: [modem] }, all, ['', 0, 0]],
  ['DUID alone', ['duid'], { ...LL, options: [modem] }, all, ['020000000091', 1, 2]],
  ['RFC 6939 alone', ['client-link-addr-option'], LL, all, ['020000000033', 6, 8]],
  ['remote-id alone', ['remote-id'], LL, all, ['020000000044', 1, 16]],
  ['subscriber-id alone', ['subscriber-id'], LL, all, ['', 0, 0]],
  ['CMTS alone', ['docsis-cmts'], LL, all, ['020000000066', 1, 64]],
  ['modem alone', ['docsis-modem'], { ...LL, options: [modem] }, all, ['020000000088', 1, 128]],
  ['short remote-id', undefined, EN, [{ code: 37, data: hex('00000001 020202') }], ['020202', 1, 16]],
]

describe('the hardware address of a DHCPv6 client', () => {
  test.each(observed)('%s: as kea-dhcp6', async (_, sources, client, relay, expected) => {
    expect(await learnt(sources, client, relay)).toEqual(expected)
  })

  it('is in a link-local address made by RFC 4291 appendix A, the source or what the relay saw', async () => {
    const address = 'fe80::1449:e1ff:feca:f387'
    expect(await learnt(['ipv6-link-local'], LL, undefined, address)).toEqual(['1649e1caf387', 1, 4])
    expect(await learnt(['ipv6-link-local'], LL, all, address)).toEqual(['1649e1caf387', 1, 4])
    expect(await learnt(['ipv6-link-local'], LL, all, 'fe80::1449:e1ca:f387')).toEqual(['', 0, 0])
  })

  it('is taken from the first source of the list that knows one', async () => {
    expect(await learnt(['docsis-modem', 'duid', 'remote-id'], EN, [remoteId])).toEqual(['020000000044', 1, 16])
    expect(await learnt(['docsis-modem', 'any'], LL, [])).toEqual(['020000000091', 1, 2])
  })

  it('is that of the frame where the link tells it', async () => {
    const client = { ...LL, hardware: '02:00:00:00:00:77' }
    expect(await learnt(undefined, client, undefined)).toEqual(['020000000077', 1, 1])
    expect(await learnt(undefined, client, [])).toEqual(['020000000091', 1, 2])
  })

  it('is no longer than 20 bytes', async () => {
    const long = { duid: `00:03:00:01${':01'.repeat(21)}` }
    expect(await learnt(undefined, long, undefined)).toEqual(['', 0, 0])
  })

  it('finds reservations', async () => {
    const reservations = [{ 'hw-address': '02:00:00:00:00:33', 'ip-addresses': ['2001:db8:1::99'] }]
    const engine = await Engine6.start({ subnet6: [subnet6({ reservations })] })
    const relay = new RelayChain6({ address: '2001:db8:1::1', options: [clientLinkLayer] })
    await engine.client(EN, relay).bind()
    expect([...(await engine.leases()).keys()]).toEqual(['2001:db8:1::99'])
  })
})
