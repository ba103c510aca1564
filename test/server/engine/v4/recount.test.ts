import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Client4 } from '../../../kit/client4.js'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { addressOption } from '../../../kit/packet4.js'

const hardware = (n: number): string => `02:00:00:00:00:${n.toString(16).padStart(2, '0')}`
const config = {
  'valid-lifetime': 100,
  'decline-probation-period': 150,
  'expired-leases-processing': { 'hold-reclaimed-time': 120, 'flush-reclaimed-timer-wait-time': 10 },
  'shared-networks': [
    {
      name: 'link',
      interface: 'eth0',
      subnet4: [
        subnet({ interface: '', pools: [{ pool: '192.0.2.10 - 192.0.2.12' }] }),
        {
          id: 2,
          subnet: '10.1.0.0/16',
          pools: [{ pool: '10.1.0.10 - 10.1.0.11' }],
          reservations: [{ 'hw-address': hardware(1), 'ip-address': '10.1.0.50' }],
        },
      ],
    },
  ],
}
const addresses = ['192.0.2.10', '192.0.2.11', '192.0.2.12', '10.1.0.10', '10.1.0.11', '10.1.0.50']

type Deed = readonly ['bind' | 'request' | 'renew' | 'release' | 'decline' | 'wait', number, number]
const deed: fc.Arbitrary<Deed> = fc.tuple(
  fc.constantFrom('bind', 'bind', 'request', 'renew', 'release', 'decline', 'wait'),
  fc.nat(7),
  fc.nat(5),
)

async function does(engine: Engine4, clients: readonly Client4[], [what, who, which]: Deed): Promise<void> {
  const client = clients[who]!
  if (what === 'wait') return engine.wait(which * 30)
  if (what === 'bind') {
    const offer = await client.discover()
    if (offer !== undefined) await client.request(offer)
  } else if (what === 'request') {
    await client.say('REQUEST', { requested: addresses[which]!, options: [addressOption(54, '192.0.2.1')] })
  } else if (client.lease !== undefined) await client[what]()
}

/** What the statistics of a subnet have to say, counted anew. */
async function recount(engine: Engine4, id: number): Promise<Record<string, number>> {
  const leases = [...(await engine.leases()).values()].filter(lease => lease.subnetId === id)
  return {
    'assigned-addresses': leases.filter(({ state }) => state === 0 || state === 1).length,
    'declined-addresses': leases.filter(({ state }) => state === 1).length,
  }
}

describe('after any sequence of messages and waiting', () => {
  it('the statistics equal a recount, and no address has two owners', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 10, maxLength: 60 }), async deeds => {
        const engine = await Engine4.start(config)
        const clients = Array.from({ length: 8 }, (_, i) =>
          engine.client({ hardware: hardware(i + 1), clientId: 'auto' }),
        )
        for (const each of deeds) await does(engine, clients, each)
        for (const id of [1, 2]) {
          const counted = await recount(engine, id)
          for (const [name, value] of Object.entries(counted))
            expect([id, name, engine.statistic(`subnet[${id}].${name}`)]).toEqual([id, name, value])
          expect(engine.statistic(`subnet[${id}].cumulative-assigned-addresses`)).toBeGreaterThanOrEqual(
            counted['assigned-addresses']!,
          )
        }
        const now = engine.time.seconds()
        const inUse = [...(await engine.leases()).values()].filter(
          l => l.state === 0 && l.cltt + l.validLifetime >= now,
        )
        const owners = inUse.map(lease => Buffer.from(lease.clientId).toString('hex'))
        expect(new Set(owners).size).toBe(owners.length)
        await engine.service.stop()
      }),
      { numRuns: 40 },
    )
  })
})
