import { describe, expect, it } from 'vitest'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { hexBytes } from '../../../kit/packet4.js'
import { RelayChain6 } from '../../../kit/relay6.js'

const DUID = '00:03:00:01:02:00:00:00:00:01'
const config = { 'store-extended-info': true, subnet6: [subnet6({ interface: '' })] }
const relays = new RelayChain6(
  {
    address: '2001:db8:1::fe',
    options: [
      { code: 18, data: Buffer.from('eth7') },
      { code: 37, data: hexBytes('000009bf0102') },
      { code: 53, data: hexBytes('000300010200000000bb') },
    ],
  },
  { address: '2001:db8:50::1' },
)

describe('store-extended-info', () => {
  // The text is that of a lease file written by kea-dhcp6 2.2.0
  it('keeps the relays with the lease, as Kea writes them', async () => {
    const engine = await Engine6.start(config, '2.2')
    await engine.client({ duid: DUID }, relays).bind()
    expect((await engine.leases()).get('2001:db8:1::10')?.userContext).toBe(
      '{ "ISC": { "relays": [ { "hop": 1, "link": "2001:db8:50::1", "peer": "2001:db8:1::fe" }, { "hop": 0, "link": "2001:db8:1::fe", "options": "0x001200046574683700250006000009BF01020035000A000300010200000000BB", "peer": "fe80::1" } ] } }',
    )
  })

  // Kea 3 manual, "Storing Extended Lease Information"
  it('keeps identifiers beside the options, as Kea 3 does', async () => {
    const engine = await Engine6.start(config)
    await engine.client({ duid: DUID }, relays).bind()
    const context = JSON.parse((await engine.leases()).get('2001:db8:1::10')!.userContext)
    expect(context.ISC['relay-info'][1]).toMatchObject({
      hop: 0,
      'remote-id': '000009BF0102',
      'relay-id': '000300010200000000BB',
    })
  })

  it('keeps them through a renewal that went past the relays', async () => {
    const engine = await Engine6.start({ 'store-extended-info': true, subnet6: [subnet6()] })
    const relayed = engine.client({ duid: DUID }, relays)
    await relayed.bind()
    const before = (await engine.leases()).get('2001:db8:1::10')!.userContext
    const direct = engine.client({ duid: DUID })
    direct.held = relayed.held
    await engine.wait(60)
    expect((await direct.renew())?.address).toBe('2001:db8:1::10')
    expect((await engine.leases()).get('2001:db8:1::10')?.userContext).toBe(before)
  })
})
