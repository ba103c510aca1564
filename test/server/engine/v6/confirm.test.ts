import { describe, expect, it } from 'vitest'
import type { Wanted6 } from '../../../kit/client6.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'

const duid = '00:03:00:01:02:00:00:00:00:01'
const na = (iaid: number, ...hints: string[]): Wanted6 => ({ code: 3, iaid, hints })
const pd = (iaid: number, ...hints: string[]): Wanted6 => ({ code: 25, iaid, hints })

// Statuses and their texts are those that a running kea-dhcp6 2.2 gave to the same messages
const ON_LINK = { code: 0, text: 'All addresses are on-link' }
const notOnLink = (address: string) => ({ code: 4, text: `Address ${address} is not on link.` })

const confirm = async (config: object, ...ias: Wanted6[]) =>
  (await Engine6.start(config)).client({ duid }).say('CONFIRM', { ias })

describe('CONFIRM (RFC 8415 18.3.3)', () => {
  it('is a success when all addresses are of the link, leased or not', async () => {
    const reply = await confirm({ subnet6: [subnet6()] }, na(1, '2001:db8:1::9999'), na(2, '2001:db8:1::1'))
    expect(reply?.type).toBe('REPLY')
    expect(reply?.codes).toEqual([1, 2, 13])
    expect(reply?.status).toEqual(ON_LINK)
  })

  it('says which address is not of the link, in whichever association it is', async () => {
    const config = { subnet6: [subnet6()] }
    const both = na(1, '2001:db8:1::10', '2001:db8:9::1')
    expect((await confirm(config, both))?.status).toEqual(notOnLink('2001:db8:9::1'))
    const second = await confirm(config, na(1, '2001:db8:1::10'), na(2, '2001:db8:77::5'))
    expect(second?.status).toEqual(notOnLink('2001:db8:77::5'))
  })

  it('takes the addresses of every subnet of a shared network for those of the link', async () => {
    const config = {
      'shared-networks': [
        {
          name: 'wire',
          interface: 'eth0',
          subnet6: [subnet6(), { id: 2, subnet: '2001:db8:2::/64', interface: 'eth0' }],
        },
      ],
    }
    expect((await confirm(config, na(1, '2001:db8:1::10', '2001:db8:2::10')))?.status).toEqual(ON_LINK)
  })

  it('is not answered when there is no address in it', async () => {
    const config = { subnet6: [subnet6()] }
    expect(await confirm(config, na(1))).toBeUndefined()
    expect(await confirm(config, pd(1, '2001:db8:8000::/56'))).toBeUndefined()
    expect(await confirm(config)).toBeUndefined()
  })

  it('from a link that is none of ours is NotOnLink, unless there is no address in it', async () => {
    const config = { subnet6: [subnet6({ interface: 'eth7' })] }
    const reply = await confirm(config, na(1, '2001:db8:1::10'))
    expect(reply?.status).toEqual({ code: 4, text: 'No subnet selected' })
    expect(await confirm(config, na(1))).toBeUndefined()
  })

  it('is no drop in the statistics when it is not answered', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] })
    await engine.client({ duid }).say('CONFIRM', { ias: [na(1)], expectSilence: true })
    expect(engine.statistic('pkt6-receive-drop')).toBe(0)
  })
})
