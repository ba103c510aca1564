import { describe, expect, it } from 'vitest'
import { Engine6, subnet6 } from '../../kit/engine6.js'
import { option6 } from '../../kit/packet6.js'
import { RelayChain6 } from '../../kit/relay6.js'

const flexId = (parameters: object) => ({
  'hooks-libraries': [{ library: '/usr/lib/kea/hooks/libdhcp_flex_id.so', parameters }],
})
const byPort = { 'identifier-expression': 'relay6[0].option[18].hex' }
const relay = (port: string) =>
  new RelayChain6({ address: '2001:db8:1::1', link: '2001:db8:1::1', options: [option6(18, port)] })
const one = '00:03:00:01:02:00:00:00:00:01'
const two = '00:03:00:01:02:00:00:00:00:02'

describe('flex-id of DHCPv6', () => {
  it('finds reservations by the value of its expression', async () => {
    const engine = await Engine6.start({
      ...flexId(byPort),
      'host-reservation-identifiers': ['flex-id', 'duid'],
      subnet6: [subnet6({ reservations: [{ 'flex-id': "'port 7'", 'ip-addresses': ['2001:db8:1::77'] }] })],
    })
    expect((await engine.client({ duid: one }, relay('port 7')).bind()).address).toBe('2001:db8:1::77')
    expect((await engine.client({ duid: two }, relay('port 8')).bind()).address).toBe('2001:db8:1::10')
  })

  it('with replace-client-id a lease belongs to the value, whatever the DUID; the client sees its own', async () => {
    const engine = await Engine6.start({ ...flexId({ ...byPort, 'replace-client-id': true }), subnet6: [subnet6()] })
    const first = await engine.client({ duid: one }, relay('port 7')).bind()
    const other = await engine.client({ duid: two }, relay('port 7')).bind()
    expect([first.address, other.address]).toEqual(['2001:db8:1::10', '2001:db8:1::10'])
    expect([first.clientId, other.clientId]).toEqual([one, two])
    const [lease] = (await engine.leases()).values()
    // a DUID of no type (RFC 8415 11): two bytes of zero, then the value
    expect(Buffer.from(lease!.clientId).toString('latin1')).toBe('\0\0port 7')
  })

  it('with ignore-iaid the only association of a kind keeps its lease under any IAID, and is answered by its own', async () => {
    const engine = await Engine6.start({
      ...flexId({ ...byPort, 'ignore-iaid': true }),
      subnet6: [subnet6({ 'pd-pools': [{ prefix: '2001:db8:8::', 'prefix-len': 48, 'delegated-len': 56 }] })],
    })
    const ias = (iaid: number) => [
      { code: 3 as const, iaid },
      { code: 25 as const, iaid: iaid + 1 },
    ]
    const client = engine.client({ duid: one })
    const first = await client.bind({ ias: ias(5) })
    const again = await client.bind({ ias: ias(9) })
    expect([again.address, again.prefix]).toEqual([first.address, first.prefix])
    expect(again.ias.map(({ iaid }) => iaid)).toEqual([9, 10])
    expect((await engine.leases()).size).toBe(2)
    const several = await client.bind({
      ias: [
        { code: 3, iaid: 5 },
        { code: 3, iaid: 9 },
      ],
    })
    expect(new Set(several.granted(3).map(({ address }) => address)).size).toBe(2)
  })
})
