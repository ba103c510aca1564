import { describe, expect, it } from 'vitest'
import { builtinConfiguration, rescueConfiguration } from '../../../src/server/config/builtin.js'
import { type ConfigurationText, loadConfiguration, loading } from '../../../src/server/config/load.js'
import { runAtOnce } from '../../../src/server/config/slices.js'
import { manySubnets } from '../../fixtures/config/many-subnets.js'

const read = (): string => {
  throw new Error('nothing is to be read')
}
const loadText = (...texts: ConfigurationText[]) => runAtOnce(loading(texts, { read }))

describe('the configuration without a file', () => {
  it('serves a documentation subnet on loopback, and keeps leases in the data directory', () => {
    const { problems, services } = loadText(builtinConfiguration('/var/lib/x', ['dhcp4', 'dhcp6']))
    expect(problems).toEqual([])
    const { interfaces, leaseDatabase, subnets, loggers } = services.dhcp4!
    expect(interfaces).toMatchObject({ interfaces: ['lo/127.0.0.1'], socketType: 'udp' })
    expect(leaseDatabase).toMatchObject({ type: 'memfile', name: '/var/lib/x/kea-leases4.csv', persist: true })
    expect(subnets[0]).toMatchObject({ id: 1, prefix: 0xc0000200, prefixLength: 24, interface: 'lo' })
    expect(subnets[0]!.pools[0]).toMatchObject({ first: 0xc000020a, last: 0xc00002fa })
    expect(subnets[0]!.valid.default).toBe(3600)
    expect(loggers).toMatchObject([{ name: 'kea-dhcp4', severity: 'INFO', outputs: [{ output: 'stdout' }] }])
  })

  it('serves addresses and prefixes of DHCPv6 beside it', () => {
    const { services } = loadText(builtinConfiguration('/var/lib/x', ['dhcp4', 'dhcp6']))
    const { interfaces, leaseDatabase, subnets, loggers } = services.dhcp6!
    expect(interfaces.interfaces).toEqual(['lo'])
    expect(leaseDatabase).toMatchObject({ type: 'memfile', name: '/var/lib/x/kea-leases6.csv', persist: true })
    expect(subnets[0]).toMatchObject({ id: 1, prefix: 0x20010db8_00010000n << 64n, prefixLength: 64, interface: 'lo' })
    expect(subnets[0]!.pools[0]).toMatchObject({
      first: subnets[0]!.prefix + 0x10n,
      last: subnets[0]!.prefix + 0xffffn,
    })
    expect(subnets[0]!.pdPools[0]).toMatchObject({ first: 0x20010db8_80000000n << 64n, leaseLength: 56 })
    expect(loggers).toMatchObject([{ name: 'kea-dhcp6' }])
    expect(loadText(builtinConfiguration('/var/lib/x', ['dhcp4'])).services.dhcp6).toBeUndefined()
  })

  const four = { service: 'dhcp4', subnet: '10.0.0.0/24', pool: '10.0.0.5-10.0.0.9' } as const
  const six = { service: 'dhcp6', subnet: '2001:db8::/64', pool: '2001:db8::5-2001:db8::9' } as const

  it('of an interface and a pool serves just these, and says what is wrong with them', () => {
    const options = { interface: 'eth1', dataDir: 'd' }
    const { services } = loadText(rescueConfiguration({ ...options, pools: [four] }))
    expect(services.dhcp4!.subnets[0]).toMatchObject({ interface: 'eth1', pools: [{ first: 0x0a000005 }] })
    expect(services.dhcp4!.subnets[0]!.options.bySpace.size).toBe(0)
    expect(services.dhcp6).toBeUndefined()
    const wrong = loadText(rescueConfiguration({ ...options, pools: [{ ...four, pool: '10.0.1.5-10.0.1.9' }] }))
    expect(wrong.problems.map(p => p.code)).toEqual(['pool-outside'])
  })

  it('of several pools serves each family, and one subnet for the pools that lie in it', () => {
    const pools = [
      six,
      four,
      { ...four, pool: '10.0.0.20-10.0.0.29' },
      { ...four, subnet: '10.1.0.0/24', pool: '10.1.0.0/28' },
    ]
    const { services } = loadText(rescueConfiguration({ interface: 'eth1', pools, dataDir: 'd' }))
    expect(services.dhcp4!.subnets.map(subnet => subnet.pools.length)).toEqual([2, 1])
    expect(services.dhcp6!.subnets[0]).toMatchObject({ interface: 'eth1', prefixLength: 64 })
  })
})

describe('several files', () => {
  it('give one service each', () => {
    const a = { name: 'a', text: '{"Dhcp4":{"valid-lifetime":600}}' }
    const { ok, trees, problems } = loadText(a, { name: 'b', text: '{"Control-agent":{}}' })
    expect(ok).toBe(false)
    expect([...trees.keys()]).toEqual(['Dhcp4', 'Control-agent'])
    expect(problems.map(p => `${p.at.file} ${p.code}`)).toEqual(['b empty-map'])
    const twice = loadText(a, { ...a, name: 'b' })
    expect(twice.problems.map(p => `${p.at.file} ${p.code} ${p.related?.at.file}`)).toEqual(['b duplicate-key a'])
  })

  it('may be such that nothing is in them', () => {
    for (const text of ['', '{}', '[]', '1']) expect(loadText({ name: 'a', text }).ok).toBe(false)
  })
})

describe('a big configuration', () => {
  it('is decided in slices, with pauses in between', async () => {
    let time = 0
    let pauses = 0
    // A clock that moves 1 ms at each look: every look between two pauses is one step of work.
    const pace = {
      monotonic: () => time++,
      pause: () => {
        pauses++
        return Promise.resolve()
      },
      slice: 5,
    }
    const loaded = await loadConfiguration([{ name: 'a', text: manySubnets(300) }], { read }, pace)
    expect(loaded.problems).toEqual([])
    expect(loaded.services.dhcp4!.subnets).toHaveLength(300)
    expect(loaded.services.dhcp4!.hosts).toHaveLength(600)
    expect(pauses).toBeGreaterThan(50)
  })
})
