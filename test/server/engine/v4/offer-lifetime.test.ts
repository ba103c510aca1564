import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { option } from '../../../kit/packet4.js'

const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }
const two = { hardware: '02:00:00:00:00:02', clientId: 'auto' }
const config = { 'offer-lifetime': 60, 'valid-lifetime': 4000, subnet4: [subnet()] }

describe('offer-lifetime', () => {
  it('keeps an offered address for its client, and tells the client its whole lifetime', async () => {
    const engine = await Engine4.start(config)
    const offer = await engine.client(one).discover()
    expect([offer?.address, offer?.leaseTime]).toEqual(['192.0.2.10', 4000])
    expect((await engine.leases()).get('192.0.2.10')).toMatchObject({ validLifetime: 60, state: 0 })
    expect((await engine.client(two).discover({ requested: '192.0.2.10' }))?.address).toBe('192.0.2.11')
    expect(engine.statistic('subnet[1].assigned-addresses')).toBe(2)
  })

  it('becomes the lease when the client takes the offer', async () => {
    const engine = await Engine4.start(config)
    const committed: number[] = []
    engine.points.leasesCommitted.add(({ changes }) => {
      committed.push(changes.length)
      return undefined
    })
    await engine.client(one).bind()
    expect((await engine.leases()).get('192.0.2.10')?.validLifetime).toBe(4000)
    // an offer is nobody's lease yet
    expect(committed).toEqual([1])
  })

  it('does not shorten the lease that the client has', async () => {
    const engine = await Engine4.start(config)
    await engine.client(one).bind()
    await engine.client(one).discover()
    expect((await engine.leases()).get('192.0.2.10')?.validLifetime).toBe(4000)
  })

  it('ends, and the address is free again', async () => {
    const engine = await Engine4.start({ ...config, subnet4: [subnet({ pools: [{ pool: '192.0.2.10/32' }] })] })
    await engine.client(one).discover()
    expect(await engine.client(two).discover()).toBeUndefined()
    await engine.wait(61)
    expect((await engine.client(two).discover())?.address).toBe('192.0.2.10')
  })

  it('is what a class of the client says, else what the subnet says', async () => {
    const classes = [{ name: 'slow', test: "option[60].hex == 'slow'", 'offer-lifetime': 300 }]
    const engine = await Engine4.start({ ...config, 'client-classes': classes })
    await engine.client({ ...one, options: [option(60, 'slow')] }).discover()
    expect((await engine.leases()).get('192.0.2.10')?.validLifetime).toBe(300)
  })
})
