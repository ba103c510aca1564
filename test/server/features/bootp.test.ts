import { describe, expect, it } from 'vitest'
import { INFINITE } from '../../../src/server/lease/lease.js'
import { Engine4, subnet } from '../../kit/engine4.js'

const one = { hardware: '02:00:00:00:00:01' }
const bootp = { 'hooks-libraries': [{ library: 'libdhcp_bootp.so' }] }

describe('BOOTP clients', () => {
  it('are dropped without the feature', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    expect(await engine.client(one).bootp()).toBeUndefined()
    expect(engine.statistic('pkt4-unknown-received')).toBe(1)
  })

  it('get an address without end, in at least 300 bytes without options of DHCP', async () => {
    const engine = await Engine4.start({ ...bootp, 'renew-timer': 10, subnet4: [subnet()] })
    const answer = (await engine.client(one).bootp({ parameters: [] }))!
    expect([answer.type, answer.address, answer.codes]).toEqual(['BOOTP', '192.0.2.10', [1]])
    expect(answer.heard.payload.length).toBeGreaterThanOrEqual(300)
    expect((await engine.leases()).get('192.0.2.10')?.validLifetime).toBe(INFINITE)
    expect(engine.said('BOOTP_BOOTP_QUERY')).toBe(1)
    // Kea counts it as the DHCPREQUEST that it is taken for
    expect(engine.statistic('pkt4-request-received')).toBe(1)
  })

  it('are in the class BOOTP, DHCP clients are not', async () => {
    const pools = [
      { pool: '192.0.2.10 - 192.0.2.19', 'client-class': 'BOOTP' },
      { pool: '192.0.2.20 - 192.0.2.29', 'client-class': 'DHCP' },
    ]
    const classes = [{ name: 'DHCP', test: "not member('BOOTP')" }]
    const engine = await Engine4.start({ ...bootp, 'client-classes': classes, subnet4: [subnet({ pools })] })
    expect((await engine.client(one).bootp())?.address).toBe('192.0.2.10')
    expect((await engine.client({ hardware: '02:00:00:00:00:02' }).bind()).address).toBe('192.0.2.20')
  })

  it('hear nothing when there is nothing for them', async () => {
    const engine = await Engine4.start({ ...bootp, subnet4: [subnet({ pools: [] })] })
    expect(await engine.client(one).bootp()).toBeUndefined()
  })
})
