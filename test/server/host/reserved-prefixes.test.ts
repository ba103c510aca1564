import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Host } from '../../../src/server/host/host.js'
import { ReservedPrefixes } from '../../../src/server/host/reserved-prefixes.js'
import { ipv6 } from '../../../src/wire/address.js'

const base = ipv6.parse('2001:db8::')!

test('finds the reserved prefixes that share an address with one, whatever their lengths', () => {
  const prefix = fc
    .record({ at: fc.nat(255), length: fc.integer({ min: 54, max: 66 }) })
    .map(({ at, length }) => ({ prefix: ipv6.network(base + (BigInt(at) << 62n), length), length }))
  const host = fc.record({ subnetId: fc.constantFrom(0, 1, 2), prefixes: fc.array(prefix, { maxLength: 3 }) })
  fc.assert(
    fc.property(fc.array(host, { maxLength: 12 }), prefix, fc.constantFrom(0, 1, 2), (written, asked, subnetId) => {
      const hosts = written as unknown as Host<bigint>[]
      const last = (p: { prefix: bigint; length: number }): bigint => ipv6.broadcast(p.prefix, p.length)
      const expected = hosts.filter(
        host =>
          host.subnetId === subnetId && host.prefixes.some(p => p.prefix <= last(asked) && last(p) >= asked.prefix),
      )
      const found = new ReservedPrefixes(ipv6, hosts).overlapping(subnetId, asked.prefix, asked.length)
      expect(new Set(found)).toEqual(new Set(expected))
    }),
  )
})
