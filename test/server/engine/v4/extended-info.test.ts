import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { option } from '../../../kit/packet4.js'

const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }
const config = {
  'store-extended-info': true,
  subnet4: [subnet(), { id: 2, subnet: '203.0.113.0/24', pools: [{ pool: '203.0.113.10 - 203.0.113.19' }] }],
}
const relay = (port: string) => ({ address: '203.0.113.1', agent: [option(1, port), option(2, 'rem')] })
const context = async (engine: Engine4): Promise<string | undefined> =>
  (await engine.leases()).get('203.0.113.10')?.userContext

describe('store-extended-info', () => {
  // The text is that of a lease file written by Kea 2.2.0
  it("keeps the relay's option in the lease, as Kea writes it", async () => {
    const engine = await Engine4.start(config, '2.2')
    await engine.client(one, relay('port 7')).bind()
    expect(await context(engine)).toBe('{ "ISC": { "relay-agent-info": "0x0106706F72742037020372656D" } }')
  })

  // Kea 3 manual, "Storing Extended Lease Information": the parts that lease queries ask for stand beside the whole
  it('keeps its parts beside it, as Kea 3 does', async () => {
    const engine = await Engine4.start(config)
    const agent = [option(1, 'p'), option(2, 'rem'), option(12, '0x0102')]
    await engine.client(one, { address: '203.0.113.1', agent }).bind()
    expect(JSON.parse((await context(engine))!)).toEqual({
      ISC: {
        'relay-agent-info': { 'sub-options': '0x010170020372656D0C020102', 'remote-id': '72656D', 'relay-id': '0102' },
      },
    })
  })

  it('keeps it through a renewal that went past the relay, and replaces it by a newer one', async () => {
    const engine = await Engine4.start(config)
    const client = engine.client(one, relay('port 7'))
    await client.bind()
    const before = await context(engine)
    await engine.wait(4000)
    expect((await client.via({ address: '203.0.113.1' }).renew())?.type).toBe('ACK')
    expect(await context(engine)).toBe(before)
    await client.via(relay('port 8')).rebind()
    expect(await context(engine)).toContain('0x0106706F7274203802')
  })

  it('leaves what else is in the context where it is', async () => {
    const engine = await Engine4.start(config)
    engine.points.leaseSelect.add(event => {
      event.lease = { ...event.lease, userContext: '{ "note": "kept" }' }
      return undefined
    })
    await engine.client(one, relay('port 7')).bind()
    await engine.wait(4000)
    await engine.client(one, relay('port 7')).bind()
    expect(JSON.parse((await context(engine))!)).toMatchObject({ note: 'kept', ISC: {} })
  })

  it('stores nothing where it is off, or where there is no relay', async () => {
    const off = await Engine4.start({ ...config, 'store-extended-info': false })
    await off.client(one, relay('port 7')).bind()
    expect(await context(off)).toBe('')
    const direct = await Engine4.start(config)
    const { address } = await direct.client(one).bind()
    expect((await direct.leases()).get(address)?.userContext).toBe('')
  })
})
