import { describe, expect, it } from 'vitest'
import { Engine6, subnet6 } from '../../../kit/engine6.js'

describe('the walk of DHCPv6', () => {
  it('takes a SOLICIT in', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] })
    await engine.client({ duid: '00:03:00:01:02:00:00:00:00:01' }).solicit()
    expect(engine.statistic('pkt6-solicit-received')).toBe(1)
    await engine.service.stop()
  })
})
