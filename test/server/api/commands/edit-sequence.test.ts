import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { family4 } from '../../../../src/server/config/decide/family.js'
import type { Decided } from '../../../../src/server/config/decided.js'
import { loading } from '../../../../src/server/config/load.js'
import { plain } from '../../../../src/server/config/read.js'
import { configGet } from '../../../../src/server/config/show/config-get.js'
import { runAtOnce } from '../../../../src/server/config/slices.js'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { callerOf } from './command-caller.js'

// Few ids, names and clients, so that edits meet.
const id = fc.integer({ min: 1, max: 6 })
const name = fc.constantFrom('floor1', 'floor2')
const lifetime = fc.constantFrom(100, 200, 300)
const prefix = (n: number): string => `10.0.${n}.0/24`
const subnetOf = fc
  .record({ id, pools: fc.boolean(), 'valid-lifetime': lifetime, guard: fc.boolean() })
  .map(({ id: n, pools, guard, ...rest }) => ({
    id: n,
    subnet: prefix(n),
    ...rest,
    ...(pools ? { pools: [{ pool: `10.0.${n}.10-10.0.${n}.20` }] } : {}),
    ...(guard ? { 'client-classes': ['one'] } : {}),
  }))
const client = fc.integer({ min: 1, max: 3 }).map(n => `00:00:00:00:00:0${n}`)
const reservation = fc.record({ id, client, last: fc.constantFrom(100, 101) }).map(({ id: n, client: hw, last }) => ({
  'subnet-id': n,
  'hw-address': hw,
  'ip-address': `10.0.${n}.${last}`,
}))
const edit = fc.oneof(
  subnetOf.map(given => ['subnet4-add', { subnet4: [given] }] as const),
  subnetOf.map(given => ['subnet4-update', { subnet4: [given] }] as const),
  subnetOf.map(given => ['subnet4-delta-add', { subnet4: [given] }] as const),
  subnetOf.map(given => ['subnet4-delta-del', { subnet4: [given] }] as const),
  id.map(n => ['subnet4-del', { id: n }] as const),
  fc
    .record({
      name,
      'valid-lifetime': lifetime,
      inside: fc.uniqueArray(subnetOf, { maxLength: 2, selector: s => s.id }),
    })
    .map(({ inside, ...rest }) => ['network4-add', { 'shared-networks': [{ ...rest, subnet4: inside }] }] as const),
  fc
    .record({ name, 'subnets-action': fc.constantFrom('keep', 'delete') })
    .map(given => ['network4-del', given] as const),
  fc.record({ name, id }).map(given => ['network4-subnet-add', given] as const),
  fc.record({ name, id }).map(given => ['network4-subnet-del', given] as const),
  fc
    .constantFrom('one', 'two')
    .map(n => ['class-add', { 'client-classes': [{ name: n, test: "'a' == 'a'" }] }] as const),
  fc.constantFrom('one', 'two').map(n => ['class-del', { name: n }] as const),
  reservation.map(given => ['reservation-add', { reservation: given }] as const),
  reservation.map(given => ['reservation-update', { reservation: given }] as const),
  reservation.map(
    given => ['reservation-del', { 'subnet-id': given['subnet-id'], 'ip-address': given['ip-address'] }] as const,
  ),
)

/** A decided configuration without places; what lists have in no order is sorted. */
function bare(decided: Decided<number>): unknown {
  const text = JSON.stringify({ ...decided, kind: undefined, spaces: undefined }, (key, value) => {
    if (key === 'position' || key === 'ids') return undefined
    if (key === 'network') return value.name
    if (key === 'hosts') return value.map((host: unknown) => JSON.stringify(host)).sort()
    if (value instanceof Map) return [...value]
    return value
  })
  return JSON.parse(text)
}

const withoutPlaces = (text: string): string => text.replaceAll(/\\"position\\":\{[^}]*\}/g, '')

describe('edits one after the other', () => {
  it('end in the configuration that the file they make decides to', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), async edits => {
        const engine = await Engine4.start({ subnet4: [subnet({ id: 9 })] }, '3')
        const call = callerOf(engine.service, 'dhcp4', '3')
        for (const [command, given] of edits) {
          const before = engine.service.edits.tree
          const { result } = await call(command, given)
          if (result !== 0) expect(engine.service.edits.tree).toBe(before)
        }
        const file = JSON.stringify({ Dhcp4: plain(engine.service.edits.tree) })
        const { services, problems } = runAtOnce(loading(['file'], { read: () => file, generation: '3' }))
        expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
        const running = JSON.stringify(bare(engine.service.running.decided))
        expect(withoutPlaces(running)).toBe(withoutPlaces(JSON.stringify(bare(services.dhcp4!))))
        const shown = runAtOnce(configGet(engine.service.running.tree, engine.service.running.decided, family4))
        const written = JSON.stringify({ Dhcp4: shown })
        const again = runAtOnce(loading(['written'], { read: () => written, generation: '3' }))
        expect(again.ok).toBe(true)
        expect(runAtOnce(configGet(again.trees.get('Dhcp4')!, again.services.dhcp4!, family4))).toEqual(shown)
        await engine.service.stop()
      }),
      { numRuns: 60 },
    )
  })
})

describe('edits under traffic', () => {
  it('keep the leases and the free addresses of subnets they leave alone', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] }, '3')
    const call = callerOf(engine.service, 'dhcp4', '3')
    const clients = [1, 2, 3, 4, 5].map(n => ({ hardware: `02:00:00:00:00:0${n}`, clientId: 'auto' as const }))
    const bound = new Map<string, string>()
    for (const [i, client] of clients.entries()) {
      const offers = engine.client(client).bind()
      const edits = call('subnet4-add', { subnet4: [{ id: 100 + i, subnet: prefix(i), pools: [{ pool: prefix(i) }] }] })
      bound.set(client.hardware, (await offers).address!)
      expect((await edits).result).toBe(0)
    }
    expect(new Set(bound.values()).size).toBe(5)
    await call('class-add', { 'client-classes': [{ name: 'one', test: "'a' == 'a'" }] })
    for (const client of clients) expect((await engine.client(client).bind()).address).toBe(bound.get(client.hardware))
    expect(engine.statistic('subnet[1].assigned-addresses')).toBe(5)
    expect(engine.statistic('subnet[104].total-addresses')).toBe(256)
  })

  it('one after the other, however many are sent at a time', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] }, '3')
    const call = callerOf(engine.service, 'dhcp4', '3')
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) => call('subnet4-add', { subnet4: [{ id: 100 + i, subnet: prefix(i) }] })),
    )
    expect(replies.every(({ result }) => result === 0)).toBe(true)
    expect(await call('subnet4-list')).toMatchObject({ text: '21 IPv4 subnets found' })
  })

  it('give way to a reload', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] }, '3')
    const call = callerOf(engine.service, 'dhcp4', '3')
    await call('subnet4-add', { subnet4: [{ id: 100, subnet: prefix(1) }] })
    await engine.reload({ subnet4: [subnet({ id: 7 })] })
    expect(await call('subnet4-list')).toMatchObject({ arguments: { subnets: [{ id: 7 }] } })
    await call('subnet4-add', { subnet4: [{ id: 100, subnet: prefix(1) }] })
    expect(await call('subnet4-list')).toMatchObject({ text: '2 IPv4 subnets found' })
  })
})
