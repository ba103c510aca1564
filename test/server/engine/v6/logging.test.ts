import { describe, expect, it } from 'vitest'
import { Engine6, subnet6 } from '../../../kit/engine6.js'

const DUID = '00:03:00:01:02:00:00:00:00:01'
const pdPools = [{ prefix: '2001:db8:8::', 'prefix-len': 54, 'delegated-len': 56 }]
const ias = [
  { code: 3 as const, iaid: 1 },
  { code: 25 as const, iaid: 2 },
]

/** What was said with this id, without the time, the logger and the transaction. */
function texts(engine: Engine6, id: string): string[] {
  return engine.log.lines
    .filter(line => line.includes(` ${id} `))
    .map(line =>
      line
        .slice(line.indexOf(` ${id} `) + id.length + 2)
        .trimEnd()
        .replace(/tid=0x[0-9a-f]+/, 'tid'),
    )
}

// The texts are those of a log that kea-dhcp6 2.2.0 wrote of the same exchange
describe('the log of leases', () => {
  it('tells what was advertised, given, extended and refused', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ 'pd-pools': pdPools })] }, '2.2')
    const client = engine.client({ duid: DUID, ias })
    await client.bind()
    await client.renew()
    const who = `duid=[${DUID}], tid`
    expect(texts(engine, 'DHCP6_LEASE_ADVERT')).toEqual([
      `${who}: lease for address 2001:db8:1::10 and iaid=1 will be advertised`,
    ])
    expect(texts(engine, 'DHCP6_PD_LEASE_ALLOC')).toEqual([
      `${who}: lease for prefix 2001:db8:8::/56 and iaid=2 has been allocated for 7200 seconds`,
    ])
    expect(texts(engine, 'DHCP6_LEASE_RENEW')).toEqual([
      `${who}: lease for address 2001:db8:1::10 and iaid=1 has been allocated`,
    ])
    expect(texts(engine, 'DHCP6_PROCESS_IA_PD_EXTEND')).toEqual([
      `${who}: extending lease lifetime for IA_PD option with iaid=2`,
    ])
    expect(texts(engine, 'ALLOC_ENGINE_V6_EXTEND_LEASE')).toEqual([
      `${who}: extending lifetime of the lease type IA_NA, address 2001:db8:1::10`,
      `${who}: extending lifetime of the lease type IA_PD, address 2001:db8:8::`,
    ])
  })

  it('tells why nothing was given', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6({ pools: [] })] }, '2.2')
    await engine.client({ duid: DUID }).solicit()
    expect(engine.said('DHCP6_LEASE_ADVERT_FAIL')).toBe(1)
    expect(engine.said('ALLOC_ENGINE_V6_ALLOC_FAIL_SUBNET')).toBe(1)
    expect(engine.said('ALLOC_ENGINE_V6_ALLOC_FAIL_NO_POOLS')).toBe(1)
  })

  it('tells whose lease was revoked for whom', async () => {
    const config = (reservations: object[]) => ({ subnet6: [subnet6({ reservations })] })
    const engine = await Engine6.start(config([]), '2.2')
    const client = engine.client({ duid: '00:03:00:01:02:00:00:00:00:02' })
    await client.bind()
    await engine.reload(config([{ duid: DUID, 'ip-addresses': ['2001:db8:1::10'] }]))
    await client.renew()
    expect(texts(engine, 'ALLOC_ENGINE_V6_REVOKED_ADDR_LEASE')).toEqual([
      'address 2001:db8:1::10 was revoked from client 00:03:00:01:02:00:00:00:00:02 as it is reserved for client duid=00030001020000000001',
    ])
    await engine.client({ duid: DUID }).solicit()
    expect(texts(engine, 'ALLOC_ENGINE_V6_HR_ADDR_GRANTED')).toEqual([
      `reserved address 2001:db8:1::10 was assigned to client duid=[${DUID}], tid`,
    ])
  })
})
