import { describe, expect, it } from 'vitest'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { iaAddressOption6, type MessageName6 } from '../../../kit/packet6.js'

const duid = '00:03:00:01:02:00:00:00:00:01'
const serverId = '00:03:00:01:02:00:00:00:00:aa'
const made = '2001:db8:1::abcd'

/** What a message is counted as, beside "received". Names are those of a running kea-dhcp6 2.2 after the same message. */
const rows: readonly (readonly [MessageName6, string])[] = [
  ['SOLICIT', 'solicit'],
  ['ADVERTISE', 'advertise'],
  ['REQUEST', 'request'],
  ['CONFIRM', 'confirm'],
  ['RENEW', 'renew'],
  ['REBIND', 'rebind'],
  ['REPLY', 'reply'],
  ['RELEASE', 'release'],
  ['DECLINE', 'decline'],
  ['RECONFIGURE', 'reconfigure'],
  ['INFORMATION-REQUEST', 'infrequest'],
  ['LEASEQUERY', 'unknown'],
  ['ADDR-REG-INFORM', 'unknown'],
]

describe('the statistics of DHCPv6 messages', () => {
  it.each(rows)('%s is pkt6-%s-received', async (type, name) => {
    const engine = await Engine6.start({ subnet6: [subnet6()] }, '2.2')
    await engine.client({ duid }).say(type, { expectSilence: true })
    expect(engine.statistic('pkt6-received')).toBe(1)
    expect(engine.statistic(`pkt6-${name}-received`)).toBe(1)
    await engine.service.stop()
  })

  it('know confirm and reconfigure once there is one, as Kea does', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] }, '2.2')
    expect(engine.statistic('pkt6-confirm-received')).toBeUndefined()
    expect(engine.statistic('pkt6-reconfigure-received')).toBeUndefined()
    expect(engine.statistic('pkt6-dhcpv4-query-received')).toBe(0)
    expect(engine.statistic('pkt6-addr-reg-inform-received')).toBeUndefined()
    await engine.service.stop()
  })

  it('know registrations since Kea 3', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] }, '3')
    const options = [iaAddressOption6({ address: made, preferred: 10, valid: 20 })]
    await engine.client({ duid, oro: [] }).say('ADDR-REG-INFORM', { from: made, options })
    expect(engine.statistic('pkt6-addr-reg-inform-received')).toBe(1)
    expect(engine.statistic('pkt6-addr-reg-reply-sent')).toBe(1)
    expect(engine.statistic('pkt6-sent')).toBe(1)
    await engine.service.stop()
  })

  it('count answers by their type', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] }, '2.2')
    const client = engine.client({ duid })
    await client.bind()
    await client.say('RELEASE', { serverId })
    expect(engine.statistic('pkt6-advertise-sent')).toBe(1)
    expect(engine.statistic('pkt6-reply-sent')).toBe(2)
    expect(engine.statistic('pkt6-sent')).toBe(3)
    await engine.service.stop()
  })
})
