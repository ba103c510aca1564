import fc from 'fast-check'
import { expect, it } from 'vitest'
import { noBoot } from '../../../src/server/config/decide/boot.js'
import { runAtOnce } from '../../../src/server/config/slices.js'
import type { Host } from '../../../src/server/host/host.js'
import { MemoryHosts } from '../../../src/server/host/memory.js'
import { Identity } from '../../../src/server/lease/identity.js'
import { ipv6 } from '../../../src/wire/address.js'

const prefix = fc.record({ length: fc.constantFrom(48, 56, 64), bits: fc.bigInt(0n, 3n) }).map(({ length, bits }) => ({
  prefix: ipv6.network(ipv6.parse('2001:db8::')! + (bits << 72n), length),
  length,
}))
const host: fc.Arbitrary<Host<bigint>> = fc
  .record({
    subnetId: fc.integer({ min: 0, max: 2 }),
    client: fc.integer({ min: 1, max: 4 }),
    addresses: fc.uniqueArray(fc.bigInt(1n, 4n), { maxLength: 2 }),
    prefixes: fc.array(prefix, { maxLength: 2 }),
  })
  .map(({ client, ...rest }) => ({
    identifier: 'duid',
    identifierBytes: Buffer.from([client]),
    hostname: '',
    classes: [],
    options: undefined,
    boot: noBoot,
    userContext: '',
    ...rest,
  }))
const asked = { subnetId: [0, 1, 2], client: [1, 2, 3, 4], address: [1n, 2n, 3n, 4n] }
const everywhere = { holds: () => true }

/** Whatever can be asked, in no order. */
function answers(hosts: MemoryHosts<bigint>, all: readonly Host<bigint>[]): unknown {
  const named = (found: readonly Host<bigint>[]): number[] => found.map(each => all.indexOf(each)).sort((a, b) => a - b)
  const range = ipv6.parse('2001:db8::')!
  return [
    hosts.empty,
    named(hosts.all),
    asked.client.map(n => named(hosts.byIdentifier('duid', Identity.of(Buffer.from([n])), everywhere))),
    asked.client.map(n => named(hosts.everyIdentifier('duid', Buffer.from([n])))),
    asked.subnetId.map(id => asked.address.map(address => named(hosts.byAddress(id, address)))),
    asked.subnetId.map(id => [40, 56, 64, 80].map(length => named([...new Set(hosts.byPrefix(id, range, length))]))),
  ]
}

it('reservations that came and went one by one are found as those that came at once', () => {
  fc.assert(
    fc.property(fc.array(host, { maxLength: 12 }), fc.array(fc.nat(11), { maxLength: 8 }), (all, goers) => {
      const one = new MemoryHosts(ipv6, [])
      for (const each of all) one.add(each)
      const gone = new Set(goers.map(i => all[i]))
      for (const each of gone) if (each !== undefined) one.remove(each)
      const rest = all.filter(each => !gone.has(each))
      const expected = answers(new MemoryHosts(ipv6, rest), all)
      expect(answers(one, all)).toEqual(expected)
      expect(answers(runAtOnce(MemoryHosts.filled(ipv6, rest)), all)).toEqual(expected)
    }),
  )
})

it('pages go on behind the last one, whoever went in between', () => {
  const [a, b, c, d] = fc.sample(host, 4) as [Host<bigint>, Host<bigint>, Host<bigint>, Host<bigint>]
  const hosts = new MemoryHosts(ipv6, [a, b, c])
  const first = hosts.page(0, 2, () => true)
  expect(first.hosts).toEqual([a, b])
  hosts.remove(b)
  hosts.add(d)
  expect(hosts.page(first.last, 2, () => true).hosts).toEqual([c, d])
})
