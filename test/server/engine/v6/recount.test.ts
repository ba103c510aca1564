import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LeaseKind } from '../../../../src/server/lease/lease.js'
import { ipv6 } from '../../../../src/wire/address.js'
import type { Client6, Wanted6 } from '../../../kit/client6.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'

const duid = (n: number): string => `00:03:00:01:02:00:00:00:00:${n.toString(16).padStart(2, '0')}`
const config = {
  'valid-lifetime': 100,
  'preferred-lifetime': 60,
  'decline-probation-period': 150,
  'expired-leases-processing': { 'hold-reclaimed-time': 120, 'flush-reclaimed-timer-wait-time': 10 },
  'shared-networks': [
    {
      name: 'link',
      interface: 'eth0',
      subnet6: [
        subnet6({
          interface: '',
          pools: [{ pool: '2001:db8:1::10 - 2001:db8:1::12' }],
          'pd-pools': [{ prefix: '2001:db8:8::', 'prefix-len': 55, 'delegated-len': 56 }],
        }),
        {
          id: 2,
          subnet: '2001:db8:2::/64',
          pools: [{ pool: '2001:db8:2::10 - 2001:db8:2::11' }],
          'pd-pools': [{ prefix: '2001:db8:9::', 'prefix-len': 56, 'delegated-len': 58 }],
          reservations: [
            {
              duid: duid(1),
              'ip-addresses': ['2001:db8:2::50', '2001:db8:2::51'],
              prefixes: ['2001:db8:9:40::/60', '2001:db8:77::/48'],
            },
          ],
        },
      ],
    },
  ],
}

const addresses = ['2001:db8:1::10', '2001:db8:1::12', '2001:db8:2::10', '2001:db8:2::50', '2001:db8:55::1']
const prefixes = ['2001:db8:8::/56', '2001:db8:8:100::/56', '2001:db8:9::/58', '2001:db8:9:40::/58', '::/58']
const wanted: fc.Arbitrary<Wanted6> = fc.oneof(
  fc.record({
    code: fc.constant(3 as const),
    iaid: fc.integer({ min: 1, max: 3 }),
    hints: fc.subarray(addresses, { maxLength: 2 }),
  }),
  fc.record({
    code: fc.constant(25 as const),
    iaid: fc.integer({ min: 1, max: 3 }),
    hints: fc.subarray(prefixes, { maxLength: 2 }),
  }),
)
const deed = fc.record({
  what: fc.constantFrom('bind', 'bind', 'request', 'renew', 'rebind', 'again', 'wait'),
  who: fc.nat(5),
  ias: fc.array(wanted, { minLength: 1, maxLength: 4 }),
})
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never

async function does(engine: Engine6, clients: readonly Client6[], { what, who, ias }: Deed): Promise<void> {
  const client = clients[who]!
  if (what === 'wait') return engine.wait(who * 30)
  client.held ??= { serverId: '00:03:00:01:02:00:00:00:00:aa', ias: [] }
  const reply =
    what === 'bind'
      ? await client.bind({ ias })
      : what === 'request'
        ? await client.say('REQUEST', { ias, serverId: client.held.serverId })
        : what === 'renew' || what === 'rebind'
          ? await client[what]({ ias })
          : await client.renew()
  for (const { preferred, valid } of [...reply!.granted(3), ...reply!.granted(25)])
    expect(preferred).toBeLessThanOrEqual(valid)
}

describe('after any sequence of messages and waiting', () => {
  it('the statistics equal a recount, and nothing has two owners', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 10, maxLength: 50 }), async deeds => {
        const engine = await Engine6.start(config, '2.2')
        const clients = Array.from({ length: 6 }, (_, i) => engine.client({ duid: duid(i + 1) }))
        for (const each of deeds) await does(engine, clients, each)
        const leases = [...(await engine.leases()).values()]
        for (const id of [1, 2])
          for (const [kind, name] of [
            [LeaseKind.na, 'nas'],
            [LeaseKind.pd, 'pds'],
          ] as const) {
            const assigned = leases.filter(l => l.subnetId === id && l.kind === kind && l.state === 0).length
            expect([id, name, engine.statistic(`subnet[${id}].assigned-${name}`)]).toEqual([id, name, assigned])
          }
        const now = engine.time.seconds()
        const inUse = leases.filter(l => l.state === 0 && l.cltt + l.validLifetime >= now)
        for (const [i, one] of inUse.entries())
          for (const other of inUse.slice(i + 1))
            expect(ipv6.contains(one.address, Math.min(one.prefixLength, other.prefixLength), other.address)).toBe(
              false,
            )
        // what is reserved for the first client is its own
        for (const { address, clientId } of inUse)
          if (ipv6.format(address).startsWith('2001:db8:2::5')) expect(clientId.at(-1)).toBe(1)
        await engine.service.stop()
      }),
      { numRuns: 30 },
    )
  })
})
