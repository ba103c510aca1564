import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../kit/engine4.js'

const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }
const two = { hardware: '02:00:00:00:00:02', clientId: 'auto' }

describe('reading the configuration again', () => {
  it('takes effect for the next packet, and keeps the leases', async () => {
    const server = await Engine4.start({ subnet4: [subnet()], 'valid-lifetime': 1000 })
    const before = await server.client(one).bind()
    expect(
      await server.reload({
        subnet4: [subnet({ pools: [{ pool: '192.0.2.100-192.0.2.109' }] })],
        'valid-lifetime': 2000,
      }),
    ).toBeUndefined()
    const client = server.client(two)
    const after = await client.bind()
    expect(after.address).toBe('192.0.2.100')
    expect(after.leaseTime).toBe(2000)
    expect(server.statistic('subnet[1].assigned-addresses')).toBe(2)
    expect(before.address).toBe('192.0.2.10')
    expect(server.said('DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS')).toBe(1)
  })

  it('knows which addresses of a new pool are in use already', async () => {
    const server = await Engine4.start({ subnet4: [subnet()] })
    await server.client(one).bind()
    await server.reload({ subnet4: [subnet({ pools: [{ pool: '192.0.2.10-192.0.2.11' }] })] })
    expect((await server.client(two).bind()).address).toBe('192.0.2.11')
    expect(await server.client({ hardware: '02:00:00:00:00:03' }).discover()).toBeUndefined()
  })

  it('refuses a wrong file whole, says why, and goes on as before', async () => {
    const server = await Engine4.start({ subnet4: [subnet()], 'valid-lifetime': 1000 })
    const problems = await server.reload({ subnet4: [subnet({ pools: [{ pool: '10.0.0.1-10.0.0.2' }] })] })
    expect(problems).toContain('does not match the prefix of a subnet')
    expect((await server.client(one).bind()).leaseTime).toBe(1000)
    expect(server.said('DHCP4_DYNAMIC_RECONFIGURATION_FAIL')).toBe(1)
  })

  it('follows classes that are numbered anew', async () => {
    const guarded = (test: string) => ({
      'client-classes': [
        { name: 'first', test: "option[60].text == 'x'" },
        { name: 'mine', test },
      ],
      subnet4: [subnet({ pools: [{ pool: '192.0.2.10-192.0.2.19', 'client-class': 'mine' }] })],
    })
    const server = await Engine4.start(guarded('pkt4.mac == 0x020000000001'))
    await server.client(one).bind()
    expect(await server.client(two).discover()).toBeUndefined()
    await server.reload(guarded('pkt4.mac == 0x020000000002'))
    await server.client(two).bind()
    expect(await server.client({ hardware: '02:00:00:00:00:01' }).discover()).toBeUndefined()
  })

  it('keeps as many samples of statistics as it says', async () => {
    const server = await Engine4.start({ subnet4: [subnet()], 'statistic-default-sample-count': 3 })
    const samples = () => server.service.statistics.get('pkt4-received')['pkt4-received']!.map(([value]) => value)
    for (let n = 0; n < 5; n++) await server.client(one).discover()
    expect(samples()).toEqual([5, 4, 3])
    await server.reload({ subnet4: [subnet()], 'statistic-default-sample-count': 2 })
    expect(samples()).toEqual([5, 4])
  })
})
