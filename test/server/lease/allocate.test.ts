import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ClassNames, ClassSet } from '../../../src/server/classify/class-set.js'
import type { Exchange } from '../../../src/server/engine/exchange.js'
import { hostIn, moveToReserved } from '../../../src/server/engine/find-hosts.js'
import { MemoryHosts } from '../../../src/server/host/memory.js'
import {
  addressPools,
  type PoolsOf,
  pickFree,
  prefixPools,
  type Search,
  type SearchTerms,
} from '../../../src/server/lease/allocate.js'
import { Identity } from '../../../src/server/lease/identity.js'
import { LeaseKind } from '../../../src/server/lease/lease.js'
import { lengthRank } from '../../../src/server/lease/length-rank.js'
import { PoolSpaces } from '../../../src/server/lease/pool-spaces.js'
import { excludedFrom } from '../../../src/server/subnet/excluded-prefix.js'
import { NetworkPlan, pdPoolOf, planSubnet, poolOf } from '../../../src/server/subnet/plan.js'
import { ipv6 } from '../../../src/wire/address.js'
import { decided6 } from '../config/loaded.js'

const at = (text: string): bigint => ipv6.parse(text)!
const shown = (prefix: bigint | undefined, length: number | undefined): string =>
  prefix === undefined ? 'nothing' : `${ipv6.format(prefix)}/${length}`

/** A link with these subnets, and a client on it that is in these classes. */
function link(subnets: object[], { duid = '01:01', classes = [] as string[], laterHosts = false } = {}) {
  const decided = decided6({ 'shared-networks': [{ name: 'link', subnet6: subnets }] })
  const names = new ClassNames()
  const spaces = new PoolSpaces(ipv6, Math.random)
  const network = new NetworkPlan(decided.networks[0]!, names)
  const rooms = {
    kind: ipv6,
    space: 'dhcp6',
    names,
    globalOptions: decided.global.options,
    freeAddresses: spaces.add.bind(spaces),
  }
  for (const subnet of decided.networks[0]!.subnets) planSubnet(rooms, subnet, network)
  const memory = new MemoryHosts(ipv6, decided.hosts)
  const hosts = laterHosts
    ? {
        empty: false,
        byIdentifier: memory.byIdentifier.bind(memory),
        byAddress: async (id: number, address: bigint) => memory.byAddress(id, address),
        byPrefix: async (id: number, prefix: bigint, length: number) => memory.byPrefix(id, prefix, length),
      }
    : memory
  const identity = Identity.of(Buffer.from(duid.replaceAll(':', ''), 'hex'))
  const set = new ClassSet(names)
  for (const name of classes) set.add(names.number(name))
  const x = {
    plan: { decided, hosts },
    network,
    subnet: network.subnets[0],
    classes: set,
    duid: identity,
    hardware: new Identity(),
    hosts: memory.byIdentifier('duid', identity, network),
    host: undefined,
  } as unknown as Exchange<bigint>
  const search: Search<bigint> = {
    address: undefined,
    pool: undefined,
    attempts: 0,
    fullSubnets: 0,
    unmatchedSubnets: 0,
    limit: 0,
  }
  /** What this very packet was granted already. */
  const granted: bigint[] = []
  const terms = (poolsOf: PoolsOf<bigint>): SearchTerms<bigint> => ({
    poolsOf,
    claimed: address => granted.includes(address),
  })
  const byKind = { prefix: terms(prefixPools), address: terms(addressPools) }
  const pick = async (hint = 0, kind: 'prefix' | 'address' = 'prefix'): Promise<string> => {
    const found = await pickFree(x, byKind[kind], search, hint)
    if (found.address !== undefined) granted.push(found.address)
    return shown(found.address, found.pool?.prefixLength)
  }
  const lease = (prefix: string, length: number) => spaces.used(LeaseKind.pd, at(prefix), length, true)
  return { x, network, search, pick, lease, decided }
}

const pd = (prefix: string, length: number, delegated: number, rest: object = {}) => ({
  prefix,
  'prefix-len': length,
  'delegated-len': delegated,
  ...rest,
})

const one = (rest: object) => ({ id: 1, subnet: '2001:db8:1::/64', ...rest })

describe('a prefix', () => {
  test('comes from the pools of prefixes, an address from those of addresses', async () => {
    const { pick } = link([one({ pools: [{ pool: '2001:db8:1::10/127' }], 'pd-pools': [pd('3000::', 40, 48)] })])
    expect([await pick(), await pick(0, 'address')]).toEqual(['3000::/48', '2001:db8:1::10/128'])
  })

  test('is another one for each association of a packet, until none is left', async () => {
    const { pick, search } = link([one({ 'pd-pools': [pd('3000::', 54, 56)] })])
    expect([await pick(), await pick(), await pick(), await pick(), await pick()]).toEqual([
      '3000::/56',
      '3000:0:0:100::/56',
      '3000:0:0:200::/56',
      '3000:0:0:300::/56',
      'nothing',
    ])
    expect([search.attempts, search.fullSubnets, search.unmatchedSubnets]).toEqual([4, 1, 0])
  })

  test('comes from the siblings of a subnet that has none, if their pools are for this client', async () => {
    const subnets = [
      one({}),
      { id: 2, subnet: '2001:db8:2::/64', 'pd-pools': [pd('3000::', 40, 48, { 'client-classes': ['red'] })] },
      { id: 3, subnet: '2001:db8:3::/64', 'pd-pools': [pd('4000::', 48, 48)] },
    ]
    const { x, pick, search } = link(subnets)
    expect(await pick()).toBe('4000::/48')
    expect(x.subnet?.subnet.id).toBe(3)
    expect(await pick()).toBe('nothing')
    expect([search.fullSubnets, search.unmatchedSubnets]).toEqual([1, 2])
    expect(await link(subnets, { classes: ['red'] }).pick()).toBe('3000::/48')
  })
})

describe('a hinted length (RFC 8168)', () => {
  const pools = [pd('3000::', 48, 48), pd('4000::', 64, 64), pd('5000::', 56, 56), pd('6000::', 60, 60)]

  test.each([
    [0, ['3000::/48', '4000::/64', '5000::/56', '6000::/60', 'nothing']],
    [56, ['5000::/56', '6000::/60', '4000::/64', '3000::/48', 'nothing']],
    [62, ['4000::/64', '6000::/60', '5000::/56', '3000::/48', 'nothing']],
    [1, ['3000::/48', '5000::/56', '6000::/60', '4000::/64', 'nothing']],
    [128, ['4000::/64', '6000::/60', '5000::/56', '3000::/48', 'nothing']],
  ])('%i: the length itself, longer ones, shorter ones', async (hint, expected) => {
    const { pick } = link([one({ 'pd-pools': pools })])
    const given: string[] = []
    for (let i = 0; i < 5; i++) given.push(await pick(hint))
    expect(given).toEqual(expected)
  })

  test('counts for more than the subnet, since all of a link serve alike', async () => {
    const { pick, search } = link([
      one({ 'pd-pools': [pd('3000::', 48, 48)] }),
      { id: 2, subnet: '2001:db8:2::/64', 'pd-pools': [pd('4000::', 56, 56), pd('5000::', 48, 48)] },
    ])
    expect([await pick(56), await pick(56), await pick(56), await pick(56)]).toEqual([
      '4000::/56',
      // the client is served from the second subnet now
      '5000::/48',
      '3000::/48',
      'nothing',
    ])
    expect([search.fullSubnets, search.unmatchedSubnets]).toEqual([2, 0])
  })

  test('ranks are one order: no two lengths are equally good', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 128 }), hint => {
        const ranks = Array.from({ length: 128 }, (_, i) => lengthRank(i + 1, hint))
        expect(new Set(ranks).size).toBe(128)
        expect(Math.min(...ranks)).toBe(ranks[hint - 1])
      }),
    )
  })
})

describe.each([false, true])('reserved prefixes (hosts answer later: %s)', laterHosts => {
  const subnet = one({
    'pd-pools': [pd('3000::', 54, 56)],
    reservations: [
      { duid: '02:02', prefixes: ['3000::/56'] },
      { duid: '03:03', prefixes: ['3000:0:0:180::/57'] },
      { duid: '04:04', prefixes: ['3000:0:0:200::/55'] },
    ],
  })

  test('are passed over for others, and so is what lies in them or around them', async () => {
    const { pick, search } = link([subnet], { laterHosts })
    expect(await pick()).toBe('nothing')
    expect(search.attempts).toBe(4)
  })

  test.each([
    ['02:02', '3000::/56'],
    ['03:03', '3000:0:0:100::/56'],
    ['04:04', '3000:0:0:200::/56'],
  ])('%s may have its own', async (duid, expected) => {
    expect(await link([subnet], { duid, laterHosts }).pick()).toBe(expected)
  })

  test('are not looked up where none are in pools by promise', async () => {
    const { pick } = link([{ ...subnet, 'reservations-out-of-pool': true }], { laterHosts })
    expect(await pick()).toBe('3000::/56')
  })
})

test('a prefix that somebody else shares the reservation of is not kept from the client', async () => {
  const reservations = [
    { duid: '01:01', prefixes: ['3000::/56'] },
    { duid: '02:02', prefixes: ['3000::/57'] },
  ]
  expect(await link([one({ 'pd-pools': [pd('3000::', 56, 56)], reservations })]).pick()).toBe('3000::/56')
})

describe('plans of pools', () => {
  const excluded = { 'excluded-prefix': '3000:0:0:12::', 'excluded-prefix-len': 64 }
  const made = () =>
    link([
      one({
        pools: [{ pool: '2001:db8:1::/80', 'pool-id': 4 }],
        'pd-pools': [pd('3000::', 40, 56, excluded), pd('4000::', 48, 48)],
      }),
    ]).network.subnets[0]!

  test('say what is leased from them', () => {
    const { pools, pdPools } = made()
    expect(pools.map(pool => [pool.kind, pool.prefixLength, pool.excluded, pool.pool.id])).toEqual([
      [LeaseKind.na, 128, undefined, 4],
    ])
    expect(pdPools.map(pool => [pool.kind, pool.prefixLength, pool.space.capacity])).toEqual([
      [LeaseKind.pd, 56, 65536],
      [LeaseKind.pd, 48, 1],
    ])
  })

  test('are found by what lies in them', () => {
    const plan = made()
    expect(poolOf(plan, at('2001:db8:1::7'))).toBe(plan.pools[0])
    expect(poolOf(plan, at('3000::'))).toBeUndefined()
    expect(pdPoolOf(plan, at('3000:0:0:500::'), 56)).toBe(plan.pdPools[0])
    expect(pdPoolOf(plan, at('3000:0:0:500::'), 60)).toBeUndefined()
    expect(pdPoolOf(plan, at('2001:db8:1::7'), 128)).toBeUndefined()
  })

  // RFC 6603 4.2: the excluded prefix lies in the delegated one, at the bits the pool says
  test('exclude the same bits of each prefix', () => {
    const [pool, other] = made().pdPools
    expect(excludedFrom(ipv6, pool!, at('3000:0:0:ab00::'))).toEqual({ prefix: at('3000:0:0:ab12::'), length: 64 })
    expect(excludedFrom(ipv6, pool!, at('3000::'))).toEqual({ prefix: at('3000:0:0:12::'), length: 64 })
    expect(excludedFrom(ipv6, other!, at('4000::'))).toBeUndefined()
  })
})

test('the reservation that counts moves with the subnet the prefix came from', async () => {
  const { x, pick } = link([
    one({}),
    {
      id: 2,
      subnet: '2001:db8:2::/64',
      'pd-pools': [pd('3000::', 48, 48)],
      reservations: [{ duid: '01:01', hostname: 'here' }],
    },
  ])
  await pick()
  expect(x.host?.hostname).toBe('here')
  expect(hostIn(x, x.subnet!)).toBe(x.host)
})

test('a client moves to the subnet of its link that reserves a prefix for it', () => {
  const reservations = [{ duid: '01:01', prefixes: ['3000::/48'] }]
  const { x } = link([one({}), { id: 2, subnet: '2001:db8:2::/64', reservations }])
  moveToReserved(x)
  expect([x.subnet?.subnet.id, x.host?.prefixes.length]).toEqual([2, 1])
})
