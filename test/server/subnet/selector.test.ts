import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClassNames, ClassSet } from '../../../src/server/classify/class-set.js'
import type { SubnetPlan } from '../../../src/server/subnet/plan.js'
import { PrefixIndex } from '../../../src/server/subnet/prefix-index.js'
import { SubnetSelector } from '../../../src/server/subnet/selector.js'
import { ipv4 } from '../../../src/wire/address.js'

interface Written {
  readonly id: number
  readonly prefix: string
  readonly length: number
  readonly interface?: string
  readonly relays?: readonly string[]
  readonly guards?: readonly number[]
}

/** As much of a subnet as selection looks at, each on a link of its own. */
function plan({ id, prefix, length, guards = [], relays = [], interface: name = '' }: Written): SubnetPlan<number> {
  const subnet = {
    id,
    prefix: ipv4.parse(prefix)!,
    prefixLength: length,
    interface: name,
    relays: relays.map(r => ipv4.parse(r)!),
  }
  const network = { network: { interface: '', relays: [] }, guards: [] }
  return { subnet, network, guards } as unknown as SubnetPlan<number>
}

const everybody = (): boolean => true
const subnets = [
  { id: 5, prefix: '10.0.0.0', length: 8 },
  { id: 2, prefix: '10.1.0.0', length: 16 },
  { id: 7, prefix: '10.1.1.0', length: 24 },
  { id: 9, prefix: '192.0.2.128', length: 25 },
].map(plan)

describe('subnets by address', () => {
  const index = new PrefixIndex(ipv4, subnets)
  const find = (address: string): number | undefined => index.find(ipv4.parse(address)!, everybody)?.subnet.id

  it('of overlapping prefixes the lowest id wins, as in Kea', () => {
    expect(['10.1.1.1', '10.1.2.1', '10.2.0.1'].map(find)).toEqual([2, 2, 5])
  })

  it('stops at the edge of a prefix', () => {
    expect(['192.0.2.127', '192.0.2.128', '192.0.2.255', '192.0.3.0'].map(find)).toEqual([undefined, 9, 9, undefined])
  })

  it('goes on to the next one that admits the client', () => {
    expect(index.find(ipv4.parse('10.1.1.1')!, ({ subnet }) => subnet.id !== 2)?.subnet.id).toBe(5)
  })

  it('finds what looking at every subnet finds', () => {
    const prefix = fc.record({ address: fc.nat(0xffffffff), length: fc.integer({ min: 8, max: 30 }) })
    fc.assert(
      fc.property(
        fc.uniqueArray(prefix, { maxLength: 30, selector: p => `${ipv4.network(p.address, p.length)}/${p.length}` }),
        fc.nat(0xffffffff),
        fc.nat(29),
        (prefixes, anywhere, nearby) => {
          const plans = prefixes.map(({ address, length }, i) =>
            plan({ id: i + 1, prefix: ipv4.format(ipv4.network(address, length)), length }),
          )
          const address = prefixes[nearby]?.address ?? anywhere
          const slow = plans.find(({ subnet }) => ipv4.contains(subnet.prefix, subnet.prefixLength, address))
          expect(new PrefixIndex(ipv4, plans).find(address, everybody)).toBe(slow)
        },
      ),
    )
  })
})

describe('subnets by relay and interface', () => {
  const names = new ClassNames()
  const vip = names.number('vip')
  const selector = new SubnetSelector(
    ipv4,
    [
      { id: 1, prefix: '10.1.0.0', length: 16, interface: 'eth0', relays: ['192.0.2.1'], guards: [vip] },
      { id: 2, prefix: '10.2.0.0', length: 16, interface: 'eth0', relays: ['192.0.2.1', '192.0.2.2'] },
    ].map(plan),
  )
  const strangers = new ClassSet(names)
  const vips = new ClassSet(names)
  vips.add(vip)

  it('the first that admits the client', () => {
    const relay = ipv4.parse('192.0.2.1')!
    expect(selector.byRelay(relay, vips)?.subnet.id).toBe(1)
    expect(selector.byRelay(relay, strangers)?.subnet.id).toBe(2)
    expect(selector.byInterface('eth0', vips)?.subnet.id).toBe(1)
    expect(selector.byInterface('eth0', strangers)?.subnet.id).toBe(2)
  })

  it('none for a relay or an interface that nobody names', () => {
    expect(selector.byRelay(ipv4.parse('192.0.2.3')!, vips)).toBeUndefined()
    expect(selector.byInterface('eth1', vips)).toBeUndefined()
  })
})
