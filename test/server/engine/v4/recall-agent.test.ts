import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { option } from '../../../kit/packet4.js'

const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }
const relay = { address: '203.0.113.1', agent: [option(1, 'port 7'), option(2, 'remote')] }
const config = {
  'store-extended-info': true,
  'stash-agent-options': true,
  'client-classes': [
    {
      name: 'port7',
      test: "relay4[1].hex == 'port 7'",
      'option-data': [{ name: 'domain-name', data: 'port7.example', 'always-send': true }],
    },
  ],
  subnet4: [subnet(), { id: 2, subnet: '203.0.113.0/24', pools: [{ pool: '203.0.113.10 - 203.0.113.19' }] }],
}

/** A renewal that goes past the relay, as RFC 2131 4.4.5 has it. */
async function renewal(more: object = {}) {
  const engine = await Engine4.start({ ...config, ...more })
  const relayed = engine.client(one, relay)
  await relayed.bind()
  const direct = engine.client(one)
  direct.lease = relayed.lease
  return { engine, direct, answer: await direct.renew() }
}

describe('stash-agent-options', () => {
  it("lets a renewal be classified by what the relay said when the lease was given, and doesn't echo it", async () => {
    const { answer } = await renewal()
    expect([answer?.type, answer?.text(15), answer?.option(82)]).toEqual(['ACK', 'port7.example', undefined])
  })

  it('is off unless it is asked for', async () => {
    const { answer } = await renewal({ 'stash-agent-options': false })
    expect([answer?.type, answer?.text(15)]).toEqual(['ACK', undefined])
  })

  it('reads what Kea 2.2 wrote, too', async () => {
    const engine = await Engine4.start(config, '2.2')
    const relayed = engine.client(one, relay)
    await relayed.bind()
    const direct = engine.client(one)
    direct.lease = relayed.lease
    expect((await direct.renew())?.text(15)).toBe('port7.example')
  })

  it('gives nobody what was said of another client', async () => {
    const { engine, direct } = await renewal()
    const other = engine.client({ hardware: '02:00:00:00:00:02', clientId: 'auto' })
    other.lease = direct.lease
    expect((await other.renew())?.text(15)).toBeUndefined()
  })

  it('finds the reservation by circuit', async () => {
    const { answer } = await renewal({
      'reservations-global': true,
      reservations: [{ 'circuit-id': "'port 7'", hostname: 'socket-7' }],
    })
    expect(answer?.text(12)).toBe('socket-7')
  })
})
